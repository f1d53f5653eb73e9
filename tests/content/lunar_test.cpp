#include "kiosk/content/lunar.h"

#include <gtest/gtest.h>
#include <unicode/calendar.h>

#include <cmath>
#include <memory>
#include <numbers>

#include "kiosk/base/clock.h"

namespace kiosk::content {
namespace {

using namespace std::chrono;

// The k-th new moon after that of 6 January 2000, in days of Chinese time since 2000-01-01T00:00: Meeus, chapter 49, true to about 20 seconds; and
// Espenak's polynomials for the difference of dynamical time.
double new_moon(int k) {
  const double T = k / 1236.85, E = 1 - 0.002516 * T - 0.0000074 * T * T, degree = std::numbers::pi / 180;
  const double M = degree * (2.5534 + 29.10535670 * k - 0.0000014 * T * T), A = degree * (201.5643 + 385.81693528 * k + 0.0107582 * T * T + 0.00001238 * T * T * T);
  const double F = degree * (160.7108 + 390.67050284 * k - 0.0016118 * T * T), node = degree * (124.7746 - 1.56375588 * k + 0.0020672 * T * T);
  using std::sin;
  double moon = 2451550.09766 + 29.530588861 * k + 0.00015437 * T * T;
  moon += -0.40720 * sin(A) + 0.17241 * E * sin(M) + 0.01608 * sin(2 * A) + 0.01039 * sin(2 * F) + 0.00739 * E * sin(A - M) - 0.00514 * E * sin(A + M) +
          0.00208 * E * E * sin(2 * M) - 0.00111 * sin(A - 2 * F) - 0.00057 * sin(A + 2 * F) + 0.00056 * E * sin(2 * A + M) - 0.00042 * sin(3 * A) +
          0.00042 * E * sin(M + 2 * F) + 0.00038 * E * sin(M - 2 * F) - 0.00024 * E * sin(2 * A - M) - 0.00017 * sin(node) - 0.00007 * sin(A + 2 * M);
  const double planets[][3] = {{299.77, 0.107408, 325}, {251.88, 0.016321, 165}, {251.83, 26.651886, 164}, {349.42, 36.412478, 126}, {84.66, 18.206239, 110},
                               {141.74, 53.303771, 62}, {207.14, 2.453732, 60},  {154.84, 7.306860, 56},   {34.52, 27.261239, 47},   {207.19, 0.121824, 42},
                               {291.34, 1.844379, 40},  {161.72, 24.198154, 37}, {239.56, 25.513099, 35},  {331.55, 3.592518, 23}};
  for (const auto& [at, by, size] : planets) moon += 1e-6 * size * sin(degree * (at + by * k));
  const double year = 2000 + k / 12.3685, t = year - 2000, u = (year - 1820) / 100;
  const double late = year < 2050 ? 62.92 + 0.32217 * t + 0.005589 * t * t : -20 + 32 * u * u - 0.5628 * (2150 - year);
  return moon - 2451544.5 - late / 86'400 + 8. / 24;
}

std::optional<int> months_between_new_years(int year) {
  const auto first = lunar_day(year, 1, 1), next = lunar_day(year + 1, 1, 1);
  return first && next ? std::optional(static_cast<int>(std::lround(static_cast<double>((*next - *first).count()) / 29.53))) : std::nullopt;
}

TEST(Lunar, EachMonth_BeginsWithItsNewMoon) {
  int seen = 0;
  for (int k = 240; k < 1250; ++k) {
    const double moon = new_moon(k);
    if (const double minute = (moon - std::floor(moon)) * 1440; minute < 1 || minute > 1439) continue;  // twice: nearer to midnight than is known
    const local_days day = local_days{2000y / January / 1} + days{static_cast<int>(std::floor(moon))};
    bool found = false;
    for (int year = kFirstLunarYear; year <= kLastLunarYear; ++year)
      for (unsigned month = 1; month <= 12; ++month) found = found || lunar_day(year, month, 1) == day;
    // Leap months are not named by lunar_day; each new moon that it does not know has to begin one.
    if (found) ++seen;
    else if (day > *lunar_day(kFirstLunarYear, 1, 1) && day < *lunar_day(kLastLunarYear, 1, 1)) {
      const int year = static_cast<int>(year_month_day{day}.year());
      EXPECT_TRUE(months_between_new_years(year) == 13 || months_between_new_years(year - 1) == 13) << to_string(LocalTime{day});
    }
  }
  EXPECT_GE(seen, 80 * 12 - 3);
}

TEST(Lunar, MiddleOfEachMonth_IsInTheMonthOfIcu) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> chinese(
      icu::Calendar::createInstance(icu::TimeZone::createTimeZone("Asia/Shanghai"), icu::Locale("zh@calendar=chinese"), error));
  ASSERT_TRUE(U_SUCCESS(error));
  for (int year = kFirstLunarYear; year <= kLastLunarYear; ++year)
    for (unsigned month = 1; month <= 12; ++month) {
      const local_days day = *lunar_day(year, month, 15);
      chinese->setTime(static_cast<double>(day.time_since_epoch().count()) * 86'400'000. + 4 * 3'600'000., error);  // noon in Shanghai
      EXPECT_EQ(static_cast<unsigned>(chinese->get(UCAL_MONTH, error)) + 1, month) << year;
      EXPECT_EQ(chinese->get(UCAL_IS_LEAP_MONTH, error), 0) << year << " " << month;
    }
}

TEST(Lunar, WellKnownDays) {
  EXPECT_EQ(lunar_day(2027, 1, 1), local_days{2027y / February / 6});
  EXPECT_EQ(lunar_day(2026, 8, 15), local_days{2026y / September / 25});
  EXPECT_EQ(lunar_day(2033, 12, 1), local_days{2034y / January / 20});  // after the leap eleventh month
}

TEST(Lunar, DayThatIsNot_IsNothing) {
  EXPECT_EQ(lunar_day(2019, 1, 1), std::nullopt);
  EXPECT_EQ(lunar_day(2100, 1, 1), std::nullopt);
  EXPECT_EQ(lunar_day(2027, 13, 1), std::nullopt);
  EXPECT_EQ(lunar_day(2027, 1, 31), std::nullopt);
}

}  // namespace
}  // namespace kiosk::content
