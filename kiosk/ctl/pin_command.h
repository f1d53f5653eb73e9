// kioskctl pin: asks for a PIN twice and prints the line of kiosk.toml that keeps it.
#pragma once

#include "kiosk/base/exit_code.h"

namespace kiosk::ctl {

ExitCode make_pin();

}  // namespace kiosk::ctl
