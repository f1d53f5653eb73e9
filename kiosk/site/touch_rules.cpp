#include "kiosk/site/touch_rules.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "kiosk/base/utf8.h"
#include "kiosk/site/config_values.h"

namespace kiosk::site {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// As much of a device's own word as kiosk.toml takes; `cut` says whether that is less than all.
std::string sayable(const std::string& text, std::size_t most, bool& cut) {
  std::string out;
  std::size_t characters = 0;
  while (out.size() < text.size() && ++characters < most) {
    std::size_t at = out.size();
    const char32_t c = utf8::next(text, at);
    const std::string_view bytes = std::string_view(text).substr(out.size(), at - out.size());
    if (c == utf8::kReplacement || c == U'*' || !is_plain(bytes, 1)) break;
    out += bytes;
  }
  cut = out.size() < text.size();
  return out;
}

std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

bool is_touch_name(std::string_view text) { return is_plain(text, kMostTouchName) && text.substr(0, text.empty() ? 0 : text.size() - 1).find('*') == text.npos; }

bool is_touch_usb(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() != 9 || text[4] != ':') return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i != 4 && !std::isxdigit(static_cast<unsigned char>(text[i]))) return false;
  return true;
}

bool is_touch_port(std::string_view text) { return is_plain(text, kMostTouchPort) && text.find('*') == text.npos; }

bool is_touch_matrix(const Matrix& matrix) {
  return std::all_of(matrix.begin(), matrix.end(), [](double number) { return std::abs(number) <= kMostMatrix; });
}

bool fits(const TouchRule& rule, const TouchDevice& device) {
  if (rule.asks_for_nothing()) return false;
  if (rule.name.ends_with('*') ? device.name.empty() || !device.name.starts_with(rule.name.substr(0, rule.name.size() - 1))
                               : !rule.name.empty() && device.name != rule.name)
    return false;
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b)); };
  const std::string usb = device.usb();
  if (!rule.usb.empty() && !std::equal(rule.usb.begin(), rule.usb.end(), usb.begin(), usb.end(), same)) return false;
  if (!rule.port.empty()) {
    if (!device.port.starts_with(rule.port)) return false;
    if (device.port.size() > rule.port.size() && is_digit(rule.port.back()) && is_digit(device.port[rule.port.size()])) return false;
  }
  return true;
}

std::optional<std::size_t> rule_for(std::span<const TouchRule> rules, const TouchDevice& device) {
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (fits(rules[i], device)) return i;
  return std::nullopt;
}

std::string touch_block(const TouchDevice& device) {
  bool cut = false;
  std::string lines;
  const std::string name = sayable(device.name, kMostTouchName, cut);
  if (!name.empty()) lines += "name = " + in_quotes(cut ? name + "*" : name) + "\n";
  if (is_touch_usb(device.usb()) && !device.usb().empty()) lines += "usb = \"" + device.usb() + "\"\n";
  const std::string port = sayable(device.port, kMostTouchPort, cut);
  if (!port.empty()) lines += "port = " + in_quotes(port) + "\n";
  return lines.empty() ? "" : "[[touch.device]]\n" + lines;
}

std::string matrix_line(const Matrix& matrix) {
  char line[160];
  Matrix m = matrix;
  for (double& number : m)
    if (std::abs(number) < .000005) number = 0;  // "-0.00000" looks like a mistake
  std::snprintf(line, sizeof line, "matrix = [%.5f, %.5f, %.5f, %.5f, %.5f, %.5f]", m[0], m[1], m[2], m[3], m[4], m[5]);
  return line;
}

}  // namespace kiosk::site
