// Days of the Chinese lunar calendar (GB/T 33661), as a table for the years that a pack can meet.
//
// Source: new moons by Meeus, "Astronomical Algorithms" (1998), chapter 49, at 120° E; leap months as ICU has them. tests/content/lunar_test.cpp
// holds the table against both. (ICU 72 alone is a day late for New Year 2027: the new moon is four minutes before midnight.)
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace kiosk::content {

inline constexpr int kFirstLunarYear = 2020, kLastLunarYear = 2099;

// The day of the ordinary (not the leap) month of the lunar year that begins in `year`. Nothing outside the table, and for a 30th that the month
// has not.
std::optional<std::chrono::local_days> lunar_day(int year, unsigned month, unsigned day);

}  // namespace kiosk::content
