// A healthy box is OK in every line; then one thing after another is spoiled, and the line that ought to notice says so, and how to mend it.
#include "kiosk/ctl/doctor.h"

#include <algorithm>

#include "fake_box.h"

namespace kiosk::ctl {
namespace {

const std::string kRecordFolder = kRecord, kStateFolder = kState;

Check line_of(const FakeBox& box, const std::string& name) {
  for (const Check& check : examine(box.machine, "/etc/changlang/kiosk.toml"))
    if (check.name == name) return check;
  ADD_FAILURE() << "no line " << name;
  return {};
}

// `mend` is empty for OK alone: what is wrong always says what to do.
void expect(const FakeBox& box, const std::string& name, Verdict verdict, const std::string& seen, const std::string& mend) {
  const Check check = line_of(box, name);
  EXPECT_EQ(check.verdict, verdict) << name << ": " << check.seen << " -> " << check.mend;
  EXPECT_NE(check.seen.find(seen), std::string::npos) << name << ": " << check.seen;
  EXPECT_NE(check.mend.find(mend), std::string::npos) << name << ": " << check.mend;
  EXPECT_EQ(check.mend.empty(), verdict == Verdict::ok) << name << ": " << check.mend;
}

void ok(const FakeBox& box, const std::string& name, const std::string& seen) { expect(box, name, Verdict::ok, seen, ""); }
void warn(const FakeBox& box, const std::string& name, const std::string& seen, const std::string& mend) { expect(box, name, Verdict::warn, seen, mend); }
void fail(const FakeBox& box, const std::string& name, const std::string& seen, const std::string& mend) { expect(box, name, Verdict::fail, seen, mend); }

// What the kernel says of the clients of a card, as root sees it.
std::string clients(const std::string& row) { return "             command  tgid dev master a   uid      magic\n" + row; }

TEST(Doctor, IsOkInEveryLine_OnAHealthyBox) {
  const FakeBox box;
  const std::vector<Check> checks = examine(box.machine, "/etc/changlang/kiosk.toml");
  EXPECT_GE(checks.size(), 20u);
  for (const Check& check : checks) EXPECT_TRUE(check.verdict == Verdict::ok && !check.seen.empty() && check.mend.empty()) << check.name << ": " << check.seen << " -> " << check.mend;
  EXPECT_EQ(exit_code_of(checks), ExitCode::done);
  EXPECT_NE(to_lines(checks).find(" OK, 0 WARN, 0 FAIL\n"), std::string::npos);
}

TEST(Doctor, EndsWithOne_ForAFailAlone) {
  const Check good{"a", Verdict::ok, "x", ""}, poor{"b", Verdict::warn, "y", "do"}, bad{"c", Verdict::fail, "z", "do"};
  EXPECT_EQ(exit_code_of({good, poor}), ExitCode::done);
  EXPECT_EQ(exit_code_of({good, bad, poor}), ExitCode::refused);
  const OrderedJson json = to_json({good, bad, poor}, kNow);
  EXPECT_EQ(json["verdict"], "FAIL");
  EXPECT_EQ(json["counts"]["WARN"], 1);
  EXPECT_EQ(json["checks"][1]["mend"], "do");
  EXPECT_EQ(to_lines({good, poor}), "OK   a  x\nWARN b  y -> do\n1 OK, 1 WARN, 0 FAIL\n");
}

TEST(Doctor, SaysOnOneLine_WhateverTheBoxSays) {
  FakeBox box;
  box.write("/sys/class/drm/card0-HDMI-A-1/modes", "1920x1080\x1b[2J\n");
  for (const Check& check : examine(box.machine, "/etc/changlang/kiosk.toml"))
    EXPECT_EQ(check.seen.find_first_of("\n\x1b"), std::string::npos) << check.name;
}

TEST(DoctorCard, NamesThePanelAndItsMode) {
  FakeBox box;
  ok(box, "card, connector", "card0-HDMI-A-1 1920x1080");
  box.write("/sys/class/drm/card0-DP-1/status", "connected\n");
  box.write("/sys/class/drm/card0-DP-1/modes", "3840x2160\n");
  warn(box, "card, connector", "card0-DP-1 3840x2160", "unplug the other");
}

TEST(DoctorCard, Warns_WhereNobodyKnowsWhetherAPanelIsThere) {
  FakeBox box;
  box.remove("/sys/class/drm/card0-HDMI-A-1");
  box.write("/sys/class/drm/card0-VGA-1/status", "unknown\n");
  warn(box, "card, connector", "card0-VGA-1", "video=VGA-1:1920x1080");
}

TEST(DoctorCard, Fails_WithoutPanelModeOrCard) {
  FakeBox box;
  box.write("/sys/class/drm/card0-HDMI-A-1/modes", "");
  fail(box, "card, connector", "names no resolution", "another cable");
  box.write("/sys/class/drm/card0-HDMI-A-1/status", "disconnected\n");
  fail(box, "card, connector", "no panel is connected", "power");
  box.remove("/sys/class/drm");
  fail(box, "card, connector", "no graphics card", "nomodeset");
}

TEST(DoctorMaster, BelievesTheKernel_WhereItSaysWhoIsMaster) {
  FakeBox box;
  const std::string file = "/sys/kernel/debug/dri/0/clients";
  box.write(file, clients("               kiosk   800   0   y    y   990          0\n"));
  ok(box, "DRM master", "held by the display, kiosk (pid 800)");
  box.write("/proc/900/comm", "plymouthd\n");
  box.write("/proc/900/cgroup", "0::/system.slice/plymouth-start.service\n");
  box.write(file, clients("           plymouthd   900   0   y    y     0          0\n               kiosk   800   0   n    y   990          0\n"));
  fail(box, "DRM master", "held by plymouthd (pid 900)", "systemctl status 900");
  box.write(file, clients(""));
  warn(box, "DRM master", "nobody holds the card", "SDL_VIDEODRIVER");
  box.unit("kiosk.service", "ActiveState", "inactive");
  ok(box, "DRM master", "free");
}

TEST(DoctorMaster, LooksAtOpenFiles_WhereTheKernelDoesNotSay) {
  FakeBox box;
  ok(box, "DRM master", "kiosk (pid 800)");
  box.write("/proc/900/comm", "Xorg\n");
  box.write("/proc/900/cgroup", "0::/user.slice/session-1.scope\n");
  box.link("/proc/900/fd/9", "/dev/dri/card0");
  warn(box, "DRM master", "Xorg (pid 900) has the card open too", "systemctl");
  box.remove("/proc/800");
  fail(box, "DRM master", "Xorg (pid 900) has the card open, and the display has not", "systemctl status 900");
  box.remove("/proc/900");
  ok(box, "DRM master", "free");
  box.remove("/proc/1");
  warn(box, "DRM master", "cannot be seen", "as root");
}

TEST(DoctorGroups, FailsWithTheCommand_WhereOneIsMissing) {
  FakeBox box;
  ok(box, "groups", "video, render, input, tty, audio");
  box.replace("/etc/group", "audio:x:29:kiosk", "audio:x:29:");
  warn(box, "groups", "no sound", "usermod --append --groups audio kiosk");
  box.replace("/etc/group", "input:x:106:kiosk", "input:x:106:kioskuser");
  fail(box, "groups", "no touch", "usermod --append --groups input kiosk");
  box.write("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
  fail(box, "groups", "no user kiosk", "systemd-sysusers");
}

TEST(DoctorTouch, NamesTheScreen_AndKnowsATouchpadAndAMouseFromOne) {
  FakeBox box;
  ok(box, "touch", "eGalax Touch 0eef:c002 event5");
  // Its pad does not lie on a picture (PROP 5), its tool is a finger; a tablet has a pen; a virtual mouse has buttons.
  const std::string pad = "N: Name=\"Touchpad\"\nH: Handlers=event7\nB: PROP=5\nB: KEY=e520 10000 0 0 0 0\nB: ABS=260800000000003\n\n";
  const std::string pen = "N: Name=\"Pen\"\nH: Handlers=event8\nB: PROP=2\nB: KEY=401 0 0 0 0 0\nB: ABS=3\n\n";
  const std::string mouse = "N: Name=\"Mouse\"\nH: Handlers=event9\nB: PROP=0\nB: KEY=400 10000 0 0 0 0\nB: ABS=3\n\n";
  box.write("/proc/bus/input/devices", pad + pen + mouse);
  fail(box, "touch", "no touchscreen", "USB cable");
  box.write("/proc/bus/input/devices", "N: Name=\"Serial frame\"\nH: Handlers=event4\nB: PROP=0\nB: KEY=400 0 0 0 0 0\nB: ABS=3\n");
  ok(box, "touch", "Serial frame");
  box.remove("/proc/bus/input/devices");
  warn(box, "touch", "cannot be read", "proc");
}

TEST(DoctorTouch, Fails_WhereTheDisplayIsDeaf) {
  FakeBox box;
  box.say("touch_devices", "0");
  fail(box, "touch", "the display sees none of them", "DeviceAllow");
}

TEST(DoctorRenderer, Warns_WhereTheProcessorDrawsOrNobodySays) {
  FakeBox box;
  ok(box, "renderer", "opengl on KMSDRM");
  box.say("renderer", "\"software\"");
  warn(box, "renderer", "the processor draws", "libgl1-mesa-dri");
  box.words.erase("renderer");
  box.say("screen", "\"attract\"");
  warn(box, "renderer", "does not say", "kioskctl restart");
  box.remove(kRecordFolder + "/status.json");
  warn(box, "renderer", "unknown", "kioskctl restart");
}

TEST(DoctorFonts, AskFontconfig_WhereThePackagesFilesAreElsewhere) {
  FakeBox box;
  ok(box, "fonts", "Noto Sans CJK SC, Noto Serif CJK SC, LXGW WenKai");
  box.remove("/usr/share/fonts/truetype");
  warn(box, "fonts", "LXGW WenKai is missing", "apt-get install fonts-lxgw-wenkai");
  box.remove("/usr/share/fonts");
  box.answers["fc-match"] = {0, "DejaVu Sans", false};
  fail(box, "fonts", "Noto Serif CJK SC is missing", "apt-get install fonts-noto-cjk");
  for (const std::string name : {"Noto Sans CJK SC", "Noto Serif CJK SC", "LXGW WenKai"}) box.answers["fc-match --format=%{family} " + name] = {0, name + ",other", false};
  ok(box, "fonts", "Noto Serif CJK SC");
}

TEST(DoctorAudio, Warns_WithoutACard) {
  FakeBox box;
  ok(box, "audio", "HDA-Intel - HDA Intel PCH");
  box.write("/proc/asound/cards", "--- no soundcards ---\n");
  warn(box, "audio", "no sound card", "aplay -l");
}

TEST(DoctorDisk, WarnsBelowOneGibibyte_FailsBelowWhatSyncLeaves) {
  FakeBox box;
  ok(box, "disk", "20.0 GB of 64.0 GB free");
  box.space.free = 1'000'000'000;
  warn(box, "disk", "1.0 GB", "kioskctl sync gc");
  box.space.free = 200'000'000;
  fail(box, "disk", "200.0 MB", "kioskctl sync gc");
}

TEST(DoctorDisk, NoticesAReadOnlyDisk_NoNamesLeft_AndErrorsOfTheFileSystem) {
  FakeBox box;
  box.write("/sys/fs/ext4/mmcblk0p2/errors_count", "7\n");
  warn(box, "disk", "mmcblk0p2: 7 errors", "fsck.mode=force");
  box.space.free_files = 3;
  fail(box, "disk", "hardly a name", "gc");
  box.space.read_only = true;
  fail(box, "disk", "read-only", "journalctl -k");
}

TEST(DoctorWear, ReadsTheLifeOfAnEmmc) {
  FakeBox box;
  const std::string card = "/sys/class/mmc_host/mmc0/mmc0:0001";
  ok(box, "disk wear", "mmcblk0: 10% of its life is used");
  box.write(card + "/life_time", "0x01 0x09\n");
  warn(box, "disk wear", "80%", "plan to replace mmcblk0");
  box.write(card + "/life_time", "0x0b 0x02\n");
  fail(box, "disk wear", "100%", "replace mmcblk0 now");
  box.write(card + "/life_time", "0x00 0x00\n");
  warn(box, "disk wear", "unknown", "SD card");
  box.write(card + "/pre_eol_info", "0x03\n");
  fail(box, "disk wear", "spare blocks", "replace mmcblk0");
}

TEST(DoctorWear, AsksSmartctl_OfSsds) {
  FakeBox box;
  box.remove("/sys/class/mmc_host");
  box.remove("/sys/block/mmcblk0");
  box.folder("/sys/block/nvme0n1");
  warn(box, "disk wear", "nvme0n1: its wear is unknown", "apt-get install smartmontools");
  const auto nvme = [](int used, const char* passed) {
    return Finished{0, std::string("{\"smart_status\":{\"passed\":") + passed + "},\"nvme_smart_health_information_log\":{\"percentage_used\":" + std::to_string(used) + "}}", false};
  };
  box.answers["smartctl"] = nvme(12, "true");
  ok(box, "disk wear", "nvme0n1: 12%");
  box.answers["smartctl"] = nvme(101, "true");
  fail(box, "disk wear", "101%", "replace nvme0n1 now");
  box.answers["smartctl"] = nvme(12, "false");
  fail(box, "disk wear", "it fails", "replace nvme0n1 now");
  box.answers["smartctl"] = {0, R"({"smart_status":{"passed":true},"ata_smart_attributes":{"table":[{"id":9,"value":99},{"id":177,"name":"Wear_Leveling_Count","value":15}]}})", false};
  warn(box, "disk wear", "85%", "plan to replace");
  box.answers["smartctl"] = {2, R"({"smartctl":{"exit_status":2},"smart_status":[]})", false};
  warn(box, "disk wear", "does not tell", "smartctl");
}

TEST(DoctorWear, SaysThatAVirtualDiskHasNone) {
  FakeBox box;
  box.remove("/sys/class/mmc_host");
  box.remove("/sys/block/mmcblk0");
  warn(box, "disk wear", "no disk is seen", "/sys/block");
  box.folder("/sys/block/vda");
  ok(box, "disk wear", "virtual disk");
}

TEST(DoctorClock, IsJudgedByServerBoardAndSignedContent) {
  FakeBox box;
  ok(box, "clock", "2026-12-01T10:00:00Z, synchronized");
  box.remove("/run/systemd/timesync/synchronized");
  warn(box, "clock", "no time server answers", "timesyncd");
  box.answers["timedatectl show"] = {0, "yes\n", false};
  ok(box, "clock", "synchronized");
  box.answers.erase("timedatectl show");
  box.replace("/etc/changlang/kiosk.toml", "url = \"https://museum.example/repo/\"", "url = \"\"");
  ok(box, "clock", "kept by the board's clock; no network");
  box.remove("/sys/class/rtc");
  warn(box, "clock", "neither a time server nor a clock", "RTC module");
}

TEST(DoctorClock, Warns_WhereTheBoardsClockIsApart_ButNotByItsZone) {
  FakeBox box;
  box.write("/sys/class/rtc/rtc0/since_epoch", std::to_string(kNow.time_since_epoch().count() + 8 * 3600) + "\n");
  ok(box, "clock", "synchronized");
  box.write("/sys/class/rtc/rtc0/since_epoch", std::to_string(kNow.time_since_epoch().count() - 5'000) + "\n");
  warn(box, "clock", "rtc0 is 83 min apart", "hwclock --systohc");
}

TEST(DoctorClock, Fails_BeforeTheProgramWasWritten_OrWhatIsSignedProves) {
  FakeBox box;
  box.replace(kStateFolder + "/last.json", "\"exit\":0", "\"exit\":1");
  box.replace(kStateFolder + "/last.json", "\"clock_suspect\":false", "\"clock_suspect\":true");
  fail(box, "clock", "proves a later time", "timedatectl set-time");
  box.now = std::chrono::sys_days{std::chrono::year{1970} / 1 / 1};
  fail(box, "clock", "before this program was written", "timedatectl set-time");
}

TEST(DoctorWatchdog, Warns_WhereNoneIsThereOrNobodyFeedsIt) {
  FakeBox box;
  ok(box, "watchdog", "watchdog0 iTCO_wdt, fed every 30s");
  box.answers["systemctl show --property=RuntimeWatchdogUSec"].output = "0\n";
  warn(box, "watchdog", "nobody feeds it", "RuntimeWatchdogSec=30s");
  box.answers.erase("systemctl show --property=RuntimeWatchdogUSec");
  warn(box, "watchdog", "unknown", "systemctl show");
  box.remove("/sys/class/watchdog");
  warn(box, "watchdog", "no hardware watchdog", "softdog");
}

TEST(DoctorPorts, Fails_WhereOneOfOursListens) {
  FakeBox box;
  const auto row = [](const std::string& port, const std::string& state, const std::string& user) {
    return "   1: 00000000:" + port + " 00000000:0000 " + state + " 00000000:00000000 00:00000000 00000000   " + user + "        0 1 1\n";
  };
  const auto put = [&](const std::string& table, const std::string& line) { box.write("/proc/net/" + table, "  sl  local_address ...\n" + line); };
  ok(box, "ports", "ours: none; of other programs: tcp 22");
  put("tcp", row("1F90", "01", "991"));
  ok(box, "ports", "ours: none");
  put("udp", row("D431", "07", "991"));
  warn(box, "ports", "kiosk-sync takes datagrams on udp port 54321", "again in a minute");
  put("tcp6", row("1F90", "0A", "991"));
  fail(box, "ports", "user kiosk-sync listens on tcp6 port 8080", "ss -tulpn");
  put("tcp6", row("0050", "0A", "990"));
  fail(box, "ports", "user kiosk listens on tcp6 port 80", "ss -tulpn");
  box.remove("/proc/net");
  warn(box, "ports", "cannot be seen", "proc");
}

TEST(DoctorUnits, Fails_WhereTheDisplayIsNotThereNextTime) {
  FakeBox box;
  ok(box, "units", "2 restarts by itself");
  box.unit("kiosk.service", "UnitFileState", "disabled");
  fail(box, "units", "kiosk.service is not enabled", "systemctl enable --now kiosk.service");
  box.unit("kiosk.service", "UnitFileState", "enabled");
  box.unit("kiosk.service", "ActiveState", "failed");
  box.unit("kiosk.service", "Result", "watchdog");
  fail(box, "units", "kiosk.service is failed (watchdog)", "kioskctl restart");
  box.unit("kiosk.service", "LoadState", "masked");
  fail(box, "units", "masked", "systemctl unmask kiosk.service");
  box.unit("kiosk.service", "LoadState", "not-found");
  fail(box, "units", "not installed", "reinstall changlang");
}

TEST(DoctorUnits, Warns_WhereContentWouldNotCome) {
  FakeBox box;
  box.unit("kiosk-sync.timer", "ActiveState", "inactive");
  warn(box, "units", "kiosk-sync.timer is inactive", "systemctl enable --now kiosk-sync.timer");
  box.replace("/etc/changlang/kiosk.toml", "url = \"https://museum.example/repo/\"", "url = \"\"");
  ok(box, "units", "display enabled and active");
  box.unit("kiosk-sync.path", "UnitFileState", "disabled");
  warn(box, "units", "content stays on trial", "kiosk-sync.path");
  box.remove("/run/systemd/system");
  warn(box, "units", "systemd does not run here", "on the box itself");
}

TEST(DoctorUnits, Fails_WhereTheSafeScreenStands) {
  FakeBox box;
  box.unit("kiosk-safe.service", "ActiveState", "active");
  fail(box, "units", "under maintenance", "kioskctl log");
}

TEST(DoctorShipped, NamesEveryFileThatIsNotAsItWasShipped) {
  FakeBox box;
  ok(box, "units as shipped", "none changed");
  box.write("/etc/systemd/system/kiosk.service.d/mine.conf", "[Service]\nProtectSystem=no\n");
  warn(box, "units as shipped", "/etc/systemd/system/kiosk.service.d/mine.conf", "systemctl revert kiosk.service");
  box.link("/etc/systemd/system/kiosk-sync.timer", "/dev/null");
  warn(box, "units as shipped", "kiosk-sync.timer (masked)", "systemctl revert");
  box.replace("/usr/lib/systemd/system/kiosk.service", "ProtectSystem=strict", "ProtectSystem=no");
  fail(box, "units as shipped", "not those of kioskctl " CHANGLANG_VERSION ": /usr/lib/systemd/system/kiosk.service", "reinstall changlang");
  box.remove("/usr/lib/systemd/system/kiosk-sync@.service");
  fail(box, "units as shipped", "not installed: kiosk-sync@.service", "reinstall changlang");
}

TEST(DoctorShipped, LeavesThePackagesOwnDropInAlone_AndNoticesASecondInstallation) {
  FakeBox box;
  box.link("/etc/systemd/system/kiosk.service.d/10-restart-mode.conf", "/usr/share/changlang/newer-systemd.conf");
  ok(box, "units as shipped", "none changed");
  box.write("/usr/local/lib/systemd/system/kiosk.service", *box.machine.read("/usr/lib/systemd/system/kiosk.service"));
  warn(box, "units as shipped", "hides that of the package", "rm /usr/local/lib/systemd/system/kiosk.service");
}

TEST(DoctorSandbox, FailsAboveTheThreshold) {
  FakeBox box;
  ok(box, "sandbox", "kiosk.service 0.9");
  box.answers["systemd-analyze security"].output = "→ Overall exposure level for kiosk.service: 1.5 OK\n";
  ok(box, "sandbox", "1.5");
  box.answers["systemd-analyze security"].output = "→ Overall exposure level for kiosk.service: 3.2 OK\n";
  fail(box, "sandbox", "kiosk.service is exposed by 3.2", "systemctl revert");
  box.answers.erase("systemd-analyze security");
  warn(box, "sandbox", "unknown", "systemd-analyze security");
}

TEST(DoctorProgram, SaysThatANewOneWasTakenBack) {
  FakeBox box;
  ok(box, "program", CHANGLANG_VERSION);
  box.write("/usr/share/changlang/version", CHANGLANG_VERSION "\n");
  box.write(kRecordFolder + "/program.trial", CHANGLANG_VERSION " 1\n");
  ok(box, "program", "on trial");
  box.write(kRecordFolder + "/program.failed", CHANGLANG_VERSION "\n");
  fail(box, "program", "was taken back", "support-bundle");
  box.write("/usr/share/changlang/version", "99.0.0\n");
  warn(box, "program", "the package is 99.0.0", "which -a kioskctl");
}

TEST(DoctorTerminal, KeepsTheFirstForTheDisplay) {
  FakeBox box;
  ok(box, "terminal", "tty1 is the display's");
  box.link("/etc/systemd/system/getty.target.wants/getty@tty1.service", "/lib/systemd/system/getty@.service");
  warn(box, "terminal", "login prompt is enabled", "systemctl mask --now getty@tty1.service");
  box.link("/etc/systemd/system/getty@tty1.service", "/dev/null");
  ok(box, "terminal", "tty1");
  box.unit("getty@tty1.service", "ActiveState", "active");
  fail(box, "terminal", "login prompt runs", "systemctl mask --now getty@tty1.service");
}

TEST(DoctorTerminal, NoticesADesktop) {
  FakeBox box;
  box.link("/etc/systemd/system/display-manager.service", "/lib/systemd/system/lightdm.service");
  ok(box, "terminal", "tty1");
  box.link("/etc/systemd/system/default.target", "/lib/systemd/system/graphical.target");
  warn(box, "terminal", "lightdm.service", "set-default multi-user.target");
  box.units["display-manager.service"] = {{"LoadState", "loaded"}, {"ActiveState", "active"}};
  fail(box, "terminal", "holds the screen", "systemctl disable --now display-manager");
}

TEST(DoctorConfig, NamesTheLine_AndWhoMayReadIt) {
  FakeBox box;
  ok(box, "configuration", "大厅");
  const std::string file = "/etc/changlang/kiosk.toml";
  std::filesystem::permissions(box.machine.at(file), std::filesystem::perms(0666));
  warn(box, "configuration", "can be changed by others", "chmod 640");
  std::filesystem::permissions(box.machine.at(file), std::filesystem::perms(0600));
  fail(box, "configuration", "may not read", "chgrp kiosk");
  box.replace(file, "[site]", "[sites]");
  fail(box, "configuration", "kiosk.toml:3: sites: unknown table", "edit /etc/changlang/kiosk.toml");
  box.remove(file);
  fail(box, "configuration", "kiosk.toml", "edit");
}

TEST(DoctorConfig, SaysThatTheLastGoodOneIsUsed) {
  FakeBox box;
  box.say("settings", "\"kiosk.toml:3: no\"");
  warn(box, "configuration", "still uses the settings before these", "kioskctl restart");
  box.say("settings", "\"\"");
  box.replace("/etc/changlang/kiosk.toml", "record = \"" + kRecordFolder + "\"", "record = \"\"");
  warn(box, "configuration", "[display] record is not set", "record =");
}

TEST(DoctorDisplay, Fails_WhereItRunsAndIsSilent) {
  FakeBox box;
  ok(box, "display", "plays qingpu 2026.11, at attract, said 20 s ago");
  box.say("program", "\"0.0.9\"");
  warn(box, "display", "version 0.0.9 runs", "kioskctl restart");
  box.now = kNow + std::chrono::minutes{10};
  fail(box, "display", "has said nothing for 10 min", "kioskctl restart");
  box.unit("kiosk.service", "ActiveState", "inactive");
  warn(box, "display", "10 min ago", "kioskctl restart");
  box.now = kNow - std::chrono::hours{5};
  warn(box, "display", "from the future", "clock");
  box.remove(kRecordFolder + "/status.json");
  warn(box, "display", "unknown", "kioskctl restart");
  box.unit("kiosk.service", "ActiveState", "active");
  fail(box, "display", "says nothing", "systemd-tmpfiles");
}

TEST(DoctorDisplay, FollowsNoLinkOutOfItsFolder) {
  FakeBox box;
  box.write("/etc/shadow", "{\"time\": \"2026-12-01T09:59:50Z\", \"screen\": \"secret\", \"program\": \"" CHANGLANG_VERSION "\"}");
  box.link(kRecordFolder + "/status.json", box.machine.at("/etc/shadow").string());
  EXPECT_EQ(line_of(box, "display").seen.find("secret"), std::string::npos);
  EXPECT_NE(line_of(box, "display").verdict, Verdict::ok);
}

TEST(DoctorFailures, SaysTheLastCode_AndTheOneOnTheGlass) {
  FakeBox box;
  ok(box, "failures", "none for a week");
  box.answers["journalctl --unit=kiosk.service --unit=kiosk-safe.service --grep"] = {
      0, "2026-11-30T08:00:00+0800 box kiosk[12]: failure screen: code=C-101 no exhibition\n", false};
  warn(box, "failures", "2026-11-30T08:00:00+0800: C-101 no exhibition", "failure-codes.md");
  box.say("failure", "\"C-301\"");
  fail(box, "failures", "the glass shows C-301", "failure-codes.md");
}

TEST(DoctorFailures, CountsCrashesInARow) {
  FakeBox box;
  box.replace(kRecordFolder + "/starts.json", "\"crashes\":0", "\"crashes\":2");
  warn(box, "failures", "generation 1 ended in a crash 2 times", "kioskctl rollback");
}

TEST(DoctorContent, SaysWhatPlaysAndWhoSigned) {
  FakeBox box;
  ok(box, "content", "qingpu/qingpu 2026.11, signed by aaaaaaaaaaaaaaaa (generation 1), 1 files as signed");
  box.write(kStateFolder + "/trial.json", "{\"generation\":1,\"previous\":0}");
  ok(box, "content", "on trial");
  box.write(kStateFolder + "/pinned.json", "{\"generation\":1}");
  warn(box, "content", "pinned", "kioskctl sync unpin");
}

TEST(DoctorContent, Fails_WhereAFileIsNotAsSigned) {
  FakeBox box;
  const std::string pack = kStateFolder + "/gen/1/packs/qingpu/qingpu/";
  box.write(pack + "pack.toml", "cut");
  fail(box, "content", "1 of 1 files are missing or cut", "kioskctl sync scrub && kioskctl sync once");
  box.replace(pack + "manifest.json", "2026.11", "2026.12");
  fail(box, "content", "not the one that was signed", "kioskctl sync scrub");
  box.replace(kStateFolder + "/gen/1/generation.json", "\"" + std::string(64, 'a') + "\"", "");
  fail(box, "content", "nobody signed it", "kioskctl sync scrub");
  box.write(kStateFolder + "/gen/1/generation.json", "rotten");
  fail(box, "content", "current cannot be read", "kioskctl rollback");
}

TEST(DoctorContent, KnowsABoxWithoutSync_OneThatHasNothingYet_AndOneThatTrustsNobody) {
  FakeBox box;
  box.remove(kStateFolder + "/current");
  warn(box, "content", "nothing has come yet", "kioskctl sync once");
  box.remove("/etc/changlang/root.json");
  fail(box, "content", "nothing is trusted yet", "install -m 644 1.root.json /etc/changlang/root.json");
  box.replace("/etc/changlang/kiosk.toml", "url = \"https://museum.example/repo/\"", "url = \"\"");
  warn(box, "content", "nothing is trusted yet", "install -m 644 1.root.json /etc/changlang/root.json");
  box.remove(kStateFolder);
  fail(box, "content", kStateFolder, "systemd-tmpfiles --create");
  EXPECT_FALSE(box.machine.exists(kStateFolder)) << "doctor made the folder that it looked for";
  box.write("/etc/changlang/kiosk.toml", "");
  ok(box, "content", "came with the program");
  box.write("/etc/changlang/kiosk.toml", "[display]\npack = \"/srv/own\"\n");
  fail(box, "content", "holds no exhibition", "correct the path");
  box.write("/srv/own/pack.toml", "");
  ok(box, "content", "/srv/own");
}

TEST(DoctorSync, TellsRefusalFromABadLine) {
  FakeBox box;
  const std::string last = kStateFolder + "/last.json";
  ok(box, "sync", "last 2026-12-01T09:50:00Z from https://museum.example/repo/, well");
  box.replace(last, "\"exit\":0,\"error\":\"\"", "\"exit\":3,\"error\":\"no network\"");
  warn(box, "sync", "no network", "kioskctl sync once");
  box.replace(last, "\"last_success\":\"2026-12-01", "\"last_success\":\"2026-11-20");
  warn(box, "sync", "ended well is 11 days ago", "kiosk-sync.timer");
  box.replace(last, "\"exit\":3,\"error\":\"no network\"", "\"exit\":1,\"error\":\"wrong signature\"");
  fail(box, "sync", "refused: wrong signature", "tell the coordinator");
  box.replace(last, "\"exit\":1", "\"exit\":4");
  fail(box, "sync", "wrong signature", "see disk");
  box.write(last, "[]");
  warn(box, "sync", "is no JSON object", "sync once");
  box.remove(last);
  warn(box, "sync", "never", "kioskctl sync once");
  box.replace("/etc/changlang/kiosk.toml", "url = \"https://museum.example/repo/\"", "url = \"\"");
  ok(box, "sync", "never");
}

}  // namespace
}  // namespace kiosk::ctl
