// kiosk --calibrate: the technician touches four crosses and a fifth to check; the touch matrix for kiosk.toml comes out.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "kiosk/app/exit.h"
#include "kiosk/base/clock.h"
#include "kiosk/gfx/window.h"

namespace kiosk::app {

// One touch: what the device reported and where the cross stood, both 0..1 of the panel.
struct Sighting {
  Point reported, wanted;
};

// The affine map with the least squared error; nothing where the touches lie on one line or are fewer than three.
std::optional<gfx::TouchMatrix> fit_matrix(std::span<const Sighting> sightings);

// Shows the crosses, prints "matrix = [...]" for [touch] of kiosk.toml and the check's error in parts of the panel. The
// window must have been opened without a matrix. Ends with the fifth touch, after a minute without one (2), or when `stop`, asked
// every second, is true (2).
Exit calibrate(gfx::Window& window, const Clock& clock, gfx::Rotation rotation, const std::function<bool()>& stop);

}  // namespace kiosk::app
