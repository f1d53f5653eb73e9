// Every key of the table, one by one: a value at each end, one beyond, one of a wrong type, and the key misspelt.
#include "kiosk/site/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/site/paths.h"

namespace kiosk::site {
namespace {

LoadedConfig parse(std::string_view text) { return parse_config(text, "kiosk.toml", "/etc/changlang"); }

// The only problem found; empty and failed where there is not exactly one.
std::string only_problem(std::string_view text) {
  const LoadedConfig loaded = parse(text);
  EXPECT_EQ(loaded.problems.size(), 1u) << text;
  return loaded.problems.size() == 1 ? loaded.problems[0] : "";
}

std::string header(const std::string& table) { return table == "touch.device" ? "[[touch.device]]" : "[" + table + "]"; }

// A block that is whole but for `key`.
std::string with(const std::string& table, const std::string& key, const std::string& value) {
  const std::string rest = table != "touch.device" ? "" : key == "port" ? "usb = \"0eef:c002\"\n" : "port = \"usb-1\"\n";
  return header(table) + "\n" + key + " = " + value + "\n" + rest;
}

struct Values {
  std::string table, key;
  std::vector<std::string> good, bad;  // bad: right type, not allowed
};

const std::vector<Values>& all_values() {
  static const std::string long_text(61, 'x'), long_path(1025, 'p');
  static const std::vector<Values> values{
      {"display",
       "pack",
       {R"("")", R"("/srv/pack")", R"("展览/一")"},
       {R"("a\u0000b")", R"("a\nb")", '"' + long_path + '"'}},
      {"display", "fallback", {"[]", R"(["a", "/b"])"}, {R"([""])", "[1]", R"(["1","2","3","4","5","6","7","8","9"])"}},
      {"display", "record", {R"("")", R"("/srv/display")"}, {R"("a\nb")"}},
      {"display", "rotation", {"0", "90", "180", "270"}, {"-90", "45", "360"}},
      {"display", "long_side_mm", {"150", "6000"}, {"149", "6001", "-708"}},
      {"display", "bottom_edge_mm", {"0", "2000"}, {"-1", "2001"}},
      {"display", "language", {R"("zh-Hans")", R"("zh-Hant")", R"("en")"}, {R"("zh")", R"("EN")", R"("")"}},
      {"display", "text_size", {R"("normal")", R"("large")", R"("largest")"}, {R"("huge")", R"("")"}},
      {"display", "high_contrast", {"true", "false"}, {}},
      {"display", "calm", {"true", "false"}, {}},
      {"display", "wheelchair", {"true", "false"}, {}},
      {"times", "idle_s", {"20", "600"}, {"19", "601", "9223372036854775807"}},
      {"times", "idle_long_page_s", {"20", "900"}, {"19", "901"}},
      {"times", "countdown_s", {"5", "60"}, {"4", "61", "0"}},
      {"times", "slide_s", {"4", "60"}, {"3", "61"}},
      {"hours",
       "open",
       {"[]", R"(["09:00-16:30"])", R"(["00:00-24:00"])", R"(["9:00-11:30", "13:00-16:30"])", R"(["09:00-12:00", "12:00-13:00"])"},
       {R"(["09:00-09:00"])", R"(["22:00-02:00"])", R"(["09:00-24:01"])", R"(["09:60-10:00"])", R"(["09:00"])", R"(["09:00–16:30"])", R"([" 09:00-16:30"])",
        R"(["13:00-16:30", "09:00-11:30"])", R"(["09:00-12:00", "11:59-13:00"])", R"("09:00-16:30")",
        R"(["0:00-0:01","0:02-0:03","0:04-0:05","0:06-0:07","0:08-0:09","0:10-0:11","0:12-0:13","0:14-0:15","0:16-0:17"])"}},
      {"hours",
       "closed_days",
       {"[]", R"(["monday"])", R"(["sunday","monday","tuesday","wednesday","thursday","friday"])"},
       {R"(["Monday"])", R"(["monday", "monday"])", R"(["sunday","monday","tuesday","wednesday","thursday","friday","saturday"])", R"("monday")"}},
      {"hours",
       "exceptions",
       {"[]", R"(["2027-05-03 09:00-20:00", "2027-02-17 closed", "2028-02-29 open"])", R"(["2027-05-03 09:00-12:00 13:00-20:00"])"},
       {R"(["2027-02-29 closed"])", R"(["2027-02-17"])", R"(["2027-02-17 "])", R"(["2027-02-17 shut"])", R"(["2027-2-17 closed"])",
        R"(["2027-02-17 09:00-12:00, 13:00-20:00"])", R"(["2027-02-17 13:00-20:00 09:00-12:00"])", R"(["2027-02-17 closed", "2027-02-17 open"])"}},
      {"memory", "media_mb", {"64", "2048"}, {"63", "2049", "-9223372036854775808"}},
      {"memory", "glyphs_mb", {"8", "64"}, {"7", "65"}},
      {"site", "name", {R"("")", R"("一号屏")"}, {R"("two\nlines")", '"' + long_text + '"'}},
      {"site",
       "here",
       {R"("")", R"("water-city-gate")"},
       {R"("Water")", R"("a b")", R"("../x")", '"' + std::string(65, 'a') + '"'}},
      {"sync",
       "url",
       {R"("")", R"("https://example.org/repo")", R"("http://192.0.2.7/repo")"},
       {R"("example.org")", R"("ftp://a")", R"("https://")", R"("https://a b")"}},
      {"sync", "state", {R"("")", R"("/var/lib/changlang-sync")"}, {R"("a\tb")"}},
      {"sync", "root", {R"("")", R"("/etc/changlang/root.json")"}, {R"("a\tb")"}},
      {"sync", "receipts", {R"("")", R"("https://example.org/receipts")"}, {R"("/srv")", R"("ftp://a")"}},
      {"sync", "receipts_user", {R"("")", R"("museum")"}, {R"("two\nlines")"}},
      {"sync", "receipts_password_file", {R"("")", R"("/etc/changlang/receipts.password")"}, {R"("a\tb")"}},
      {"sync", "receipts_folder", {R"("")", R"("/srv/receipts")"}, {R"("a\tb")"}},
      {"touch",
       "matrix",
       {"[1, 0, 0, 0, 1, 0]", "[0.5, -0.25, 10.0, 0, 1, 0]"},
       {"[1, 0, 0, 0, 1]", "[1, 0, 0, 0, 1, 0, 0]", R"([1, 0, 0, 0, 1, "0"])", "[1, 0, 0, 0, 1, 10.5]", "[1, 0, 0, 0, 1, nan]", "1"}},
      {"touch.device",
       "name",
       {R"("")", R"("eGalax Touch")", R"("eGalax*")", R"("*")", R"("触摸框 \"A\"")", '"' + std::string(128, 'x') + '"'},
       {R"("a*b")", R"("*a")", R"("a**")", R"("two\nlines")", '"' + std::string(129, 'x') + '"'}},
      {"touch.device",
       "usb",
       {R"("")", R"("0eef:c002")", R"("0EEF:C002")"},
       {R"("0eef")", R"("0eef:c00")", R"("0eef:c0021")", R"("0eefc0020")", R"("0eeg:c002")", R"("0x0eef:c002")", R"("eef:0c002")"}},
      {"touch.device",
       "port",
       {R"("")", R"("usb-0000:00:14.0-3/input0")", '"' + std::string(64, 'p') + '"'},
       {R"("usb-*")", R"("a\tb")", '"' + std::string(65, 'p') + '"'}},
      {"touch.device", "rotation", {"0", "90", "180", "270"}, {"-90", "45", "360"}},
      {"touch.device",
       "matrix",
       {"[1, 0, 0, 0, 1, 0]", "[0.5, -0.25, 10.0, 0, 1, -10]"},
       {"[1, 0, 0, 0, 1]", "[1, 0, 0, 0, 1, 0, 0]", R"([1, 0, 0, 0, 1, "0"])", "[1, 0, 0, 0, 1, -10.5]", "[1, 0, 0, 0, 1, inf]", "1"}},
      {"touch.device", "ignore", {"true", "false"}, {}},
      {"operator",
       "pin",
       {R"("")", R"("scrypt:15:000102030405060708090a0b0c0d0e0f:89843d2ab0695b8a9e5916c45b6230263a8908aaa61fb69c6ac7dcf016215c63")"},
       {R"("314159")", R"("scrypt:14:000102030405060708090a0b0c0d0e0f:89843d2ab0695b8a9e5916c45b6230263a8908aaa61fb69c6ac7dcf016215c63")", "314159"}},
      {"operator", "stick", {R"("")", R"("/media/stick")"}, {"7", R"("a\nb")"}},
      {"log", "level", {R"("debug")", R"("info")", R"("warning")", R"("error")"}, {R"("warn")", R"("")"}},
  };
  return values;
}

TEST(Config, TableOfTheseTests_NamesEveryKey) {
  const auto keys = known_keys();

  ASSERT_EQ(keys.size(), all_values().size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(keys[i].table, all_values()[i].table);
    EXPECT_EQ(keys[i].name, all_values()[i].key);
  }
}

TEST(Config, EachKey_TakesEveryValueAtItsEnds) {
  for (const Values& v : all_values())
    for (const std::string& value : v.good) {
      const LoadedConfig loaded = parse(with(v.table, v.key, value));
      EXPECT_TRUE(loaded) << v.key << " = " << value << ": " << (loaded.problems.empty() ? "" : loaded.problems[0]);
    }
}

TEST(Config, EachKey_RefusesWhatLiesBeyondAndSaysWhatIsAllowed) {
  const auto keys = known_keys();
  for (std::size_t i = 0; i < keys.size(); ++i)
    for (const std::string& value : all_values()[i].bad) {
      const std::string problem = only_problem(with(keys[i].table, keys[i].name, value));
      EXPECT_EQ(problem.find("kiosk.toml:2: " + header(keys[i].table) + " " + keys[i].name + ": "), 0u) << problem;
      EXPECT_NE(problem.find("allowed: " + keys[i].allowed), std::string::npos) << problem;
    }
}

TEST(Config, EachKey_RefusesEveryOtherType) {
  const std::vector<std::string> types{
      R"("text of no meaning ")", "7000", "7.5", "true", "2026-11-01", "10:00:00", "[1, 2]", "{a = 1}"};
  for (const KeyInfo& key : known_keys())
    for (const std::string& value : types) {
      const bool is_text = value.starts_with('"');
      const bool takes_text = key.allowed.starts_with("a path in quotes") || key.allowed.starts_with("text in quotes");
      const bool takes_flag = key.allowed == "true or false";
      if ((is_text && takes_text) || (value == "true" && takes_flag)) continue;

      const std::string problem = only_problem(with(key.table, key.name, value));

      EXPECT_EQ(problem.find("kiosk.toml:2: " + header(key.table) + " " + key.name + ": "), 0u) << problem;
      EXPECT_NE(problem.find(key.allowed), std::string::npos) << problem;
    }
}

TEST(Config, EachKeyMisspelt_NamesTheOneMeant) {
  for (const KeyInfo& key : known_keys()) {
    std::string misspelt = key.name;
    misspelt.insert(misspelt.size() / 2, "q");

    const std::string problem = only_problem("\n\n" + with(key.table, misspelt, key.default_value));

    EXPECT_EQ(problem,
              "kiosk.toml:4: " + header(key.table) + " " + misspelt + ": unknown key; did you mean \"" + key.name + "\"?");
  }
}

TEST(Config, EachKeyUnderAnotherTable_IsSentToItsOwn) {
  for (const KeyInfo& key : known_keys()) {
    const std::string wrong = key.table == "log" ? "site" : "log";

    const std::string problem = only_problem(with(wrong, key.name, key.default_value));

    EXPECT_NE(problem.find("it belongs under ["), std::string::npos) << problem;
    EXPECT_NE(problem.find(header(key.table)), std::string::npos) << problem;
  }
}

TEST(Config, TableMisspelt_NamesTheOneMeant) {
  EXPECT_EQ(only_problem("[dispaly]\nrotation = 90\n"),
            "kiosk.toml:1: dispaly: unknown table; did you mean [display]?");
}

TEST(Config, KeyOutsideAnyTable_IsSentToItsTable) {
  EXPECT_EQ(only_problem("rotation = 90\n"),
            "kiosk.toml:1: rotation: stands outside its table; it belongs under [display] or [[touch.device]]");
}

TEST(Config, TableWrittenAsValue_IsRefused) {
  EXPECT_NE(only_problem("display = 5\n").find("kiosk.toml:1: [display]: is a table"), std::string::npos);
}

TEST(Config, SeveralMistakes_AreAllListedInOrderOfLines) {
  const LoadedConfig loaded =
      parse("[times]\nidle_s = 5\nslide_s = \"8\"\n[display]\nrotation = 91\nrotaton = 90\n[colour]\n");

  ASSERT_EQ(loaded.problems.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    const std::string line = std::to_string(std::vector{2, 3, 5, 6, 7}[i]);
    EXPECT_EQ(loaded.problems[i].find("kiosk.toml:" + line + ": "), 0u) << loaded.problems[i];
  }
  EXPECT_EQ(loaded.problems[0], "kiosk.toml:2: [times] idle_s: 5 is not allowed; allowed: 20 to 600 s");
  EXPECT_EQ(loaded.problems[3], "kiosk.toml:6: [display] rotaton: unknown key; did you mean \"rotation\"?");
}

TEST(Config, WrongItemOfAList_IsNamedWithItsOwnLine) {
  EXPECT_EQ(only_problem("[hours]\nexceptions = [\n  \"2027-02-17 closed\",\n  \"2027-02-30 closed\",\n]\n")
                .find("kiosk.toml:4: [hours] exceptions: \"2027-02-30 closed\" is not allowed; allowed: a list of up to 400 days"),
            0u);
}

TEST(Config, TouchDevices_AreReadInTheirOrder) {
  const LoadedConfig loaded = parse(R"(
[[touch.device]]
name = "A*"
usb = "0eef:c002"
port = "usb-1"
rotation = 270
matrix = [0.5, 0, 0.25, 0, 0.5, 0.25]
[log]
level = "error"
[[touch.device]]
port = "usb-2"
ignore = true
[touch]
matrix = [1, 0, 0.5, 0, 1, 0]
)");

  ASSERT_TRUE(loaded) << loaded.problems[0];
  EXPECT_EQ(loaded.config.touch_devices,
            (std::vector<TouchRule>{{"A*", "0eef:c002", "usb-1", 270, {.5, 0, .25, 0, .5, .25}, false}, {"", "", "usb-2", 0, kNoMatrix, true}}));
  EXPECT_EQ(loaded.config.matrix, (Matrix{1, 0, .5, 0, 1, 0}));
}

TEST(Config, TouchDeviceThatSaysForNoDevice_IsRefused) {
  for (const char* block : {"[[touch.device]]\n", "[[touch.device]]\nrotation = 90\n", "[[touch.device]]\nname = \"\"\n"})
    EXPECT_EQ(only_problem(std::string("\n") + block), "kiosk.toml:2: [[touch.device]]: says for no device; give name, usb or port, as kiosk --list-touch prints them");
}

TEST(Config, TouchDeviceNamedTwice_IsRefusedWhereItStandsAgain) {
  EXPECT_EQ(only_problem("[[touch.device]]\nname = \"A\"\n[[touch.device]]\nname = \"A\"\nignore = true\n").find("kiosk.toml:3: [[touch.device]]: has the name, usb and port of a block above"), 0u);
  EXPECT_TRUE(parse("[[touch.device]]\nname = \"A\"\n[[touch.device]]\nname = \"A\"\nport = \"usb-1\"\n"));
}

TEST(Config, TouchDevicesBeyondEight_AreRefused) {
  std::string text;
  for (int i = 1; i <= 8; ++i) text += "[[touch.device]]\nname = \"frame " + std::to_string(i) + "\"\n";
  EXPECT_EQ(parse(text).config.touch_devices.size(), 8u);
  EXPECT_TRUE(parse(text));
  EXPECT_EQ(only_problem(text + "[[touch.device]]\nname = \"frame 9\"\n"), "kiosk.toml:17: [[touch.device]]: is one block too many; up to 8 are allowed");
}

TEST(Config, TouchDeviceInOneBracketOrAsAValue_IsToldHow) {
  for (const char* text : {"[touch.device]\nname = \"A\"\n", "[touch]\ndevice = 5\n", "[touch]\ndevice = []\n", "[touch]\ndevice = [1]\n"})
    EXPECT_NE(only_problem(text).find("[[touch.device]]: is a list of blocks; begin each with a line [[touch.device]]"), std::string::npos) << text;
  EXPECT_EQ(only_problem("[[touch.devices]]\nname = \"A\"\n"), "kiosk.toml:1: [touch] devices: unknown key; did you mean [[touch.device]]?");
  EXPECT_NE(only_problem("[\"touch.device\"]\nname = \"A\"\n").find("unknown table"), std::string::npos);
}

TEST(Config, TouchDeviceWithAMistake_IsNotKeptWhileTheOthersAre) {
  const LoadedConfig loaded = parse("[[touch.device]]\nname = \"A\"\nrotation = 45\n[[touch.device]]\nname = \"B\"\n");

  ASSERT_EQ(loaded.problems.size(), 1u);
  ASSERT_EQ(loaded.config.touch_devices.size(), 1u);
  EXPECT_EQ(loaded.config.touch_devices[0].name, "B");
}

TEST(Config, BrokenToml_SaysTheLine) {
  EXPECT_EQ(only_problem("[display]\nrotation = \n").find("kiosk.toml:2: is not TOML: "), 0u);
  EXPECT_EQ(only_problem("[display]\nrotation = 0\nrotation = 90\n").find("kiosk.toml:3: is not TOML: "), 0u);
}

TEST(Config, TooLargeFile_IsRefusedUnread) {
  EXPECT_EQ(only_problem(std::string(kMaxConfigBytes, '#') + "\n"),
            "kiosk.toml: is larger than the 65536 bytes allowed here");
}

TEST(Config, HostileKeyText_IsNotRepeated) {
  const std::string problem = only_problem("[display]\n\"a\\u001b[31m\" = 1\n");

  EXPECT_EQ(problem.find('\x1b'), std::string::npos);
}

TEST(Config, EmptyFile_GivesTheDefaults) {
  const LoadedConfig loaded = parse("");

  EXPECT_TRUE(loaded);
  EXPECT_EQ(loaded.config, Config{});
}

TEST(Config, Values_ReachTheirFields) {
  const LoadedConfig loaded = parse(R"(
[display]
pack = "../packs/a"
fallback = ["b", "/srv/c"]
record = "/var/lib/d"
rotation = 270
long_side_mm = 1218
bottom_edge_mm = 450
language = "en"
text_size = "largest"
high_contrast = true
calm = true
wheelchair = true
[times]
idle_s = 61
idle_long_page_s = 62
countdown_s = 10
slide_s = 9
[hours]
open = ["09:00-11:30", "13:00-16:30"]
closed_days = ["monday"]
exceptions = ["2027-05-03 open", "2027-02-17 closed"]
[memory]
media_mb = 512
glyphs_mb = 32
[site]
name = "一号屏"
here = "gate"
[sync]
url = "https://example.org"
state = "/var/lib/s"
[log]
level = "error"
)");

  Config want;
  want.pack = "/etc/packs/a";
  want.fallback = {"/etc/changlang/b", "/srv/c"};
  want.record = "/var/lib/d";
  want.rotation = 270, want.long_side_mm = 1218, want.bottom_edge_mm = 450;
  want.language = Language::en, want.text_size = TextSize::largest;
  want.high_contrast = want.calm = want.wheelchair = true;
  want.idle_s = 61, want.idle_long_page_s = 62, want.countdown_s = 10, want.slide_s = 9;
  using std::chrono::local_days, std::chrono::year, std::chrono::February, std::chrono::May;
  want.hours.usual = {{540, 690}, {780, 990}};
  want.hours.closed_days[1] = true;
  want.hours.exceptions = {{local_days{year{2027} / February / 17}, Spans{}}, {local_days{year{2027} / May / 3}, std::nullopt}};
  want.media_mb = 512, want.glyphs_mb = 32;
  want.name = "一号屏", want.here = "gate", want.url = "https://example.org", want.state = "/var/lib/s";
  want.level = log::Level::error;
  EXPECT_TRUE(loaded);
  EXPECT_EQ(loaded.config, want);
}

TEST(Config, IdleLongerThanOnLongPages_CountsThereToo) {
  EXPECT_EQ(parse("[times]\nidle_s = 300\n").config.idle_long_page_s, 300);
  EXPECT_EQ(parse("[times]\nidle_s = 30\n").config.idle_long_page_s, 90);
}

TEST(Config, BottomEdgeAutomatic_FollowsTheOrientation) {
  EXPECT_EQ(Config{}.bottom_edge_mm_for(false), 900);
  EXPECT_EQ(Config{}.bottom_edge_mm_for(true), 600);
  EXPECT_EQ(parse("[display]\nbottom_edge_mm = 450\n").config.bottom_edge_mm_for(true), 450);
}

TEST(Config, MissingFile_SaysWhich) {
  const LoadedConfig loaded = load_config("/nowhere/kiosk.toml");

  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0].find("/nowhere/kiosk.toml: cannot open"), 0u) << loaded.problems[0];
}

TEST(Paths, BundledPackAndAssets_LieUnderTheDataFolder) {
  EXPECT_EQ(data_folder(), std::filesystem::path(SOURCE_DIR));
  EXPECT_EQ(bundled_pack().parent_path().parent_path(), data_folder());
  EXPECT_TRUE(std::filesystem::is_directory(assets_folder()));
}

}  // namespace
}  // namespace kiosk::site
