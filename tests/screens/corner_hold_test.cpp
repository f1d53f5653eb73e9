#include "kiosk/screens/corner_hold.h"

#include <gtest/gtest.h>

namespace kiosk::screens {
namespace {

using Phase = gfx::Finger::Phase;
constexpr Duration kHold = CornerHold::kHold;

// A panel of 1000 by 600 mm, a pixel a millimetre.
struct Glass {
  CornerHold hold{{1000, 600}, 1};
  void finger(Phase phase, gfx::FingerId id, Point at, Duration time) { hold.handle({phase, id, at, time}); }
  void down(gfx::FingerId id, Point at, Duration time) { finger(Phase::down, id, at, time); }
};

constexpr Point kUpperLeft{10, 10}, kLowerRight{990, 590}, kUpperRight{990, 10}, kLowerLeft{10, 590};

TEST(CornerHold, OppositeCornersForItsTime_AreTakenOnce) {
  for (const auto& [one, two] : {std::pair{kUpperLeft, kLowerRight}, {kLowerRight, kUpperLeft}, {kUpperRight, kLowerLeft}}) {
    Glass glass;
    glass.down(1, one, seconds{1});
    glass.down(2, two, seconds{3});

    EXPECT_EQ(glass.hold.due(), seconds{3} + kHold);
    EXPECT_FALSE(glass.hold.take(seconds{3} + kHold - Duration{1}));
    EXPECT_TRUE(glass.hold.take(seconds{3} + kHold));
    EXPECT_FALSE(glass.hold.take(seconds{30})) << "the fingers must leave first";
  }
}

TEST(CornerHold, TwoCornersOfOneSide_AreNothing) {
  Glass glass;
  glass.down(1, kUpperLeft, Duration{0});
  glass.down(2, kUpperRight, Duration{0});

  EXPECT_FALSE(glass.hold.due());
  EXPECT_FALSE(glass.hold.take(seconds{60}));
}

TEST(CornerHold, OneFingerOrThree_AreNothing) {
  Glass glass;
  glass.down(1, kUpperLeft, Duration{0});
  EXPECT_FALSE(glass.hold.take(seconds{60}));
  glass.down(2, kLowerRight, Duration{0});
  glass.down(3, {500, 300}, seconds{1});
  EXPECT_FALSE(glass.hold.take(seconds{60}));
}

TEST(CornerHold, AFingerThatWanders_BeginsAnew) {
  Glass glass;
  glass.down(1, kUpperLeft, Duration{0});
  glass.down(2, kLowerRight, Duration{0});
  glass.finger(Phase::move, 2, kLowerRight - Point{CornerHold::kRestMm + 1, 0}, seconds{2});
  glass.finger(Phase::move, 2, kLowerRight, seconds{3});
  EXPECT_FALSE(glass.hold.take(seconds{60}));

  glass.finger(Phase::up, 2, kLowerRight, seconds{60});
  glass.down(2, kLowerRight, seconds{61});
  EXPECT_TRUE(glass.hold.take(seconds{61} + kHold));
}

TEST(CornerHold, AFingerThatTrembles_Stays) {
  Glass glass;
  glass.down(1, kUpperLeft, Duration{0});
  glass.down(2, kLowerRight, Duration{0});
  glass.finger(Phase::move, 1, kUpperLeft + Point{CornerHold::kRestMm - 1, 0}, seconds{2});

  EXPECT_TRUE(glass.hold.take(kHold));
}

TEST(CornerHold, ALostUp_IsForgottenAtTheNextDown) {
  Glass glass;
  glass.down(1, {500, 300}, Duration{0});
  glass.down(1, kUpperLeft, seconds{1});
  glass.down(2, kLowerRight, seconds{1});

  EXPECT_TRUE(glass.hold.take(seconds{1} + kHold));
}

}  // namespace
}  // namespace kiosk::screens
