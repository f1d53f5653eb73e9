#include "request.h"

#include <charconv>
#include <vector>

namespace kiosk::text {

std::optional<Request> parse_request(const std::string& line) {
  std::vector<std::string> fields{""};
  for (const char c : line)
    if (c == '\t' && fields.size() < 7) fields.emplace_back();
    else fields.back() += c;
  if (fields.size() != 7) return std::nullopt;
  Request request{fields[0], {}};
  Setting& setting = request.setting;
  const auto language = language_from_tag(fields[1]);
  if (!language) return std::nullopt;
  setting.language = *language;
  const std::string& family = fields[2];
  const auto has = [&](std::string_view word) { return family.find(word) != family.npos; };
  setting.family = has("Sans") ? Family::sans : has("WenKai") || has("文楷") ? Family::letter : Family::serif;
  if (has("Bold")) setting.weight = Weight::bold;
  const auto number = [](const std::string& text, float& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
  };
  if (!number(fields[3], setting.size_px) || !number(fields[4], setting.extent_px)) return std::nullopt;
  const std::string& variant = fields[5];
  const bool house = variant == "house" || variant == "house-vert";
  if (!house) {
    setting.rules = Rules::of_browsers();
    setting.rules.squeeze = variant != "plain";
    setting.rules.han_latin_gap = variant != "plain" && variant != "noauto";
    if (variant != "base" && variant != "plain" && variant != "noauto" && variant != "justify" && variant != "vert") return std::nullopt;
  }
  if (house || variant == "justify") setting.align = Align::justify;
  if (variant.ends_with("vert")) setting.direction = Direction::vertical_rl;
  setting.text = fields[6];
  return request;
}

}  // namespace kiosk::text
