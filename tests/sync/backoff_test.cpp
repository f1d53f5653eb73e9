#include "kiosk/sync/backoff.h"

#include <gtest/gtest.h>

namespace kiosk::sync {
namespace {

TEST(Backoff, GrowsByAtMostThreeTimes_UpToHalfAnHour) {
  Backoff backoff([](unsigned low, unsigned high) {
    EXPECT_EQ(low, Backoff::kBase_s);
    return high;
  });

  EXPECT_EQ(backoff.next(0), 15u);
  EXPECT_EQ(backoff.next(0), 45u);
  for (int i = 0; i < 10; ++i) EXPECT_LE(backoff.next(0), Backoff::kCap_s);
  EXPECT_EQ(backoff.next(0), Backoff::kCap_s);
  backoff.reset();
  EXPECT_EQ(backoff.next(0), 15u);
}

TEST(Backoff, WaitsAsLongAsTheServerAsks_UpToAnHour) {
  Backoff backoff([](unsigned low, unsigned) { return low; });

  EXPECT_EQ(backoff.next(120), 120u);
  EXPECT_EQ(backoff.next(1), Backoff::kBase_s);
  EXPECT_EQ(backoff.next(1'000'000), Backoff::kMostAsked_s);
}

}  // namespace
}  // namespace kiosk::sync
