#include "kiosk/site/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "kiosk/base/files.h"
#include "kiosk/base/suggest.h"
#include "kiosk/site/config_values.h"
#include "kiosk/site/pin.h"

namespace kiosk::site {
namespace {

using Paths = std::vector<Path>;

constexpr std::size_t kMaxPaths = 8;
constexpr std::size_t kMaxNameCharacters = 60;

constexpr std::array<int, 4> kRotations{0, 90, 180, 270};
// In the order of their enums.
constexpr std::array<std::string_view, 3> kLanguageTags{tag(Language::hans), tag(Language::hant), tag(Language::en)};
constexpr std::array<std::string_view, 3> kTextSizes{"normal", "large", "largest"};
constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warning", "error"};

// What a key holds and where it goes.
struct Range {
  int Config::*field;
  int min, max;
  std::string_view unit;
};
struct Steps {
  int Config::*field;
  std::span<const int> values;
};
struct Flag {
  bool Config::*field;
};
struct OnePath {
  Path Config::*field;
};
struct PathList {
  Paths Config::*field;
};
struct Matrix {
  site::Matrix Config::*field;
};
struct Line {
  std::string Config::*field;
};
struct Id {
  std::string Config::*field;
};
struct Url {
  std::string Config::*field;
};
struct KeptPin {
  std::string Config::*field;
};
// The keys of one [[touch.device]].
struct DeviceText {
  std::string TouchRule::*field;
  bool (*is_allowed)(std::string_view);
  std::string_view allowed;
};
struct DeviceRotation {};
struct DeviceMatrix {};
struct DeviceIgnore {};
// The three keys of [hours].
struct UsualHours {};
struct ClosedDays {};
struct Exceptions {};
template <typename Enum>
struct Choice {
  Enum Config::*field;
  std::span<const std::string_view> words;
};

using Kind = std::variant<Range, Steps, Flag, OnePath, PathList, Matrix, Line, Id, Url, KeptPin, DeviceText, DeviceRotation, DeviceMatrix, DeviceIgnore, UsualHours,
                          ClosedDays, Exceptions, Choice<Language>, Choice<TextSize>,
                          Choice<log::Level>>;

struct Key {
  std::string_view table, name;
  Kind kind;
};

constexpr std::string_view kDeviceTable = "touch.device";
static_assert(kMostTouchName == 128 && kMostTouchPort == 64, "the table below says so");

// Every key there is. Defaults are those of Config.
const std::array kKeys{
    Key{"display", "pack", OnePath{&Config::pack}},
    Key{"display", "fallback", PathList{&Config::fallback}},
    Key{"display", "record", OnePath{&Config::record}},
    Key{"display", "rotation", Steps{&Config::rotation, kRotations}},
    Key{"display", "long_side_mm", Range{&Config::long_side_mm, 150, 6000, "mm"}},
    Key{"display", "bottom_edge_mm", Range{&Config::bottom_edge_mm, 0, 2000, "mm"}},
    Key{"display", "language", Choice<Language>{&Config::language, kLanguageTags}},
    Key{"display", "text_size", Choice<TextSize>{&Config::text_size, kTextSizes}},
    Key{"display", "high_contrast", Flag{&Config::high_contrast}},
    Key{"display", "calm", Flag{&Config::calm}},
    Key{"display", "wheelchair", Flag{&Config::wheelchair}},
    Key{"times", "idle_s", Range{&Config::idle_s, 20, 600, "s"}},
    Key{"times", "idle_long_page_s", Range{&Config::idle_long_page_s, 20, 900, "s"}},
    Key{"times", "countdown_s", Range{&Config::countdown_s, 5, 60, "s"}},
    Key{"times", "slide_s", Range{&Config::slide_s, 4, 60, "s"}},
    Key{"hours", "open", UsualHours{}},
    Key{"hours", "closed_days", ClosedDays{}},
    Key{"hours", "exceptions", Exceptions{}},
    Key{"memory", "media_mb", Range{&Config::media_mb, 64, 2048, "MiB"}},
    Key{"memory", "glyphs_mb", Range{&Config::glyphs_mb, 8, 64, "MiB"}},
    Key{"site", "name", Line{&Config::name}},
    Key{"site", "here", Id{&Config::here}},
    Key{"sync", "url", Url{&Config::url}},
    Key{"sync", "state", OnePath{&Config::state}},
    Key{"sync", "root", OnePath{&Config::root}},
    Key{"sync", "receipts", Url{&Config::receipts}},
    Key{"sync", "receipts_user", Line{&Config::receipts_user}},
    Key{"sync", "receipts_password_file", OnePath{&Config::receipts_password_file}},
    Key{"sync", "receipts_folder", OnePath{&Config::receipts_folder}},
    Key{"touch", "matrix", Matrix{&Config::matrix}},
    Key{kDeviceTable, "name", DeviceText{&TouchRule::name, is_touch_name, "text in quotes of up to 128 characters, * at its end alone"}},
    Key{kDeviceTable, "usb", DeviceText{&TouchRule::usb, is_touch_usb, "vendor and product in quotes, 4 hexadecimal digits each, such as \"0eef:c002\", or \"\""}},
    Key{kDeviceTable, "port", DeviceText{&TouchRule::port, is_touch_port, "text in quotes of up to 64 characters, without *"}},
    Key{kDeviceTable, "rotation", DeviceRotation{}},
    Key{kDeviceTable, "matrix", DeviceMatrix{}},
    Key{kDeviceTable, "ignore", DeviceIgnore{}},
    Key{"operator", "pin", KeptPin{&Config::pin}},
    Key{"operator", "stick", OnePath{&Config::stick}},
    Key{"log", "level", Choice<log::Level>{&Config::level, kLevels}},
};

template <typename... F>
struct Overload : F... {
  using F::operator()...;
};
template <typename... F>
Overload(F...) -> Overload<F...>;  // clang 14 does not deduce it

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

// "a, b or c".
template <typename Items, typename Show>
std::string one_of(const Items& items, Show show) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i)
    out += (i == 0 ? "" : i + 1 == items.size() ? " or " : ", ") + show(items[i]);
  return out;
}

