// Bytes that come piece by piece, for what is too large to be held whole.
#pragma once

#include <functional>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::sync {

// The next piece, which lives until the next call; an empty one is the end. After an error there is nothing more.
using Pieces = std::function<Result<std::string_view>()>;

}  // namespace kiosk::sync
