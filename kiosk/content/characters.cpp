#include "kiosk/content/characters.h"

#include <algorithm>
#include <array>

#include "kiosk/base/utf8.h"

namespace kiosk::content {
namespace {

struct Range {
  char32_t first, last;
};

// Unicode 15, categories Pc Pd Pe Pf Pi Po Ps, of the blocks that Chinese and Western texts use.
constexpr std::array kPunctuation = std::to_array<Range>({
    {0x00A1, 0x00A1}, {0x00A7, 0x00A7}, {0x00AB, 0x00AB}, {0x00B6, 0x00B7}, {0x00BB, 0x00BB}, {0x00BF, 0x00BF},
    {0x2010, 0x2027}, {0x2030, 0x2043}, {0x2045, 0x2051}, {0x2053, 0x205E}, {0x207D, 0x207E}, {0x208D, 0x208E},
    {0x2308, 0x230B}, {0x2329, 0x232A}, {0x2768, 0x2775}, {0x3001, 0x3003}, {0x3008, 0x3011}, {0x3014, 0x301F},
    {0x3030, 0x3030}, {0x303D, 0x303D}, {0x30A0, 0x30A0}, {0x30FB, 0x30FB}, {0xFE10, 0xFE19}, {0xFE30, 0xFE52},
    {0xFE54, 0xFE61}, {0xFE63, 0xFE63}, {0xFE68, 0xFE68}, {0xFE6A, 0xFE6B}, {0xFF01, 0xFF03}, {0xFF05, 0xFF0A},
    {0xFF0C, 0xFF0F}, {0xFF1A, 0xFF1B}, {0xFF1F, 0xFF20}, {0xFF3B, 0xFF3D}, {0xFF3F, 0xFF3F}, {0xFF5B, 0xFF5B},
    {0xFF5D, 0xFF5D}, {0xFF5F, 0xFF65},
});

constexpr std::u32string_view kOpening = U"“‘（《〈「『【〔〖〝［｛", kClosing = U"”’）》〉」』】〕〗〞］｝";

}  // namespace

bool is_unwanted(char32_t c) {
  if (c < 0x20) return c != '\n' && c != '\t';
  if (c >= 0x7F && c < 0xA0) return true;
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
    return true;  // would turn the order of a line round
  return c == 0xFEFF || c == 0x2028 || c == 0x2029 || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_punctuation(char32_t c) {
  if (c < 0x80) return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x7F);
  const auto range = std::ranges::upper_bound(kPunctuation, c, {}, &Range::first);
  return range != kPunctuation.begin() && c <= std::prev(range)->last;
}

bool is_cjk(char32_t c) {
  return utf8::is_han(c) || (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF00 && c <= 0xFFEF) ||
         (c >= 0xFE30 && c <= 0xFE4F) || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026 ||
         c == 0x2014 || c == 0xB7;
}

bool is_opening(char32_t c) { return kOpening.find(c) != kOpening.npos; }
bool is_closing(char32_t c) { return kClosing.find(c) != kClosing.npos; }

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  bool in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = utf8::next(text, at);
    const bool han = utf8::is_han(c);
    const bool letter = !han && !is_space(c) && !is_punctuation(c);
    if (han || (letter && !in_word)) ++count;
    in_word = letter || (in_word && (c == '\'' || c == 0x2019 || c == '-'));
  }
  return count;
}

}  // namespace kiosk::content
