// A picture in memory: 8-bit ARGB words (0xAARRGGBB), straight alpha, rows packed from the top.
// Immutable once shared between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kiosk/base/geometry.h"

namespace kiosk::gfx {

struct Bitmap {
  int width = 0, height = 0;
  bool opaque = false;  // every pixel has alpha 255: drawn without blending
  std::vector<std::uint32_t> pixels;

  Bitmap() = default;
  Bitmap(int w, int h) : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
  Size size() const { return {static_cast<float>(width), static_cast<float>(height)}; }
  std::size_t bytes() const { return pixels.size() * sizeof(std::uint32_t); }
};

}  // namespace kiosk::gfx
