// A QR code as a mask: black modules covered, four modules of quiet zone around.
#pragma once

#include <string>

#include "kiosk/gfx/shapes.h"

namespace kiosk::ui {

// At most `size_px` a side, whole pixels a module; an empty mask where the text is too long (> 2,953 bytes).
gfx::Mask qr_mask(const std::string& text, int size_px);

}  // namespace kiosk::ui
