// Opening hours as the display keeps them: when the doors close and open, and the panel's sleep in between.
//
// Clock   : looked at once a second, so that a clock that is set, or changes to summer time, counts within a second. While it is not to be
//           trusted (clock_trust.h) the doors are open: the screen is never dark by mistake.
// Start   : closed at the start, the page "closed" comes first, so that whoever starts the box sees that it works, and why it goes dark.
// Panel   : put to sleep once the glass has been black for kBlackBefore; told again every kTellAgain, because panels and televisions wake by
//           themselves; awake before any frame that is not black. Nothing is presented while it sleeps. Without hours it is never touched.
// Threads : the main thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/app/options.h"
#include "kiosk/base/clock.h"
#include "kiosk/gfx/panel_power.h"
#include "kiosk/screens/exhibition.h"
#include "kiosk/base/hours.h"

namespace kiosk::app {

inline constexpr Duration kBlackBefore = milliseconds{500};  // the last flip is over, and a fade's end is on the glass
inline constexpr Duration kTellAgain = std::chrono::minutes{3};
inline constexpr Duration kTryAgain = seconds{5};  // to wake a panel that would not

// The panel's sleep. `power` null: it cannot be switched, and only black is shown.
class PanelKeeper {
 public:
  explicit PanelKeeper(std::unique_ptr<gfx::PanelPower> power) : power_(std::move(power)) {}

  // A frame is about to be presented. False: it is black and the panel sleeps, so it must not be.
  bool before_frame(bool dark, Duration now);
  // Each turn of the loop: whether the glass is black and all of it was presented.
  void watch(bool dark, Duration now);
  bool switchable() const { return power_ != nullptr; }
  // "on", "asleep", or "black" where it cannot be switched.
  std::string state(bool dark) const;

 private:
  void set(bool on, Duration now);

  std::unique_ptr<gfx::PanelPower> power_;
  std::optional<bool> on_;                   // as it was told last; nothing: not yet, or it refused
  std::optional<Duration> black_since_, told_;
  bool refusal_said_ = false;
};

class OpeningHours {
 public:
  struct Watch {
    std::function<LocalTime()> local;    // the site's time
    std::function<std::string()> doubt;  // why the clock is not to be trusted; empty: it is
  };
  // `power`: null where the panel cannot be switched, which is said once.
  OpeningHours(Hours hours, Watch watch, std::unique_ptr<gfx::PanelPower> power);

  // To be called before each step of the exhibition: closes and reopens it.
  void look(screens::Exhibition& exhibition, Duration now);
  bool before_frame(bool dark, Duration now) { return hours_.always_open() || panel_.before_frame(dark, now); }
  void watch(bool dark, Duration now) {
    if (!hours_.always_open()) panel_.watch(dark, now);
  }

  // For status.json: when that changes which is now ("2026-11-25 09:00"), and the panel. Empty without hours.
  std::string next_change() const;
  std::string panel(bool dark) const { return hours_.always_open() ? "" : panel_.state(dark); }

 private:
  bool wants_open();
  screens::ClosedDoors doors() const;

  Hours hours_;
  Watch watch_;
  PanelKeeper panel_;
  std::optional<Duration> looked_;
  bool open_ = true;
  std::string doubt_;
};

// As the command line wants it: with --now that is the site's time, from the start on. In a window or headless hours count with --now alone:
// whoever works on content in the evening sees the exhibition. `clock` is borrowed.
std::unique_ptr<OpeningHours> make_opening_hours(const Options& options, const Hours& hours, const Clock& clock, std::unique_ptr<gfx::PanelPower> power);

}  // namespace kiosk::app
