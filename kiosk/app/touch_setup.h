// Between kiosk.toml and the window: which mapping a touch device gets, and what a technician is told of it.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/app/exit.h"
#include "kiosk/base/result.h"
#include "kiosk/gfx/touch_map.h"
#include "kiosk/site/config.h"
#include "kiosk/site/touch_devices.h"

namespace kiosk::app {

using TouchList = std::function<Result<std::vector<site::TouchDevice>>()>;

// What the kernel says of a device that SDL named. Where its list cannot be read: the name alone.
// `present`: all that SDL has.
site::TouchDevice kernel_device(const gfx::TouchDevice& device, std::span<const gfx::TouchDevice> present, const TouchList& list = site::read_touch_devices);

// The first block that fits, or [touch] matrix. `measuring`: devices report as they are; only what is ignored stays so.
gfx::TouchMapping mapping_of(const site::Config& config, const site::TouchDevice& device, bool measuring);
// The line of the log: "touch device: name="…" usb=… port=… mapping=…".
std::string touch_line(const site::Config& config, const site::TouchDevice& device, bool measuring);

// For gfx::WindowOptions: both of these, for each device that appears. Reads /proc, which takes well under a millisecond, when a device is plugged in and at no other time.
gfx::FindTouchMapping touch_mapping(const site::Config& config, bool measuring, TouchList list = site::read_touch_devices);

// --list-touch: the touchscreens as blocks for kiosk.toml, as text.
std::string touch_blocks(std::span<const site::TouchDevice> devices);
// Prints them; 2 where there is none, or the list cannot be read.
Exit list_touch(const Result<std::vector<site::TouchDevice>>& devices);

}  // namespace kiosk::app
