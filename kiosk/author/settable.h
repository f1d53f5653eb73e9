// What of a manuscript no type can set as it stands: characters without a glyph, and runs that no column can hold. Noted, never changed: a person knows
// another form of the name, or where the run divides.
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/manuscript/mend.h"
#include "kiosk/text/fonts.h"

namespace kiosk::author {

// The narrowest column of a story, in em: portrait, in twice the usual size.
inline constexpr float kNarrowestColumn = 9;

// Of rules `glyph` (each character once) and `unbroken`, by line and column of `text`.
std::vector<manuscript::Change> unsettable(text::FontSet& fonts, std::string_view text);

}  // namespace kiosk::author
