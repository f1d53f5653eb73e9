#include "kiosk/app/operator_desk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace kiosk::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKept = "scrypt:15:000102030405060708090a0b0c0d0e0f:89843d2ab0695b8a9e5916c45b6230263a8908aaa61fb69c6ac7dcf016215c63";  // of 314159

class Desk : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(config.record / "requests");
    config.pin = kKept;
  }
  void TearDown() override { fs::remove_all(config.record); }
  PanelDesk::Hooks hooks() {
    PanelDesk::Hooks h;
    h.facts = [this] { return facts; };
    h.restart = [this] { ++restarts; };
    h.begin_guide = [] {};
    h.redraw = [this] { ++redraws; };
    return h;
  }
  bool enter(PanelDesk& desk, const std::string& pin) {
    bool right = false;
    desk.try_pin(pin, [&](bool answer) { right = answer; });
    tasks.drain_all();
    return right;
  }
  std::string read(const fs::path& file) {
    std::ifstream in(config.record / file);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  site::Config config = [] {
    site::Config c;
    c.record = fs::path(testing::TempDir()) / ("desk." + std::to_string(::getpid()));
    return c;
  }();
  DisplayFacts facts;
  VirtualClock clock;
  TaskQueue tasks{1};
  int restarts = 0, redraws = 0;
};

TEST_F(Desk, TheRightPin_IsTakenAtOnce) {
  PanelDesk desk(config, tasks, clock, 1, hooks());

  EXPECT_EQ(desk.pin_wait(clock.now()), Duration{0});
  EXPECT_TRUE(enter(desk, "314159"));
}

TEST_F(Desk, WrongPins_CostTwiceAsMuchEachTimeUpToAMinute) {
  PanelDesk desk(config, tasks, clock, 1, hooks());
  for (const int wait : {1, 2, 4, 8, 16, 32, 60, 60}) {
    EXPECT_FALSE(enter(desk, "271828"));
    EXPECT_EQ(desk.pin_wait(clock.now()), seconds{wait});
    EXPECT_FALSE(enter(desk, "314159")) << "not even the right one while it waits";
    EXPECT_EQ(desk.pin_wait(clock.now()), seconds{wait}) << "what was not looked at costs nothing";
    clock.advance(seconds{wait});
  }
  EXPECT_TRUE(enter(desk, "314159"));
  EXPECT_EQ(desk.pin_wait(clock.now()), Duration{0});
  EXPECT_FALSE(enter(desk, "271828"));
  EXPECT_EQ(desk.pin_wait(clock.now()), seconds{1}) << "forgiven";
}

TEST_F(Desk, StartedAnew_ForgivesNothing) {
  {
    PanelDesk desk(config, tasks, clock, 1, hooks());
    for (int i = 0; i < 3; ++i) {
      enter(desk, "271828");
      clock.advance(seconds{60});
    }
    tasks.drain_all();
  }
  VirtualClock later;
  PanelDesk desk(config, tasks, later, 1, hooks());
  EXPECT_EQ(desk.pin_wait(later.now()), seconds{4});
}

TEST_F(Desk, Brightness_IsKeptAndStaysVisible) {
  PanelDesk desk(config, tasks, clock, 1, hooks());
  desk.set_brightness(70);
  tasks.drain_all();
  EXPECT_EQ(redraws, 1);
  EXPECT_EQ(PanelDesk(config, tasks, clock, 1, hooks()).brightness(), 70);

  desk.set_brightness(90);
  desk.set_brightness(0);
  EXPECT_EQ(desk.brightness(), screens::kDarkest);
  tasks.drain_all();
  EXPECT_EQ(PanelDesk(config, tasks, clock, 1, hooks()).brightness(), screens::kDarkest) << "the last word counts";
}

TEST_F(Desk, HostileRecord_CountsAsNone) {
  for (const char* text : {"", "[1]", R"({"wrong": -1, "brightness": 0})", R"({"wrong": 1e9, "brightness": "x"})", R"({"wrong": 5000})"}) {
    std::ofstream(config.record / "operator.json") << text;
    const PanelDesk desk(config, tasks, clock, 1, hooks());
    EXPECT_EQ(desk.brightness(), 100) << text;
    EXPECT_EQ(desk.pin_wait(clock.now()), Duration{0}) << text;
  }
}

TEST_F(Desk, Digits_StandElsewhereEachTime) {
  PanelDesk desk(config, tasks, clock, 1, hooks());
  const std::string first = desk.digit_order();
  std::string sorted = first;
  std::sort(sorted.begin(), sorted.end());

  EXPECT_EQ(sorted, "0123456789");
  EXPECT_NE(desk.digit_order(), first);
}

TEST_F(Desk, WhatSyncIsAsked_StandsInItsForm) {
  config.stick = "/run/changlang-stick";
  facts.generation = 17;
  PanelDesk desk(config, tasks, clock, 1, hooks());
  desk.import_from_stick();
  desk.go_back_to_previous();
  tasks.drain_all();

  EXPECT_EQ(read("requests/import.json"), "{\"path\":\"/run/changlang-stick\"}\n");
  EXPECT_EQ(read("requests/rollback.json"), "{\"generation\":17,\"reason\":\"asked for at the operator panel\"}\n");
}

}  // namespace
}  // namespace kiosk::app
