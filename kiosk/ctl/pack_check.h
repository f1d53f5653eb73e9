// The last test of a pack before it becomes current: can the display play it at all?
//
// A story, slide or picture that is broken is left out by the display and does not keep a pack away: the workshop refuses to build
// such packs, and what is right in them may be urgent.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"

namespace kiosk::ctl {

// refused where the pack does not open, or not one of its points can be read; the reason is the first finding.
Result<void> check_pack(const std::filesystem::path& pack);

}  // namespace kiosk::ctl
