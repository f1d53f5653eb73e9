// OLPC's canonical JSON, over which TUF signs and hashes (http://wiki.laptop.org/go/Canonical_JSON; TUF specification §4.2).
//
// No space; keys sorted by their bytes; in strings only " and \ are escaped, everything else is written as it is, control characters too
// (so that the result need not be JSON); whole numbers alone.
// Peers in JavaScript sort by UTF-16 units: publishers keep to keys in ASCII, where both are the same.
//
// Include from .cpp files only, as base/json.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/json.h"
#include "kiosk/base/result.h"

namespace kiosk::sync {

// The largest whole number that every reader of JSON keeps (RFC 8259 §6).
inline constexpr std::uint64_t kLargestNumber = (1ull << 53) - 1;

// Errors: malformed where a number is not whole, or is beyond ± kLargestNumber. `subject` names the text in them.
Result<std::string> canonical_json(const Json& value, std::string_view subject);

}  // namespace kiosk::sync
