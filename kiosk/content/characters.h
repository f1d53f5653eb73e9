// The classes of characters that reading a pack asks about. Sources: Unicode 15 general categories; GB/T 15834 for
// what is a mark of Chinese writing.
#pragma once

#include <cstddef>
#include <string_view>

namespace kiosk::content {

// Never kept: control characters (not \n and \t), bidirectional controls, line separators, non-characters, the
// byte-order mark. The non-characters are free for our own use between reading and showing.
bool is_unwanted(char32_t c);
// Space, tab, line end, and Unicode's Zs (also the full-width space).
bool is_space(char32_t c);
// Categories P* and all ASCII punctuation, which is what CommonMark 0.30 calls punctuation.
bool is_punctuation(char32_t c);
// Han, kana, full-width forms, and marks that Chinese writing uses: 、。《》 and also “ ” ‘ ’ … — ·
bool is_cjk(char32_t c);
// “ ‘ （ 《 〈 「 『 【 〔 and the like; and their counterparts.
bool is_opening(char32_t c);
bool is_closing(char32_t c);

// Code points.
std::size_t count_characters(std::string_view text);
// What a reader counts: each Han character, each word of other letters or digits.
std::size_t count_words(std::string_view text);

}  // namespace kiosk::content
