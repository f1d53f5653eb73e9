// The folder of a repository as a whole: onto a stick, and what nobody needs any more.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "kiosk/repo/place.h"
#include "kiosk/repo/publish.h"

namespace kiosk::repo {

// Everything that a kiosk reads of `folder` today goes to `place`, the timestamp last; what is there already stays. refused where a file is missing.
Result<Sent> export_to(const Folder& folder, Place& place, const std::function<void(std::size_t done, std::size_t all, std::uint64_t bytes)>& progress);

struct Pruned {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};
// Removes documents that were superseded and have not changed for `keep`, and the targets and blobs that no document names any more. Roots stay: a box that was
// away for years follows them one by one. Needs the Folder's lock.
Result<Pruned> prune(const Folder& folder, std::chrono::hours keep, bool only_count);

}  // namespace kiosk::repo
