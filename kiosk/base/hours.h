// Opening hours as values: from a schedule and the site's own time to open or closed, and to the moment when that changes.
//
// Days    : a day has spans of whole minutes, from inclusive, to exclusive; a span lies within its day and may end at 24:00. One that
//           crosses midnight is written as two ("18:00-24:00" and "00:00-02:00" of the next day), which join.
// Order   : an exception for the date, else the closed days of the week, else the usual spans. No usual spans: the whole day.
// Zone    : all in local time without a zone. Whoever asks asks again with the clock of that moment, so that a change of summer time,
//           or of a wrong clock, counts at once; a moment that was computed before is for people to read alone.
// Threads : values.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.h"

namespace kiosk {

struct Span {
  int from = 0, to = 0;  // minutes since midnight; 0 <= from < to <= kDayMinutes
  bool operator==(const Span&) const = default;
};
inline constexpr int kDayMinutes = 24 * 60;
using Spans = std::vector<Span>;  // in order, apart or touching

struct ExceptionalDay {
  std::chrono::local_days day;
  std::optional<Spans> spans;  // empty list: closed; nothing: the usual spans, whatever day of the week it is
  bool operator==(const ExceptionalDay&) const = default;
};

struct Hours {
  Spans usual;                              // empty: the whole day
  std::array<bool, 7> closed_days{};        // by day of the week, Sunday first
  std::vector<ExceptionalDay> exceptions;   // in order, each date once

  bool always_open() const;
  bool operator==(const Hours&) const = default;
};

// The spans of a day; none where it is closed.
const Spans& spans_of(const Hours& hours, std::chrono::local_days day);
bool is_open(const Hours& hours, LocalTime at);
// The first moment after `at` that finds it otherwise; nothing where that never comes.
std::optional<LocalTime> next_change(const Hours& hours, LocalTime at);

// What a closed door says: whether it opens again, or was open before, on the day of `at`.
enum class Closure { all_day, before_opening, between, after_closing };
Closure closure(const Hours& hours, LocalTime at);

// "09:00-16:30", "9:00-24:00". Nothing where it is written otherwise, or ends before it begins.
std::optional<Span> parse_span(std::string_view text);
// "9:00" for 540.
std::string clock_time(int minute);
// "monday": 1. Sunday is 0.
std::optional<unsigned> parse_weekday(std::string_view text);
std::string_view weekday_name(unsigned day);
// "2027-02-17 closed", "2027-05-03 open", "2027-05-03 09:00-12:00 13:00-20:00".
std::optional<ExceptionalDay> parse_exceptional_day(std::string_view text);
// Whether each span begins where the one before ended, or later.
bool are_in_order(const Spans& spans);

inline constexpr std::array<std::string_view, 7> kWeekdays{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
inline constexpr std::size_t kMostSpans = 8, kMostExceptions = 400;

}  // namespace kiosk
