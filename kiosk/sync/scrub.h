// Reads every blob again and takes out of use what is no longer what its name says: disks forget. The next sync fetches it anew.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/sync/store.h"

namespace kiosk::sync {

struct ScrubReport {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  std::vector<std::string> rotten;  // SHA-256 of the blobs that were put into quarantine
};

// `progress` is called before each blob with what was read so far; may be empty. Needs the Lock.
Result<ScrubReport> scrub(Store& store, const std::function<void(const ScrubReport&)>& progress = {});

}  // namespace kiosk::sync
