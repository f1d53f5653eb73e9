// "Did you mean …?": the nearest of some known words.
#pragma once

#include <span>
#include <string_view>

namespace kiosk {

// The candidate with the smallest edit distance to `word`, if at most a third of its letters (at least 2) differ;
// empty otherwise.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace kiosk
