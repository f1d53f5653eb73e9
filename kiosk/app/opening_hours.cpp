#include "kiosk/app/opening_hours.h"

#include <utility>

#include "kiosk/app/clock_trust.h"
#include "kiosk/base/log.h"

namespace kiosk::app {
namespace {

constexpr Duration kLookEvery = seconds{1};

}  // namespace

void PanelKeeper::set(bool on, Duration now) {
  const bool news = on_ != on;
  told_ = now;
  const Result<void> done = power_->set(on);
  if (done) {
    if (news) log::info(on ? "panel: awake" : "panel: asleep");
    on_ = on;
    refusal_said_ = false;
    return;
  }
  on_.reset();
  if (!std::exchange(refusal_said_, true)) log::warning("panel: " + to_string(done.error()));
}

bool PanelKeeper::before_frame(bool dark, Duration now) {
  if (!power_) return true;
  if (dark) return on_ != false;
  black_since_.reset();
  const bool refused = told_ && !on_;
  if (on_ != true && (!refused || now - *told_ >= kTryAgain)) set(true, now);
  return true;
}

void PanelKeeper::watch(bool dark, Duration now) {
  if (!dark) black_since_.reset();
  if (!power_ || !dark) return;
  if (!black_since_) black_since_ = now;
  if (now - *black_since_ < kBlackBefore) return;
  const bool told = told_ && *told_ >= *black_since_;
  if (!told || now - *told_ >= kTellAgain) set(false, now);
}

std::string PanelKeeper::state(bool dark) const {
  if (power_ && on_ == false) return "asleep";
  return dark ? "black" : "on";
}

OpeningHours::OpeningHours(Hours hours, Watch watch, std::unique_ptr<gfx::PanelPower> power)
    : hours_(std::move(hours)), watch_(std::move(watch)), panel_(std::move(power)) {
  if (hours_.always_open()) return;
  if (!panel_.switchable()) log::info("hours: the panel cannot be put to sleep here (no KMSDRM); while closed it shows black");
  const std::string change = next_change();
  log::info(std::string("hours: ") + (is_open(hours_, watch_.local()) ? "open" : "closed") + (change.empty() ? "" : ", next change " + change));
}

bool OpeningHours::wants_open() {
  if (is_open(hours_, watch_.local())) return true;
  // Asked only where it matters: the way to a dark screen.
  std::string doubt = watch_.doubt();
  if (doubt != doubt_ && !doubt.empty()) log::warning("hours: the screen stays on, for the clock is not to be trusted: " + doubt);
  doubt_ = std::move(doubt);
  return !doubt_.empty();
}

void OpeningHours::look(screens::Exhibition& exhibition, Duration now) {
  const bool at_start = !looked_;
  if (hours_.always_open() || (!at_start && now - *looked_ < kLookEvery)) return;
  looked_ = now;
  if (const bool open = wants_open(); open == open_) return;
  open_ = !open_;
  const std::string change = next_change();
  log::info(std::string("hours: ") + (open_ ? "open" : "closed") + (change.empty() ? "" : " until " + change));
  if (open_) exhibition.reopen();
  else exhibition.close([this] { return doors(); }, at_start);
}

screens::ClosedDoors OpeningHours::doors() const {
  using Why = screens::ClosedDoors::Why;
  const LocalTime now = watch_.local();
  screens::ClosedDoors out{Why::all_day, now, kiosk::next_change(hours_, now)};
  switch (kiosk::closure(hours_, now)) {
    case Closure::all_day: out.why = Why::all_day; break;
    case Closure::before_opening: out.why = Why::before_opening; break;
    case Closure::between: out.why = Why::between; break;
    case Closure::after_closing: out.why = Why::after_closing; break;
  }
  return out;
}

std::string OpeningHours::next_change() const {
  const auto change = kiosk::next_change(hours_, watch_.local());
  return change ? to_string(*change) : "";
}

std::unique_ptr<OpeningHours> make_opening_hours(const Options& options, const Hours& hours, const Clock& clock, std::unique_ptr<gfx::PanelPower> power) {
  if (options.now) {
    const LocalTime start = *options.now;
    const auto local = [start, &clock] { return start + std::chrono::floor<seconds>(clock.now()); };
    return std::make_unique<OpeningHours>(
        hours, OpeningHours::Watch{local, [local] { return clock_doubt({to_utc(local()), true, true}); }}, std::move(power));
  }
  const bool at_work = options.headless || options.window;
  return std::make_unique<OpeningHours>(at_work ? Hours{} : hours,
                                        OpeningHours::Watch{local_time_now, [] { return clock_doubt(clock_facts(utc_now())); }}, std::move(power));
}

}  // namespace kiosk::app
