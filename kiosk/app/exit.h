// Exit codes of kiosk.
#pragma once

namespace kiosk::app {

enum class Exit {
  done = 0,
  usage = 2,        // command line or configuration; a calibration that came to nothing, no touchscreen to list
  no_content = 3,
  expectation = 4,  // of a script
  internal = 70,
};

}  // namespace kiosk::app
