// Where the font files of the six faces are. Private to this room; the only user of fontconfig.
#pragma once

#include <array>
#include <filesystem>
#include <optional>

#include "kiosk/text/fonts.h"

namespace kiosk::text {

inline constexpr std::size_t kFaces = 6;  // three families, each regular and bold

constexpr std::size_t slot_of(Family family, Weight weight) {
  return static_cast<std::size_t>(family) * 2 + static_cast<std::size_t>(weight);
}

using FoundFaces = std::array<std::optional<FontFile>, kFaces>;

// Debian's places first; fontconfig is started only for families that are not there.
FoundFaces find_installed_fonts();
// The fonts of one folder (not of its subfolders), told apart by the names inside the files.
FoundFaces find_fonts_in(const std::filesystem::path& directory);

}  // namespace kiosk::text
