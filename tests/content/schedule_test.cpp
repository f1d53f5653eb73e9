#include "kiosk/content/schedule.h"

#include <gtest/gtest.h>

#include "kiosk/content/toml_tree.h"

namespace kiosk::content {
namespace {

using namespace std::chrono;

struct Read {
  std::optional<When> when;
  std::vector<std::string> rules;
};

Read read(std::string_view toml) {
  Report report("pack.toml");
  const auto tree = parse_toml(toml, 1, report);
  Read out;
  if (tree) out.when = read_when(*tree, report);
  for (const Finding& finding : report.take()) out.rules.push_back(finding.rule);
  return out;
}

When when(std::string_view toml) {
  const Read out = read(toml);
  EXPECT_TRUE(out.rules.empty() && out.when) << toml;
  return out.when.value_or(When{});
}

bool at(const When& when, std::string_view time) { return holds(when, *parse_local_time(time)); }

// Days of 2027 on which it holds at noon, as "06-10…06-16, …".
std::string days_of_2027(const When& when) {
  std::string out;
  bool before = false;
  for (local_days day{2027y / January / 1}; day <= local_days{2027y / December / 31} + days{1}; day += days{1}) {
    const bool now = day < local_days{2028y / January / 1} && holds(when, LocalTime{day} + hours{12});
    const std::string name = kiosk::to_string(LocalTime{day}).substr(5, 5), yesterday = kiosk::to_string(LocalTime{day - days{1}}).substr(5, 5);
    if (now && !before) out += (out.empty() ? "" : ", ") + name;
    if (!now && before && !out.ends_with(yesterday)) out += "…" + yesterday;
    before = now;
  }
  return out;
}

TEST(Schedule, NothingSaid_AlwaysHoldsEvenWithoutATime) {
  EXPECT_TRUE(holds(when(""), std::nullopt));
  EXPECT_TRUE(at(when(""), "2027-06-13"));
}

TEST(Schedule, AnythingSaid_NeedsATimeThatCanBeTrusted) {
  for (const char* one : {"from = 2020-01-01", "weekdays = [\"monday\"]", "hours = \"09:00-16:30\"", "every = \"06-13\""})
    EXPECT_FALSE(holds(when(one), std::nullopt)) << one;
}

TEST(Schedule, FromAndUntil_AreBothInclusive) { EXPECT_EQ(days_of_2027(when("from = 2027-06-06\nuntil = 2027-06-20")), "06-06…06-20"); }

TEST(Schedule, Weekdays_WithinTheirDates) {
  EXPECT_EQ(days_of_2027(when("from = 2027-05-01\nuntil = 2027-05-16\nweekdays = [\"saturday\", \"sunday\"]")), "05-01…05-02, 05-08…05-09, 05-15…05-16");
}

TEST(Schedule, EachYearAroundADay) {
  EXPECT_EQ(days_of_2027(when("every = \"06-13\"\ndays_before = 3\ndays_after = 3")), "06-10…06-16");
  EXPECT_EQ(days_of_2027(when("every = \"06-13\"")), "06-13");
}

TEST(Schedule, AnniversaryAtTheTurnOfTheYear_BelongsToItsOwnYear) {
  const When turn = when("every = \"01-02\"\ndays_before = 5");
  EXPECT_EQ(days_of_2027(turn), "01-01…01-02, 12-28…12-31");
  EXPECT_EQ(anniversary_year(turn, local_days{2027y / December / 30}), 2028);
  EXPECT_EQ(anniversary_year(turn, local_days{2027y / June / 30}), std::nullopt);
}

TEST(Schedule, TwentyNinthOfFebruary_IsKeptOnTheTwentyEighthInOtherYears) {
  EXPECT_EQ(days_of_2027(when("every = \"02-29\"")), "02-28");
  EXPECT_TRUE(at(when("every = \"02-29\""), "2028-02-29"));
  EXPECT_FALSE(at(when("every = \"02-29\""), "2028-02-28"));
}

TEST(Schedule, LunarDays_MoveThroughTheYears) {
  EXPECT_EQ(days_of_2027(when("lunar = \"01-01\"\ndays_before = 1\ndays_after = 6")), "02-05…02-12");
  EXPECT_EQ(days_of_2027(when("lunar = \"08-15\"")), "09-15");
  EXPECT_TRUE(at(when("lunar = \"12-30\""), "2028-01-25"));  // the twelfth month of 2027 has 29 days: its last
}

TEST(Schedule, Hours_EndBeforeTheirEnd) {
  const When day = when("hours = \"09:00-16:30\"");
  EXPECT_FALSE(at(day, "2027-06-13T08:59:59"));
  EXPECT_TRUE(at(day, "2027-06-13T09:00"));
  EXPECT_TRUE(at(day, "2027-06-13T16:29:59"));
  EXPECT_FALSE(at(day, "2027-06-13T16:30"));
}

TEST(Schedule, HoursPastMidnight_BelongToTheDayOnWhichTheyBegin) {
  const When night = when("hours = \"22:00-02:00\"\nweekdays = [\"friday\"]");  // 2027-06-11 is a Friday
  EXPECT_TRUE(at(night, "2027-06-11T23:00"));
  EXPECT_TRUE(at(night, "2027-06-12T01:59"));
  EXPECT_FALSE(at(night, "2027-06-12T02:00"));
  EXPECT_FALSE(at(night, "2027-06-12T22:00"));
  EXPECT_FALSE(at(night, "2027-06-11T01:00"));
}

TEST(Schedule, WhatCannotBe_IsSaidAndDoesNotPlay) {
  const std::pair<const char*, const char*> wrong[] = {
      {"from = 2027-06-20\nuntil = 2027-06-06", "date-order"}, {"from = \"2027-02-30\"", "date-form"}, {"every = \"13-01\"", "date-form"},
      {"every = \"02-30\"", "date-form"}, {"lunar = \"01-31\"", "date-form"}, {"every = \"06-13\"\nlunar = \"05-05\"", "date-form"},
      {"hours = \"9-5\"", "hours-form"}, {"hours = \"09:00-25:00\"", "hours-form"}, {"hours = \"09:00-09:00\"", "hours-form"},
      {"weekdays = [\"mon\"]", "value-range"}};
  for (const auto& [toml, rule] : wrong) {
    const Read out = read(toml);
    EXPECT_FALSE(out.when) << toml;
    EXPECT_EQ(out.rules, std::vector<std::string>{rule}) << toml;
  }
}

}  // namespace
}  // namespace kiosk::content
