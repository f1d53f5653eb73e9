// What changes under a running display, in virtual time: lines withdrawn, notices that come and go, a new generation during a long visit.
//
// Method: the script dumps the screen where something is to happen; the observer sees the dump and does it, as sync would.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include "kiosk/app/display.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"

namespace kiosk::app {
namespace {

namespace fs = std::filesystem;

class ChangingContentTest : public testing::Test {
 protected:
  ChangingContentTest() {
    char made[] = "/tmp/changlang-changing-XXXXXX";
    folder_ = ::mkdtemp(made);
    config_.state = folder_ / "sync";
    config_.level = log::Level::error;
    log::set_level(config_.level);
    lay_out(1);
    lead_to(1);
  }
  ~ChangingContentTest() override { fs::remove_all(folder_); }

  fs::path pack(int generation) const { return config_.state / "gen" / std::to_string(generation) / "packs/local/good"; }
  void lay_out(int generation) {
    fs::create_directories(pack(generation).parent_path());
    fs::copy(SOURCE_DIR "/tests/packs/good", pack(generation), fs::copy_options::recursive);
    std::ofstream(config_.state / "gen" / std::to_string(generation) / "packs.json") << R"({"packs":["local/good"]})";
  }
  void lead_to(int generation) {
    fs::create_symlink(fs::path("gen") / std::to_string(generation), config_.state / "current.new");
    fs::rename(config_.state / "current.new", config_.state / "current");
  }
  void post(const std::string& board) { EXPECT_TRUE(write_file_durably(config_.state / "notices.json", board)); }
  void replace(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = *read_file(file, 1 << 20);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, text.npos) << file;
    std::ofstream(file, std::ios::trunc) << text.replace(at, from.size(), to);
  }

  // `events`: what happens when the dump of that name is there.
  void play(const std::string& script, std::map<std::string, std::function<void()>> events = {}, const std::string& now = "2026-11-23T09:00") {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    std::ofstream(folder_ / "script.txt") << script;
    Options options;
    options.headless = Size{640, 360};
    options.script = folder_ / "script.txt";
    options.shots = folder_ / "shots";
    options.now = *parse_local_time(now);
    options.hz = 20;
    Display display(options, config_);
    display.observe([&](const gfx::Bitmap& frame) {
      double luma = 0;
      for (const std::uint32_t pixel : frame.pixels) luma += pixel >> 8 & 255;
      EXPECT_GT(luma / static_cast<double>(frame.pixels.size()), 20) << "a black frame";
      for (auto event = events.begin(); event != events.end();) {
        if (!fs::exists(options.shots / (event->first + ".txt"))) { ++event; continue; }
        event->second();
        event = events.erase(event);
      }
    });
    EXPECT_EQ(display.run(), Exit::done);
    EXPECT_TRUE(events.empty()) << "did not happen: " << events.begin()->first;
    ::unsetenv("TZ");
    ::tzset();
  }

  fs::path folder_;
  site::Config config_;
};

constexpr const char* kIntoTheStory = R"(
wait 500
tap "石桥"
wait 1000
expect screen story
)";

// Two page turns: the observer sees frames alone, and a page at rest has none.
constexpr const char* kPublishNow = "dump publish\ntap \"下一页\"\nwait 1000\ntap \"上一页\"\nwait 1000\n";

TEST_F(ChangingContentTest, PageWithdrawnWhileItIsRead_LeavesTheGlassAndItsNeighboursStay) {
  play(std::string(kIntoTheStory) + R"(
expect no text "此页内容已撤下"
dump withdraw
tap "EN"
wait 3000
expect text "This page has been taken down"
tap "Next"
wait 1000
expect no text "This page has been taken down"
tap "Home"
wait 1000
expect screen home
)", {{"withdraw", [&] { post(R"({"withdrawn":[{"route":"good/bridge/stone#2"}],"notices":[]})"); }}});
}

TEST_F(ChangingContentTest, StoryWithdrawn_IsNowhereOffered) {
  post(R"({"withdrawn":[{"route":"good/bridge/stone"}],"notices":[]})");
  play(R"(
wait 500
expect no text "石桥"
tap "轻触屏幕"
wait 1000
tap "听雨桥"
wait 1000
expect screen point
expect no text "石头的桥"
)");
}

