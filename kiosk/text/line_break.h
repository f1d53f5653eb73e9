// Where a line may break: UAX #14 of Unicode 15.0, and its tailoring for Chinese.
//
// Numbers  : rule LB25 as the regular expression of Example 7 in UAX #14 §8.2 (what LineBreakTest.txt assumes).
// Tailoring: Chinese quotes open and close; · ‧ ～ ／ never start a line; small kana are ideographs (CLREQ, basic level).
// Cost     : O(characters), no recursion.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "kiosk/text/characters.h"

namespace kiosk::text {

enum class Break : std::uint8_t { none, may, must };

enum class Tailoring : std::uint8_t { none, chinese };

// The class of each character after rule LB1 and the tailoring.
std::vector<LineClass> line_classes(std::u32string_view text, Tailoring tailoring);

// breaks[i] is what may happen before character i; one more at the end, which is `must`. Pre: classes has an entry for
// each character.
std::vector<Break> find_breaks(std::u32string_view text, std::span<const LineClass> classes);
std::vector<Break> find_breaks(std::u32string_view text, Tailoring tailoring);

}  // namespace kiosk::text
