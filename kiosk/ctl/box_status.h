// `kioskctl status`: how this screen is right now, from what the display and sync have written down, systemd and the kernel.
//
// Ages: counted to the moment of asking. The display writes its words each minute, so the last frame and the last touch may be younger
//       than said here, never older.
// What is not known is left empty, with the reason where a person needs it; without a running display the rest is said all the same.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/ctl/box_words.h"
#include "kiosk/ctl/machine.h"
#include "kiosk/ctl/units.h"

namespace kiosk::ctl {

struct BoxStatus {
  std::chrono::sys_seconds time{};
  std::string name;                   // [site] name
  std::optional<UnitState> unit;      // of the display; nothing where systemd does not say
  std::optional<DisplayWords> words;  // of the display
  std::string words_unknown;          // why there are none
  std::optional<double> words_age_s, frame_age_s, touch_age_s;
  std::optional<std::uint64_t> memory_bytes;  // of the display and all it started; of its process alone where systemd does not count
  std::vector<std::pair<std::string, double>> temperatures_c;  // "x86_pkg_temp" → 41.5
  std::optional<Space> disk;          // where content lies
  bool sync_here = false;             // [sync] state is set
  Content content;
  std::string content_unknown;        // why
  std::optional<LastSync> sync;       // nothing: never, or unknown
};

BoxStatus ask_status(const Machine& machine, const std::filesystem::path& config);

OrderedJson to_json(const BoxStatus& status);
std::string to_lines(const BoxStatus& status);

// The text of a file for node-exporter's textfile collector (Prometheus exposition format 0.0.4): docs/metrics.md has the list. What is not known has
// no line.
std::string to_metrics(const BoxStatus& status);

}  // namespace kiosk::ctl
