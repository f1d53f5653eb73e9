// The schedule against one that looks at every minute.
#include "kiosk/base/hours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace kiosk {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

LocalTime at(std::string_view text) { return *parse_local_time(text); }

// Open 9:00 to 16:30, closed on Mondays; 2027-05-03 is a Monday.
Hours museum() {
  Hours hours;
  hours.usual = {{540, 990}};
  hours.closed_days[1] = true;
  return hours;
}

void add(Hours& hours, std::string_view text) {
  hours.exceptions.push_back(*parse_exceptional_day(text));
  std::sort(hours.exceptions.begin(), hours.exceptions.end(), [](const auto& a, const auto& b) { return a.day < b.day; });
}

std::string next(const Hours& hours, std::string_view from) {
  const auto change = next_change(hours, at(from));
  return change ? to_string(*change) : "never";
}

TEST(Hours, NothingConfigured_IsAlwaysOpen) {
  EXPECT_TRUE(Hours{}.always_open());
  EXPECT_TRUE(is_open({}, at("1970-01-01T00:00")));
  EXPECT_EQ(next({}, "2026-11-24T12:00"), "never");
}

TEST(Hours, Span_OpensOnItsFirstSecondAndClosesOnItsLast) {
  EXPECT_FALSE(is_open(museum(), at("2026-11-24T08:59:59")));
  EXPECT_TRUE(is_open(museum(), at("2026-11-24T09:00:00")));
  EXPECT_TRUE(is_open(museum(), at("2026-11-24T16:29:59")));
  EXPECT_FALSE(is_open(museum(), at("2026-11-24T16:30:00")));
}

TEST(Hours, ClosedWeekday_IsSkippedByTheNextOpening) {
  EXPECT_FALSE(is_open(museum(), at("2026-11-23T12:00")));
  EXPECT_EQ(next(museum(), "2026-11-22T17:00"), "2026-11-24 09:00");
  EXPECT_EQ(next(museum(), "2026-11-24T09:00"), "2026-11-24 16:30");
}

TEST(Hours, Exception_StandsAboveTheDayOfTheWeek) {
  Hours hours = museum();
  add(hours, "2027-05-03 09:00-20:00");
  add(hours, "2027-05-10 open");
  add(hours, "2027-05-04 closed");

  EXPECT_TRUE(is_open(hours, at("2027-05-03T19:59")));
  EXPECT_TRUE(is_open(hours, at("2027-05-10T16:29")));
  EXPECT_FALSE(is_open(hours, at("2027-05-10T16:30")));
  EXPECT_EQ(next(hours, "2027-05-03T20:00"), "2027-05-05 09:00");
}

TEST(Hours, SpansThatMeetAtMidnight_AreOneOpening) {
  Hours hours = museum();
  add(hours, "2027-05-18 09:00-24:00");
  add(hours, "2027-05-19 00:00-02:00 09:00-16:30");

  EXPECT_TRUE(is_open(hours, at("2027-05-18T23:59:59")));
  EXPECT_TRUE(is_open(hours, at("2027-05-19T00:00")));
  EXPECT_EQ(next(hours, "2027-05-18T09:00"), "2027-05-19 02:00");
}

TEST(Hours, ClosedDayAlone_ClosesFromMidnightToMidnight) {
  Hours hours;
  hours.closed_days[1] = true;

  EXPECT_EQ(next(hours, "2026-11-22T12:00"), "2026-11-23 00:00");
  EXPECT_EQ(next(hours, "2026-11-23T00:00"), "2026-11-24 00:00");
}

TEST(Hours, OnlyChangeFarAhead_IsFound) {
  Hours hours;
  add(hours, "2099-01-01 closed");

  EXPECT_EQ(next(hours, "2026-11-22T12:00"), "2099-01-01 00:00");
  EXPECT_EQ(next(hours, "2099-01-01T12:00"), "2099-01-02 00:00");
  EXPECT_EQ(next(hours, "2099-01-02T12:00"), "never");
}

TEST(Hours, LongClosure_EndsAfterItsLastDay) {
  Hours hours = museum();
  for (int i = 0; i < 300; ++i) hours.exceptions.push_back({local_days{std::chrono::floor<days>(at("2027-01-01T00:00"))} + days{i}, Spans{}});

  EXPECT_EQ(next(hours, "2027-01-01T12:00"), "2027-10-28 09:00");
}

TEST(Hours, Closure_KnowsWhetherTheDayWasOrWillBeOpen) {
  Hours hours = museum();
  hours.usual = {{540, 690}, {780, 990}};

  EXPECT_EQ(closure(hours, at("2026-11-24T08:00")), Closure::before_opening);
  EXPECT_EQ(closure(hours, at("2026-11-24T11:30")), Closure::between);
  EXPECT_EQ(closure(hours, at("2026-11-24T16:30")), Closure::after_closing);
  EXPECT_EQ(closure(hours, at("2026-11-23T16:30")), Closure::all_day);
}

