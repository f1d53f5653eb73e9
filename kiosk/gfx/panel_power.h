// The panel asleep or awake: DPMS, which the process that owns the display (DRM master) alone may set.
//
// Asleep  : the cable carries no picture; what the panel does then is its own affair. Nothing may be presented meanwhile.
// Threads : the main thread. Waking a panel can take as long as training its link does, some tenths of a second.
#pragma once

#include <memory>

#include "kiosk/base/result.h"

namespace kiosk::gfx {

class PanelPower {
 public:
  virtual ~PanelPower() = default;
  // Saying what already is changes nothing. Errors: transient, with what to look at; a later try may do.
  virtual Result<void> set(bool on) = 0;
};

// Every connector of the card that a picture is routed to, by its property "DPMS" (kernel: DRM UAPI, "Standard Connector Properties"), which
// needs no new mode on waking. `drm_fd` is borrowed.
std::unique_ptr<PanelPower> make_drm_panel_power(int drm_fd);

}  // namespace kiosk::gfx
