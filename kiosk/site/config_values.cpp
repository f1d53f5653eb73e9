#include "kiosk/site/config_values.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "kiosk/base/utf8.h"

namespace kiosk::site {

bool is_plain(std::string_view text, std::size_t max_characters) {
  const std::u32string characters = utf8::decode(text);
  return characters.size() <= max_characters && std::none_of(characters.begin(), characters.end(), [](char32_t c) {
           return c < 0x20 || (c >= 0x7F && c < 0xA0);
         });
}

std::optional<Path> read_path(const toml::node& node, const Path& folder) {
  const auto text = node.value_exact<std::string>();
  if (!text || text->size() > kMaxPathBytes || !is_plain(*text, kMaxPathBytes)) return std::nullopt;
  if (text->empty()) return Path();
  return (folder / *text).lexically_normal();
}

bool is_id(std::string_view text) {
  return text.size() <= kMaxIdBytes &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

bool is_url(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() > kMaxUrlBytes || !is_plain(text, kMaxUrlBytes) || text.find(' ') != std::string_view::npos)
    return false;
  for (std::string_view scheme : {"https://", "http://"})
    if (text.starts_with(scheme) && text.size() > scheme.size()) return true;
  return false;
}

bool take_matrix(const toml::node& node, Matrix& matrix) {
  const toml::array* list = node.as_array();
  if (!list || list->size() != matrix.size()) return false;
  Matrix read{};
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto number = (*list)[i].is_number() ? (*list)[i].value<double>() : std::nullopt;
    if (!number) return false;
    read[i] = *number;
  }
  if (!is_touch_matrix(read)) return false;
  matrix = read;
  return true;
}

namespace {

// Gives each text of a list to `add`; false where something is no text, is refused by `add`, or goes beyond `most`. `wrong` is
// then what it was about: one item, or the list.
bool take_items(const toml::node& node, std::size_t most, const toml::node*& wrong, const std::function<bool(const std::string&)>& add) {
  const toml::array* list = node.as_array();
  if (!list || list->size() > most) return false;
  for (const toml::node& item : *list) {
    wrong = &item;
    const auto text = item.value_exact<std::string>();
    if (!text || !add(*text)) return false;
  }
  wrong = &node;
  return true;
}

}  // namespace

bool take_usual_hours(const toml::node& node, const toml::node*& wrong, Spans& usual) {
  Spans spans;
  const bool good = take_items(node, kMostSpans, wrong, [&](const std::string& text) {
    const auto span = parse_span(text);
    if (span) spans.push_back(*span);
    return span && are_in_order(spans);
  });
  if (good) usual = std::move(spans);
  return good;
}

bool take_closed_days(const toml::node& node, const toml::node*& wrong, std::array<bool, 7>& closed_days) {
  std::array<bool, 7> closed{};
  const bool good = take_items(node, closed.size() - 1, wrong, [&](const std::string& text) {
    const auto day = parse_weekday(text);
    return day && !std::exchange(closed[*day], true);
  });
  if (good) closed_days = closed;
  return good;
}

bool take_exceptions(const toml::node& node, const toml::node*& wrong, std::vector<ExceptionalDay>& exceptions) {
  std::map<std::chrono::local_days, ExceptionalDay> days;
  const bool good = take_items(node, kMostExceptions, wrong, [&](const std::string& text) {
    const auto day = parse_exceptional_day(text);
    return day && days.emplace(day->day, *day).second;
  });
  if (!good) return false;
  exceptions.clear();
  for (auto& [date, day] : days) exceptions.push_back(std::move(day));
  return true;
}

}  // namespace kiosk::site
