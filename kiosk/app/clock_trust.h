// Whether the machine's clock may darken the screen. A box without a battery clock wakes up in the past: its clock then says yesterday
// evening at nine in the morning.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace kiosk::app {

// Nothing made later than this program can run before this. Moved forward with each release.
inline constexpr std::chrono::sys_seconds kProgramDate = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};

struct ClockFacts {
  std::chrono::sys_seconds utc;
  bool battery_clock = false;  // /sys/class/rtc/rtc0
  bool synchronized = false;   // /run/systemd/timesync/synchronized: systemd-timesyncd has had the time from the network since the machine's start
};

// Reads both marks; they lie in memory and answer at once. `root`: "/" but for tests.
ClockFacts clock_facts(std::chrono::sys_seconds utc, const std::filesystem::path& root = "/");
// Why it is not to be trusted, and how to mend it; empty: it is.
std::string clock_doubt(const ClockFacts& facts);

}  // namespace kiosk::app
