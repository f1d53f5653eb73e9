// What the rules of Chinese typesetting put between cells. Private to this room.
// Source: CLREQ (adjacent punctuation, mixed text), GB/T 15834 5.1.10; tables in ARCHITECTURE.md#text.
#pragma once

#include "kiosk/text/cells.h"

namespace kiosk::text {

// In em of the text: between Han and Latin (CLREQ allows 1/8 to 1/4), and the width of · (GB/T 15834).
inline constexpr float kHanLatinGap = 0.125f;
inline constexpr float kMiddleDotWidth = 0.5f;

// The class of a mark in a language; in columns ；： squeeze no more. English quotes are no full-width marks.
Mark mark_class(char32_t c, Language language, bool vertical);

// Whether a gap belongs between two neighbours of which one is a Han character.
bool takes_gap(char32_t beside_han);

// Sets stop: where lines may break, with names and numbers kept whole.
void set_stops(Cells& cells, const Source& source, const Setting& setting);
// Sets marks, gaps, cuts and trims.
void set_spacing(Cells& cells, const Setting& setting, FontSet& fonts, bool vertical);

}  // namespace kiosk::text
