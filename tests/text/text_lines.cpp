// Where the lines of paragraphs begin and how wide they are, to compare engines.
//
// Reads requests, one a line, tab separated: id, language (zh-Hans, zh-Hant, en), font family name, font size px, column extent px, variant, text.
// Prints id, then START:WIDTH for each line; START in code points, WIDTH the line's advance in px.
// Variants: base (greedy, squeeze and Han-Latin space on, no push-in, no repair of the last line, brackets and quotes alone trim at a line's end),
//           plain (squeeze and space off), noauto (squeeze alone), justify and vert (base, justified; in columns from right to left), house (all rules).
#include <charconv>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/utf8.h"
#include "kiosk/text/paragraph.h"

namespace kiosk::text {
namespace {

std::optional<Setting> parse(const std::vector<std::string>& fields) {
  Setting setting;
  if (fields.size() != 7) return std::nullopt;
  const auto language = language_from_tag(fields[1]);
  if (!language) return std::nullopt;
  setting.language = *language;
  const std::string& family = fields[2];
  setting.family = family.find("Sans") != family.npos                                           ? Family::sans
                   : family.find("WenKai") != family.npos || family.find("文楷") != family.npos ? Family::letter
                                                                                                : Family::serif;
  if (family.find("Bold") != family.npos) setting.weight = Weight::bold;
  const auto number = [](const std::string& text, float& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
  };
  if (!number(fields[3], setting.size_px) || !number(fields[4], setting.extent_px)) return std::nullopt;
  const std::string& variant = fields[5];
  if (variant == "house") {
    setting.align = Align::justify;
  } else if (variant == "base" || variant == "plain" || variant == "noauto" || variant == "justify" || variant == "vert") {
    setting.rules = {};
    setting.rules.trim_stops = setting.rules.keep_wholes = setting.rules.push_in = setting.rules.repair_last_line = setting.rules.justify_in_order =
        setting.rules.half_width_dot = setting.rules.digits_across = false;
    if (variant == "plain") setting.rules.squeeze = false;
    if (variant == "plain" || variant == "noauto") setting.rules.han_latin_gap = false;
    if (variant == "justify") setting.align = Align::justify;
    if (variant == "vert") setting.direction = Direction::vertical_rl;
  } else {
    return std::nullopt;
  }
  setting.text = fields[6];
  return setting;
}

int run() {
  auto fonts = FontSet::find();
  if (!fonts) return std::cerr << to_string(fonts.error()) << '\n', 1;
  Typesetter typesetter(**fonts);
  std::size_t number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    std::vector<std::string> fields{""};
    for (const char c : line)
      if (c == '\t' && fields.size() < 7) fields.emplace_back();
      else fields.back() += c;
    const auto setting = parse(fields);
    if (!setting) {
      std::cerr << "line " << number << ": not a request: id, language, family, size, extent, variant, text, tab separated\n";
      return 2;
    }
    const Paragraph paragraph = typesetter.lay_out(*setting);
    std::cout << fields[0];
    std::cout.precision(4);
    std::cout << std::fixed;
    for (const Line& one : paragraph.lines)
      std::cout << '\t' << utf8::decode(std::string_view(setting->text).substr(0, one.text_begin)).size() << ':' << one.width;
    std::cout << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace kiosk::text

int main() { return kiosk::text::run(); }
