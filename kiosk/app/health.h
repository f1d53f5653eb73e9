// How this screen is, in lights: for the operator panel. What only root may see is `kioskctl doctor`'s.
//
// Codes   : docs/failure-codes.md has the list. A code once given is never used for another thing.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/operator_desk.h"
#include "kiosk/site/config.h"

namespace kiosk::app {

// What the display knows of itself.
struct DisplayFacts {
  std::string name, program;
  std::optional<std::uint64_t> generation;
  std::vector<std::string> packs;  // "qingpu 2026.11"
  std::string settings;            // what is wrong with kiosk.toml; empty: nothing
  LocalTime now;                   // site's time
  std::string clock_doubt;         // why that is not to be trusted; empty: it is
  int touch_devices = 0;
  bool software = false;           // drawn without a GPU
  std::uint64_t content_refused = 0, pictures_failed = 0;
};

// What stands on the disk and in the kernel.
struct BoxFacts {
  bool sync_wanted = false;          // [sync] url is set
  std::optional<int> sync_exit;      // of the last one; nothing: never, or unknown
  std::chrono::sys_seconds now{};
  std::optional<std::chrono::sys_seconds> sync_success;
  std::optional<std::uint64_t> free_bytes;  // where content lies
  std::optional<double> hottest_c;
  bool stick = false, previous = false;     // there is a stick with something on it; a generation before this one
};

inline constexpr std::uint64_t kLittleRoom = 1ull << 30, kNoRoom = 256ull << 20;  // bytes; sync leaves the latter free (sync/STATE.md)
inline constexpr std::chrono::days kLongWithoutSync{7};
inline constexpr double kHot = 85, kTooHot = 95;  // °C: where common processors begin to slow down, and to switch off

// Any thread; some milliseconds, more where the disk is slow.
BoxFacts look_at_box(const site::Config& config, const std::filesystem::path& root = "/");

screens::Health judge(const DisplayFacts& display, const BoxFacts& box);

}  // namespace kiosk::app
