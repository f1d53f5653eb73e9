// Touchscreens as the kernel lists them, judged by what they report, as udev does (systemd's udev-builtin-input_id.c): SDL goes by that.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk::site {

// What is not known is empty.
struct TouchDevice {
  std::string name;             // as the device gives it: any bytes
  std::string vendor, product;  // four hexadecimal digits, lower case
  std::string port;             // where it is plugged in: "usb-0000:00:14.0-3/input0"
  std::string event;            // "event5"

  // "0eef:c002"; empty where the device has no such numbers (0000:0000 on a serial line).
  std::string usb() const;
  bool operator==(const TouchDevice&) const = default;
};

inline constexpr const char* kInputDevices = "/proc/bus/input/devices";
inline constexpr std::size_t kMostInputDevices = 1u << 20;  // bytes of that list

// From the text of /proc/bus/input/devices.
std::vector<TouchDevice> parse_touch_devices(std::string_view text);

// The kernel's list now: some kilobytes, made by the kernel from memory in well under a millisecond.
Result<std::vector<TouchDevice>> read_touch_devices();

// Which device of the kernel's list is meant by what a window system knows of one. `event` decides where it is known ("event5"); else the name, where it
// is one device's alone; where several bear it, what they have in common. A name that stands for any device (Wayland's, X's core pointer) is of the
// one that is left when those named in `others` are taken away: the names of all that the window system knows besides. Whatever is not found keeps its
// name alone.
TouchDevice identify(std::span<const TouchDevice> listed, const std::string& name, const std::string& event, std::span<const std::string> others = {});

}  // namespace kiosk::site
