#include "kiosk/gfx/rotation.h"

#include <algorithm>
#include <cstddef>

namespace kiosk::gfx {

Size upright_size(Size panel, Rotation rotation) {
  const bool sideways = rotation == Rotation::quarter || rotation == Rotation::three_quarters;
  return sideways ? Size{panel.h, panel.w} : panel;
}

Point to_upright(Point p, Size panel, Rotation rotation) {
  switch (rotation) {
    case Rotation::none: return p;
    case Rotation::quarter: return {p.y, panel.w - p.x};
    case Rotation::half: return {panel.w - p.x, panel.h - p.y};
    case Rotation::three_quarters: return {panel.h - p.y, p.x};
  }
  return p;
}

Point to_panel(Point p, Size panel, Rotation rotation) {
  switch (rotation) {
    case Rotation::none: return p;
    case Rotation::quarter: return {panel.w - p.y, p.x};
    case Rotation::half: return {panel.w - p.x, panel.h - p.y};
    case Rotation::three_quarters: return {p.y, panel.h - p.x};
  }
  return p;
}

void rotate_pixels(const std::uint32_t* upright, int w, int h, Rotation rotation, std::uint32_t* panel, int pitch) {
  constexpr int kTile = 32;
  for (int y0 = 0; y0 < h; y0 += kTile) {
    for (int x0 = 0; x0 < w; x0 += kTile) {
      const int y1 = std::min(y0 + kTile, h), x1 = std::min(x0 + kTile, w);
      for (int y = y0; y < y1; ++y) {
        for (int x = x0; x < x1; ++x) {
          int px = x, py = y;
          if (rotation == Rotation::quarter) {
            px = h - 1 - y;
            py = x;
          }
          if (rotation == Rotation::half) {
            px = w - 1 - x;
            py = h - 1 - y;
          }
          if (rotation == Rotation::three_quarters) {
            px = y;
            py = w - 1 - x;
          }
          panel[static_cast<std::ptrdiff_t>(py) * pitch + px] = upright[static_cast<std::ptrdiff_t>(y) * w + x];
        }
      }
    }
  }
}

}  // namespace kiosk::gfx
