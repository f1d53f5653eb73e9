// Closing, the dark, a touch and opening, as a fake panel sees them: no frame that is not black while it sleeps, none at all while
// nothing changes.
#include "kiosk/app/opening_hours.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "kiosk/app/clock_trust.h"
#include "kiosk/app/display.h"

namespace kiosk::app {
namespace {

namespace fs = std::filesystem;

constexpr Duration kFrame{16'667};

struct Told {
  std::vector<std::string> log;
  bool refuses = false;
};

class FakePanel final : public gfx::PanelPower {
 public:
  explicit FakePanel(Told& told) : told_(told) {}
  Result<void> set(bool on) override {
    told_.log.push_back(on ? "on" : "off");
    if (told_.refuses) return Error{ErrorKind::transient, "no connector", {}};
    return {};
  }

 private:
  Told& told_;
};

using Log = std::vector<std::string>;

// From `from` to `to` in steps of a second, on black glass.
void stay_dark(PanelKeeper& keeper, Duration from, Duration to) {
  for (Duration now = from; now <= to; now += seconds{1}) keeper.watch(true, now);
}

TEST(PanelKeeper, Black_SleepsAfterItsTimeAndIsToldAgain) {
  Told told;
  PanelKeeper keeper(std::make_unique<FakePanel>(told));
  EXPECT_TRUE(keeper.before_frame(false, Duration{0}));
  EXPECT_TRUE(keeper.before_frame(true, kFrame));
  keeper.watch(true, kFrame);
  EXPECT_EQ(told.log, Log{"on"});

  keeper.watch(true, kFrame + kBlackBefore);
  EXPECT_EQ(told.log, (Log{"on", "off"}));
  EXPECT_EQ(keeper.state(true), "asleep");

  stay_dark(keeper, seconds{2}, std::chrono::minutes{10});
  EXPECT_EQ(told.log, (Log{"on", "off", "off", "off", "off"}));
}

TEST(PanelKeeper, Asleep_TakesNoBlackFrameAndWakesBeforeAnyOther) {
  Told told;
  PanelKeeper keeper(std::make_unique<FakePanel>(told));
  stay_dark(keeper, seconds{0}, seconds{2});
  told.log.clear();

  EXPECT_FALSE(keeper.before_frame(true, seconds{3}));
  EXPECT_TRUE(told.log.empty());
  EXPECT_TRUE(keeper.before_frame(false, seconds{4}));
  EXPECT_EQ(told.log, Log{"on"});
  EXPECT_TRUE(keeper.before_frame(false, seconds{5}));
  EXPECT_EQ(told.log, Log{"on"}) << "told once, not with every frame";
}

TEST(PanelKeeper, WokenForATouch_SleepsAgainOnlyAfterBlackForItsTime) {
  Told told;
  PanelKeeper keeper(std::make_unique<FakePanel>(told));
  stay_dark(keeper, seconds{0}, seconds{2});
  (void)keeper.before_frame(false, seconds{3});
  keeper.watch(false, seconds{3});
  told.log.clear();

  keeper.watch(true, seconds{23});
  EXPECT_TRUE(told.log.empty());
  keeper.watch(true, seconds{24});
  EXPECT_EQ(told.log, Log{"off"});
}

TEST(PanelKeeper, Refused_ShowsItsFramesAndTriesAgainNowAndThen) {
  Told told;
  told.refuses = true;
  PanelKeeper keeper(std::make_unique<FakePanel>(told));
  for (Duration now{0}; now < seconds{11}; now += kFrame) EXPECT_TRUE(keeper.before_frame(false, now));
  EXPECT_EQ(told.log, (Log{"on", "on", "on"}));

  told.log.clear();
  stay_dark(keeper, seconds{20}, std::chrono::minutes{7});
  EXPECT_EQ(told.log, (Log{"off", "off", "off"}));
  EXPECT_TRUE(keeper.before_frame(true, std::chrono::minutes{8})) << "it may be awake: black must be on it";
  EXPECT_EQ(keeper.state(true), "black");
}

TEST(PanelKeeper, WithoutASwitch_EveryFrameIsShown) {
  PanelKeeper keeper(nullptr);
  stay_dark(keeper, seconds{0}, seconds{5});

  EXPECT_TRUE(keeper.before_frame(true, seconds{6}));
  EXPECT_EQ(keeper.state(true), "black");
  EXPECT_EQ(keeper.state(false), "on");
}

TEST(ClockTrust, BeforeTheProgramOrWithoutAnySource_IsDoubted) {
  EXPECT_EQ(clock_doubt({kProgramDate, true, false}), "");
  EXPECT_EQ(clock_doubt({kProgramDate, false, true}), "");
  EXPECT_NE(clock_doubt({kProgramDate - seconds{1}, true, true}).find("timedatectl"), std::string::npos);
  EXPECT_NE(clock_doubt({kProgramDate, false, false}).find("no battery clock"), std::string::npos);
}

TEST(ClockTrust, Facts_AreThoseOfTheMachine) {
  const fs::path root = fs::path(testing::TempDir()) / "clock_trust";
  fs::remove_all(root);
  EXPECT_FALSE(clock_facts(kProgramDate, root).battery_clock);
  EXPECT_FALSE(clock_facts(kProgramDate, root).synchronized);
  fs::create_directories(root / "sys/class/rtc/rtc0");
  fs::create_directories(root / "run/systemd/timesync/synchronized");
  EXPECT_TRUE(clock_facts(kProgramDate, root).battery_clock);
  EXPECT_TRUE(clock_facts(kProgramDate, root).synchronized);
  fs::remove_all(root);
}

std::string line(const char* now, const char* opens, Language language) {
  return screens::closed_line({screens::ClosedDoors::Why::all_day, *parse_local_time(now), *parse_local_time(opens)})[language];
}

TEST(ClosedWords, NameTheDayAsOneSaysIt) {
  EXPECT_EQ(line("2026-11-24T08:00", "2026-11-24T09:00", Language::hans), "今天 9:00 开馆");
  EXPECT_EQ(line("2026-12-31T23:59", "2027-01-01T13:05", Language::hant), "明天 13:05 開館");
  EXPECT_EQ(line("2026-12-31T23:59", "2027-01-01T13:05", Language::en), "Opens tomorrow at 13:05");
  EXPECT_EQ(line("2027-02-05T17:00", "2027-02-12T09:00", Language::hans), "2月12日（星期五）9:00 开馆");
  EXPECT_EQ(line("2027-02-05T17:00", "2027-02-12T09:00", Language::en), "Opens on Friday, 12 February, at 9:00");
}

TEST(ClosedWords, FarAwayOrFromMidnightOn_SayTheYearAndNoHour) {
  EXPECT_EQ(line("2026-11-24T08:00", "2028-03-01T09:00", Language::hans), "2028年3月1日（星期三）9:00 开馆");
  EXPECT_EQ(line("2026-11-23T08:00", "2026-11-24T00:00", Language::hans), "明天开馆");
  EXPECT_EQ(line("2026-11-23T08:00", "2026-11-24T00:00", Language::en), "Opens tomorrow");
  EXPECT_EQ(screens::closed_line({screens::ClosedDoors::Why::all_day, *parse_local_time("2026-11-24"), std::nullopt})[Language::hant], "開館時間以館方公告為準");
}

class ClosedDisplayTest : public testing::Test {
 protected:
  ClosedDisplayTest() {
    char made[] = "/tmp/changlang-hours-XXXXXX";
    folder_ = ::mkdtemp(made);
    config_.idle_s = config_.idle_long_page_s = 20;
    config_.countdown_s = 5;
    config_.slide_s = 60;
    config_.calm = true;
    config_.hours.usual = {{540, 720}, {725, 990}};  // a break from 12:00 to 12:05
    log::set_level(log::Level::error);
  }
  ~ClosedDisplayTest() override { fs::remove_all(folder_); }

  // What the panel saw: "on", "off", and frames by their name, alike ones in a row as one.
  Log play(const std::string& now, const std::string& script) {
    std::ofstream(folder_ / "script.txt") << script;
    Options options;
    options.headless = Size{320, 180};
    options.pack = pack_;
    options.script = folder_ / "script.txt";
    options.open = open_;
    options.stats = folder_ / "stats.json";
    options.now = *parse_local_time(now);
    Display display(options, config_);
    display.use_panel(std::make_unique<FakePanel>(told_));
    display.observe([&](const gfx::Bitmap& frame) {
      const bool black = std::all_of(frame.pixels.begin(), frame.pixels.end(), [](std::uint32_t p) { return (p & 0xFFFFFF) == 0; });
      const std::string seen = black ? "black" : "picture";
      ++frames_;
      if (told_.log.empty() || told_.log.back() != seen) told_.log.push_back(seen);
    });
    EXPECT_EQ(display.run(), Exit::done);
    return told_.log;
  }

  fs::path folder_, pack_ = SOURCE_DIR "/tests/packs/good";
  std::string open_;  // a page to begin on, instead of the slides
  site::Config config_;
  Told told_;
  int frames_ = 0;
};

TEST_F(ClosedDisplayTest, ClosingTouchAndOpening_WakeThePanelBeforeEveryPicture) {
  const Log seen = play("2026-11-24T11:59:50", R"(
wait 9000
expect screen attract
wait 3000
expect screen dark
wait 60000
tap 160 90
wait 1000
expect screen closed
expect text "暂时闭馆"
expect text "今天 12:05 开馆"
wait 21000
expect screen dark
wait 217000
expect screen attract
)");

  EXPECT_EQ(seen, (Log{"on", "picture", "black", "off", "on", "black", "picture", "black", "off", "off", "on", "picture"}));
}

TEST_F(ClosedDisplayTest, StartedWhileClosed_SaysSoAndGoesDarkWithoutAFrameMore) {
  const Log seen = play("2026-11-24T20:00", R"(
wait 1000
expect screen closed
expect text "今日已闭馆"
expect text "明天 9:00 开馆"
wait 21000
expect screen dark
)");
  EXPECT_EQ(seen, (Log{"on", "picture", "black", "off"}));
  const int until_dark = frames_;

  told_.log.clear();
  frames_ = 0;
  play("2026-11-24T20:00", "wait 7200000\nexpect screen dark\n");
  EXPECT_EQ(frames_, until_dark) << "two hours of dark present nothing";
}

TEST_F(ClosedDisplayTest, VisitAtClosingTime_EndsWithItsOwnCountdown) {
  play("2026-11-24T16:29:50", R"(
tap 300 170
wait 15000
expect screen home
tap 160 3
wait 19000
expect screen home
wait 3000
expect screen countdown
tap 160 90
wait 1000
expect screen home
wait 21000
expect screen countdown
wait 5000
expect screen dark
tap 160 90
wait 500
expect screen closed
)");
}

TEST_F(ClosedDisplayTest, VisitThatEndsAfterClosing_NeverComesBackToTheSlides) {
  open_ = "bridge";
  play("2026-11-24T16:29:50", "wait 20500\nexpect screen countdown\nwait 8000\nexpect screen dark\n");

  std::ifstream stats(folder_ / "stats.json");
  EXPECT_EQ(nlohmann::json::parse(stats)["screens"], (nlohmann::json{"countdown", "dark", "point"}));
}

TEST_F(ClosedDisplayTest, TouchedForEver_IsDarkAnHourAfterClosing) {
  std::string touches = "tap 300 170\nwait 1000\n";
  for (int i = 0; i < 3570 / 15; ++i) touches += "expect screen home\ntap 160 3\nwait 14920\n";
  play("2026-11-24T16:29:50", touches + "tap 160 3\nwait 15000\ntap 160 3\nwait 15000\ntap 160 3\nwait 1000\nexpect screen closed\n");
}

TEST_F(ClosedDisplayTest, TouchOnThePage_MakesItStay) {
  play("2026-11-24T20:00", "wait 15000\ntap 160 90\nwait 15000\nexpect screen closed\nwait 6000\nexpect screen dark\n");
}

TEST_F(ClosedDisplayTest, ClockThatCannotBeRight_LeavesTheScreenOn) {
  EXPECT_EQ(play("1970-01-01T00:00", "wait 2000\nexpect screen attract\n"), (Log{"on", "picture"}));
}

TEST_F(ClosedDisplayTest, StatusFile_SaysClosedAndUntilWhen) {
  config_.record = folder_ / "display";
  fs::create_directories(config_.record);
  const auto status = [&] {
    std::ifstream file(config_.record / "status.json");
    return nlohmann::json::parse(file);
  };

  play("2026-11-24T20:00", "wait 90000\n");
  EXPECT_EQ(status()["screen"], "closed");
  EXPECT_EQ(status()["panel"], "asleep");
  EXPECT_EQ(status()["hours_change"], "2026-11-25 09:00");

  play("2026-11-24T11:00", "wait 2000\n");
  EXPECT_EQ(status()["screen"], "attract");
  EXPECT_EQ(status()["panel"], "on");
  EXPECT_EQ(status()["hours_change"], "2026-11-24 12:00");
}

TEST_F(ClosedDisplayTest, ContentNeverOnTheGlass_IsNotConfirmed) {
  const fs::path generation = folder_ / "sync/gen/2";
  fs::create_directories(generation / "packs/local");
  fs::copy(SOURCE_DIR "/tests/packs/good", generation / "packs/local/good", fs::copy_options::recursive);
  std::ofstream(generation / "packs.json") << R"({"packs":["local/good"]})";
  fs::create_directory_symlink("gen/2", folder_ / "sync/current");
  config_.state = folder_ / "sync";
  config_.record = folder_ / "display";
  pack_.clear();
  const fs::path confirmed = config_.record / "requests/confirm.json";

  play("2026-11-24T20:00", "wait 90000\n");
  EXPECT_FALSE(fs::exists(confirmed));
  play("2026-11-24T11:00", "wait 90000\n");
  EXPECT_TRUE(fs::exists(confirmed));
}

TEST_F(ClosedDisplayTest, WithoutHours_ThePanelIsNeverTouched) {
  config_.hours = {};
  EXPECT_EQ(play("2026-11-24T03:00", "wait 2000\nexpect screen attract\n"), Log{"picture"});
}

}  // namespace
}  // namespace kiosk::app
