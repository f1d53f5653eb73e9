// The few signs on controls, drawn as strokes on a 34×34 grid.
#pragma once

#include "kiosk/gfx/shapes.h"

namespace kiosk::ui {

enum class Icon { none, home, back, previous, next, down, wheelchair, contrast, text_size, info, pin, calendar };

// `size_px` square; the key under which ShapeCache keeps it.
std::string icon_key(Icon icon, int size_px);
gfx::Mask icon_mask(Icon icon, int size_px);

}  // namespace kiosk::ui