// As it stands in the file: [table], or [[touch.device]].
std::string header(std::string_view table) { return table == kDeviceTable ? "[[" + std::string(table) + "]]" : "[" + std::string(table) + "]"; }

std::string allowed_matrix() { return "a list of 6 numbers from -" + std::to_string(kMostMatrix) + " to " + std::to_string(kMostMatrix); }
std::string allowed_rotations(std::span<const int> values) {
  return one_of(values, [](int v) { return std::to_string(v); });
}

std::string allowed(const Kind& kind) {
  return std::visit(
      Overload{
          [](const Range& k) {
            return std::to_string(k.min) + " to " + std::to_string(k.max) + " " + std::string(k.unit);
          },
          [](const Steps& k) { return allowed_rotations(k.values); },
          [](const Flag&) { return std::string("true or false"); },
          [](const DeviceText& k) { return std::string(k.allowed); },
          [](const DeviceRotation&) { return allowed_rotations(kRotations); },
          [](const DeviceMatrix&) { return allowed_matrix(); },
          [](const DeviceIgnore&) { return std::string("true or false"); },
          [](const OnePath&) { return std::string("a path in quotes, or \"\""); },
          [](const PathList&) { return "a list of up to " + std::to_string(kMaxPaths) + " paths in quotes"; },
          [](const Matrix&) { return allowed_matrix(); },
          [](const Line&) {
            return "text in quotes, one line of up to " + std::to_string(kMaxNameCharacters) + " characters";
          },
          [](const Id&) {
            return "an id in quotes (a-z, 0-9 and -, up to " + std::to_string(kMaxIdBytes) + "), or \"\"";
          },
          [](const Url&) {
            return std::string("an address in quotes that begins with https:// or http://, or \"\"");
          },
          [](const KeptPin&) { return std::string("what kioskctl pin prints, in quotes, or \"\""); },
          [](const UsualHours&) {
            return "a list of up to " + std::to_string(kMostSpans) + " spans such as \"09:00-16:30\", in order, each within its day (to 24:00)";
          },
          [](const ClosedDays&) { return "a list of up to " + std::to_string(kWeekdays.size() - 1) + " of " + one_of(kWeekdays, in_quotes); },
          [](const Exceptions&) {
            return "a list of up to " + std::to_string(kMostExceptions) +
                   " days, each once, such as \"2027-02-17 closed\", \"2027-05-03 09:00-20:00\" or \"2027-05-03 open\"";
          },
          [](const auto& choice) { return one_of(choice.words, in_quotes); },
      },
      kind);
}

