// How the upright picture lies on the panel: quarter turns, for pixels and for touches alike.
// Source: the same matrices as libinput's calibration (90° clockwise: 0 -1 1 1 0 0).
#pragma once

#include "kiosk/base/geometry.h"
#include "kiosk/gfx/bitmap.h"

namespace kiosk::gfx {

// Degrees clockwise by which the picture is turned to stand upright on a panel that hangs on its side.
enum class Rotation { none = 0, quarter = 90, half = 180, three_quarters = 270 };

// From what a touch device reports to the panel, both 0..1: x' = a x + b y + c, y' = d x + e y + f. SDL on KMSDRM reads
// evdev itself, so that neither libinput's nor xinput's matrices have any effect.
struct TouchMatrix {
  double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;
  Point apply(Point p) const {
    return {static_cast<float>(a * p.x + b * p.y + c), static_cast<float>(d * p.x + e * p.y + f)};
  }
};

// Size of the upright picture on a panel of size `panel`, and the other way round.
Size upright_size(Size panel, Rotation rotation);

// A place on the panel as a place in the upright picture; both in pixels.
Point to_upright(Point on_panel, Size panel, Rotation rotation);
// The inverse.
Point to_panel(Point on_upright, Size panel, Rotation rotation);

// Copies the upright picture onto the panel. Shapes: `upright` w×h rows packed; `panel` has `pitch` pixels a row.
// Works in tiles that fit the cache: about the cost of one copy.
void rotate_pixels(const std::uint32_t* upright, int w, int h, Rotation rotation, std::uint32_t* panel, int pitch);

}  // namespace kiosk::gfx
