// The JSON of a manifest, read piece by piece: a manifest of 200,000 files must neither take minutes nor the memory of a tree.
// Used by manifest.cpp alone; what the values may be is decided there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/sync/manifest.h"

namespace kiosk::sync {

inline constexpr std::uint64_t kManifestFormat = 1;

// Errors: malformed (not JSON, a key twice, a value missing or of another type), limit (too deep, too many files), refused (another format).
// What the pieces say went wrong is said before that.
Result<Manifest> read_manifest_json(const Pieces& text, std::string_view subject, const Limits& limits);

bool is_media_type(std::string_view text);

// A path for a message: control characters would otherwise reach a technician's terminal.
std::string printable(std::string_view path);

}  // namespace kiosk::sync
