// What the display and sync have written down of themselves, read without trusting either of them, and the settings that say where.
//
// Nothing is followed out of their folders, nothing is changed, and root stays root: so a link that one of them planted leads nowhere.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ctl/machine.h"
#include "kiosk/site/config.h"
#include "kiosk/sync/store.h"

namespace kiosk::ctl {

inline constexpr const char* kConfigFile = "/etc/changlang/kiosk.toml";

// kiosk.toml of that box; what is wrong with it stands in `problems`.
site::LoadedConfig read_config(const Machine& machine, const std::filesystem::path& file);

// A folder that the display or sync owns. Errors: usage where the configuration names none (`key`: "[sync] state"), not_found, io.
Result<std::unique_ptr<sync::FileSystem>> open_kept(const Machine& machine, const std::filesystem::path& folder, const std::string& key);

// status.json of the display; kiosk/app/status.h says what each means.
struct DisplayWords {
  std::chrono::sys_seconds time{};
  std::string program, screen, failure, settings, renderer, video_driver;
  std::optional<std::uint64_t> generation;
  std::vector<std::string> packs;
  std::optional<double> frame_age_s, touch_age_s;  // at `time`
  std::uint64_t touch_devices = 0;
  std::map<std::string, std::uint64_t> errors;
};
Result<DisplayWords> read_display_words(const Machine& machine, const std::filesystem::path& record);

// last.json of sync: how the last run ended. Errors: not_found where none ever ran.
struct LastSync {
  std::string time, source, error, last_success;
  int exit = 0;
  bool clock_suspect = false;
};
Result<LastSync> read_last_sync(sync::FileSystem& files);

// What is current, and what was decided about it.
struct Content {
  std::optional<sync::Generation> current, previous;
  bool on_trial = false;
  unsigned pinned = 0;  // 0: not
  std::vector<sync::Bad> bad;
};
Content read_content(sync::FileSystem& files);

// "qingpu/qingpu 2026.11, signed by 0123456789abcdef (generation 17)".
std::string describe_generation(const sync::Generation& generation);

// "3 s", "12 min", "5 h", "9 days"; of less than nothing "0 s".
std::string age_text(double seconds);

}  // namespace kiosk::ctl
