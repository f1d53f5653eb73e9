// Where the touches of each device land: found out once when a device appears, looked up for each touch.
//
// Order   : what the device reports, 0..1 → turned back by the frame's rotation → matrix → the panel, 0..1. The panel's own rotation comes after that, for
//           all devices alike (rotation.h).
// Replug  : a device that is back, under whatever number, is looked at anew.
// Threads : the main thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/gfx/input.h"
#include "kiosk/gfx/rotation.h"

namespace kiosk::gfx {

struct TouchMapping {
  Rotation frame = Rotation::none;  // how far the touch frame is turned clockwise against the panel
  TouchMatrix matrix;
  bool ignored = false;  // nothing that it reports counts

  Point apply(Point reported) const { return matrix.apply(to_panel(reported, {1, 1}, frame)); }
};

struct TouchDevice {
  TouchId id = 0;     // SDL's; another after each replug
  // The kernel's on KMSDRM, and on X11 but for the device that was touched last before the start: SDL 2.26 sees that one as X's "Virtual core pointer".
  // "wayland_touch" on Wayland, for all devices together.
  std::string name;
  std::string event;  // "event5" on KMSDRM, where SDL reads the kernel's device itself; else empty
  std::uint64_t stamp = 0;  // differs for each time that a device is plugged in, where `event` is known

  bool operator==(const TouchDevice&) const = default;
};

// Asked on the main thread, once for each device that appears, with all that are there, this one too. Must take little time: a frame may be late by it.
using FindTouchMapping = std::function<TouchMapping(const TouchDevice&, std::span<const TouchDevice>)>;

class TouchMap {
 public:
  explicit TouchMap(FindTouchMapping find = {}) : find_(std::move(find)) {}

  // What is there now. Asks for the mapping of what was not there before; forgets what is gone.
  void update(std::vector<TouchDevice> present);

  // Of a device that is not in the list: as it reports.
  const TouchMapping& mapping(TouchId id) const;
  const TouchDevice* device(TouchId id) const;  // null where it is not in the list
  std::span<const TouchDevice> present() const { return present_; }

  // One number for a finger among those of all devices: two devices may count their fingers alike. The fingers of the first device keep theirs.
  FingerId finger(TouchId id, FingerId finger) const;

 private:
  struct Entry {
    TouchDevice device;
    TouchMapping mapping;
    int seat = 0;  // the least that is free when it appears
  };
  const Entry* find(TouchId id) const;
  FindTouchMapping find_;
  std::vector<TouchDevice> present_;
  std::vector<Entry> entries_;
};

}  // namespace kiosk::gfx
