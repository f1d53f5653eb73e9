#include "kiosk/app/script.h"

#include <cmath>
#include <charconv>

#include "kiosk/base/suggest.h"

namespace kiosk::app {
namespace {

constexpr Duration kTapTime = milliseconds{80};
constexpr gfx::FingerId kTapFinger = 900, kSecondFinger = 901;
constexpr float kPinchStartPx = 80;

// Words of a line; "…" is one word, with \" and \\ inside.
Result<std::vector<std::string>> split(std::string_view line, std::string_view where) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < line.size();) {
    if (line[i] == ' ' || line[i] == '\t' || line[i] == '\r') { ++i; continue; }
    if (line[i] == '#') break;
    std::string word;
    if (line[i] == '"') {
      bool closed = false;
      for (++i; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size()) { word += line[++i]; continue; }
        if (line[i] == '"') { closed = true; ++i; break; }
        word += line[i];
      }
      if (!closed) return Error{ErrorKind::usage, "a quotation mark is not closed", std::string(where)};
      words.push_back("\"" + word);  // the mark at the front tells a quoted word from a bare one
      continue;
    }
    while (i < line.size() && line[i] != ' ' && line[i] != '\t' && line[i] != '\r' && line[i] != '#') word += line[i++];
    words.push_back(std::move(word));
  }
  return words;
}

struct Shape {
  std::string_view verb, form;
  Action::Kind kind;
  std::size_t words;  // after the verb
};

constexpr Shape kShapes[] = {
    {"tap", "tap X Y or tap \"LABEL\"", Action::Kind::tap, 2},        {"press", "press ID X Y", Action::Kind::press, 3},
    {"move", "move ID X Y", Action::Kind::move, 3},                   {"release", "release ID X Y", Action::Kind::release, 3},
    {"swipe", "swipe X1 Y1 X2 Y2 MS", Action::Kind::swipe, 5},        {"pinch", "pinch X Y SCALE MS", Action::Kind::pinch, 4},
    {"key", "key next, key back or key home", Action::Kind::key, 1},
    {"wait", "wait MS", Action::Kind::wait, 1},                       {"shot", "shot NAME", Action::Kind::shot, 1},
    {"dump", "dump NAME", Action::Kind::dump, 1},                     {"expect", "expect [no] screen NAME or expect [no] text \"…\"", Action::Kind::screen, 2},
};

std::optional<float> number(const std::string& word) {
  float value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(value) || std::abs(value) > 1e9f) return std::nullopt;
  return value;
}

// A name becomes a file in the shots folder: no way out of it.
bool plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 && name.find('/') == std::string::npos && name.front() != '.' && name.front() != '"';
}

Result<Action> read_expect(const std::vector<std::string>& words, Action action, const Error& wrong) {
  std::size_t i = 1;
  if (i < words.size() && words[i] == "no") { action.negated = true; ++i; }
  if (words.size() != i + 2) return wrong;
  const std::string& word = words[i + 1];
  if (words[i] == "screen" && word.front() != '"') action.kind = Action::Kind::screen;
  else if (words[i] == "text" && word.front() == '"' && word.size() > 1) action.kind = Action::Kind::text;
  else return wrong;
  action.word = word.front() == '"' ? word.substr(1) : word;
  return action;
}

Result<Action> read_action(const std::vector<std::string>& words, int line, const std::string& where) {
  const Shape* shape = nullptr;
  for (const Shape& s : kShapes)
    if (s.verb == words[0]) shape = &s;
  if (!shape) {
    std::vector<std::string_view> verbs;
    for (const Shape& s : kShapes) verbs.push_back(s.verb);
    const std::string_view near = nearest_word(words[0], verbs);
    return Error{ErrorKind::usage, "unknown action \"" + words[0] + "\"" + (near.empty() ? "" : "; did you mean " + std::string(near) + "?"), where};
  }
  const Error wrong{ErrorKind::usage, "is written: " + std::string(shape->form), where};
  Action action;
  action.kind = shape->kind;
  action.line = line;
  if (words[0] == "expect") return read_expect(words, action, wrong);
  if (words[0] == "tap" && words.size() == 2 && words[1].front() == '"' && words[1].size() > 1) {
    action.kind = Action::Kind::tap_label;
    action.word = words[1].substr(1);
    return action;
  }
  if (words.size() != shape->words + 1) return wrong;
  if (action.kind == Action::Kind::key) {
    using Key = gfx::Key::Kind;
    if (words[1] != "next" && words[1] != "back" && words[1] != "home") return wrong;
    action.key = words[1] == "next" ? Key::next : words[1] == "back" ? Key::back : Key::home;
    return action;
  }
  if (action.kind == Action::Kind::shot || action.kind == Action::Kind::dump) {
    if (!plain_name(words[1])) return wrong;
    action.word = words[1];
    return action;
  }
  std::vector<float> n;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::optional<float> value = number(words[i]);
    if (!value) return wrong;
    n.push_back(*value);
  }
  const auto ms = [](float value) { return Duration{static_cast<std::int64_t>(value * 1000)}; };
  switch (action.kind) {
    case Action::Kind::tap: action.from = action.to = {n[0], n[1]}; break;
    case Action::Kind::press:
    case Action::Kind::move:
    case Action::Kind::release:
      action.id = static_cast<gfx::FingerId>(n[0]);
      action.from = {n[1], n[2]};
      break;
    case Action::Kind::swipe:
      action.from = {n[0], n[1]};
      action.to = {n[2], n[3]};
      action.time = ms(n[4]);
      break;
    case Action::Kind::pinch:
      action.from = {n[0], n[1]};
      action.scale = n[2];
      action.time = ms(n[3]);
      break;
    case Action::Kind::wait: action.time = ms(n[0]); break;
    default: break;
  }
  if (action.time < Duration{0} || action.scale <= 0) return wrong;
  return action;
}

}  // namespace

