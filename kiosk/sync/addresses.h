// Where things are on the server; how a file is named there is known to this file alone.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::sync {

// "https://host/packs/qingpu" or with a slash at its end → with one. Errors: usage (not http(s), a query, a password in it).
Result<std::string> base_address(std::string_view url);

// Whether a password may go there: over https, or to this machine itself. No where the address holds a user already: what stands before an @ only looks like
// a host.
bool may_carry_password(std::string_view url);

// Of a file named by its hash: blobs/<2 hex>/<sha256>. Takes what base_address gave.
std::string blob_address(const std::string& base, const File& file);

// Percent-encodes everything but letters, digits, "-", ".", "_", "~" and "/" (RFC 3986 §2.3).
std::string encode_path(std::string_view path);
// The same, and "/" too: one name in a path.
std::string encode_segment(std::string_view name);

}  // namespace kiosk::sync
