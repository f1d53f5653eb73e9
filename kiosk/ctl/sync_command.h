// `kioskctl sync …`: its command line, and which part of SyncSession each word means.
#pragma once

#include "kiosk/base/exit_code.h"

namespace kiosk::ctl {

// `argv[0]` is "sync". One line on standard output (or one JSON object) on success; one line each on standard error for what is wrong.
int run_sync(int argc, char** argv);

}  // namespace kiosk::ctl
