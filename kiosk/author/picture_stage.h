// The pictures of a pack on their way into the built folder: each made ready (renditions.h), or taken from what an earlier build made (build_cache.h).
// Threads: as many as there are cores, inside; the caller has none.
// Errors : of the folder written to, as a whole. A picture that cannot be decoded is its own outcome, and nothing of it is written.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/author/build_cache.h"
#include "kiosk/author/renditions.h"
#include "kiosk/sync/file_list.h"

namespace kiosk::author {

struct PictureJob {
  std::string path;  // in the pack
  Recipe recipe;
};

struct PictureOutcome {
  std::vector<sync::File> files;  // the picture first; then what stands beside it
  bool changed = false;           // its bytes are not the source's
  bool reused = false;            // nothing was decoded
  std::optional<Error> broken;
};

// One outcome a job, in their order. `done` is called in the caller's thread or another, one at a time.
Result<std::vector<PictureOutcome>> prepare_pictures(const std::filesystem::path& from, const std::filesystem::path& to,
                                                     const std::vector<PictureJob>& jobs, BuildCache& cache,
                                                     const std::function<void(std::size_t done)>& progress);

}  // namespace kiosk::author
