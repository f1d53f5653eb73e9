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

// Five touches on a device that reports as it should, the fifth beside its cross.
std::array<Sighting, 5> touches(Point fifth_missed_by) {
  std::array<Sighting, 5> all;
  for (std::size_t i = 0; i < 4; ++i) all[i] = {kWanted[i], kWanted[i]};
  all[4] = {Point{.5f, .5f} + fifth_missed_by, {.5f, .5f}};
  return all;
}

const site::TouchDevice kFrame{"Frame \"A\"", "1111", "2222", "usb-1/input0", "event5"};

TEST(CalibrationText, IsTheMatrix_WhereThereIsOneDevice) {
  const Result<std::string> text = calibration_text(touches({.004f, -.009f}), std::nullopt);

  ASSERT_TRUE(text) << to_string(text.error());
  EXPECT_NE(text->find("missed by 0.4 % of the panel's width and 0.9 % of its height"), std::string::npos) << *text;
  const site::LoadedConfig pasted = site::parse_config(*text, "kiosk.toml", "/");
  ASSERT_TRUE(pasted) << *text;
  EXPECT_NEAR(pasted.config.matrix[0], 1, 1e-4);
  EXPECT_TRUE(pasted.config.touch_devices.empty());
}

TEST(CalibrationText, IsABlockForTheDevice_WhereItIsToldFromOthers) {
  const Result<std::string> text = calibration_text(touches({}), kFrame);

  ASSERT_TRUE(text);
  const site::LoadedConfig pasted = site::parse_config(*text, "kiosk.toml", "/");
  ASSERT_TRUE(pasted) << *text;
  ASSERT_EQ(pasted.config.touch_devices.size(), 1u);
  EXPECT_TRUE(site::fits(pasted.config.touch_devices[0], kFrame));
  EXPECT_NEAR(pasted.config.touch_devices[0].matrix[4], 1, 1e-4);
  EXPECT_EQ(pasted.config.touch_devices[0].rotation, 0);
  EXPECT_EQ(pasted.config.matrix, site::kNoMatrix);
}

TEST(CalibrationText, IsForAllDevices_WhereNothingIsKnownOfThisOne) {
  const Result<std::string> text = calibration_text(touches({}), site::TouchDevice{});

  ASSERT_TRUE(text);
  EXPECT_NE(text->find("counts for all that no block names\n[touch]\nmatrix"), std::string::npos) << *text;
}

TEST(CalibrationText, SaysTryAgain_WhereTheFifthCrossIsMissedByMoreThanTwoPercent) {
  EXPECT_TRUE(calibration_text(touches({.019f, -.019f}), std::nullopt));
  for (const Point& missed : {Point{.021f, 0}, Point{0, -.021f}}) {
    const Result<std::string> text = calibration_text(touches(missed), std::nullopt);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::usage);
    EXPECT_NE(text.error().message.find("more than 2 %: try again"), std::string::npos);
  }
}

TEST(CalibrationText, RefusesTouchesFromWhichNoMatrixFollows) {
  std::array<Sighting, 5> all = touches({});
  for (Sighting& s : all) s.reported = {.5f, s.reported.y};
  EXPECT_NE(calibration_text(all, std::nullopt).error().message.find("on one line"), std::string::npos);
  all = touches({});
  for (Sighting& s : all) s.reported = {.5f + (s.reported.x - .5f) * .05f, s.reported.y};  // twenty times, which kiosk.toml would refuse
  EXPECT_NE(calibration_text(all, std::nullopt).error().message.find("too close together"), std::string::npos);
}

}  // namespace
}  // namespace kiosk::app
