#include "kiosk/site/touch_rules.h"

#include <gtest/gtest.h>

#include "kiosk/site/config.h"

namespace kiosk::site {
namespace {

const TouchDevice kFrame{"eGalax Touch", "0eef", "c002", "usb-0000:00:14.0-3/input0", "event5"};

TouchRule rule(const std::string& name, const std::string& usb = "", const std::string& port = "") {
  TouchRule r;
  r.name = name, r.usb = usb, r.port = port;
  return r;
}

TEST(TouchRule, FitsByName_WholeOrItsBeginning) {
  EXPECT_TRUE(fits(rule("eGalax Touch"), kFrame));
  EXPECT_TRUE(fits(rule("eGalax*"), kFrame));
  EXPECT_TRUE(fits(rule("eGalax Touch*"), kFrame));
  EXPECT_TRUE(fits(rule("*"), kFrame));
  EXPECT_FALSE(fits(rule("eGalax"), kFrame));
  EXPECT_FALSE(fits(rule("egalax*"), kFrame));
  EXPECT_FALSE(fits(rule("Galax*"), kFrame));
}

TEST(TouchRule, FitsByNumbers_InEitherCase) {
  EXPECT_TRUE(fits(rule("", "0eef:c002"), kFrame));
  EXPECT_TRUE(fits(rule("", "0EEF:C002"), kFrame));
  EXPECT_FALSE(fits(rule("", "0eef:c003"), kFrame));
}

TEST(TouchRule, FitsByPort_AndWhatHangsOnIt) {
  EXPECT_TRUE(fits(rule("", "", "usb-0000:00:14.0-3/input0"), kFrame));
  EXPECT_TRUE(fits(rule("", "", "usb-0000:00:14.0-3"), kFrame));
  EXPECT_TRUE(fits(rule("", "", "usb-0000:00:14.0-"), kFrame));
  TouchDevice other = kFrame;
  other.port = "usb-0000:00:14.0-31/input0";
  EXPECT_FALSE(fits(rule("", "", "usb-0000:00:14.0-3"), other)) << "another port";
  other.port = "usb-0000:00:14.0-3.2/input0";
  EXPECT_TRUE(fits(rule("", "", "usb-0000:00:14.0-3"), other)) << "a hub's port";
}

TEST(TouchRule, FitsOnlyWhereAllThatIsAskedForFits) {
  EXPECT_TRUE(fits(rule("eGalax*", "0eef:c002", "usb-"), kFrame));
  EXPECT_FALSE(fits(rule("eGalax*", "0eef:c002", "i2c-"), kFrame));
  EXPECT_FALSE(fits(rule("Other", "0eef:c002", "usb-"), kFrame));
  EXPECT_FALSE(fits(rule("eGalax*", "1234:5678", "usb-"), kFrame));
}

TEST(TouchRule, FitsNothing_OfWhichItIsNotKnown) {
  const TouchDevice unknown{};
  for (const TouchRule& r : {rule("*"), rule("", "0eef:c002"), rule("", "", "usb-"), rule("")}) EXPECT_FALSE(fits(r, unknown));
  EXPECT_FALSE(fits(rule(""), kFrame)) << "a block that asks for nothing";
}

TEST(TouchRule, CountsWhereItIsTheFirstThatFits) {
  const std::vector<TouchRule> rules{rule("Other"), rule("eGalax*"), rule("eGalax Touch")};
  EXPECT_EQ(rule_for(rules, kFrame), 1u);
  EXPECT_EQ(rule_for(std::span(rules).first(1), kFrame), std::nullopt);
}

TEST(TouchBlock, MeansExactlyItsDevice) {
  EXPECT_EQ(touch_block(kFrame), "[[touch.device]]\nname = \"eGalax Touch\"\nusb = \"0eef:c002\"\nport = \"usb-0000:00:14.0-3/input0\"\n");
}

TEST(TouchBlock, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(touch_block({"Frame", "0000", "0000", "", "event5"}), "[[touch.device]]\nname = \"Frame\"\n");
  EXPECT_EQ(touch_block({}), "");
}

// Whatever a device calls itself, what is printed can be pasted and means it.
TEST(TouchBlock, IsTakenByKioskToml_WhateverTheDeviceSays) {
  const std::string names[] = {"24\" \\Wide\\", "触摸框", "two\nlines", "bell\a", "a*b*", "\xff\xfe", "ok \xc3", std::string(500, 'n'), "", "*", "[[touch.device]]", "\xEF\xBF\xBD odd"};
  for (const std::string& name : names)
    for (const std::string& port : {std::string("usb-1/input0"), std::string(200, 'p'), std::string("a\tb"), std::string("")}) {
      const TouchDevice device{name, "1234", "5678", port, "event1"};
      const std::string block = touch_block(device);
      const LoadedConfig loaded = parse_config(block, "kiosk.toml", "/");
      ASSERT_TRUE(loaded) << block << loaded.problems[0];
      ASSERT_EQ(loaded.config.touch_devices.size(), 1u) << block;
      EXPECT_TRUE(fits(loaded.config.touch_devices[0], device)) << block;
    }
}

}  // namespace
}  // namespace kiosk::site
