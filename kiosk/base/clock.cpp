#include "kiosk/base/clock.h"

#include <cstdio>
#include <ctime>

namespace kiosk {

Duration SteadyClock::now() const {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start_);
}

Result<LocalTime> parse_local_time(std::string_view text) {
  const Error error{ErrorKind::usage, "a time is written 2026-07-01T09:30 (the site's own time, no zone)", std::string(text)};
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, used = 0;
  const std::string copy(text);
  if (std::sscanf(copy.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || used != 10) return error;
  if (copy.size() > 10) {
    int more = 0;
    if (copy[10] != 'T' && copy[10] != ' ') return error;
    if (std::sscanf(copy.c_str() + 11, "%2d:%2d%n", &hour, &minute, &more) != 2 || more != 5) return error;
    if (copy.size() > 16) {
      if (std::sscanf(copy.c_str() + 16, ":%2d%n", &second, &more) != 1 || more != 3 || copy.size() != 19) return error;
    }
  }
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return error;
  return LocalTime{std::chrono::local_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} + seconds{second};
}

LocalTime local_time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  return LocalTime{seconds{now + parts.tm_gmtoff}};
}

std::string to_string(LocalTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time - day).count();
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u %02d:%02d", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
  return out;
}

}  // namespace kiosk
