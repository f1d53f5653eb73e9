// The last test of a pack before it becomes current: what content::check says about it, as one verdict.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"

namespace kiosk::ctl {

// refused, with the first finding and how many there are, where the pack cannot be played.
Result<void> check_pack(const std::filesystem::path& pack);

}  // namespace kiosk::ctl
