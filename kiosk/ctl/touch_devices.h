// Touchscreens as the kernel lists them, judged by what they report, as udev does (systemd's udev-builtin-input_id.c): SDL goes by that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kiosk::ctl {

struct TouchDevice {
  std::string name;
  std::string vendor, product;  // four hexadecimal digits
  std::string port;             // where it is plugged in: "usb-0000:00:14.0-3/input0"
  std::string event;            // "event5"
};

// From the text of /proc/bus/input/devices.
std::vector<TouchDevice> parse_touch_devices(std::string_view text);

}  // namespace kiosk::ctl
