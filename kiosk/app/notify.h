// What systemd is told (sd_notify's protocol: one datagram to $NOTIFY_SOCKET). Silent where there is no socket.
#pragma once

#include <string_view>

namespace kiosk::app {

// Whether somebody listens: the display was started as a service, and nobody reads what it prints.
bool is_service();

// "READY=1", "WATCHDOG=1", "STATUS=…", "STOPPING=1".
void notify(std::string_view state);

}  // namespace kiosk::app
