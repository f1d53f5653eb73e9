#include "kiosk/gfx/touch_map.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace kiosk::gfx {
namespace {

TouchDevice device(TouchId id, const std::string& name, std::uint64_t stamp = 1) { return {id, name, "event" + std::to_string(id), stamp}; }

void expect_at(Point at, float x, float y) {
  EXPECT_NEAR(at.x, x, 1e-6);
  EXPECT_NEAR(at.y, y, 1e-6);
}

TEST(TouchMapping, TurnsTheFrameFirst_ThenTheMatrix) {
  const TouchMatrix right{1, 0, .1, 0, 1, 0};  // a tenth to the right
  expect_at(TouchMapping{}.apply({.2f, .3f}), .2f, .3f);
  // A frame turned clockwise: its left edge lies along the panel's top, its top along the panel's right.
  expect_at((TouchMapping{Rotation::quarter, {}}.apply({0, .25f})), .75f, 0);
  expect_at((TouchMapping{Rotation::half, {}}.apply({.2f, .3f})), .8f, .7f);
  expect_at((TouchMapping{Rotation::three_quarters, {}}.apply({0, .25f})), .25f, 1);
  expect_at((TouchMapping{Rotation::quarter, right}.apply({.5f, .5f})), .6f, .5f);
}

TEST(TouchMapping, OfAFrameTurned_IsLibinputsMatrix) {
  const TouchMatrix libinput{0, -1, 1, 1, 0, 0};  // 90° clockwise
  for (const Point& p : {Point{0, 0}, Point{.2f, .9f}, Point{1, .5f}}) expect_at((TouchMapping{Rotation::quarter, {}}.apply(p)), libinput.apply(p).x, libinput.apply(p).y);
}

class Map : public testing::Test {
 protected:
  std::vector<std::string> asked;
  TouchMap map{[this](const TouchDevice& d, std::span<const TouchDevice> present) {
    EXPECT_EQ(std::count(present.begin(), present.end(), d), 1);
    asked.push_back(d.name);
    TouchMapping mapping;
    if (d.name == "turned") mapping.frame = Rotation::half;
    mapping.ignored = d.name == "broken";
    return mapping;
  }};
};

TEST_F(Map, AsksOnce_WhenADeviceAppears) {
  map.update({device(7, "turned"), device(8, "plain")});
  map.update({device(7, "turned"), device(8, "plain")});
  map.update({device(8, "plain"), device(7, "turned"), device(9, "broken")});

  EXPECT_EQ(asked, (std::vector<std::string>{"turned", "plain", "broken"}));
  expect_at(map.mapping(7).apply({.1f, .1f}), .9f, .9f);
  expect_at(map.mapping(8).apply({.1f, .1f}), .1f, .1f);
  EXPECT_TRUE(map.mapping(9).ignored);
}

TEST_F(Map, AsksAgain_WhenADeviceIsBackUnderAnotherNumber) {
  map.update({device(7, "turned"), device(8, "plain")});
  map.update({device(8, "plain")});
  expect_at(map.mapping(7).apply({.1f, .1f}), .1f, .1f);
  EXPECT_EQ(map.device(7), nullptr);
  map.update({device(8, "plain"), device(12, "turned")});

  expect_at(map.mapping(12).apply({.1f, .1f}), .9f, .9f);
  EXPECT_EQ(asked, (std::vector<std::string>{"turned", "plain", "turned"}));
}

TEST_F(Map, AsksAgain_WhenTwoDevicesCameBackWithTheirNumbersExchanged) {
  map.update({device(7, "turned"), device(8, "plain")});
  map.update({device(7, "plain"), device(8, "turned")});

  expect_at(map.mapping(7).apply({.1f, .1f}), .1f, .1f);
  expect_at(map.mapping(8).apply({.1f, .1f}), .9f, .9f);
}

TEST_F(Map, AsksAgain_WhenAnotherDeviceOfTheSameKindHasTheNumber) {
  map.update({device(7, "plain", 1)});
  map.update({device(7, "plain", 2)});
  EXPECT_EQ(asked.size(), 2u);
}

TEST_F(Map, KeepsFingersApart_ThatTwoDevicesCountAlike) {
  map.update({device(7, "plain"), device(8, "turned")});
  EXPECT_EQ(map.finger(7, 3), 3);
  EXPECT_NE(map.finger(8, 3), 3);
  EXPECT_NE(map.finger(8, 3), map.finger(8, 4));
  map.update({device(8, "turned"), device(9, "plain")});
  EXPECT_NE(map.finger(8, 3), map.finger(9, 3)) << "a device that stays keeps its own";
}

TEST_F(Map, LeavesUnknownDevicesAsTheyReport) {
  expect_at(map.mapping(99).apply({.1f, .2f}), .1f, .2f);
  EXPECT_FALSE(map.mapping(99).ignored);
  EXPECT_EQ(map.finger(99, 5), 5);
  TouchMap without;
  without.update({device(1, "turned")});
  expect_at(without.mapping(1).apply({.1f, .2f}), .1f, .2f);
}

}  // namespace
}  // namespace kiosk::gfx
