// Which characters of a text no face has: the check behind “no character is ever shown as a box without a finding”.
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/text/fonts.h"
#include "kiosk/text/paragraph.h"

namespace kiosk::text {

// In order; each place. Controls and spaces need no glyph; ill-formed UTF-8 counts as U+FFFD, which is always missing.
std::vector<Missing> coverage(FontSet& fonts, std::string_view text, Family family = Family::serif,
                              Weight weight = Weight::regular);

}  // namespace kiosk::text
