#include "kiosk/screens/closed.h"

#include <array>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace kiosk::screens {
namespace {

using std::chrono::days;

std::string clock_of(LocalTime at) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(at - std::chrono::floor<days>(at)).count();
  const auto minute = std::to_string(minutes % 60);
  return std::to_string(minutes / 60) + (minute.size() < 2 ? ":0" : ":") + minute;
}

// The day of the next opening, as one says it today.
LocalText day_of(LocalTime opens, LocalTime now) {
  static const std::array<const char*, 7> kHan{"日", "一", "二", "三", "四", "五", "六"};
  static const std::array<const char*, 7> kDays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  static const std::array<const char*, 12> kMonths{"January", "February", "March",     "April",   "May",      "June",
                                                   "July",    "August",   "September", "October", "November", "December"};
  constexpr days kNextYear{300};  // from so far away on a date without its year could be meant for another one
  const auto day = std::chrono::floor<days>(opens), today = std::chrono::floor<days>(now);
  if (day == today) return local_text("今天", "今天", "today");
  if (day == today + days{1}) return local_text("明天", "明天", "tomorrow");
  const std::chrono::year_month_day date{day};
  const unsigned weekday = std::chrono::weekday(day).c_encoding(), month = static_cast<unsigned>(date.month());
  const std::string year = day - today >= kNextYear ? std::to_string(static_cast<int>(date.year())) : "";
  const std::string number = std::to_string(static_cast<unsigned>(date.day()));
  const auto han = [&](const char* week) {
    return (year.empty() ? "" : year + "年") + std::to_string(month) + "月" + number + "日（" + week + kHan[weekday] + "）";
  };
  return LocalText{{han("星期"), han("星期"), std::string("on ") + kDays[weekday] + ", " + number + " " + kMonths[month - 1] + (year.empty() ? "" : " " + year)}};
}

class Dark final : public ui::Screen {
 public:
  std::string_view name() const override { return "dark"; }
  void build(ui::Builder& builder) override { builder.scene.add(builder.look.whole(), ui::Fill{rgb(0x000000)}); }
};

class ClosedPage final : public ui::Screen {
 public:
  ClosedPage(Visit& visit, const ClosedDoors& doors) : visit_(visit), title_(closed_title(doors)), line_(closed_line(doors)) {}
  std::string_view name() const override { return "closed"; }
  void build(ui::Builder& builder) override;

 private:
  void add_night(ui::Builder& builder);

  Visit& visit_;
  LocalText title_, line_;
  ui::Effect far_{.opacity = .62f}, near_{.opacity = .36f};
};

// The hills of Home over still water, as little of them as is seen at night.
void ClosedPage::add_night(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const Rect whole = look.whole();
  const float horizon = std::round(whole.h * (look.portrait() ? .86f : .84f)), height = std::round(look.mm(look.portrait() ? 330 : 360));
  const float tile = std::round(height * kGroundAspect), top = std::round(horizon - height * kHorizon);
  const auto layer = [&](const char* file, const ui::Effect& effect) {
    const std::size_t first = builder.scene.items().size();
    for (float x = -std::round(tile * .06f); x < whole.w; x += tile) builder.scene.add({x, top, tile, height}, ui::Image{visit_.assets() / file, {0, .5f}, false, ""});
    builder.scene.set_effect(first, &effect);
    builder.scene.set_clip(first, {0, 0, whole.w, horizon});
  };
  layer("scroll/hills-far.svg", far_);
  layer("scroll/hills-near.svg", near_);
  builder.scene.add({0, horizon, whole.w, whole.h - horizon}, ui::Gradient{rgb(0x23252a), rgb(0x1a1815)});
}

void ClosedPage::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const Rect whole = look.whole();
  // At night: the ground is ink, and the scroll's hills lie in the dark.
  const Color ground = rgb(0x1a1815), ink = rgb(0xfffaf0);
  builder.scene.add(whole, ui::Fill{ground});
  if (!look.high_contrast) add_night(builder);
  const Language other = look.language == Language::en ? Language::hans : Language::en;
  const float left = look.mm(26.5f), width = whole.w - 2 * left;
  const auto add = [&](text::Setting setting, Language language, float size_mm, float y, float strength) {
    setting.language = language;
    setting.size_px = std::round(look.mm(size_mm));
    return builder.display(setting, {left, y}, ink.faded(strength)).h;
  };
  float y = std::round(whole.h * (look.portrait() ? .30f : .26f));
  y += add(builder.title(title_[look.language], width), look.language, look.portrait() ? 27 : 34, y, 1) + look.mm(7);
  y += builder.rule({left, y}).h + look.mm(10);
  y += add(builder.interface(line_[look.language], width), look.language, look.portrait() ? 15.5f : 17, y, 1) + look.mm(16);
  y += add(builder.interface(title_[other], width), other, 11, y, .72f);
  add(builder.interface(line_[other], width), other, 11, y, .72f);
}

}  // namespace

LocalText closed_title(const ClosedDoors& doors) {
  switch (doors.why) {
    case ClosedDoors::Why::all_day: return local_text("今日闭馆", "今日閉館", "Closed today");
    case ClosedDoors::Why::before_opening: return local_text("尚未开馆", "尚未開館", "Not open yet");
    case ClosedDoors::Why::between: return local_text("暂时闭馆", "暫時閉館", "Closed for now");
    case ClosedDoors::Why::after_closing: return local_text("今日已闭馆", "今日已閉館", "Closed for today");
  }
  return {};
}

LocalText closed_line(const ClosedDoors& doors) {
  if (!doors.opens) return local_text("开馆时间以馆方公告为准", "開館時間以館方公告為準", "The site’s own notice says when it opens");
  const LocalText day = day_of(*doors.opens, doors.now);
  // A day that is open from its first minute has no hour worth saying.
  const bool whole_day = *doors.opens == std::chrono::floor<days>(*doors.opens);
  const std::string time = clock_of(*doors.opens);
  const auto han = [&](Language language, const char* opens) {
    return day[language] + (whole_day ? "" : (day[language].ends_with("）") ? "" : " ") + time + " ") + opens;
  };
  return LocalText{{han(Language::hans, "开馆"), han(Language::hant, "開館"),
                    "Opens " + day[Language::en] + (whole_day ? "" : (day[Language::en].starts_with("on ") ? ", at " : " at ") + time)}};
}

std::shared_ptr<ui::Screen> make_dark() { return std::make_shared<Dark>(); }
std::shared_ptr<ui::Screen> make_closed(Visit& visit, const ClosedDoors& doors) { return std::make_shared<ClosedPage>(visit, doors); }

}  // namespace kiosk::screens
