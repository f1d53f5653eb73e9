#include "kiosk/app/status.h"

#include <cmath>
#include <fstream>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"

namespace kiosk::app {
namespace {

OrderedJson tenths(const std::optional<double>& seconds) {
  return seconds ? OrderedJson(std::round(*seconds * 10) / 10) : OrderedJson();
}

}  // namespace

std::string Status::to_json() const {
  const OrderedJson json{{"time", time},
                         {"program", program},
                         {"generation", generation ? OrderedJson(*generation) : OrderedJson()},
                         {"packs", packs},
                         {"screen", screen},
                         {"panel", panel},
                         {"hours_change", hours_change},
                         {"undated", undated},
                         {"failure", failure},
                         {"settings", settings},
                         {"frame_age_s", tenths(frame_age_s)},
                         {"touch_age_s", tenths(touch_age_s)},
                         {"touch_devices", touch_devices},
                         {"renderer", renderer},
                         {"video_driver", video_driver},
                         {"errors", {{"findings", findings}, {"pictures", pictures_failed}, {"content", content_refused}, {"late_frames", late_frames}}}};
  return to_text(json, 2);
}

Result<void> write_status(const std::filesystem::path& folder, const std::string& json) {
  const std::filesystem::path file = folder / "status.json", half = folder / "status.json.new";
  {
    std::ofstream out(half, std::ios::binary | std::ios::trunc);
    if (!(out << json).flush()) return system_error("cannot write", half, errno);
  }
  std::error_code error;
  std::filesystem::rename(half, file, error);
  if (error) return system_error("cannot rename to", file, error.value());
  return {};
}

}  // namespace kiosk::app
