// Where things are on the server. How a file is named there is known to this file alone: today a pack is a folder behind its
// manifest.json; a repository with files named by hash changes file_address and nothing else.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::sync {

// "https://host/packs/qingpu" or with a slash at its end → with one. Errors: usage (not http(s), a query, a password in it).
Result<std::string> base_address(std::string_view url);

// Both take what base_address gave.
std::string manifest_address(const std::string& base);
std::string file_address(const std::string& base, const File& file);

// Percent-encodes everything but letters, digits, "-", ".", "_", "~" and "/" (RFC 3986 §2.3).
std::string encode_path(std::string_view path);

}  // namespace kiosk::sync
