#include "kiosk/app/options.h"

#include <array>
#include <charconv>
#include <functional>
#include <string_view>
#include <vector>

#include "kiosk/base/suggest.h"

namespace kiosk::app {
namespace {

constexpr int kMaxSide = 7680, kMaxHz = 240;

Error usage_error(std::string message, std::string_view subject) { return {ErrorKind::usage, std::move(message), std::string(subject)}; }

template <typename Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Size> size_of(std::string_view text) {
  const std::size_t x = text.find('x');
  if (x == std::string_view::npos) return std::nullopt;
  const auto w = number<int>(text.substr(0, x)), h = number<int>(text.substr(x + 1));
  if (!w || !h || *w < 160 || *h < 90 || *w > kMaxSide || *h > kMaxSide) return std::nullopt;
  return Size{static_cast<float>(*w), static_cast<float>(*h)};
}

// One option with a value: reads it or says what is allowed.
struct Valued {
  std::string_view name, value_name, allowed;
  bool (*read)(Options&, std::string_view);
};

constexpr std::string_view kSizes = "a size such as 1920x1080, from 160x90 to 7680x7680";

const std::array<Valued, 13> kValued{{
    {"--config", "FILE", "a file", [](Options& o, std::string_view v) { o.config = v; return !v.empty(); }},
    {"--pack", "DIR", "a folder with a pack or a generation", [](Options& o, std::string_view v) { o.pack = v; return !v.empty(); }},
    {"--window", "WxH", kSizes, [](Options& o, std::string_view v) { return (o.window = size_of(v)).has_value(); }},
    {"--headless", "WxH", kSizes, [](Options& o, std::string_view v) { return (o.headless = size_of(v)).has_value(); }},
    {"--open", "ROUTE", "POINT, POINT/STORY#PAGE or routes/ROUTE", [](Options& o, std::string_view v) { o.open = v; return !v.empty(); }},
    {"--lang", "L", "zh-Hans, zh-Hant or en", [](Options& o, std::string_view v) { return (o.language = language_from_tag(v)).has_value(); }},
    {"--now", "ISO8601", "the site's time, such as 2026-07-01T09:30", [](Options& o, std::string_view v) {
       const Result<LocalTime> time = parse_local_time(v);
       if (time) o.now = *time;
       return time.has_value();
     }},
    {"--hz", "N", "1 to 240 steps a second", [](Options& o, std::string_view v) {
       const auto hz = number<int>(v);
       if (hz) o.hz = *hz;
       return hz && *hz >= 1 && *hz <= kMaxHz;
     }},
    {"--script", "FILE", "a file", [](Options& o, std::string_view v) { o.script = v; return !v.empty(); }},
    {"--seconds", "S", "a number of seconds above 0, such as 5 or 0.5", [](Options& o, std::string_view v) {
       const auto s = number<double>(v);
       if (s) o.seconds = Duration{static_cast<std::int64_t>(*s * 1e6)};
       return s && *s > 0 && *s <= 1e8;
     }},
    {"--frames", "N", "a number of steps above 0", [](Options& o, std::string_view v) {
       o.frames = number<long>(v);
       return o.frames && *o.frames > 0;
     }},
    {"--shots", "DIR", "a folder, made where it is missing", [](Options& o, std::string_view v) { o.shots = v; return !v.empty(); }},
    {"--stats", "FILE", "a file to write", [](Options& o, std::string_view v) { o.stats = v; return !v.empty(); }},
}};

struct Flag {
  std::string_view name;
  bool Options::*value;
};

const std::array<Flag, 6> kFlags{{{"--realtime", &Options::realtime}, {"--safe", &Options::safe}, {"--calibrate", &Options::calibrate},
                                  {"--list-touch", &Options::list_touch}, {"--version", &Options::version}, {"--help", &Options::help}}};

Error unknown(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Valued& v : kValued) names.push_back(v.name);
  for (const Flag& f : kFlags) names.push_back(f.name);
  const std::string_view near = nearest_word(name, names);
  return usage_error(near.empty() ? "unknown option; see kiosk --help" : "unknown option; did you mean " + std::string(near) + "?", name);
}

Result<void> check(const Options& o) {
  if (o.window && o.headless) return usage_error("--window and --headless exclude each other", "");
  if (o.headless && o.script.empty() && !o.seconds && !o.frames && !o.version && !o.help)
    return usage_error("needs an end: --script FILE, --seconds S or --frames N", "--headless");
  if (o.headless && o.calibrate) return usage_error("needs a screen to touch: leave --headless out", "--calibrate");
  return {};
}

}  // namespace

Result<Options> parse_options(std::span<const char* const> arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view name = arguments[i];
    std::optional<std::string_view> value;
    if (const std::size_t equals = name.find('='); equals != std::string_view::npos) {
      value = name.substr(equals + 1);
      name = name.substr(0, equals);
    }
    bool known = false;
    for (const Flag& flag : kFlags) {
      if (flag.name != name) continue;
      if (value) return usage_error("takes no value", name);
      options.*flag.value = known = true;
    }
    for (const Valued& option : kValued) {
      if (option.name != name) continue;
      known = true;
      if (!value) {
        if (i + 1 >= arguments.size()) return usage_error("needs a value: " + std::string(option.allowed), name);
        value = arguments[++i];
      }
      if (!option.read(options, *value)) return usage_error("\"" + std::string(*value) + "\" is not allowed here: " + std::string(option.allowed), name);
    }
    if (!known) return unknown(name);
  }
  if (const Result<void> fit = check(options); !fit) return fit.error();
  return options;
}

std::string usage() {
  std::string text = "usage: kiosk";
  for (const Valued& v : kValued) text += " [" + std::string(v.name) + " " + std::string(v.value_name) + "]";
  for (const Flag& f : kFlags) text += " [" + std::string(f.name) + "]";
  text += "\n\n";
  for (const Valued& v : kValued) {
    std::string left = "  " + std::string(v.name) + " " + std::string(v.value_name);
    left.resize(std::max<std::size_t>(left.size() + 1, 22), ' ');
    text += left + std::string(v.allowed) + "\n";
  }
  text +=
      "  --realtime          headless on the machine's clock instead of a virtual one\n"
      "  --safe              the built-in maintenance screen alone\n"
      "  --calibrate         five crosses to touch; prints what kiosk.toml needs for the device that was touched; 2 where it must be done again\n"
      "  --list-touch        the touchscreens that are plugged in, each as a block for kiosk.toml; 2 where there is none\n"
      "\nWithout --window or --headless it fills the panel. Exit: 0 done, 2 usage or configuration, 3 no content at all,\n"
      "4 a script's expectation failed, 70 internal.\n";
  return text;
}

}  // namespace kiosk::app
