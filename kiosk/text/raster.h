// One glyph as coverage, by FreeType without hinting. Private to this room.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/text/face.h"

namespace kiosk::text {

inline constexpr int kPhases = 4;  // of a pixel, along the pen's way

// Rows from the top, `width` bytes each. left and top: from the pen's pixel to the first row's first byte, y down.
struct Mask {
  int width = 0, height = 0;
  int left = 0, top = 0;
  std::vector<std::uint8_t> coverage;
};

// `phase` moves the outline by that many quarters of a pixel: right, or down where it is turned. `upright` false: turned by 90° clockwise.
// A blank glyph, or one that FreeType refuses, is an empty mask.
Mask rasterise(Face& face, std::uint32_t glyph, float size_px, int phase, bool upright);

}  // namespace kiosk::text
