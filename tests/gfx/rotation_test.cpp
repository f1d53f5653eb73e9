// Touches and pixels must turn by the same rule: a finger on a drawn pixel must land on that pixel of the upright picture.
#include "kiosk/gfx/rotation.h"

#include <gtest/gtest.h>

#include "tests/gfx/glass.h"

namespace kiosk::gfx {
namespace {

constexpr std::array kTurns{Rotation::none, Rotation::quarter, Rotation::half, Rotation::three_quarters};

Bitmap turned(const Bitmap& upright, Rotation rotation) {
  const Size panel = upright_size(upright.size(), rotation);  // its own inverse
  Bitmap out(static_cast<int>(panel.w), static_cast<int>(panel.h));
  rotate_pixels(upright.pixels.data(), upright.width, upright.height, rotation, out.pixels.data(), out.width);
  return out;
}

TEST(Rotation, MapsTouchesBackToTheDrawnPixel_ForEveryPixelAndTurn) {
  for (const auto& [w, h] : {std::pair{5, 3}, {33, 65}, {64, 32}, {1, 7}}) {
    const Bitmap upright = numbered(w, h);
    for (const Rotation rotation : kTurns) {
      const Bitmap panel = turned(upright, rotation);
      for (int y = 0; y < panel.height; ++y) {
        for (int x = 0; x < panel.width; ++x) {
          const Point place =
              to_upright({static_cast<float>(x) + .5f, static_cast<float>(y) + .5f}, panel.size(), rotation);
          ASSERT_EQ(at(panel, x, y), at(upright, static_cast<int>(place.x), static_cast<int>(place.y)))
              << w << "x" << h << " turned " << static_cast<int>(rotation) << " at " << x << "," << y;
        }
      }
    }
  }
}

TEST(Rotation, PutsTheTopLeftAtTheTopRight_TurnedAQuarterClockwise) {
  const Bitmap panel = turned(numbered(4, 2), Rotation::quarter);

  EXPECT_EQ(panel.width, 2);
  EXPECT_EQ(panel.height, 4);
  EXPECT_EQ(at(panel, 1, 0), numbered(4, 2).pixels.front());
}

TEST(Rotation, GivesThePictureBack_AfterFourQuarters) {
  const Bitmap start = numbered(70, 41);
  Bitmap picture = start;
  for (int i = 0; i < 4; ++i) picture = turned(picture, Rotation::quarter);

  EXPECT_EQ(picture.pixels, start.pixels);
}

TEST(Rotation, LeavesWhatLiesBesideTheRows_WhenThePitchIsWider) {
  const Bitmap upright = numbered(3, 2);
  std::vector<std::uint32_t> panel(5 * 3, 7);
  rotate_pixels(upright.pixels.data(), 3, 2, Rotation::quarter, panel.data(), 5);

  for (int y = 0; y < 3; ++y)
    for (int x = 2; x < 5; ++x) EXPECT_EQ(panel[static_cast<std::size_t>(y * 5 + x)], 7u);
}

TEST(Rotation, SwapsTheSides_OnlySideways) {
  EXPECT_EQ(upright_size({1920, 1080}, Rotation::none), (Size{1920, 1080}));
  EXPECT_EQ(upright_size({1920, 1080}, Rotation::quarter), (Size{1080, 1920}));
  EXPECT_EQ(upright_size({1920, 1080}, Rotation::half), (Size{1920, 1080}));
  EXPECT_EQ(upright_size({1920, 1080}, Rotation::three_quarters), (Size{1080, 1920}));
}

}  // namespace
}  // namespace kiosk::gfx
