// What systemd says of our units, and which unit files this program came with.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ctl/machine.h"

namespace kiosk::ctl {

inline constexpr const char* kDisplayUnit = "kiosk.service";
inline constexpr const char* kSafeUnit = "kiosk-safe.service";
inline constexpr const char* kRequestsUnit = "kiosk-sync.path";
inline constexpr const char* kScrubUnit = "kiosk-sync-scrub.timer";
inline constexpr const char* kFetchUnits[] = {"kiosk-sync.timer", "kiosk-sync-notices.timer"};

// As systemctl show words it.
struct UnitState {
  std::string load;     // "loaded", "not-found", "masked"
  std::string enabled;  // "enabled", "disabled", "static", "masked"; empty: no such file
  std::string active;   // "active", "inactive", "failed", "activating"
  std::string result;   // of the last run: "success", "watchdog", "core-dump"
  unsigned main_pid = 0;  // 0: none
  std::optional<std::uint64_t> restarts, memory_bytes;
};
using UnitStates = std::map<std::string, UnitState>;

// Errors: transient where systemd does not run there, or does not answer.
Result<UnitStates> ask_units(const Machine& machine);

// A file of systemd/ as it was when this program was built.
struct ShippedUnit {
  std::string_view name;  // "kiosk.service", "kiosk-sync@apply-requests.service.d/again.conf"
  std::string_view sha256;
};
std::span<const ShippedUnit> shipped_units();

// Folders of unit files: those of this site's own hands, which win, then those of packages and ./run install.
inline constexpr const char* kOwnUnitFolders[] = {"/etc/systemd/system", "/run/systemd/system"};
inline constexpr const char* kShippedUnitFolders[] = {"/usr/local/lib/systemd/system", "/usr/lib/systemd/system"};

// The first of them that has the file; empty: none.
std::string find_unit_file(const Machine& machine, std::span<const char* const> folders, std::string_view name);
// Files in which this site changes our units: whole units, and drop-ins.
std::vector<std::string> own_unit_files(const Machine& machine);

}  // namespace kiosk::ctl
