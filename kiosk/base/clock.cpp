#include "kiosk/base/clock.h"

#include <cstdio>
#include <ctime>

namespace kiosk {

Duration SteadyClock::now() const {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start_);
}

Result<LocalTime> parse_local_time(std::string_view text) {
  const Error error{ErrorKind::usage, "a time is written 2026-07-01T09:30 (the site's own time, no zone)", std::string(text)};
  static constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() != 10 && text.size() != 16 && text.size() != 19) return error;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = kShape[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == kShape[i] || (i == 10 && text[i] == ' ');
    if (!fits) return error;
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (; digits > 0 && at < text.size(); ++at, --digits) value = value * 10 + (text[at] - '0');
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2), hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return error;
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

Result<std::chrono::sys_seconds> parse_utc_time(std::string_view text) {
  const Error error{ErrorKind::malformed, "is not a time in UTC like 2026-07-01T01:30:00Z", std::string(text)};
  constexpr std::string_view kShape = "0000-00-00T00:00:00Z";
  if (text.size() != kShape.size()) return error;
  for (std::size_t i = 0; i < kShape.size(); ++i)
    if (kShape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != kShape[i]) return error;
  const Result<LocalTime> time = parse_local_time(text.substr(0, text.size() - 1));
  if (!time) return error;
  return std::chrono::sys_seconds{time->time_since_epoch()};
}

std::string to_utc_string(std::chrono::sys_seconds time) {
  const auto since_1970 = static_cast<std::time_t>(time.time_since_epoch().count());
  std::tm parts{};
  gmtime_r(&since_1970, &parts);
  char out[32];
  std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return out;
}

std::chrono::sys_seconds utc_now() { return std::chrono::floor<seconds>(std::chrono::system_clock::now()); }

std::chrono::sys_seconds to_utc(LocalTime time) {
  const std::time_t as_utc = static_cast<std::time_t>(time.time_since_epoch().count());
  std::tm parts{};
  gmtime_r(&as_utc, &parts);
  parts.tm_isdst = -1;
  return std::chrono::sys_seconds{seconds{std::mktime(&parts)}};
}

}  // namespace kiosk
