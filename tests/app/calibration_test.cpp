#include "kiosk/app/calibration.h"

#include <gtest/gtest.h>

namespace kiosk::app {
namespace {

constexpr Point kWanted[] = {{.125f, .125f}, {.875f, .125f}, {.875f, .875f}, {.125f, .875f}};

std::vector<Sighting> seen_through(const gfx::TouchMatrix& device) {
  std::vector<Sighting> sightings;
  for (const Point& at : kWanted) sightings.push_back({device.apply(at), at});
  return sightings;
}

TEST(FitMatrix, UndoesTheDevice_WhenItIsTurnedScaledAndShifted) {
  const gfx::TouchMatrix device{.1, -.9, .95, .8, .05, .02};

  const std::optional<gfx::TouchMatrix> matrix = fit_matrix(seen_through(device));

  ASSERT_TRUE(matrix);
  for (const Point& at : {Point{0, 0}, Point{1, 0}, Point{.3f, .7f}, Point{1, 1}}) {
    const Point back = matrix->apply(device.apply(at));
    EXPECT_NEAR(back.x, at.x, 1e-4);
    EXPECT_NEAR(back.y, at.y, 1e-4);
  }
}

TEST(FitMatrix, SpreadsTheError_WhenOneTouchMissed) {
  std::vector<Sighting> sightings = seen_through({});
  sightings[0].reported.x += .04f;

  const std::optional<gfx::TouchMatrix> matrix = fit_matrix(sightings);

  ASSERT_TRUE(matrix);
  const Point at = matrix->apply(sightings[0].reported);
  EXPECT_GT(at.x - kWanted[0].x, .001f);  // not taken at its word
  EXPECT_LT(at.x - kWanted[0].x, .03f);   // nor ignored
}

TEST(FitMatrix, HasNoAnswer_WhenTouchesLieOnOneLine) {
  const Sighting line[] = {{{.1f, .1f}, kWanted[0]}, {{.2f, .2f}, kWanted[1]}, {{.3f, .3f}, kWanted[2]}, {{.4f, .4f}, kWanted[3]}};

  EXPECT_FALSE(fit_matrix(line));
  EXPECT_FALSE(fit_matrix(std::span(line).first(2)));
}

}  // namespace
}  // namespace kiosk::app
