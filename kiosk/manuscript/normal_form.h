// Unicode's composed normal form (NFC, UAX #15): é as one character, whichever system wrote it.
#pragma once

#include <string>
#include <string_view>

namespace kiosk::manuscript {

// Ill-formed UTF-8 comes back as it is.
std::string composed(std::string_view text);
inline bool is_composed(std::string_view text) { return composed(text) == text; }

}  // namespace kiosk::manuscript
