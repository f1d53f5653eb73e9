// Brings each memorial's notices and withdrawals here and writes notices.json, which the display reads (NOTICES.md).
//
// Kept    : notices/<memorial>.json and notices/<memorial>.withdrawn.json, the last good ones. What is wrong or cannot be had leaves them in
//           force: a line that was taken down does not come back because of an error.
// Needs   : the lock of trust.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/sync/generation.h"
#include "kiosk/sync/notices.h"
#include "kiosk/sync/repository.h"

namespace kiosk::sync {

struct Problem {
  std::string subject;  // owner/pack, or a memorial
  Error error;
};

struct BoardOutcome {
  bool changed = false;  // notices.json is another one now
  std::size_t notices = 0, withdrawn = 0;
  std::vector<Problem> problems;
  std::size_t requests = 0;
  std::uint64_t bytes = 0;
};

// `current` tells whose packs are whose where a memorial's role cannot be read. Errors: of the disk.
Result<BoardOutcome> refresh_board(FileSystem& files, Fetcher& fetcher, const Repository& repository, const std::optional<Generation>& current);

}  // namespace kiosk::sync