std::string default_value(const Kind& kind) {
  static const Config defaults;
  return std::visit(Overload{
                        [](const Range& k) { return std::to_string(defaults.*k.field); },
                        [](const Steps& k) { return std::to_string(defaults.*k.field); },
                        [](const Flag& k) { return std::string(defaults.*k.field ? "true" : "false"); },
                        [](const OnePath& k) { return in_quotes((defaults.*k.field).string()); },
                        [](const PathList&) { return std::string("[]"); },
                        [](const Matrix&) { return std::string("[1.0, 0.0, 0.0, 0.0, 1.0, 0.0]"); },
                        [](const Line& k) { return in_quotes(defaults.*k.field); },
                        [](const Id& k) { return in_quotes(defaults.*k.field); },
                        [](const Url& k) { return in_quotes(defaults.*k.field); },
                        [](const KeptPin& k) { return in_quotes(defaults.*k.field); },
                        [](const DeviceText&) { return std::string("\"\""); },
                        [](const DeviceRotation&) { return std::string("0"); },
                        [](const DeviceMatrix&) { return std::string("[1.0, 0.0, 0.0, 0.0, 1.0, 0.0]"); },
                        [](const DeviceIgnore&) { return std::string("false"); },
                        [](const UsualHours&) { return std::string("[]"); },
                        [](const ClosedDays&) { return std::string("[]"); },
                        [](const Exceptions&) { return std::string("[]"); },
                        [](const auto& k) { return in_quotes(k.words[static_cast<std::size_t>(defaults.*k.field)]); },
                    },
                    kind);
}

// Puts the value into `config`; false where it is not one of those allowed. `wrong` is then the value, or the item of it, that is meant.
// `device` is the block whose keys are read.
bool take(const Kind& kind, const toml::node& node, const Path& folder, Config& config, TouchRule& device, const toml::node*& wrong) {
  const auto take_text = [&](std::string Config::*field, auto&& is_allowed) {
    auto text = node.value_exact<std::string>();
    if (!text || !is_allowed(*text)) return false;
    config.*field = std::move(*text);
    return true;
  };
  const auto take_step = [&](std::span<const int> values, int& step) {
    const auto number = node.value_exact<std::int64_t>();
    if (!number || std::find(values.begin(), values.end(), *number) == values.end()) return false;
    step = static_cast<int>(*number);
    return true;
  };
  const auto take_flag = [&](bool& field) {
    const auto flag = node.value_exact<bool>();
    if (flag) field = *flag;
    return flag.has_value();
  };
  return std::visit(Overload{
                        [&](const Range& k) {
                          const auto number = node.value_exact<std::int64_t>();
                          if (!number || *number < k.min || *number > k.max) return false;
                          config.*k.field = static_cast<int>(*number);
                          return true;
                        },
                        [&](const Steps& k) { return take_step(k.values, config.*k.field); },
                        [&](const Flag& k) { return take_flag(config.*k.field); },
                        [&](const DeviceText& k) {
                          auto text = node.value_exact<std::string>();
                          if (!text || !k.is_allowed(*text)) return false;
                          device.*k.field = std::move(*text);
                          return true;
                        },
                        [&](const DeviceRotation&) { return take_step(kRotations, device.rotation); },
                        [&](const DeviceMatrix&) { return take_matrix(node, device.matrix); },
                        [&](const DeviceIgnore&) { return take_flag(device.ignore); },
                        [&](const OnePath& k) {
                          const auto path = read_path(node, folder);
                          if (path) config.*k.field = *path;
                          return path.has_value();
                        },
                        [&](const PathList& k) {
                          const toml::array* list = node.as_array();
                          if (!list || list->size() > kMaxPaths) return false;
                          Paths paths;
                          for (const toml::node& item : *list) {
                            const auto path = read_path(item, folder);
                            if (!path || path->empty()) return false;
                            paths.push_back(*path);
                          }
                          config.*k.field = std::move(paths);
                          return true;
                        },
                        [&](const Matrix& k) { return take_matrix(node, config.*k.field); },
                        [&](const Line& k) {
                          return take_text(k.field, [](auto& text) { return is_plain(text, kMaxNameCharacters); });
                        },
                        [&](const Id& k) { return take_text(k.field, is_id); },
                        [&](const Url& k) { return take_text(k.field, is_url); },
                        [&](const KeptPin& k) { return take_text(k.field, [](const std::string& text) { return text.empty() || is_kept_pin(text); }); },
                        [&](const UsualHours&) { return take_usual_hours(node, wrong, config.hours.usual); },
                        [&](const ClosedDays&) { return take_closed_days(node, wrong, config.hours.closed_days); },
                        [&](const Exceptions&) { return take_exceptions(node, wrong, config.hours.exceptions); },
                        [&](const auto& k) {
                          const auto word = node.value_exact<std::string>();
                          const auto found = word ? std::find(k.words.begin(), k.words.end(), *word) : k.words.end();
                          if (found == k.words.end()) return false;
                          using Enum = std::remove_reference_t<decltype(config.*k.field)>;
                          config.*k.field = static_cast<Enum>(found - k.words.begin());
                          return true;
                        },
                    },
                    kind);
}

