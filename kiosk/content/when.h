// When something of a pack plays: from and until, weekdays, hours, each year around a day, by the sun or by the moon.
//
// Zone    : the site's local time, without a zone. Without a time that can be trusted only what has no date and no hour plays.
// Order   : all conditions that are given hold together. Hours that end before they begin go past midnight and belong to the day on which they begin.
// Threads : values.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/hours.h"

namespace kiosk::content {

struct When {
  std::optional<std::chrono::local_days> from, until;  // both inclusive
  std::array<bool, 7> weekdays{};                      // Sunday first; none: all
  int hours_from = 0, hours_to = kDayMinutes;          // minutes; to before from: past midnight
  std::optional<std::chrono::month_day> every;         // each year; 29 February is kept on the 28th in other years
  bool lunar = false;                                  // `every` is of the lunar calendar
  int days_before = 0, days_after = 0;                 // of `every`
  bool always() const;
  bool operator==(const When&) const = default;
};

// Whether it holds; not where it depends on the time and there is none.
bool holds(const When& when, const std::optional<LocalTime>& now);
// The year of the `every` around whose day `day` lies (a lunar one: that in which its lunar year begins).
std::optional<int> anniversary_year(const When& when, std::chrono::local_days day);
// As its author wrote it, without its keys' order: "from 2027-06-01 until 2027-06-30 weekdays tuesday hours 09:00-16:00"; empty for always.
std::string to_string(const When& when);

}  // namespace kiosk::content
