#include "kiosk/ctl/box_status.h"

#include "fake_box.h"

namespace kiosk::ctl {
namespace {

BoxStatus ask(const FakeBox& box) { return ask_status(box.machine, "/etc/changlang/kiosk.toml"); }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(BoxStatus, CountsAgesToTheMomentOfAsking) {
  FakeBox box;
  box.now = kNow + std::chrono::seconds{40};  // the display spoke a minute ago
  const BoxStatus status = ask(box);

  EXPECT_DOUBLE_EQ(*status.words_age_s, 60);
  EXPECT_DOUBLE_EQ(*status.frame_age_s, 60.1);
  EXPECT_DOUBLE_EQ(*status.touch_age_s, 360);
  EXPECT_TRUE(has(to_lines(status), "last frame   at most 60 s ago\n"));
  EXPECT_TRUE(has(to_lines(status), "last touch   at most 6 min ago, 1 touch devices\n"));
}

TEST(BoxStatus, SaysWhatPlaysWhoSignedItAndHowTheBoxIs) {
  const FakeBox box;
  const std::string lines = to_lines(ask(box));
  for (const char* part : {"screen       大厅\n", "on the glass attract, of qingpu 2026.11; said 20 s ago\n", "signed by aaaaaaaaaaaaaaaa (generation 1)\n",
                           "last sync    2026-12-01T09:50:00Z from https://museum.example/repo/: well\n", "service      active, 2 restarts by itself\n", "memory       350.0 MB\n",
                           "temperature  42 °C x86_pkg_temp\n", "disk         20.0 GB of 64.0 GB free\n", "program      " CHANGLANG_VERSION "\n"})
    EXPECT_TRUE(has(lines, part)) << part << "\n" << lines;
}

TEST(BoxStatus, IsOneJsonObject) {
  const FakeBox box;
  const OrderedJson json = to_json(ask(box));
  EXPECT_EQ(json["display"]["screen"], "attract");
  EXPECT_EQ(json["display"]["restarts"], 2);
  EXPECT_EQ(json["display"]["frame_age_s"], 20.1);
  EXPECT_EQ(json["display"]["renderer"], "opengl");
  EXPECT_EQ(json["content"]["current"]["packs"][0]["signed_by"][0], std::string(64, 'a'));
  EXPECT_EQ(json["sync"]["exit"], 0);
  EXPECT_EQ(json["temperatures_c"]["x86_pkg_temp"], 41.5);
}

TEST(BoxStatus, SaysWhatItCan_WithoutDisplayAndSystemd) {
  FakeBox box;
  box.remove("/run/systemd/system");
  box.remove(std::string(kRecord) + "/status.json");
  const BoxStatus running = ask(box);
  EXPECT_EQ(running.memory_bytes, 300'000u * 1024) << "of the process named kiosk";
  box.remove("/proc/800");
  const BoxStatus status = ask(box);

  EXPECT_FALSE(status.memory_bytes || status.words || status.frame_age_s || status.unit);
  const std::string lines = to_lines(status);
  EXPECT_TRUE(has(lines, "on the glass unknown: ")) << lines;
  EXPECT_TRUE(has(lines, "service      unknown")) << lines;
  EXPECT_TRUE(has(lines, "generation 1")) << lines;
  EXPECT_TRUE(to_json(status)["display"]["frame_age_s"].is_null());
}

TEST(BoxStatus, SaysThatTheDisplayIsSilent_RefusedItsSettings_OrShowsAFailure) {
  FakeBox box;
  box.say("failure", "\"C-101\"");
  box.say("settings", "\"kiosk.toml:3: no\"");
  box.now = kNow + std::chrono::hours{3};
  const std::string lines = to_lines(ask(box));
  EXPECT_TRUE(has(lines, "failure C-101")) << lines;
  EXPECT_TRUE(has(lines, "said 3 h ago: the display is silent")) << lines;
  EXPECT_TRUE(has(lines, "settings     refused, the last good ones are used: kiosk.toml:3: no\n")) << lines;
}

TEST(BoxStatus, NeverSaysThatTimeRanBackwards) {
  FakeBox box;
  box.now = kNow - std::chrono::hours{1};
  EXPECT_DOUBLE_EQ(*ask(box).words_age_s, 0);
  EXPECT_DOUBLE_EQ(*ask(box).touch_age_s, 300);
}

TEST(BoxStatus, TakesNothingThatIsNoStatus) {
  FakeBox box;
  for (const char* text : {"", "[]", "{}", "{\"time\": 7}", "{\"time\": \"yesterday\"}"}) {
    box.write(std::string(kRecord) + "/status.json", text);
    EXPECT_FALSE(ask(box).words) << text;
  }
  box.write(std::string(kRecord) + "/status.json",
            R"({"time": "2026-12-01T09:59:00Z", "screen": 5, "packs": {"a": 1}, "frame_age_s": "old", "touch_age_s": -3, "touch_devices": -1, "errors": [1], "generation": 1.5})");
  const BoxStatus status = ask(box);
  ASSERT_TRUE(status.words);
  EXPECT_TRUE(status.words->screen.empty() && status.words->packs.empty() && status.words->errors.empty());
  EXPECT_FALSE(status.frame_age_s || status.touch_age_s || status.words->generation);
}

TEST(BoxStatus, SaysAgesInTheUnitThatReadsBest) {
  EXPECT_EQ(age_text(-5), "0 s");
  EXPECT_EQ(age_text(119.9), "119 s");
  EXPECT_EQ(age_text(120), "2 min");
  EXPECT_EQ(age_text(7'199), "119 min");
  EXPECT_EQ(age_text(7'200), "2 h");
  EXPECT_EQ(age_text(200'000), "2 days");
}

TEST(Metrics, AreOneLineANumber_EachWithItsKind) {
  const FakeBox box;
  const std::string text = to_metrics(ask(box));
  for (const char* part : {"# TYPE changlang_up gauge\nchanglang_up 1\n", "# TYPE changlang_restarts_total counter\nchanglang_restarts_total 2\n", "changlang_frame_age_seconds 20.1\n",
                           "changlang_pack_info{pack=\"qingpu/qingpu\",version=\"2026.11\",signed_by=\"aaaaaaaaaaaaaaaa\"} 1\n", "changlang_errors_total{kind=\"pictures\"} 3\n",
                           "changlang_sync_time_seconds 1796118600\n", "changlang_temperature_celsius{zone=\"0\",type=\"x86_pkg_temp\"} 41.5\n", "changlang_failure{code=\"\"} 0\n",
                           "changlang_disk_free_bytes 20000000000\n"})
    EXPECT_TRUE(has(text, part)) << part << "\n" << text;
  EXPECT_EQ(text.back(), '\n');
}

TEST(Metrics, EscapeWhatWouldEndALabel_AndLeaveOutWhatIsUnknown) {
  FakeBox box;
  box.replace("/etc/changlang/kiosk.toml", "大厅", "a \\\"b\\\" \\\\c");
  box.remove("/run/systemd/system");
  box.remove(std::string(kRecord) + "/status.json");
  const std::string text = to_metrics(ask(box));
  EXPECT_TRUE(has(text, "name=\"a \\\"b\\\" \\\\c\"} 1\n")) << text;
  EXPECT_FALSE(has(text, "changlang_up ") || has(text, "changlang_frame_age_seconds ")) << text;
}

TEST(Metrics, AllStandInTheManual) {
  FakeBox box;
  const std::string text = to_metrics(ask(box)), manual = *read_file(std::string(SOURCE_DIR) + "/docs/metrics.md", 1 << 20);
  std::size_t count = 0;
  for (const std::string& line : split(text, "\n"))
    if (line.starts_with("# TYPE ")) {
      ++count;
      const std::string name = split(line)[2];
      EXPECT_TRUE(has(manual, "`" + name + "`")) << name;
    }
  EXPECT_GE(count, 20u);
}

}  // namespace
}  // namespace kiosk::ctl
