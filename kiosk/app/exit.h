// Exit codes of kiosk.
#pragma once

namespace kiosk::app {

enum class Exit {
  done = 0,
  usage = 2,        // command line or configuration
  no_content = 3,
  expectation = 4,  // of a script
  internal = 70,
};

}  // namespace kiosk::app
