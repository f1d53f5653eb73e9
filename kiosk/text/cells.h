// What a line is filled with: cells, the smallest pieces that stay together. Private to this room.
//
// Model : source -> cells with glyphs (shape) -> what is between them (spacing) -> lines (fill)
//         -> placed glyphs (place).
// Units : px along the line, y down; offsets of glyphs from the pen.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/text/face.h"
#include "kiosk/text/paragraph.h"
#include "kiosk/text/source.h"

namespace kiosk::text {

// Limits of justification, in em of the text (CLREQ, line adjustment; the look's own cap for Han).
inline constexpr float kWidestSpace = 0.5f;
inline constexpr float kWidestHanLatinGap = 1.f / 3;
inline constexpr float kWidestHanStretch = 0.12f;

// Han characters fill their square from 0.88 em above the baseline to 0.12 em below (Noto CJK, LXGW WenKai).
inline constexpr float kAscent = 0.88f;

struct ShapedGlyph {
  std::uint32_t id;
  float x, y;  // from the pen
};

// What may happen before a cell.
enum class Stop : std::uint8_t {
  none,
  inside,  // UAX #14 allows it, but it is inside a name, a date or a number: only where nothing else helps
  may,
  must,
};

// Classes of marks that squeeze (CLREQ "adjacent punctuation"; table in ARCHITECTURE.md#text).
enum class Mark : std::uint8_t {
  none,
  opening,  // （《“
  closing,  // ）》”
  stop,     // ，。、；： at the side of their square
  middle,   // · and the full-width space; ，。、 in the middle of their square (zh-Hant)
  other,    // ？！…—: full width, squeezed by no neighbour
};

struct Cell {
  std::uint32_t char_begin = 0, char_end = 0;
  std::uint32_t glyph_begin = 0, glyph_end = 0;
  char32_t character = 0;  // the first, as shown
  FaceId face = 0;
  Role role = Role::body;
  float size_px = 0;
  float advance = 0;   // with tracking
  float tracking = 0;  // the part of the advance that a line's last cell does without

  Stop stop = Stop::none;
  Mark mark = Mark::none;
  bool han = false;      // ideograph, kana or full-width mark: sits on whole pixels, may be stretched around
  bool western = false;  // letter or number
  bool space = false;
  bool newline = false;
  Posture posture = Posture::along;
  Half half;             // in px, of a mark

  // Between the cell before and this one, while both are on one line:
  float gap = 0;             // Han beside Latin; annotations kept apart
  float overhang = 0;        // how far an annotation may stand over its neighbour
  float cut_before = 0;      // the mark before loses its half
  float cut = 0;             // this mark loses its half
  float end_trim = 0;        // what this cell loses at a line's end
  std::uint8_t give_order = 0;  // 0: gives nothing; else the earlier, the sooner it is squeezed to take a mark in
};

struct Cells {
  std::vector<Cell> cells;
  std::vector<ShapedGlyph> glyphs;
};

// One HarfBuzz call for each item. `vertical`: from the top; offsets are from the column's middle, but of what is rotated or across as in a line.
Cells shape(const Source& source, const Setting& setting, FontSet& fonts, bool vertical);

}  // namespace kiosk::text
