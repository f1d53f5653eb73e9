// `kioskctl sync` and `kioskctl sync status`: wires fetcher, store and updater, and says in one line what came of it.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/base/exit_code.h"

namespace kiosk::ctl {

struct SyncArguments {
  std::string url;                // overrides the configuration's
  std::filesystem::path state;    // likewise
  std::filesystem::path config;   // empty: url and state must be given
  double max_gib = 0;             // of one pack; 0: the limit of sync
  unsigned tries = 3;             // rounds that bring nothing, before giving up until the next sync
  bool json = false;
};

// One line on standard output (or one JSON object) on success; one line on standard error on failure.
ExitCode run_sync(const SyncArguments& arguments);
ExitCode run_sync_status(const SyncArguments& arguments);

}  // namespace kiosk::ctl
