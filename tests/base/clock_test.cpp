#include "kiosk/base/clock.h"

#include <gtest/gtest.h>

namespace kiosk {
namespace {

TEST(LocalTime, WellFormed_IsReadAndWrittenBack) {
  const std::pair<const char*, const char*> cases[] = {
      {"2026-07-01T09:30", "2026-07-01 09:30"}, {"2026-07-01T09:30:59", "2026-07-01 09:30"},
      {"2026-07-01", "2026-07-01 00:00"},       {"2024-02-29 23:59", "2024-02-29 23:59"},
      {"1970-01-01T00:00", "1970-01-01 00:00"},
  };
  for (const auto& [text, want] : cases) {
    const auto time = parse_local_time(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(to_string(*time), want) << text;
  }
}

TEST(LocalTime, Seconds_Count) {
  EXPECT_EQ((*parse_local_time("2026-07-01T09:30:59") - *parse_local_time("2026-07-01T09:30")).count(), 59);
  EXPECT_EQ((*parse_local_time("1970-01-02")).time_since_epoch().count(), 86400);
}

TEST(LocalTime, AnythingElse_IsRefused) {
  for (const char* text : {"",
                           "2026",
                           "2026-7-1",
                           "2026-02-29",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-01-32",
                           "2026-07-01T24:00",
                           "2026-07-01T09:60",
                           "2026-07-01T09:30:60",
                           "2026-07-01T09:30Z",
                           "2026-07-01T09:30+08:00",
                           "2026-07- 1",
                           "2026-07-01T09",
                           "2026-07-01T9:30",
                           "2026-07-01T09:30:5",
                           " 2026-07-01",
                           "2026-07-01 ",
                           "2026-07-01T-1:30",
                           "2026-07-01T+9:30",
                           "+026-07-01",
                           "２０２６-07-01"}) {
    const auto time = parse_local_time(text);
    EXPECT_FALSE(time) << '"' << text << '"';
  }
}

TEST(VirtualClock, StandsStillUntilAdvanced) {
  VirtualClock clock;

  EXPECT_EQ(clock.now(), Duration{0});
  clock.advance(milliseconds{16});
  EXPECT_EQ(clock.now(), milliseconds{16});
}

TEST(SteadyClock, NeverRunsBackwards) {
  const SteadyClock clock;
  Duration last = clock.now();
  for (int i = 0; i < 1000; ++i) {
    const Duration now = clock.now();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(UtcTime, WellFormed_IsReadAndWrittenBack) {
  for (const char* text : {"2026-07-01T09:30:00Z", "1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "9999-12-31T00:00:01Z"}) {
    const auto time = parse_utc_time(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(to_utc_string(*time), text);
  }
}

TEST(UtcTime, AnythingElse_IsRefused) {
  for (const char* text : {"", "2026-07-01", "2026-07-01T09:30Z", "2026-07-01T09:30:00", "2026-07-01T09:30:00+08:00", "2026-07-01 09:30:00Z", "2026-02-29T00:00:00Z",
                           "2026-07-01T24:00:00Z", "2026-07-01T09:30:60Z", "2026-07-01T09:30:00z", " 2026-07-01T09:30:00Z", "2026-07-01T09:30:00.0Z"})
    EXPECT_FALSE(parse_utc_time(text)) << text;
}

TEST(UtcTime, OfTheSitesTime_IsTheSameMoment) {
  ::setenv("TZ", "Asia/Shanghai", 1);
  ::tzset();
  EXPECT_EQ(to_utc_string(to_utc(*parse_local_time("2026-07-01T09:30"))), "2026-07-01T01:30:00Z");
  ::unsetenv("TZ");
  ::tzset();
}

}  // namespace
}  // namespace kiosk
