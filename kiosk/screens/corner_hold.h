// How the staff ask for the operator panel: two fingers that rest in opposite corners of the glass for five seconds. A palm or a sleeve makes more
// contacts, a child's hands move, and one person's arms reach no corners by mistake.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/gfx/input.h"

namespace kiosk::screens {

class CornerHold {
 public:
  static constexpr Duration kHold = seconds{5};
  static constexpr float kCornerMm = 60, kRestMm = 15;  // the corner's side; how far a resting finger may wander

  CornerHold(Size whole, float px_per_mm) : whole_(whole), corner_(kCornerMm * px_per_mm), rest_(kRestMm * px_per_mm) {}

  void handle(const gfx::Finger& finger);
  // Whether the five seconds are over; true once, then the fingers must leave the glass first.
  bool take(Duration now);
  // When `take` will be true if nothing moves.
  std::optional<Duration> due() const;

 private:
  struct Contact {
    gfx::FingerId id;
    Point down;
    Duration since;
    bool spoilt;  // it moved, or was taken
  };
  bool opposite() const;

  Size whole_;
  float corner_, rest_;
  std::vector<Contact> contacts_;
};

}  // namespace kiosk::screens