TEST_F(ChangingContentTest, PointWithdrawn_IsNotOnHome) {
  post(R"({"withdrawn":[{"route":"good/bridge"}],"notices":[]})");
  play("wait 500\ntap \"轻触屏幕\"\nwait 1000\nexpect screen home\nexpect no text \"听雨桥\"\n");
}

TEST_F(ChangingContentTest, WithdrawalLifted_TheStoryIsThereAgain) {
  post(R"({"withdrawn":[{"route":"good/bridge/stone"}],"notices":[]})");
  play("wait 500\nexpect no text \"石桥\"\ndump lift\nwait 5000\nexpect text \"石桥\"\n", {{"lift", [&] { post(R"({"withdrawn":[],"notices":[]})"); }}});
}

TEST_F(ChangingContentTest, Notice_IsShownWithinItsTimes) {
  post(R"({"withdrawn":[],"notices":[{"id":"a","from":"2026-11-23T09:00:10Z","until":"2026-11-23T09:00:20Z","page":false,
         "text":{"zh-Hans":"今日停止入馆","en":"No more entry today"}}]})");
  play(R"(
wait 5000
expect no text "今日停止入馆"
wait 8000
expect text "今日停止入馆"
tap "轻触屏幕"
wait 1000
expect screen home
expect text "今日停止入馆"
wait 9000
expect no text "今日停止入馆"
)");
}

TEST_F(ChangingContentTest, NoticeWithAPageOfItsOwn_IsTheFirstSlide) {
  post(R"({"withdrawn":[],"notices":[{"id":"a","from":"2026-11-23T08:00:00Z","until":"2026-11-24T08:00:00Z","page":true,
         "text":{"zh-Hans":"今日闭馆","en":"Closed today"}}]})");
  play("wait 500\nexpect text \"今日闭馆\"\nexpect text \"Closed today\"\ntap \"轻触屏幕\"\nwait 1000\nexpect screen home\nexpect text \"今日闭馆\"\n");
}

TEST_F(ChangingContentTest, BoardThatIsBroken_LeavesWhatWasSaid) {
  post(R"({"withdrawn":[{"route":"good/bridge/stone"}],"notices":[]})");
  play("wait 500\nexpect no text \"石桥\"\ndump break\nwait 5000\nexpect no text \"石桥\"\n", {{"break", [&] { post("{"); }}});
}

TEST_F(ChangingContentTest, NewGenerationDuringALongVisit_IsTakenAfterTenMinutesWhereThePageIsTurned) {
  const auto publish = [&] {
    lay_out(2);
    replace(pack(2) / "points/bridge/stone/story.zh-Hans.md", "石头来自山里", "石头来自远方");
    lead_to(2);
  };
  std::string visit = std::string(kIntoTheStory) + kPublishNow;
  const std::string there_and_back = "wait 25000\ntap \"下一页\"\nwait 1000\nwait 25000\ntap \"上一页\"\nwait 1000\n";
  for (int minute = 0; minute < 10; ++minute) visit += there_and_back + "expect no text \"石头来自远方\"\nexpect text \"石头来自山里\"\n";
  visit += there_and_back + there_and_back + "expect screen story\nexpect text \"石头来自远方\"\ntap \"返回\"\nwait 1000\nexpect screen point\n";
  play(visit, {{"publish", publish}});
}

TEST_F(ChangingContentTest, NewGenerationWithoutThePage_LeadsHome) {
  const auto publish = [&] {
    lay_out(2);
    fs::remove_all(pack(2) / "points/bridge/stone");
    replace(pack(2) / "points/bridge/point.toml", "\"stone\", ", "");
    lead_to(2);
  };
  std::string visit = std::string(kIntoTheStory) + kPublishNow;
  const std::string there_and_back = "wait 25000\ntap \"下一页\"\nwait 1000\nwait 25000\ntap \"上一页\"\nwait 1000\n";
  for (int minute = 0; minute < 11; ++minute) visit += there_and_back;
  play(visit + "wait 32000\nexpect screen story\ntap \"下一页\"\nwait 2000\nexpect screen home\n", {{"publish", publish}});
}

}  // namespace
}  // namespace kiosk::app
