#include "kiosk/text/coverage.h"

#include "kiosk/base/utf8.h"
#include "kiosk/text/source.h"

namespace kiosk::text {

std::vector<Missing> coverage(FontSet& fonts, std::string_view text, Family family, Weight weight) {
  std::vector<Missing> missing;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = utf8::next(text, at);
    if (needs_glyph(c) && (c == utf8::kReplacement || !fonts.face_for(c, family, weight)))
      missing.push_back({begin, c});
  }
  return missing;
}

}  // namespace kiosk::text
