// Eased changes over time.
#pragma once

#include <algorithm>

#include "kiosk/base/clock.h"

namespace kiosk::ui {

inline constexpr Duration kPageTime = milliseconds{320};
inline constexpr Duration kCrossfadeTime = milliseconds{900};
inline constexpr Duration kCalmFadeTime = milliseconds{150};

constexpr float ease_out_cubic(float t) {
  const float u = 1 - std::clamp(t, 0.f, 1.f);
  return 1 - u * u * u;
}

constexpr float ease_in_out(float t) {
  t = std::clamp(t, 0.f, 1.f);
  return t * t * (3 - 2 * t);
}

// Runs once from 0 to 1 over its length.
class Timeline {
 public:
  Timeline() = default;
  explicit Timeline(Duration length) : length_(length) {}

  // Returns whether it moved.
  bool step(Duration dt) {
    if (done()) return false;
    at_ = std::min(at_ + dt, length_);
    return true;
  }
  bool done() const { return at_ >= length_; }
  float linear() const { return length_.count() == 0 ? 1 : static_cast<float>(at_.count()) / static_cast<float>(length_.count()); }
  float eased() const { return ease_out_cubic(linear()); }

 private:
  Duration at_{0}, length_{0};
};

}  // namespace kiosk::ui
