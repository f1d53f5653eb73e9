#include "kiosk/app/black_box.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"

namespace kiosk::app {
namespace {

class BlackBoxTest : public testing::Test {
 protected:
  BlackBoxTest() { std::filesystem::remove_all(folder); }
  ~BlackBoxTest() override { std::filesystem::remove_all(folder); }

  std::unique_ptr<BlackBox> start(const std::string& boot = "this boot") {
    auto opened = BlackBox::open(folder, boot, clock);
    EXPECT_TRUE(opened) << to_string(opened.error());
    return std::move(*opened);
  }
  std::vector<std::filesystem::path> saved() const {
    std::vector<std::filesystem::path> found;
    for (const auto& each : std::filesystem::directory_iterator(folder))
      if (each.path().extension() == ".json") found.push_back(each.path());
    return found;
  }
  std::vector<std::string> told() const {
    const auto files = saved();
    EXPECT_EQ(files.size(), 1u);
    std::vector<std::string> lines;
    if (files.size() != 1) return lines;
    const auto bytes = read_file(files.front(), 1 << 20);
    const auto json = parse_json(*bytes, "blackbox");
    EXPECT_TRUE(json) << to_string(json.error());
    for (const Json& each : json->at("events")) lines.push_back(each.at("what").get<std::string>());
    return lines;
  }

  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("black_box_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
  VirtualClock clock;
};

TEST_F(BlackBoxTest, RunThatDidNotEnd_IsSavedAtTheNextStart) {
  {
    const auto box = start();
    box->screen("attract");
    box->screen("attract");
    box->note("touch");
    box->screen("home");
  }
  start();
  EXPECT_EQ(told(), (std::vector<std::string>{"screen=attract", "touch", "screen=home"}));
}

TEST_F(BlackBoxTest, RunThatEnded_OrAPowerCut_LeavesNothing) {
  start()->end();
  start()->end();
  EXPECT_TRUE(saved().empty());
  start()->note("then the power went");
  start("another boot");
  EXPECT_TRUE(saved().empty());
}

TEST_F(BlackBoxTest, KeepsTheLastFiveMinutes) {
  {
    const auto box = start();
    box->note("too old");
    clock.advance(seconds{301});
    box->note("first");
    clock.advance(seconds{300});
    box->note("last");
  }
  start();
  EXPECT_EQ(told(), (std::vector<std::string>{"first", "last"}));
}

TEST_F(BlackBoxTest, FullRing_KeepsTheNewest) {
  {
    const auto box = start();
    for (std::size_t i = 0; i < BlackBox::kEntries + 10; ++i) box->note("line " + std::to_string(i));
  }
  start();
  const auto lines = told();
  ASSERT_EQ(lines.size(), BlackBox::kEntries);
  EXPECT_EQ(lines.front(), "line 10");
  EXPECT_EQ(lines.back(), "line " + std::to_string(BlackBox::kEntries + 9));
}

TEST_F(BlackBoxTest, FramesOfASecond_AreOneLine) {
  {
    const auto box = start();
    for (int i = 0; i < 3; ++i) box->frame(i == 1 ? 40.f : 5.f, i == 1);
    clock.advance(seconds{1});
    box->frame(6, false);
    clock.advance(seconds{1});
    box->tick();
  }
  start();
  const auto lines = told();
  ASSERT_GE(lines.size(), 2u);
  EXPECT_EQ(lines[0], "frames=3 worst_ms=40.0 late=1");
  EXPECT_EQ(lines[1], "frames=1 worst_ms=6.0 late=0");
  EXPECT_TRUE(lines.back().starts_with("memory_kb=")) << lines.back();
}

TEST_F(BlackBoxTest, LongAndStrangeLines_AreCutAndPlain) {
  {
    const auto box = start();
    box->note(std::string(500, 'x'));
    box->note("a\nb\x01");
  }
  start();
  const auto lines = told();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].size(), BlackBox::kMostText);
  EXPECT_EQ(lines[1].find('\n'), std::string::npos);
}

TEST_F(BlackBoxTest, RingThatMeansNothing_IsBegunAnew) {
  std::filesystem::create_directories(folder);
  start()->note("x");
  {
    // Numbers and lengths as a broken disk leaves them.
    std::fstream ring(folder / "blackbox.ring", std::ios::in | std::ios::out | std::ios::binary);
    ring.seekp(128);
    for (int i = 0; i < 128 * 4; ++i) ring.put(static_cast<char>(0xFF));
  }
  start();
  EXPECT_TRUE(told().empty());
  std::ofstream(folder / "blackbox.ring", std::ios::trunc) << "short";
  EXPECT_NE(start(), nullptr);
}

TEST_F(BlackBoxTest, OfManyCrashes_TheNewestStay) {
  std::filesystem::create_directories(folder);
  for (int i = 0; i < 8; ++i) std::ofstream(folder / ("blackbox-2020010" + std::to_string(i) + "T000000Z.json")) << "{}";
  start()->note("x");
  start();
  EXPECT_EQ(saved().size(), BlackBox::kSaved);
  EXPECT_FALSE(std::filesystem::exists(folder / "blackbox-20200100T000000Z.json"));
}

TEST_F(BlackBoxTest, NotesOfSeveralThreads_AreAllThereAndWhole) {
  {
    const auto box = start();
    std::vector<std::thread> threads;
    for (char name : {'a', 'b', 'c'})
      threads.emplace_back([&box, name] {
        for (int i = 0; i < 300; ++i) box->note(std::string(100, name));
      });
    for (std::thread& each : threads) each.join();
  }
  start();
  const auto lines = told();
  EXPECT_EQ(lines.size(), 900u);
  for (const std::string& line : lines) EXPECT_EQ(line, std::string(100, line[0]));
}

}  // namespace
}  // namespace kiosk::app