// The value as a person wrote it, short and on one line.
std::string shown(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return is_plain(*text, 40) ? in_quotes(*text) : "this text";
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  if (node.is_floating_point()) return "a number with a point";
  if (node.is_array()) return "this list";
  if (node.is_table()) return "a table";
  return "a date or time";
}

// A key as it is shown: hostile text is not repeated.
std::string shown_key(std::string_view key) { return is_plain(key, 40) ? std::string(key) : "this key"; }

class Reader {
 public:
  Reader(std::string_view name, const Path& folder) : name_(name), folder_(folder) {}

  void read(const toml::table& root) {
    for (auto&& [key, node] : root) {
      const std::string_view name = key.str();
      const bool known = name != kDeviceTable && std::any_of(kKeys.begin(), kKeys.end(), [&](const Key& k) { return k.table == name; });
      if (!known) unknown_at_root(name, line_of(key));
      else if (!node.is_table())
        report(line_of(key),
               "[" + std::string(name) + "]: is a table; write its keys under a line [" + std::string(name) + "]");
      else read_table(name, *node.as_table(), nullptr);
    }
  }

  LoadedConfig finish() {
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    config_.idle_long_page_s = std::max(config_.idle_long_page_s, config_.idle_s);
    LoadedConfig loaded{std::move(config_), {}};
    for (auto& [line, message] : problems_) loaded.problems.push_back(std::move(message));
    return loaded;
  }

  void report(std::uint32_t line, const std::string& what) {
    problems_.emplace_back(line, name_ + (line ? ":" + std::to_string(line) : "") + ": " + what);
  }

 private:
  static std::uint32_t line_of(const toml::key& key) { return key.source().begin.line; }

  // `device`: the block, where this is one.
  void read_table(std::string_view table, const toml::table& keys, TouchRule* device) {
    TouchRule none;
    for (auto&& [key, node] : keys) {
      const std::string_view name = key.str();
      if (table == "touch" && name == "device") {
        read_devices(node, line_of(key));
        continue;
      }
      const auto known =
          std::find_if(kKeys.begin(), kKeys.end(), [&](const Key& k) { return k.table == table && k.name == name; });
      const std::string where = header(table) + " " + shown_key(name);
      const toml::node* wrong = &node;
      if (known == kKeys.end()) report(line_of(key), where + ": unknown key" + hint(name, table));
      else if (!take(known->kind, node, folder_, config_, device ? *device : none, wrong))
        report(wrong == &node ? line_of(key) : wrong->source().begin.line, where + ": " + shown(*wrong) + " is not allowed; allowed: " + allowed(known->kind));
    }
  }

