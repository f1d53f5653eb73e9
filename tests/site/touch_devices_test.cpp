// The kernel's list of input devices, and which of them a window system means.
#include "kiosk/site/touch_devices.h"

#include <gtest/gtest.h>

namespace kiosk::site {
namespace {

std::string screen(const std::string& name, const std::string& usb, const std::string& port, int event) {
  return "I: Bus=0003 Vendor=" + usb.substr(0, 4) + " Product=" + usb.substr(5) + " Version=0110\nN: Name=\"" + name + "\"\nP: Phys=" + port +
         "\nS: Sysfs=/devices/x\nU: Uniq=\nH: Handlers=mouse0 event" + std::to_string(event) +
         " \nB: PROP=2\nB: EV=b\nB: KEY=400 0 0 0 0 0\nB: ABS=260800000000003\n\n";
}

TEST(TouchDevices, AreReadWithAllThatTellsThemApart) {
  const auto devices = parse_touch_devices(screen("eGalax Touch", "0eef:c002", "usb-0000:00:14.0-3/input0", 5));

  ASSERT_EQ(devices.size(), 1u);
  EXPECT_EQ(devices[0], (TouchDevice{"eGalax Touch", "0eef", "c002", "usb-0000:00:14.0-3/input0", "event5"}));
  EXPECT_EQ(devices[0].usb(), "0eef:c002");
}

TEST(TouchDevices, KeepQuotesInNamesAndSpacesInPorts) {
  const auto devices = parse_touch_devices(screen("24\" \"Wide\" Frame", "1234:5678", "on the left side", 5));

  ASSERT_EQ(devices.size(), 1u);
  EXPECT_EQ(devices[0].name, "24\" \"Wide\" Frame");
  EXPECT_EQ(devices[0].port, "on the left side");
}

TEST(TouchDevices, HaveNoNumbers_OnASerialLine) {
  EXPECT_EQ(parse_touch_devices(screen("Serial", "0000:0000", "tty/serio0", 5)).at(0).usb(), "");
}

TEST(TouchDevices, AreNone_InWhatIsNoList) {
  for (const char* text : {"", "\n\n\n", "N: Name=\"", "H: Handlers=event", "B: ABS=", "I:\nN:\nP:\nH:\nB:\n"}) EXPECT_TRUE(parse_touch_devices(text).empty()) << text;
}

class Identify : public testing::Test {
 protected:
  const std::vector<TouchDevice> two_alike = parse_touch_devices(screen("Frame", "1111:2222", "usb-1", 5) + screen("Frame", "1111:2222", "usb-2", 6));
  const std::vector<TouchDevice> one = parse_touch_devices(screen("Frame", "1111:2222", "usb-1", 5));
};

TEST_F(Identify, GoesByTheEvent_WhereItIsKnown) {
  EXPECT_EQ(identify(two_alike, "Frame", "event6").port, "usb-2");
  EXPECT_EQ(identify(two_alike, "Frame", "event5").port, "usb-1");
}

TEST_F(Identify, GoesByTheName_WhereItIsOneDevicesAlone) {
  const auto listed = parse_touch_devices(screen("Frame", "1111:2222", "usb-1", 5) + screen("Panel", "3333:4444", "usb-2", 6));

  EXPECT_EQ(identify(listed, "Panel", ""), listed[1]);
  EXPECT_EQ(identify(listed, "Panel", "event99"), listed[1]) << "an event that is not listed yet";
}

TEST_F(Identify, KeepsWhatDevicesOfOneNameHaveInCommon) {
  EXPECT_EQ(identify(two_alike, "Frame", ""), (TouchDevice{"Frame", "1111", "2222", "", ""}));
  const auto unlike = parse_touch_devices(screen("Frame", "1111:2222", "usb-1", 5) + screen("Frame", "3333:4444", "usb-2", 6));
  EXPECT_EQ(identify(unlike, "Frame", ""), (TouchDevice{"Frame", "", "", "", ""}));
}

TEST_F(Identify, TakesTheOnlyDevice_ForAllTogether) {
  for (const char* name : {"wayland_touch", "Virtual core pointer", "xwayland-touch:14"}) {
    EXPECT_EQ(identify(one, name, ""), one[0]) << name;
    EXPECT_EQ(identify(two_alike, name, ""), (TouchDevice{"Frame", "1111", "2222", "", ""})) << name;
  }
}

TEST_F(Identify, TakesTheDeviceThatIsLeft_WhenTheOthersHaveNames) {
  const auto listed = parse_touch_devices(screen("Frame", "1111:2222", "usb-1", 5) + screen("Panel", "3333:4444", "usb-2", 6) + screen("Panel", "3333:4444", "usb-3", 7));
  const std::string x = "Virtual core pointer", none[] = {"", ""}, panels[] = {"Panel", "Panel"}, frame[] = {"Frame", "Panel"}, all[] = {"Panel", "Panel", "Frame"};

  EXPECT_EQ(identify(listed, x, "", panels), listed[0]);
  EXPECT_EQ(identify(listed, x, "", frame), (TouchDevice{"Panel", "3333", "4444", "", ""}));
  EXPECT_EQ(identify(listed, x, "", none).name, x);
  EXPECT_EQ(identify(listed, x, "", all).name, x);
}

TEST_F(Identify, KeepsTheNameAlone_OfWhatTheKernelDoesNotList) {
  EXPECT_EQ(identify(one, "Other", ""), (TouchDevice{"Other", "", "", "", ""}));
  EXPECT_EQ(identify({}, "Other", "event5"), (TouchDevice{"Other", "", "", "", ""}));
}

}  // namespace
}  // namespace kiosk::site
