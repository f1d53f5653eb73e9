// Numbers, dates and the like that no line may tear, found by reading characters: digits with their marks and units,
// “2000 年 6 月 6 日”, 一九二一年七月, 第十二届, 021-5973-0000, 1921—1949, v2.0.1, “6 June 2000”, “12 km”, C++20.
// Source: CLREQ (unbreakable marks and numbers); FORMAT.md (names.toml: what is whole without being listed).
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace kiosk::text {

struct Whole {
  std::size_t begin, end;  // characters
};

// In order, not overlapping. Cost: O(characters).
std::vector<Whole> find_wholes(std::u32string_view text);

}  // namespace kiosk::text
