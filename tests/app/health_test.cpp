#include "kiosk/app/health.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace kiosk::app {
namespace {

namespace fs = std::filesystem;
using Light = screens::HealthLine::Light;

DisplayFacts well_display() {
  DisplayFacts display;
  display.name = "东厅";
  display.program = "1.2.3";
  display.generation = 17;
  display.packs = {"沿河读青浦 2026.11"};
  display.touch_devices = 1;
  return display;
}

BoxFacts well_box() {
  BoxFacts box;
  box.sync_wanted = true;
  box.sync_exit = 0;
  box.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 24};
  box.sync_success = box.now - std::chrono::hours{1};
  box.free_bytes = 20ull << 30;
  box.hottest_c = 50;
  return box;
}

// The codes of all lights that are not green, with a "!" before those that are red.
std::string codes(const screens::Health& health) {
  std::string out;
  for (const auto& line : health.lines)
    if (line.light != Light::good) out += (out.empty() ? "" : " ") + std::string(line.light == Light::bad ? "!" : "") + line.code;
  return out;
}

TEST(Health, AllWell_IsGreenAndSaysSoInOneSentence) {
  const screens::Health health = judge(well_display(), well_box());

  EXPECT_EQ(codes(health), "");
  EXPECT_EQ(health.sentence[Language::hans], "报修时请说：“东厅，程序 1.2.3，内容第 17 代，各项正常。”");
  EXPECT_EQ(health.sentence[Language::en], "For the help desk: “东厅, program 1.2.3, content 17, all is well.”");
}

TEST(Health, WhatIsWrong_HasItsLightAndItsCode) {
  struct Case {
    std::function<void(DisplayFacts&, BoxFacts&)> breaks;
    const char* codes;
  };
  const Case cases[] = {
      {[](auto& d, auto&) { d.content_refused = 1; }, "H-101"},
      {[](auto& d, auto&) { d.pictures_failed = 1; }, "H-101"},
      {[](auto& d, auto&) { d.settings = "kiosk.toml:3: …"; }, "!H-301"},
      {[](auto&, auto& b) { b.sync_exit = 1; }, "!H-201"},
      {[](auto&, auto& b) { b.sync_exit = 4; }, "!H-202"},
      {[](auto&, auto& b) { b.sync_exit = 2; }, "!H-203"},
      {[](auto&, auto& b) { b.sync_success.reset(); }, "H-204"},
      {[](auto&, auto& b) { b.sync_success = b.now - kLongWithoutSync; }, "H-205"},
      {[](auto&, auto& b) { b.sync_exit = 3; }, "H-206"},
      {[](auto& d, auto&) { d.touch_devices = 0; }, "!H-401"},
      {[](auto& d, auto&) { d.software = true; }, "H-501"},
      {[](auto&, auto& b) { b.free_bytes.reset(); }, "H-601"},
      {[](auto&, auto& b) { b.free_bytes = kLittleRoom - 1; }, "H-602"},
      {[](auto&, auto& b) { b.free_bytes = kNoRoom - 1; }, "!H-603"},
      {[](auto& d, auto&) { d.clock_doubt = "no battery"; }, "H-701"},
      {[](auto&, auto& b) { b.hottest_c = kHot; }, "H-801"},
      {[](auto&, auto& b) { b.hottest_c = kTooHot; }, "!H-802"},
      {[](auto&, auto& b) { b.sync_wanted = false, b.sync_exit = 3, b.sync_success.reset(); }, ""},
      {[](auto&, auto& b) { b.hottest_c.reset(); }, ""},
  };
  std::ifstream file(SOURCE_DIR "/docs/failure-codes.md");
  const std::string documented{std::istreambuf_iterator<char>(file), {}};
  for (const Case& one : cases) {
    DisplayFacts display = well_display();
    BoxFacts box = well_box();
    one.breaks(display, box);
    const screens::Health health = judge(display, box);

    EXPECT_EQ(codes(health), one.codes);
    for (const auto& line : health.lines)
      for (const Language language : kLanguages) EXPECT_FALSE(line.what[language].empty() || line.how[language].empty()) << one.codes;
    const std::string code = one.codes[0] == '!' ? one.codes + 1 : one.codes;
    EXPECT_NE(documented.find("| " + code), std::string::npos) << code << " stands in no table of docs/failure-codes.md";
    for (const Language language : kLanguages) EXPECT_NE(health.sentence[language].find(code), std::string::npos);
  }
}

class Box : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder / "state/gen/1");
    fs::create_directories(folder / "state/gen/2");
    fs::create_directories(folder / "stick");
    config.url = "https://content.example/";
    config.state = folder / "state";
    config.stick = folder / "stick";
  }
  void TearDown() override { fs::remove_all(folder); }
  void write(const fs::path& file, const std::string& text) {
    fs::create_directories((folder / file).parent_path());
    std::ofstream(folder / file) << text;
  }
  fs::path folder = fs::path(testing::TempDir()) / ("health." + std::to_string(::getpid()));
  site::Config config;
};

TEST_F(Box, SyncsLastWordsTemperatureAndRoom_AreRead) {
  write("state/last.json", R"({"exit": 3, "last_success": "2026-11-20T08:00:00Z"})");
  write("root/sys/class/thermal/thermal_zone0/temp", "41000\n");
  write("root/sys/class/thermal/thermal_zone1/temp", "62500\n");
  write("root/sys/class/thermal/cooling_device0/temp", "99000\n");

  const BoxFacts facts = look_at_box(config, folder / "root");

  EXPECT_TRUE(facts.sync_wanted);
  EXPECT_EQ(facts.sync_exit, 3);
  EXPECT_EQ(facts.sync_success, std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours{8});
  EXPECT_EQ(facts.hottest_c, 62.5);
  EXPECT_TRUE(facts.free_bytes);
}

TEST_F(Box, HostileLastWords_AreUnknown) {
  for (const char* text : {"", "[]", "{", R"({"exit": "0", "last_success": 7})", R"({"last_success": "yesterday"})"}) {
    write("state/last.json", text);
    const BoxFacts facts = look_at_box(config, folder / "root");
    EXPECT_FALSE(facts.sync_exit) << text;
    EXPECT_FALSE(facts.sync_success) << text;
  }
}

TEST_F(Box, AStickWithSomethingOnIt_IsThere) {
  EXPECT_FALSE(look_at_box(config).stick);
  write("stick/metadata/root.json", "{}");
  EXPECT_TRUE(look_at_box(config).stick);
  config.stick = folder / "none";
  EXPECT_FALSE(look_at_box(config).stick);
}

TEST_F(Box, AGenerationBeforeThisOne_IsThere) {
  EXPECT_FALSE(look_at_box(config).previous);
  fs::create_directory_symlink("gen/2", folder / "state/current");
  EXPECT_FALSE(look_at_box(config).previous);
  fs::create_directory_symlink("gen/2", folder / "state/previous");
  EXPECT_FALSE(look_at_box(config).previous) << "the same one";
  fs::remove(folder / "state/previous");
  fs::create_directory_symlink("gen/1", folder / "state/previous");
  EXPECT_TRUE(look_at_box(config).previous);
}

}  // namespace
}  // namespace kiosk::app
