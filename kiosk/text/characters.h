// What the Unicode Character Database (15.0) says about a character, as far as setting text needs it.
// Source: LineBreak.txt, EastAsianWidth.txt, emoji-data.txt, Scripts.txt, VerticalOrientation.txt; see make_tables.py.
#pragma once

#include <cstdint>

namespace kiosk::text {

// Line_Break (UAX #14, table 1). The order is that of make_tables.py.
enum class LineClass : std::uint8_t {
  XX, AI, AL, B2, BA, BB, BK, CB, CJ, CL, CM, CP, CR, EB, EM, EX, GL, H2, H3, HL, HY, ID, IN, IS, JL, JT, JV, LF, NL,
  NS, NU, OP, PO, PR, QU, RI, SA, SG, SP, SY, WJ, ZW, ZWJ,
};

enum class Script : std::uint8_t {
  other,
  common,  // and inherited: takes the script of what is around
  han,     // with kana and Bopomofo
  latin,
  greek,
  cyrillic,
};

// Vertical_Orientation (UAX #50).
enum class Orientation : std::uint8_t { upright, rotated, transformed_upright, transformed_rotated };

struct Character {
  std::uint16_t bits;  // 0-5 line class, 6 wide, 7 pictograph, 8-10 script, 11-12 orientation, 13-15 flags

  LineClass line_class() const { return static_cast<LineClass>(bits & 0x3F); }
  bool wide() const { return bits & 1u << 6; }                   // East_Asian_Width F, W or H
  bool reserved_pictograph() const { return bits & 1u << 7; }    // Extended_Pictographic and unassigned (LB30b)
  Script script() const { return static_cast<Script>(bits >> 8 & 7); }
  Orientation orientation() const { return static_cast<Orientation>(bits >> 11 & 3); }
  bool ignorable() const { return bits & 1u << 13; }             // Default_Ignorable_Code_Point: never drawn
  bool letter_or_number() const { return bits & 1u << 14; }
  bool mark() const { return bits & 1u << 15; }                  // combining
};

namespace tables {  // two stages: the block of 128 characters, then the character
extern const std::uint16_t kBlockIndex[], kBlocks[];
inline constexpr char32_t kLimit = 0x110000;
}  // namespace tables

// Beyond U+10FFFF: as an unassigned character. Inline, since every rule asks it of every character.
inline Character character(char32_t c) {
  if (c >= tables::kLimit) c = tables::kLimit - 1;
  return {tables::kBlocks[tables::kBlockIndex[c >> 7] * 128u + (c & 127u)]};
}

}  // namespace kiosk::text
