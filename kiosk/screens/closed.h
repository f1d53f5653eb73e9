// What the glass shows while the site is closed: nothing, and after a touch one quiet page that says when it opens.
// Threads : the main thread.
#pragma once

#include <memory>
#include <optional>

#include "kiosk/base/clock.h"
#include "kiosk/base/language.h"
#include "kiosk/screens/visit.h"
#include "kiosk/ui/navigator.h"

namespace kiosk::screens {

// The site's doors at a moment of its own time.
struct ClosedDoors {
  enum class Why { all_day, before_opening, between, after_closing } why = Why::all_day;
  LocalTime now;
  std::optional<LocalTime> opens;  // nothing: not known
};

// "今日已闭馆" and "明天 9:00 开馆": the day is named by today and tomorrow, else by its date and day of the week.
LocalText closed_title(const ClosedDoors& doors);
LocalText closed_line(const ClosedDoors& doors);

// Black, whole. Named "dark".
std::shared_ptr<ui::Screen> make_dark();
// In the site's language, and below it in English or Chinese, for everybody who passes. Named "closed".
std::shared_ptr<ui::Screen> make_closed(Visit& visit, const ClosedDoors& doors);

}  // namespace kiosk::screens
