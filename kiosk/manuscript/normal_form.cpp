#include "kiosk/manuscript/normal_form.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace kiosk::manuscript {

std::string composed(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return std::string(text);
  const icu::UnicodeString normal = nfc->normalize(icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}), error);
  std::string out;
  return U_FAILURE(error) ? std::string(text) : normal.toUTF8String(out);
}

}  // namespace kiosk::manuscript
