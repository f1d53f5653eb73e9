// A Setting's text as characters with roles, cut into items, which one HarfBuzz call can shape. Private to this room.
#pragma once

#include <hb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/text/characters.h"
#include "kiosk/text/fonts.h"
#include "kiosk/text/paragraph.h"

namespace kiosk::text {

// 〓, the mark that printers set where they lacked a type.
inline constexpr char32_t kGeta = U'〓';

// How a stretch stands in its line.
enum class Posture : std::uint8_t {
  along,    // as lines run: Han downwards in a column, everything rightwards in a line
  rotated,  // on its side in a column: shaped as in a line, turned by 90° clockwise
  across,   // in a column: one piece, set as in a line, upright in the width of one character (縦中横)
};

// A stretch of one face, size, role, script and posture.
struct Item {
  std::size_t begin, end;  // characters
  FaceId face;
  Role role;
  bool western;  // Latin and the like, with proportional marks
  hb_script_t script;
  float size_px;
  Posture posture = Posture::along;
};

struct Source {
  std::u32string text;                // as written; ill-formed bytes are U+FFFD
  std::u32string shown;               // what is shaped in its place; controls are U+200B
  std::vector<std::uint32_t> offset;  // byte where each character begins; one more: the end
  std::vector<Role> role;
  std::vector<Item> items;            // in order; line ends are in none
  std::vector<Missing> missing;
  bool chinese = true;

  // The character that begins at or after a byte.
  std::size_t character_at(std::size_t byte) const;
};

// A note is a figure above the line: this size, raised by this much, in em of the text around it.
inline constexpr float kNoteSize = 0.55f;
inline constexpr float kNoteRise = 0.36f;

// Ends a line always (BK, CR, LF, NL).
bool ends_line(char32_t c);
// A space of the current line: hangs at its end.
bool is_space(char32_t c);
// Controls, spaces and what Unicode calls default-ignorable are never drawn.
bool needs_glyph(char32_t c);

Source read_source(const Setting& setting, FontSet& fonts);

}  // namespace kiosk::text
