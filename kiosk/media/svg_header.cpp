// The size of an SVG: width and height of its root, or the viewBox where they are missing or relative.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "kiosk/media/header.h"

namespace kiosk::media::detail {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr double kMaxLength = 1e9;

std::string_view without_leading(std::string_view text, std::string_view any_of) {
  text.remove_prefix(std::min(text.find_first_not_of(any_of), text.size()));
  return text;
}

// Reads a number and moves `text` behind it; NaN where there is none.
double take_number(std::string_view& text) {
  text = without_leading(text, " \t\r\n,");
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !(std::abs(value) <= kMaxLength)) return std::nan("");
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// A length in CSS px; 0 where it is missing, relative or means nothing.
double length_px(std::string_view text) {
  const double value = take_number(text);
  if (!(value > 0)) return 0;
  struct Unit {
    std::string_view name;
    double px;
  };
  static constexpr std::array kUnits{Unit{"px", 1},         Unit{"pt", 96. / 72},  Unit{"pc", 16},
                                     Unit{"mm", 96 / 25.4}, Unit{"cm", 96 / 2.54}, Unit{"in", 96}};
  text = text.substr(0, text.find_last_not_of(kSpace) + 1);
  if (text.empty()) return value;
  for (const Unit& unit : kUnits)
    if (text == unit.name) return value * unit.px;
  return 0;
}

// Where the root's attributes begin, behind "<svg"; npos where there is no root yet. Skips comments, declarations, DOCTYPE.
std::size_t root_attributes(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--")) at = text.find("-->", at + 4);
    else if (rest.starts_with("<?")) at = text.find("?>", at);
    else if (rest.starts_with("<!")) {
      at = text.find_first_of("[>", at);
      if (at != std::string_view::npos && text[at] == '[') at = text.find("]>", at);
    } else {
      const bool is_root = rest.starts_with("<svg") && rest.size() > 4 &&
                           (kSpace.find(rest[4]) != std::string_view::npos || rest[4] == '>');
      return is_root ? at + 4 : std::string_view::npos;
    }
    if (at == std::string_view::npos) break;
    ++at;
  }
  return std::string_view::npos;
}

struct Root {
  std::string_view width, height, view_box;
};

// Reads the attributes of the root; false where its tag does not end in `text`.
bool read_attributes(std::string_view text, Root& root) {
  while (true) {
    text = without_leading(text, kSpace);
    if (text.empty()) return false;
    if (text[0] == '>' || text[0] == '/') return true;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return false;
    std::string_view name = text.substr(0, equals);
    name = name.substr(0, name.find_last_not_of(kSpace) + 1);
    text = without_leading(text.substr(equals + 1), kSpace);
    if (text.empty()) return false;
    const char quote = text[0];
    if (quote != '"' && quote != '\'') return true;  // not XML; what was read so far decides
    const std::size_t end = text.find(quote, 1);
    if (end == std::string_view::npos) return false;
    const std::string_view value = text.substr(1, end - 1);
    if (name == "width") root.width = value;
    else if (name == "height") root.height = value;
    else if (name == "viewBox") root.view_box = value;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

bool looks_like_svg(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes = without_leading(bytes, kSpace);
  return bytes.starts_with("<svg") || bytes.starts_with("<?xml") || bytes.starts_with("<!--") ||
         bytes.starts_with("<!DOCTYPE svg");
}

Result<std::optional<Header>> read_svg(std::string_view bytes) {
  const std::size_t at = root_attributes(bytes);
  Root root;
  if (at == std::string_view::npos || !read_attributes(bytes.substr(at), root)) return std::optional<Header>();
  double width = length_px(root.width), height = length_px(root.height);
  if (width <= 0 || height <= 0) {
    std::array<double, 4> box{};
    for (double& value : box) value = take_number(root.view_box);
    if (!(box[2] > 0 && box[3] > 0))
      return Error{ErrorKind::malformed, "is an SVG that names neither width and height nor a viewBox", {}};
    width = box[2];
    height = box[3];
  }
  // Its own size means little: it is drawn at any. Kept within the limits, proportions kept.
  const double shrink = std::min({1., kMaxSide / std::max(width, height), std::sqrt(kMaxPixels / (width * height))});
  Header header{Format::svg, static_cast<int>(std::floor(width * shrink + 1e-6)),
                static_cast<int>(std::floor(height * shrink + 1e-6))};
  if (header.width < 1 || header.height < 1)
    return Error{ErrorKind::malformed, "is an SVG of impossible proportions", {}};
  return std::optional(header);
}

}  // namespace kiosk::media::detail
