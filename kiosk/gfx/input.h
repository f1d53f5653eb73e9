// What a person does, as values: fingers on the upright picture, and what happens to the window.
#pragma once

#include <cstdint>
#include <variant>

#include "kiosk/base/clock.h"
#include "kiosk/base/geometry.h"

namespace kiosk::gfx {

using FingerId = std::int64_t;
inline constexpr FingerId kMouseFinger = -1;  // the mouse's left button works as one finger

using TouchId = std::int64_t;  // of a touch device, while it is plugged in
inline constexpr TouchId kNoTouchDevice = -1;  // the mouse, and scripts

struct Finger {
  enum class Phase { down, move, up, cancel } phase = Phase::down;
  FingerId id = 0;
  Point at;          // pixels of the upright picture
  Duration time{0};  // on the program's clock
  TouchId device = kNoTouchDevice;
};

// What the keys of a presenter's clicker or a keyboard mean: Page Down, Page Up and the like. Visitors have none.
struct Key {
  enum class Kind { next, back, home } kind = Kind::next;
};

struct Quit {};    // the session ends: SIGTERM, window closed
struct Redraw {};  // the window lost what it showed
struct TouchDevices {
  int count = 0;
};  // a touch device came or went

using Event = std::variant<Finger, Key, Quit, Redraw, TouchDevices>;

}  // namespace kiosk::gfx
