// status.json: how the display is, for doctor, receipts and whoever asks; in the display's state folder, replaced as a whole each minute
// and when something changes. Not durable: after a power cut it may be missing or old, which its time says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk::app {

struct Status {
  std::string time;     // "2026-11-23T09:30:00Z" by the machine's clock
  std::string program;  // version
  std::optional<std::uint64_t> generation;
  std::vector<std::string> packs;  // "qingpu 2026.11": what plays, in order
  std::string screen;  // "closed" outside the opening hours
  std::string panel;         // "on", "asleep", or "black" where it cannot be put to sleep, or not yet; empty: no hours are set
  std::string hours_change;  // site's time at which it opens or closes next, "2026-11-25 09:00"; empty: no hours are set, or never
  std::string undated;  // why only what has no date plays: the clock is not to be trusted; empty: what is due plays
  std::string failure;  // code of the failure screen that is shown; empty: none
  std::string settings;  // what is wrong with kiosk.toml while the last good settings are used; empty: nothing
  std::optional<double> frame_age_s, touch_age_s;  // nothing: none yet
  int touch_devices = 0;
  std::string renderer, video_driver;  // as gfx/window.h names them: "opengl", "software"; "KMSDRM"
  std::uint64_t findings = 0, pictures_failed = 0, content_refused = 0, late_frames = 0;  // since the start

  std::string to_json() const;
};

Result<void> write_status(const std::filesystem::path& folder, const std::string& json);

}  // namespace kiosk::app
