#include "kiosk/app/clock_trust.h"

#include "kiosk/base/clock.h"

namespace kiosk::app {

ClockFacts clock_facts(std::chrono::sys_seconds utc, const std::filesystem::path& root) {
  std::error_code error;
  return {utc, std::filesystem::exists(root / "sys/class/rtc/rtc0", error), std::filesystem::exists(root / "run/systemd/timesync/synchronized", error)};
}

std::string clock_doubt(const ClockFacts& facts) {
  if (facts.utc < kProgramDate) return "it says " + to_utc_string(facts.utc) + ", before this program was made; set it (timedatectl set-time) or replace the board's battery";
  if (!facts.battery_clock && !facts.synchronized)
    return "this box has no battery clock, and no time from the network yet; let systemd-timesyncd reach a time server, or fit a clock module";
  return {};
}

}  // namespace kiosk::app