Result<std::vector<Action>> parse_script(std::string_view text, std::string_view name) {
  std::vector<Action> actions;
  int line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = text.find('\n');
    const std::string where = std::string(name) + ":" + std::to_string(line);
    Result<std::vector<std::string>> words = split(text.substr(0, end), where);
    if (!words) return words.error();
    if (!words->empty()) {
      Result<Action> action = read_action(*words, line, where);
      if (!action) return action.error();
      actions.push_back(std::move(*action));
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return actions;
}

Error ScriptRunner::failed(const Action& action, const std::string& message) const {
  return {ErrorKind::refused, message, name_ + ":" + std::to_string(action.line)};
}

bool ScriptRunner::glide(const Action& action, Stage& stage, Duration now) {
  using Phase = gfx::Finger::Phase;
  const bool first = !began_;
  if (first) began_ = now;
  const float t = action.time.count() == 0 ? 1 : std::min(1.f, to_seconds(now - *began_) / to_seconds(action.time));
  if (action.kind == Action::Kind::swipe) {
    const Point at = action.from + (action.to - action.from) * t;
    stage.touch(first ? Phase::down : Phase::move, kTapFinger, at);
    if (t < 1) return false;
    stage.touch(Phase::up, kTapFinger, action.to);
    return true;
  }
  const float reach = kPinchStartPx * (1 + (action.scale - 1) * t);
  const Point a{action.from.x - reach, action.from.y}, b{action.from.x + reach, action.from.y};
  stage.touch(first ? Phase::down : Phase::move, kTapFinger, a);
  stage.touch(first ? Phase::down : Phase::move, kSecondFinger, b);
  if (t < 1) return false;
  stage.touch(Phase::up, kTapFinger, a);
  stage.touch(Phase::up, kSecondFinger, b);
  return true;
}

Result<bool> ScriptRunner::perform(const Action& action, Stage& stage, Duration now) {
  using Phase = gfx::Finger::Phase;
  switch (action.kind) {
    case Action::Kind::tap:
    case Action::Kind::tap_label:
      if (!began_) {
        tapped_ = action.from;
        if (action.kind == Action::Kind::tap_label) {
          const std::optional<Point> at = stage.find_label(action.word);
          if (!at) return failed(action, "wanted a control \"" + action.word + "\", seen on " + stage.screen() + ": " + stage.what_is_shown());
          tapped_ = *at;
        }
        began_ = now;
        stage.touch(Phase::down, kTapFinger, tapped_);
        return false;
      }
      if (now - *began_ < kTapTime) return false;
      stage.touch(Phase::up, kTapFinger, tapped_);
      return true;
    case Action::Kind::press: stage.touch(Phase::down, action.id, action.from); return true;
    case Action::Kind::move: stage.touch(Phase::move, action.id, action.from); return true;
    case Action::Kind::release: stage.touch(Phase::up, action.id, action.from); return true;
    case Action::Kind::key: stage.press_key(action.key); return true;
    case Action::Kind::swipe:
    case Action::Kind::pinch: return glide(action, stage, now);
    case Action::Kind::wait:
      if (!began_) began_ = now;
      return now - *began_ >= action.time;
    case Action::Kind::shot: stage.shot(action.word); return true;
    case Action::Kind::dump: stage.dump(action.word); return true;
    case Action::Kind::screen:
      if ((stage.screen() == action.word) == action.negated)
        return failed(action, std::string("wanted ") + (action.negated ? "no " : "") + "screen " + action.word + ", seen " + stage.screen());
      return true;
    case Action::Kind::text:
      if (stage.shows_text(action.word) == action.negated)
        return failed(action, std::string("wanted ") + (action.negated ? "no " : "") + "text \"" + action.word + "\", seen screen " + stage.screen());
      return true;
  }
  return true;
}

Result<void> ScriptRunner::run(Stage& stage, Duration now) {
  while (next_ < actions_.size()) {
    const Result<bool> complete = perform(actions_[next_], stage, now);
    if (!complete) return complete.error();
    if (!*complete) return {};
    began_.reset();
    const Action::Kind kind = actions_[next_].kind;
    ++next_;
    // What was touched takes effect in this step; what follows sees the next one.
    if (kind != Action::Kind::press && kind != Action::Kind::move && kind != Action::Kind::release &&
        kind != Action::Kind::dump && kind != Action::Kind::screen && kind != Action::Kind::text)
      return {};
  }
  return {};
}

std::optional<Duration> ScriptRunner::due() const {
  if (done()) return std::nullopt;
  if (actions_[next_].kind == Action::Kind::wait && began_) return *began_ + actions_[next_].time;
  return Duration{0};
}

}  // namespace kiosk::app
