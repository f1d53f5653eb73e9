// What the values of kiosk.toml may be, kind by kind: in site alone. The table of keys is config.cpp's.
#pragma once

#include <toml++/toml.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/hours.h"
#include "kiosk/site/touch_rules.h"

namespace kiosk::site {

using Path = std::filesystem::path;

inline constexpr std::size_t kMaxPathBytes = 1024;
inline constexpr std::size_t kMaxUrlBytes = 512;
inline constexpr std::size_t kMaxIdBytes = 64;  // content/FORMAT.md

// Whole characters without control characters, so that a value can stand in a line of the log.
bool is_plain(std::string_view text, std::size_t max_characters);
bool is_id(std::string_view text);
bool is_url(std::string_view text);

// Absolute, or from `folder`; nothing where the value is no path.
std::optional<Path> read_path(const toml::node& node, const Path& folder);

// These put the value where it goes; false, and nothing put, where it is not allowed. `wrong` is then the value, or the item of it, that is meant.
bool take_matrix(const toml::node& node, Matrix& matrix);
bool take_usual_hours(const toml::node& node, const toml::node*& wrong, Spans& usual);
bool take_closed_days(const toml::node& node, const toml::node*& wrong, std::array<bool, 7>& closed_days);
bool take_exceptions(const toml::node& node, const toml::node*& wrong, std::vector<ExceptionalDay>& exceptions);

}  // namespace kiosk::site