class RandomHours : public testing::TestWithParam<unsigned> {
 protected:
  std::mt19937 random_{GetParam()};
  int number(int from, int to) { return std::uniform_int_distribution(from, to)(random_); }

  Spans spans(std::size_t most) {
    std::set<int> edges;
    const auto wanted = static_cast<std::size_t>(number(0, static_cast<int>(most))) * 2;
    while (edges.size() < wanted) edges.insert(number(0, 4) == 0 ? number(0, 1) * kDayMinutes : number(0, kDayMinutes));
    Spans out;
    for (auto edge = edges.begin(); edge != edges.end();) {
      const int from = *edge++;
      out.push_back({from, *edge++});
    }
    return out;
  }
  Hours hours(local_days first) {
    Hours out;
    out.usual = spans(3);
    for (bool& closed : out.closed_days) closed = number(0, 2) == 0;
    for (int day = 0; day < 14; ++day)
      if (number(0, 3) == 0) out.exceptions.push_back({first + days{day}, number(0, 3) == 0 ? std::nullopt : std::optional(spans(2))});
    return out;
  }
};

// What the header says, in the plainest words there are: one array with a place for every minute.
std::vector<bool> minute_by_minute(const Hours& hours, local_days first, int day_count) {
  std::vector<bool> open(static_cast<std::size_t>(day_count * kDayMinutes));
  for (int day = 0; day < day_count; ++day) {
    Spans spans = hours.usual.empty() ? Spans{{0, kDayMinutes}} : hours.usual;
    const Spans usual = spans;
    if (hours.closed_days[std::chrono::weekday(first + days{day}).c_encoding()]) spans.clear();
    for (const ExceptionalDay& e : hours.exceptions)
      if (e.day == first + days{day}) spans = e.spans.value_or(usual);
    for (const Span& span : spans)
      for (int minute = span.from; minute < span.to; ++minute) open[static_cast<std::size_t>(day * kDayMinutes + minute)] = true;
  }
  return open;
}

TEST_P(RandomHours, EveryMinuteAndEveryChange_AreThoseOfThePlainTable) {
  const local_days first = std::chrono::floor<days>(at("2026-12-25T00:00"));
  for (int round = 0; round < 20; ++round) {
    const Hours schedule = hours(first);
    const std::vector<bool> table = minute_by_minute(schedule, first, 24);
    std::optional<LocalTime> change;  // of the table after this minute
    for (int minute = static_cast<int>(table.size()) - 1; minute >= 0; --minute) {
      const auto m = static_cast<std::size_t>(minute);
      const LocalTime moment = LocalTime{first} + minutes{minute};
      ASSERT_EQ(is_open(schedule, moment + seconds{number(0, 59)}), table[m]) << to_string(moment);
      if (m + 1 < table.size() && table[m + 1] != table[m]) change = moment + minutes{1};
      if (minute % 37 == 0 && change) {
        ASSERT_EQ(next_change(schedule, moment + seconds{number(0, 59)}), change) << to_string(moment);
      }
      if (!table[m] && minute % 37 == 0) {
        const std::size_t midnight = m / kDayMinutes * kDayMinutes;
        bool was = false, will = false;
        for (std::size_t i = midnight; i < midnight + kDayMinutes; ++i) (i < m ? was : will) = (i < m ? was : will) || table[i];
        ASSERT_EQ(closure(schedule, moment), was && will ? Closure::between : was ? Closure::after_closing : will ? Closure::before_opening : Closure::all_day);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomHours, testing::Range(1u, 6u));

TEST(Hours, Texts_AreReadOrRefused) {
  EXPECT_EQ(parse_span("09:00-16:30"), (Span{540, 990}));
  EXPECT_EQ(parse_span("9:05-24:00"), (Span{545, 1440}));
  for (const char* wrong : {"", "-", ":", "09:00-", "-16:30", "16:30-09:00", "09:00-09:00", "24:00-24:01", "009:00-10:00", "09:0-10:00", "9-10", "09:00-16:30 ", "09:00 - 16:30"})
    EXPECT_FALSE(parse_span(wrong)) << wrong;
  EXPECT_FALSE(parse_exceptional_day("2027-02-17T closed"));
  EXPECT_FALSE(parse_exceptional_day("2027-02-17  closed"));
  EXPECT_FALSE(parse_exceptional_day("2027-02-17 open 09:00-10:00"));
}

}  // namespace
}  // namespace kiosk
