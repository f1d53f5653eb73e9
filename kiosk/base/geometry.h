// Points, sizes and rectangles in float pixels, y down; colours in 8-bit sRGB, straight alpha.
#pragma once

#include <algorithm>
#include <cstdint>

namespace kiosk {

struct Point {
  float x = 0, y = 0;
  bool operator==(const Point&) const = default;
  Point operator+(Point o) const { return {x + o.x, y + o.y}; }
  Point operator-(Point o) const { return {x - o.x, y - o.y}; }
  Point operator*(float s) const { return {x * s, y * s}; }
};

struct Size {
  float w = 0, h = 0;
  bool operator==(const Size&) const = default;
  bool empty() const { return w <= 0 || h <= 0; }
};

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
  bool operator==(const Rect&) const = default;
  float right() const { return x + w; }
  float bottom() const { return y + h; }
  Point origin() const { return {x, y}; }
  Point centre() const { return {x + w / 2, y + h / 2}; }
  Size size() const { return {w, h}; }
  bool empty() const { return w <= 0 || h <= 0; }
  bool contains(Point p) const { return p.x >= x && p.y >= y && p.x < right() && p.y < bottom(); }
  bool intersects(const Rect& o) const { return x < o.right() && o.x < right() && y < o.bottom() && o.y < bottom(); }
  Rect moved(Point by) const { return {x + by.x, y + by.y, w, h}; }
  // Smaller by `by` on every side; negative grows.
  Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
  Rect intersection(const Rect& o) const {
    const float l = std::max(x, o.x), t = std::max(y, o.y);
    return {l, t, std::max(0.f, std::min(right(), o.right()) - l), std::max(0.f, std::min(bottom(), o.bottom()) - t)};
  }
};

struct Color {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Color&) const = default;
  // The same colour with its alpha scaled by `opacity` (0..1).
  constexpr Color faded(float opacity) const {
    return {r, g, b, static_cast<std::uint8_t>(static_cast<float>(a) * std::clamp(opacity, 0.f, 1.f) + .5f)};
  }
};

constexpr Color rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8), static_cast<std::uint8_t>(hex), 255};
}

// Source rectangle, in a picture of size `picture`, that fills a box of size `box` without distortion and keeps
// the focal point (0..1 in both directions) as near to the middle as the picture allows.
inline Rect crop_to_fill(Size picture, Size box, Point focus) {
  if (picture.empty() || box.empty()) return {};
  const float scale = std::min(picture.w / box.w, picture.h / box.h);
  const float w = box.w * scale, h = box.h * scale;
  return {std::clamp(focus.x * picture.w - w / 2, 0.f, picture.w - w), std::clamp(focus.y * picture.h - h / 2, 0.f, picture.h - h), w, h};
}

}  // namespace kiosk
