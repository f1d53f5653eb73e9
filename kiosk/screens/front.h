// What has the glass, as the loop, scripts and status see it: the exhibition, or the operator panel in its place.
// Threads : the main thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/gfx/input.h"
#include "kiosk/ui/scene.h"

namespace kiosk::screens {

class Front {
 public:
  virtual ~Front() = default;

  // Each returns whether the frame must be drawn again.
  virtual bool handle(const gfx::Finger& finger) = 0;
  virtual bool step(Duration dt, Duration now) = 0;
  virtual void draw() = 0;
  virtual bool presentable() const = 0;
  // Longest time that may pass before the next step while nobody touches.
  virtual Duration wake_after(Duration now) const = 0;

  virtual std::string_view screen() const = 0;
  virtual bool settled() const = 0;
  virtual std::uint64_t builds() const = 0;
  virtual std::string dump() const = 0;
  virtual bool shows_text(std::string_view text) const = 0;
  // Labels that can be touched now, with their places.
  virtual std::vector<std::pair<std::string, Point>> visible_controls() const = 0;

  // Middle of the visible control with this label; nothing where there is none.
  std::optional<Point> find_label(std::string_view label) const {
    for (const auto& [text, at] : visible_controls())
      if (text == label) return at;
    return std::nullopt;
  }
};

inline std::vector<std::pair<std::string, Point>> controls_of(const ui::Scene& scene, const Rect& whole) {
  std::vector<std::pair<std::string, Point>> visible;
  for (const ui::Control& control : scene.controls())
    if (const std::optional<Point> at = scene.free_place(control, whole)) visible.emplace_back(control.label, *at);
  return visible;
}

}  // namespace kiosk::screens