  // Only blocks without a mistake are kept.
  void read_devices(const toml::node& node, std::uint32_t line) {
    const toml::array* blocks = node.as_array();
    if (!blocks || !blocks->is_array_of_tables()) return report(line, "[[touch.device]]: is a list of blocks; begin each with a line [[touch.device]], in two brackets");
    if (blocks->size() > kMostTouchRules)
      report((*blocks)[kMostTouchRules].source().begin.line, "[[touch.device]]: is one block too many; up to " + std::to_string(kMostTouchRules) + " are allowed");
    for (std::size_t i = 0; i < std::min(blocks->size(), kMostTouchRules); ++i) {
      const toml::node& block = (*blocks)[i];
      const std::uint32_t begins = block.source().begin.line;
      TouchRule rule;
      const std::size_t problems = problems_.size();
      read_table(kDeviceTable, *block.as_table(), &rule);
      if (problems_.size() > problems) continue;
      const auto like = [&](const TouchRule& other) { return other.asks_like(rule); };
      if (rule.asks_for_nothing()) report(begins, "[[touch.device]]: says for no device; give name, usb or port, as kiosk --list-touch prints them");
      else if (std::any_of(config_.touch_devices.begin(), config_.touch_devices.end(), like))
        report(begins, "[[touch.device]]: has the name, usb and port of a block above and would never count; take one of them away");
      else config_.touch_devices.push_back(std::move(rule));
    }
  }

  void unknown_at_root(std::string_view name, std::uint32_t line) {
    std::vector<std::string_view> tables;
    for (const Key& key : kKeys)
      if (tables.empty() || tables.back() != key.table) tables.push_back(key.table);
    const std::string_view near = nearest_word(name, tables);
    if (std::any_of(kKeys.begin(), kKeys.end(), [&](const Key& k) { return k.name == name; }))
      report(line, shown_key(name) + ": stands outside its table" + hint(name, ""));
    else
      report(line, shown_key(name) + ": unknown table" +
                       (near.empty() ? hint(name, "") : "; did you mean " + header(near) + "?"));
  }

  // Where the key belongs, or what it may have been meant to be: in its own table first.
  static std::string hint(std::string_view name, std::string_view table) {
    std::vector<std::string_view> here, anywhere, homes;
    for (const Key& key : kKeys) {
      if (key.name == name && key.table != table) homes.push_back(key.table);
      (key.table == table ? here : anywhere).push_back(key.name);
    }
    if (!homes.empty()) return "; it belongs under " + one_of(homes, header);
    if (table == "touch") here.push_back("device");
    std::string_view near = nearest_word(name, here);
    if (near == "device") return "; did you mean " + header(kDeviceTable) + "?";
    if (!near.empty()) return "; did you mean " + in_quotes(near) + "?";
    near = nearest_word(name, anywhere);
    for (const Key& key : kKeys)
      if (key.name == near) return "; did you mean " + in_quotes(near) + " of " + header(key.table) + "?";
    return table.empty() ? "" : "; keys here: " + one_of(here, [](std::string_view k) { return std::string(k); });
  }

  std::string name_;
  const Path& folder_;
  Config config_;
  std::vector<std::pair<std::uint32_t, std::string>> problems_;
};

}  // namespace

LoadedConfig parse_config(std::string_view text, std::string_view name, const std::filesystem::path& folder) {
  Reader reader(name, folder);
  if (text.size() > kMaxConfigBytes) {
    reader.report(0, "is larger than the " + std::to_string(kMaxConfigBytes) + " bytes allowed here");
    return reader.finish();
  }
  try {
    reader.read(toml::parse(text));
  } catch (const toml::parse_error& e) {
    reader.report(e.source().begin.line, "is not TOML: " + std::string(e.description()));
  }
  return reader.finish();
}

LoadedConfig load_config(const std::filesystem::path& file) {
  const auto text = read_file(file, kMaxConfigBytes);
  if (!text) return {{}, {to_string(text.error())}};
  return parse_config(*text, file.string(), std::filesystem::absolute(file).parent_path());
}

std::vector<KeyInfo> known_keys() {
  std::vector<KeyInfo> keys;
  for (const Key& key : kKeys)
    keys.push_back({std::string(key.table), std::string(key.name), default_value(key.kind), allowed(key.kind)});
  return keys;
}

}  // namespace kiosk::site
