// Time as the program sees it. Everything on the glass runs on a Clock, so that a headless run is exact and repeatable.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

using Duration = std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr float to_seconds(Duration d) { return static_cast<float>(d.count()) * 1e-6f; }

// Monotonic run time since the program's start.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Duration now() const = 0;
};

class SteadyClock final : public Clock {
 public:
  Duration now() const override;

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Stands still until advanced: tests and headless runs.
class VirtualClock final : public Clock {
 public:
  Duration now() const override { return now_; }
  void advance(Duration by) { now_ += by; }

 private:
  Duration now_{0};
};

// A date and time of day of the site: seconds since 1970-01-01T00:00:00 in local time, without a zone.
using LocalTime = std::chrono::local_seconds;

// Reads "2026-07-01T09:30" (or with a space for the T), with or without seconds, or a date alone (00:00). An offset or Z is refused.
Result<LocalTime> parse_local_time(std::string_view text);
// The machine's clock in the machine's zone.
LocalTime local_time_now();
// "2026-07-01 09:30".
std::string to_string(LocalTime time);
// UTC, exactly "2026-07-01T01:30:00Z" and a day that is in the calendar; anything else is refused.
Result<std::chrono::sys_seconds> parse_utc_time(std::string_view text);
std::string to_utc_string(std::chrono::sys_seconds time);
// The machine's clock.
std::chrono::sys_seconds utc_now();
// The same moment by UTC, in the machine's zone.
std::chrono::sys_seconds to_utc(LocalTime time);

}  // namespace kiosk
