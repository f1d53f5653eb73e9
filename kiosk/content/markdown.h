// One page of a story's Markdown, read by md4c, as blocks of marked characters: before notes have numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/content/model.h"
#include "kiosk/content/rules.h"

namespace kiosk::content {

struct MarkedChar {
  char32_t c = 0;
  bool strong = false, emphasis = false;
  int note = -1;  // place in RawPage::notes; c is then 0
  int ruby = -1;  // place in RawPage::rubies: what stands beside this character and its neighbours of the same place
  bool literal = false;  // its author put a backslash before it
};

struct RawBlock {
  BlockKind kind = BlockKind::paragraph;
  std::vector<MarkedChar> chars;  // line ends of the source as kSoftBreak
  int line = 0;
};

struct RawPicture {
  std::string path, alt, caption;
  int line = 0;
};

struct RawNote {
  std::string id;
  int line = 0;
};

struct RawPage {
  std::vector<RawBlock> blocks;
  std::optional<RawPicture> picture;
  std::vector<RawNote> notes;
  std::vector<std::string> rubies;
  int line = 0;
};

inline constexpr char32_t kSoftBreak = 0xFDD4;

// Reads `markdown`, whose first line is `first_line` of the report's file. What a wall page does not have (HTML, code,
// tables, links, rules, underlined headings, a second picture) is reported; its words are kept.
// Pre: well-formed UTF-8 of at most some thousand characters (md4c is quadratic on hostile input); without unwanted
//      characters.
RawPage parse_page(std::string_view markdown, int first_line, Report& report);

class NoteBook;
class Names;

// Soft breaks closed (a space only between words of Latin letters), notes numbered, names found.
RichText finish_text(const std::vector<MarkedChar>& chars, const RawPage& page, NoteBook& book, const Names& names, Language language);

}  // namespace kiosk::content
