#include "kiosk/media/svg_guard.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace kiosk::media {
namespace {

constexpr double kMaxDashes = 1e6;
constexpr std::string_view kDashes = "stroke-dasharray";

bool begins_number(char c) { return (c >= '0' && c <= '9') || c == '.'; }

// Calls `use` with each number in `text`, without its sign.
template <typename Use>
void each_number(std::string_view text, Use use) {
  for (std::size_t at = 0; at < text.size();) {
    if (!begins_number(text[at])) {
      ++at;
      continue;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) value = std::numeric_limits<double>::infinity();
    if (error == std::errc::invalid_argument) ++at;
    else {
      use(value);
      at = static_cast<std::size_t>(end - text.data());
    }
  }
}

}  // namespace

Result<void> check_svg(std::string_view bytes) {
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t at = bytes.find(kDashes); at != std::string_view::npos; at = bytes.find(kDashes, at)) {
    at += kDashes.size();
    // As an attribute ="1 2" or within a style :1 2; — up to what ends either. Both quotes of an attribute are passed over.
    std::string_view value = bytes.substr(at);
    value.remove_prefix(std::min(value.find_first_not_of(" \t\r\n=:\"'"), value.size()));
    value = value.substr(0, value.find_first_of("\"';<>"));
    each_number(value, [&](double dash) {
      if (dash > 0) smallest = std::min(smallest, dash);
    });
  }
  if (!std::isfinite(smallest)) return {};
  double sum = 0;
  each_number(bytes, [&](double value) { sum += value; });
  if (sum / smallest <= kMaxDashes) return {};
  return Error{ErrorKind::limit, "is an SVG with too many dashes: make the dashes longer or draw the line whole", {}};
}

}  // namespace kiosk::media
