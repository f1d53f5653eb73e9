// Private to manuscript: the rules of mend.h, each on a text of code points.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/manuscript/mend.h"
#include "kiosk/manuscript/script_converter.h"
#include "kiosk/manuscript/words.h"

namespace kiosk::manuscript {

// A place of the text, and what stands there instead.
struct Edit {
  std::size_t at = 0, length = 0;
  std::u32string with;
};

bool is_mark(char32_t c);   // of Chinese writing: ，。、“”《》（）…
bool is_common(char32_t c); // 通用规范汉字表, or a 繁體 form that has its 简体 there

// The first character that is refused.
std::optional<std::size_t> find_refused(std::u32string_view text);
std::vector<Edit> invisible_edits(std::u32string_view text);
// One edit a damaged place.
std::vector<Edit> shifted_edits(std::u32string_view text, const Words& words);
// All notes of the text; none where they are few, and their characters also stand without.
std::vector<Edit> pinyin_edits(std::u32string_view text);
// Those few, as {字|reading}, which sets it over its character.
std::vector<Edit> ruby_edits(std::u32string_view text);
std::vector<Edit> punctuation_edits(std::u32string_view text);
std::vector<Edit> quote_edits(std::u32string_view text);
std::vector<Edit> width_edits(std::u32string_view text);
// The line ends inside paragraphs, of a text that was wrapped at a width: between Han they go, else a space stands there. None where the text does
// not look so.
std::vector<Edit> wrapped_edits(std::u32string_view text);
struct Doubt {
  std::size_t at = 0;
  Bilingual why;
};
std::vector<Doubt> doubts(std::u32string_view text);

}  // namespace kiosk::manuscript
