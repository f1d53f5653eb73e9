// [[touch.device]] of kiosk.toml: which touch device is meant, and where its touches land. Deciding alone; nothing is read here.
// Threads: no state; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/site/touch_devices.h"

namespace kiosk::site {

inline constexpr std::size_t kMostTouchRules = 8;
inline constexpr std::size_t kMostTouchName = 128;  // characters; HID gives names up to 127 bytes
inline constexpr std::size_t kMostTouchPort = 64;   // the kernel's HID_PHYS

// x' = a x + b y + c, y' = d x + e y + f, as a b c d e f.
using Matrix = std::array<double, 6>;
inline constexpr int kMostMatrix = 10;  // a touch frame ten times the panel's size
inline constexpr Matrix kNoMatrix{1, 0, 0, 0, 1, 0};

// One block. What is empty is not asked for; at least one of the three is given, and all that are given must fit.
struct TouchRule {
  std::string name;  // as the kernel has it; with `*` at its end: the beginning of it
  std::string usb;   // "0eef:c002"
  std::string port;  // its beginning: "usb-0000:00:14.0-3" is port 3 and what hangs on it, not port 31
  int rotation = 0;  // degrees by which the frame is turned clockwise against the panel; undone before the matrix
  Matrix matrix = kNoMatrix;  // instead of [touch] matrix
  bool ignore = false;

  bool asks_for_nothing() const { return name.empty() && usb.empty() && port.empty(); }
  bool asks_like(const TouchRule& other) const { return name == other.name && usb == other.usb && port == other.port; }
  bool operator==(const TouchRule&) const = default;
};

// What a file may ask for. Empty is allowed: not asked for.
bool is_touch_name(std::string_view text);
bool is_touch_usb(std::string_view text);
bool is_touch_port(std::string_view text);
bool is_touch_matrix(const Matrix& matrix);

// What is not known of a device fits nothing that is asked for.
bool fits(const TouchRule& rule, const TouchDevice& device);
// The first that fits, by its place in the list.
std::optional<std::size_t> rule_for(std::span<const TouchRule> rules, const TouchDevice& device);

// The lines of a block that mean exactly this device, ready for kiosk.toml; valid whatever the device calls itself. Empty where nothing is known of it.
std::string touch_block(const TouchDevice& device);
// "matrix = [1.00000, …]".
std::string matrix_line(const Matrix& matrix);

}  // namespace kiosk::site
