// kiosk --calibrate: the technician touches four crosses and a fifth to check; what kiosk.toml needs comes out.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "kiosk/app/exit.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/gfx/window.h"
#include "kiosk/site/config.h"

namespace kiosk::app {

// One touch: what the device reported and where the cross stood, both 0..1 of the panel.
struct Sighting {
  Point reported, wanted;
};

// The affine map with the least squared error; nothing where the touches lie on one line or are fewer than three.
std::optional<gfx::TouchMatrix> fit_matrix(std::span<const Sighting> sightings);

// What the fifth cross may be missed by, in parts of the panel's width and height: 2 %, a third of the least button on a 1080p panel of 32 inches.
inline constexpr float kMostMiss = .02f;

// The touches of four crosses and the one that checks, as lines for kiosk.toml: [touch] matrix, or where `device` is given its [[touch.device]] block.
// Errors (usage): the touches lie on one line; the matrix is none that kiosk.toml takes; the fifth cross was missed by more than kMostMiss.
Result<std::string> calibration_text(std::span<const Sighting, 5> sightings, const std::optional<site::TouchDevice>& device);

// Shows the crosses and prints calibration_text, for the first device that is touched: what others report is left out, and said. A block is printed where
// there are several devices or `config` has blocks already. The window must have been opened so that devices report as they are (touch_setup.h).
// Ends with the fifth touch, after a minute without one (2), where the check fails (2, and nothing is printed for kiosk.toml), or when `stop`,
// asked every second, is true (2).
Exit calibrate(gfx::Window& window, const Clock& clock, const site::Config& config, const std::function<bool()>& stop);

}  // namespace kiosk::app
