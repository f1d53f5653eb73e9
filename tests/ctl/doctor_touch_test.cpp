// The touch line of doctor against kiosk.toml: every block is held against what is plugged in.
#include <fstream>

#include "fake_box.h"
#include "kiosk/ctl/doctor.h"

namespace kiosk::ctl {
namespace {

class DoctorTouchDevices : public testing::Test {
 protected:
  DoctorTouchDevices() { box.write("/proc/bus/input/devices", screen("eGalax Touch", "0eef", "c002", "usb-1", 5) + screen("ILITEK", "222a", "0001", "usb-2", 6)); }

  static std::string screen(const std::string& name, const std::string& vendor, const std::string& product, const std::string& port, int event) {
    return "I: Bus=0003 Vendor=" + vendor + " Product=" + product + " Version=0110\nN: Name=\"" + name + "\"\nP: Phys=" + port + "/input0\nH: Handlers=event" +
           std::to_string(event) + "\nB: PROP=2\nB: KEY=400 0 0 0 0 0\nB: ABS=260800000000003\n\n";
  }

  Check touch(const std::string& settings) {
    box.write("/etc/changlang/kiosk.toml", *box.machine.read("/etc/changlang/kiosk.toml") + "\n" + settings);
    for (const Check& check : examine(box.machine, "/etc/changlang/kiosk.toml"))
      if (check.name == "touch") return check;
    return {};
  }

  FakeBox box;
};

void expect(const Check& check, Verdict verdict, const std::vector<std::string>& seen, const std::string& mend = "") {
  EXPECT_EQ(check.verdict, verdict) << check.seen << " -> " << check.mend;
  for (const std::string& words : seen) EXPECT_NE(check.seen.find(words), std::string::npos) << words << " is not in: " << check.seen;
  EXPECT_NE(check.mend.find(mend), std::string::npos) << check.mend;
  EXPECT_EQ(check.mend.empty(), verdict == Verdict::ok) << check.mend;
}

TEST_F(DoctorTouchDevices, AreNamedWithNothingMore_WhereTheyReportAsTheyAre) {
  const Check check = touch("");
  expect(check, Verdict::ok, {"eGalax Touch 0eef:c002 event5 at usb-1/input0, ILITEK 222a:0001 event6 at usb-2/input0"});
  EXPECT_EQ(check.seen.find("matrix"), std::string::npos);
}

TEST_F(DoctorTouchDevices, AreNamedWithTheirMapping) {
  expect(touch("[[touch.device]]\nname = \"eGalax*\"\nrotation = 90\nmatrix = [1, 0, 0.1, 0, 1, 0]\n[[touch.device]]\nport = \"usb-2\"\n[touch]\nmatrix = [1, 0, 0.2, 0, 1, 0]\n"),
         Verdict::ok, {"event5 at usb-1/input0: [[touch.device]] 1, rotation 90 and matrix", "event6 at usb-2/input0: [[touch.device]] 2, as it reports"});
}

TEST_F(DoctorTouchDevices, TakeTheCommonMatrix_WhereNoBlockFits) {
  expect(touch("[touch]\nmatrix = [1, 0, 0.2, 0, 1, 0]\n[[touch.device]]\nusb = \"0EEF:C002\"\nmatrix = [1, 0, 0.1, 0, 1, 0]\n"), Verdict::ok,
         {"event5 at usb-1/input0: [[touch.device]] 1, matrix", "event6 at usb-2/input0: [touch] matrix"});
}

TEST_F(DoctorTouchDevices, AreSaidToBeIgnored) {
  expect(touch("[[touch.device]]\nname = \"ILITEK\"\nignore = true\n"), Verdict::ok, {"event6 at usb-2/input0: ignored, as [[touch.device]] 1 says"});
}

TEST_F(DoctorTouchDevices, Fail_WhereAllAreIgnored) {
  expect(touch("[[touch.device]]\nname = \"*\"\nignore = true\n"), Verdict::fail, {"every touchscreen is ignored"}, "take ignore out of the blocks in /etc/changlang/kiosk.toml");
}

TEST_F(DoctorTouchDevices, Warn_OfABlockThatFitsNone) {
  expect(touch("[[touch.device]]\nname = \"eGalax*\"\n[[touch.device]]\nname = \"Gone\"\nport = \"usb-9\"\n"), Verdict::warn,
         {"eGalax Touch 0eef:c002", "[[touch.device]] 2 (name \"Gone\", port \"usb-9\") fits no device"}, "kiosk --list-touch");
}

TEST_F(DoctorTouchDevices, Warn_OfABlockThatComesTooLate) {
  expect(touch("[[touch.device]]\nname = \"eGalax*\"\n[[touch.device]]\nport = \"usb-1\"\n"), Verdict::warn,
         {"[[touch.device]] 2 (port \"usb-1\") never counts: a block above fits its device first"}, "put it above");
}

TEST_F(DoctorTouchDevices, AreNamedOnOneLine_WhateverTheyCallThemselves) {
  box.write("/proc/bus/input/devices", screen("bell\a \x1b[2J", "0eef", "c002", "usb\x1b-1", 5));
  const Check check = touch("");
  EXPECT_EQ(check.seen.find_first_of("\a\x1b"), std::string::npos);
}

}  // namespace
}  // namespace kiosk::ctl
