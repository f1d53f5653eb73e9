#include "kiosk/app/touch_setup.h"

#include <gtest/gtest.h>

#include "kiosk/base/log.h"

namespace kiosk::app {
namespace {

const std::vector<site::TouchDevice> kListed{{"Frame", "1111", "2222", "usb-1/input0", "event5"}, {"Frame", "1111", "2222", "usb-2/input0", "event6"},
                                             {"Panel", "3333", "4444", "usb-3/input0", "event7"}};

site::Config config(const std::string& text) {
  const site::LoadedConfig loaded = site::parse_config(text, "kiosk.toml", "/");
  EXPECT_TRUE(loaded) << text;
  return loaded.config;
}

const char* const kThree = R"(
[touch]
matrix = [1, 0, 0.5, 0, 1, 0]
[[touch.device]]
port = "usb-1"
rotation = 90
[[touch.device]]
port = "usb-2"
matrix = [1, 0, 0.25, 0, 1, 0]
[[touch.device]]
name = "Broken"
ignore = true
)";

gfx::TouchDevice seen(const std::string& name, const std::string& event = "") { return {9, name, event, 1}; }

class Log {
 public:
  Log() {
    log::set_level(log::Level::info);
    log::set_listener([this](log::Level, std::string_view line) { lines.emplace_back(line); });
  }
  ~Log() { log::set_listener({}); }
  std::vector<std::string> lines;
};

TEST(TouchSetup, GivesTwoFramesOfOneKindEachItsOwn_ByTheirPorts) {
  const auto find = touch_mapping(config(kThree), false, [] { return kListed; });
  const gfx::TouchMapping first = find(seen("Frame", "event5"), {}), second = find(seen("Frame", "event6"), {}), third = find(seen("Panel", "event7"), {});

  EXPECT_EQ(first.frame, gfx::Rotation::quarter);
  EXPECT_EQ(first.matrix.c, 0) << "a block takes the place of [touch] matrix";
  EXPECT_EQ(second.frame, gfx::Rotation::none);
  EXPECT_EQ(second.matrix.c, .25);
  EXPECT_EQ(third.matrix.c, .5);
  EXPECT_FALSE(first.ignored || second.ignored || third.ignored);
}

// SDL on X11 has the device that was touched last under another name.
TEST(TouchSetup, FindsTheDeviceThatHasNoNameOfItsOwn_ByThoseThatHave) {
  const auto find = touch_mapping(config("[[touch.device]]\nusb = \"3333:4444\"\nrotation = 180\n"), false, [] { return kListed; });
  const gfx::TouchDevice nameless{2, "Virtual core pointer", "", 0}, one{3, "Frame", "", 0}, two{4, "Frame", "", 0};
  const gfx::TouchDevice present[] = {nameless, one, two};

  EXPECT_EQ(find(nameless, present).frame, gfx::Rotation::half);
  EXPECT_EQ(find(one, present).frame, gfx::Rotation::none);
  EXPECT_EQ(find(nameless, std::span(present).first(1)).frame, gfx::Rotation::none) << "it may be any of three";
}

TEST(TouchSetup, GoesByTheNameAlone_WhereTheKernelsListCannotBeRead) {
  const auto find = touch_mapping(config(kThree), false, [] { return Result<std::vector<site::TouchDevice>>(Error{ErrorKind::not_found, "none", ""}); });

  EXPECT_TRUE(find(seen("Broken", "event5"), {}).ignored);
  EXPECT_EQ(find(seen("Frame", "event5"), {}).matrix.c, .5) << "its port is not known";
}

TEST(TouchSetup, IgnoresAndElseMapsNothing_WhileItIsMeasured) {
  const auto find = touch_mapping(config(kThree), true, [] { return kListed; });

  EXPECT_TRUE(find(seen("Broken"), {}).ignored);
  for (const char* event : {"event5", "event6", "event7"}) {
    const gfx::TouchMapping mapping = find(seen("", event), {});
    EXPECT_EQ(mapping.frame, gfx::Rotation::none);
    EXPECT_EQ(mapping.matrix.c, 0);
  }
}

TEST(TouchSetup, SaysEachDeviceOnOneLine_AsItIsWrittenInTheFile) {
  const Log log;
  const auto find = touch_mapping(config(kThree), false, [] { return kListed; });
  find(seen("Frame", "event6"), {});
  find(seen("Panel"), {});
  find(seen("Broken\nmore"), {});
  find(seen("Broken"), {});
  touch_mapping({}, false, [] { return kListed; })(seen("Panel"), {});

  ASSERT_EQ(log.lines.size(), 5u);
  EXPECT_EQ(log.lines[0], "touch device: name=\"Frame\" usb=1111:2222 port=usb-2/input0 mapping=[[touch.device]] 2");
  EXPECT_EQ(log.lines[1], "touch device: name=\"Panel\" usb=3333:4444 port=usb-3/input0 mapping=[touch] matrix");
  EXPECT_EQ(log.lines[2], "touch device: name=\"Broken more\" usb=unknown port=unknown mapping=[touch] matrix");
  EXPECT_EQ(log.lines[3], "touch device: name=\"Broken\" usb=unknown port=unknown mapping=[[touch.device]] 3, ignored");
  EXPECT_EQ(log.lines[4], "touch device: name=\"Panel\" usb=3333:4444 port=usb-3/input0 mapping=none");
}

TEST(ListTouch, PrintsBlocksThatCanBePasted) {
  const std::string text = touch_blocks(kListed);

  EXPECT_EQ(text.find("# 3 touchscreens."), 0u);
  const site::Config pasted = config(text);
  ASSERT_EQ(pasted.touch_devices.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(site::rule_for(pasted.touch_devices, kListed[i]), i);
}

TEST(ListTouch, EndsWithTwoAndSaysWhatToDo_WhereThereIsNone) {
  const Log log;
  EXPECT_EQ(list_touch(std::vector<site::TouchDevice>{}), Exit::usage);
  EXPECT_EQ(list_touch(Error{ErrorKind::not_found, "cannot open", "/proc/bus/input/devices"}), Exit::usage);

  ASSERT_EQ(log.lines.size(), 2u);
  EXPECT_NE(log.lines[0].find("no touchscreen; check the USB cable"), std::string::npos);
  EXPECT_NE(log.lines[1].find("/proc/bus/input/devices"), std::string::npos);
}

}  // namespace
}  // namespace kiosk::app
