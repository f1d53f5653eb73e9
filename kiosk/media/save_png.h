// Writes a picture as PNG: screenshots of scripts and previews.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"
#include "kiosk/gfx/bitmap.h"

namespace kiosk::media {

Result<void> save_png(const gfx::Bitmap& picture, const std::filesystem::path& file);

}  // namespace kiosk::media
