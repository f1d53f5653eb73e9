// The settings that the display last stood with: a copy of kiosk.toml in its own folder. Where kiosk.toml is refused, a panel goes on with them, so
// that a slip of a technician's finger is told to the technician and not shown to visitors.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "kiosk/base/result.h"
#include "kiosk/site/config.h"

namespace kiosk::app {

// `record`: the display's folder. `file`: kiosk.toml, from whose folder relative paths begin. Nothing where there are none, or this program refuses them.
std::optional<site::Config> last_good_settings(const std::filesystem::path& record, const std::filesystem::path& file);

// Keeps `file` as it is now, durably, if it differs from what is kept and is valid. To be called when the exhibition is on the glass; any thread.
Result<void> keep_as_last_good(const std::filesystem::path& record, const std::filesystem::path& file);

}  // namespace kiosk::app
