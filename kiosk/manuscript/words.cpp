#include "kiosk/manuscript/words.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

namespace kiosk::manuscript {

struct Words::State {
  std::unique_ptr<icu::BreakIterator> breaks;
};

Words::Words() : state_(std::make_unique<State>()) {
  UErrorCode error = U_ZERO_ERROR;
  state_->breaks.reset(icu::BreakIterator::createWordInstance(icu::Locale("zh"), error));
  if (U_FAILURE(error)) state_->breaks.reset();
}
Words::~Words() = default;

bool Words::joins_last(std::u32string_view text) const {
  if (!state_->breaks || text.size() < 2) return false;
  const icu::UnicodeString words =
      icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()), static_cast<std::int32_t>(text.size()));
  state_->breaks->setText(words);
  state_->breaks->last();
  return words.countChar32(state_->breaks->previous()) >= 2;
}

}  // namespace kiosk::manuscript
