// Refuses an SVG that nanosvg (inside SDL2_image 2.6.3) would answer with unbounded work. Private to this room.
#pragma once

#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::media {

// nanosvg cuts a dashed line into dashes one by one, without a limit: a long line with a tiny dash ends in no memory.
// The length of all lines is at most a few times the sum of all numbers in the file; that sum divided by the smallest dash
// must stay below a million. An ordinary dashed drawing stays below a thousand. Errors: limit.
Result<void> check_svg(std::string_view bytes);

}  // namespace kiosk::media
