// Between keys.cpp and metadata.cpp alone: the JSON of a key, and of members that nobody here knows.
#pragma once

#include <string>

#include "kiosk/base/json.h"
#include "kiosk/sync/keys.h"

namespace kiosk::sync {

Json to_json(const Key& key);
// The object whose text `other` is; an empty one for an empty text. Ends the program where it is neither.
Json members_of(const std::string& other);

}  // namespace kiosk::sync
