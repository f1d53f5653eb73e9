// The PIN of the operator panel, and what kiosk.toml keeps of it: "scrypt:15:<salt>:<hash>", 16 and 32 bytes in hexadecimal digits.
//
// Whoever reads the file may try a million PINs: at 2^15 (32 MiB, a tenth of a second a try) six digits last a day, ten digits for ever. So the
// file is for root and the display alone where a PIN is set (docs/technician.md).
// Threads : no state; any thread. `fits` takes a tenth of a second: on a worker.
#pragma once

#include <string>
#include <string_view>

namespace kiosk::site {

inline constexpr std::size_t kLeastPin = 6, kMostPin = 12;  // digits

// 6 to 12 digits, not all of them alike.
bool is_pin(std::string_view digits);
// What is to be kept of it, with a salt of its own each time.
std::string keep_pin(std::string_view digits);
// Whether a text is what `keep_pin` gives.
bool is_kept_pin(std::string_view kept);
bool fits(std::string_view digits, std::string_view kept);

}  // namespace kiosk::site
