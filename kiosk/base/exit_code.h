// The exit codes of kioskctl and kioskctl-pack, which timers and scripts rely on.
#pragma once

#include "kiosk/base/result.h"

namespace kiosk {

enum class ExitCode : int {
  done = 0,
  refused = 1,    // wrong content, wrong hash, findings of level error: the same again will fail again
  usage = 2,      // command line or configuration
  transient = 3,  // network or disk in a state that may pass
  disk_full = 4,
  busy = 5,       // another run is at work
  internal = 70,  // EX_SOFTWARE of sysexits.h
};

constexpr ExitCode exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage: return ExitCode::usage;
    case ErrorKind::malformed:
    case ErrorKind::limit:
    case ErrorKind::refused: return ExitCode::refused;
    case ErrorKind::not_found:
    case ErrorKind::io:
    case ErrorKind::transient: return ExitCode::transient;
    case ErrorKind::disk_full: return ExitCode::disk_full;
    case ErrorKind::busy: return ExitCode::busy;
    case ErrorKind::internal: return ExitCode::internal;
  }
  return ExitCode::internal;
}

}  // namespace kiosk
