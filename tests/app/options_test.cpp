#include "kiosk/app/options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kiosk::app {
namespace {

Result<Options> parse(const std::vector<const char*>& arguments) { return parse_options(arguments); }

TEST(Options, None_AreThePanelWithItsDefaults) {
  const auto o = parse({});
  ASSERT_TRUE(o);
  EXPECT_FALSE(o->window || o->headless || o->language || o->now || o->seconds || o->frames);
  EXPECT_EQ(o->hz, 60);
  EXPECT_FALSE(o->realtime || o->safe || o->calibrate || o->list_touch || o->version || o->help);
}

TEST(Options, All_AreRead) {
  const auto o = parse({"--config", "k.toml", "--pack", "p", "--headless", "1920x1080", "--open", "a/b#2", "--lang", "zh-Hant", "--now", "2026-07-01T09:30",
                        "--hz", "30", "--script", "s.txt", "--seconds", "0.5", "--frames", "7", "--shots", "d", "--stats", "f.json", "--realtime"});
  ASSERT_TRUE(o) << to_string(o.error());
  EXPECT_EQ(o->config, "k.toml");
  EXPECT_EQ(o->pack, "p");
  EXPECT_EQ(*o->headless, (Size{1920, 1080}));
  EXPECT_EQ(o->open, "a/b#2");
  EXPECT_EQ(*o->language, Language::hant);
  EXPECT_EQ(to_string(*o->now), "2026-07-01 09:30");
  EXPECT_EQ(o->hz, 30);
  EXPECT_EQ(o->script, "s.txt");
  EXPECT_EQ(*o->seconds, milliseconds{500});
  EXPECT_EQ(*o->frames, 7);
  EXPECT_EQ(o->shots, "d");
  EXPECT_EQ(o->stats, "f.json");
  EXPECT_TRUE(o->realtime);
}

TEST(Options, ListTouch_IsReadAndNeedsNoEnd) {
  EXPECT_TRUE(parse({"--list-touch"})->list_touch);
  EXPECT_FALSE(parse({"--list-touch"})->calibrate);
}

TEST(Options, ValueAfterAnEqualsSign_IsReadToo) {
  const auto o = parse({"--window=640x360", "--open=a/b#1"});
  ASSERT_TRUE(o);
  EXPECT_EQ(*o->window, (Size{640, 360}));
  EXPECT_EQ(o->open, "a/b#1");
}

struct Wrong {
  std::vector<const char*> arguments;
  const char* option;
};

TEST(Options, EveryWrongValue_IsUsageAndNamesTheOption) {
  const Wrong wrong[] = {
      {{"--config", ""}, "--config"},           {{"--config"}, "--config"},
      {{"--pack", ""}, "--pack"},               {{"--pack"}, "--pack"},
      {{"--window", "1920"}, "--window"},       {{"--window", "1920x"}, "--window"},
      {{"--window", "x1080"}, "--window"},      {{"--window", "1920x1080x2"}, "--window"},
      {{"--window", "-1920x1080"}, "--window"}, {{"--window", "159x90"}, "--window"},
      {{"--window", "160x89"}, "--window"},     {{"--headless", "7681x1080"}, "--headless"},
      {{"--headless", "1920x99999999999"}, "--headless"}, {{"--headless", "1920 x1080"}, "--headless"},
      {{"--headless", "0x0"}, "--headless"},    {{"--headless", "1e3x1e3"}, "--headless"},
      {{"--open", ""}, "--open"},               {{"--lang", "zh"}, "--lang"},
      {{"--lang", "EN"}, "--lang"},             {{"--lang", ""}, "--lang"},
      {{"--now", "yesterday"}, "--now"},        {{"--now", "2026-02-30T10:00"}, "--now"},
      {{"--now", "2026-07-01T09:30Z"}, "--now"}, {{"--hz", "0"}, "--hz"},
      {{"--hz", "241"}, "--hz"},                {{"--hz", "60.5"}, "--hz"},
      {{"--hz", ""}, "--hz"},                   {{"--script", ""}, "--script"},
      {{"--seconds", "0"}, "--seconds"},        {{"--seconds", "-1"}, "--seconds"},
      {{"--seconds", "nan"}, "--seconds"},      {{"--seconds", "inf"}, "--seconds"},
      {{"--seconds", "1e300"}, "--seconds"},    {{"--seconds", "5s"}, "--seconds"},
      {{"--frames", "0"}, "--frames"},          {{"--frames", "-5"}, "--frames"},
      {{"--frames", "1.5"}, "--frames"},        {{"--frames", "99999999999999999999"}, "--frames"},
      {{"--shots", ""}, "--shots"},             {{"--stats", ""}, "--stats"},
      {{"--realtime=yes"}, "--realtime"},       {{"--safe=1"}, "--safe"},
      {{"--list-touch=all"}, "--list-touch"},   {{"--calibrate=1"}, "--calibrate"},
      {{"--headless", "640x360"}, "--headless"}, {{"--hz"}, "--hz"},
      {{"--window", "640x360", "--headless", "640x360"}, "--window"}, {{"--unheard-of"}, "--unheard-of"},
      {{"story"}, "story"},                     {{"-h"}, "-h"},
  };
  for (const Wrong& w : wrong) {
    std::string line;
    for (const char* a : w.arguments) line += std::string(a) + " ";
    const auto o = parse(w.arguments);
    ASSERT_FALSE(o) << line;
    EXPECT_EQ(o.error().kind, ErrorKind::usage) << line;
    EXPECT_NE(to_string(o.error()).find(w.option), std::string::npos) << line << "-> " << to_string(o.error());
  }
}

TEST(Options, WrongValue_SaysWhatIsAllowed) {
  EXPECT_NE(parse({"--lang", "zh"}).error().message.find("zh-Hans, zh-Hant or en"), std::string::npos);
  EXPECT_NE(parse({"--headless", "big"}).error().message.find("1920x1080"), std::string::npos);
  EXPECT_NE(parse({"--hz", "1000"}).error().message.find("1 to 240"), std::string::npos);
}

TEST(Options, Misspelt_IsGuessedInTheMessageOnly) {
  const auto o = parse({"--headles", "640x360"});
  ASSERT_FALSE(o);
  EXPECT_NE(o.error().message.find("did you mean --headless?"), std::string::npos) << o.error().message;
}

TEST(Options, HeadlessWithAnEnd_IsEnough) {
  EXPECT_TRUE(parse({"--headless", "640x360", "--frames", "1"}));
  EXPECT_TRUE(parse({"--headless", "640x360", "--seconds", "1"}));
  EXPECT_TRUE(parse({"--headless", "640x360", "--script", "s"}));
  EXPECT_TRUE(parse({"--headless", "640x360", "--version"}));
}

TEST(Options, Usage_NamesEachOption) {
  const std::string text = usage();
  for (const char* name : {"--config", "--pack", "--window", "--headless", "--open", "--lang", "--now", "--hz", "--script", "--seconds", "--frames", "--shots",
                           "--stats", "--realtime", "--safe", "--calibrate", "--list-touch", "--version"})
    EXPECT_NE(text.find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace kiosk::app
