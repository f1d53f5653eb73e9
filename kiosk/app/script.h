// Scripts drive a run as a visitor would and say what must be seen: one action a line, # comments.
//
//   tap X Y | tap "LABEL" | press ID X Y | move ID X Y | release ID X Y | swipe X1 Y1 X2 Y2 MS | pinch X Y SCALE MS
//   key next|back|home | wait MS | shot NAME | dump NAME | expect [no] screen NAME | expect [no] text "…"
//
// Units   : pixels of the panel (before rotation), milliseconds of run time.
// Errors  : a line that cannot be read is kind usage, with "file:line".
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"
#include "kiosk/gfx/input.h"

namespace kiosk::app {

struct Action {
  enum class Kind { tap, tap_label, press, move, release, swipe, pinch, key, wait, shot, dump, screen, text } kind = Kind::wait;
  int line = 0;
  gfx::FingerId id = 0;
  Point from, to;
  float scale = 1;
  Duration time{0};
  gfx::Key::Kind key = gfx::Key::Kind::next;
  std::string word;      // label, name or text
  bool negated = false;  // expect no …
};

Result<std::vector<Action>> parse_script(std::string_view text, std::string_view name);

// What a script does to the program.
class Stage {
 public:
  virtual ~Stage() = default;
  virtual void touch(gfx::Finger::Phase phase, gfx::FingerId id, Point on_panel) = 0;
  virtual void press_key(gfx::Key::Kind key) = 0;
  virtual std::optional<Point> find_label(std::string_view label) = 0;  // place on the panel
  virtual void shot(const std::string& name) = 0;
  virtual void dump(const std::string& name) = 0;
  virtual std::string screen() = 0;
  virtual bool shows_text(std::string_view text) = 0;
  virtual std::string what_is_shown() = 0;  // for messages: labels that can be touched now
};

class ScriptRunner {
 public:
  ScriptRunner(std::vector<Action> actions, std::string name) : actions_(std::move(actions)), name_(std::move(name)) {}

  // Does all that is due at `now`. An error of kind refused is a failed expectation: "line, wanted, seen".
  Result<void> run(Stage& stage, Duration now);
  bool done() const { return next_ >= actions_.size(); }
  // When it wants to go on by itself: the end of a wait.
  std::optional<Duration> due() const;

 private:
  Result<bool> perform(const Action& action, Stage& stage, Duration now);  // whether it is complete
  bool glide(const Action& action, Stage& stage, Duration now);
  Error failed(const Action& action, const std::string& message) const;

  std::vector<Action> actions_;
  std::string name_;
  std::size_t next_ = 0;
  std::optional<Duration> began_;  // of the action that takes time
  Point tapped_;
};

}  // namespace kiosk::app
