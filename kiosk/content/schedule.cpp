#include "kiosk/content/schedule.h"

#include <algorithm>

#include "kiosk/content/lunar.h"

namespace kiosk::content {
namespace {

using namespace std::chrono;

constexpr int kMostAround = 180;  // days before and after an anniversary

// "06-13"; a day that some year has.
std::optional<month_day> parse_month_day(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != '-' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const month_day day = month{static_cast<unsigned>((text[0] - '0') * 10 + text[1] - '0')} / static_cast<int>((text[3] - '0') * 10 + text[4] - '0');
  return day.ok() ? std::optional(day) : std::nullopt;
}

std::optional<local_days> day_in(const When& when, int year) {
  if (when.lunar) {
    const auto m = static_cast<unsigned>(when.every->month()), d = static_cast<unsigned>(when.every->day());
    // A 30th that a month has not is kept on its 29th.
    const auto found = lunar_day(year, m, d);
    return found || d != 30 ? found : lunar_day(year, m, 29);
  }
  year_month_day day = std::chrono::year{year} / when.every->month() / when.every->day();
  if (!day.ok()) day = std::chrono::year{year} / when.every->month() / last;
  return local_days{day};
}

bool day_holds(const When& when, local_days day) {
  if (when.from && day < *when.from) return false;
  if (when.until && day > *when.until) return false;
  if (std::ranges::find(when.weekdays, true) != when.weekdays.end() && !when.weekdays[weekday{day}.c_encoding()]) return false;
  return !when.every || anniversary_year(when, day);
}

std::optional<local_days> read_day(Fields& fields, std::string_view key) {
  const std::string text = fields.date(key, Need::optional);
  const auto time = text.empty() ? std::nullopt : std::optional(parse_local_time(text));
  return time && *time ? std::optional(floor<days>(**time)) : std::nullopt;
}

// Sets the hours; false with a finding where they cannot be.
bool read_hours(Fields& fields, When& when, Report& report) {
  const Located text = fields.located("hours", Need::optional);
  if (text.line == 0) return true;
  const std::size_t dash = text.text.find('-');
  const std::string from = text.text.substr(0, dash), to = dash == std::string::npos ? "" : text.text.substr(dash + 1);
  // Past midnight: two spans of a day that meet there.
  const auto until_midnight = parse_span(from + "-24:00"), from_midnight = parse_span("0:00-" + to);
  if (!until_midnight || !from_midnight || until_midnight->from == from_midnight->to) {
    report.add("hours-form", text.line, text.column, {in_quotes(text.text) + " are no hours of a day", in_quotes(text.text) + "不是一天中的时段"},
               {"write them as \"09:00-16:30\"; \"18:00-02:00\" goes past midnight", "写成 \"09:00-16:30\"；\"18:00-02:00\" 表示到次日"});
    return false;
  }
  when.hours_from = until_midnight->from;
  when.hours_to = from_midnight->to;
  return true;
}

bool read_every(Fields& fields, std::string_view key, bool lunar, When& when, Report& report) {
  const Located text = fields.located(key, Need::optional);
  if (text.line == 0) return true;
  const auto day = parse_month_day(text.text);
  const bool is_lunar_day = day && static_cast<unsigned>(day->day()) <= 30;
  if (!day || when.every || (lunar && !is_lunar_day)) {
    report.add("date-form", text.line, text.column,
               when.every ? Bilingual{"`every` and `lunar` cannot both be there", "`every` 与 `lunar` 不能同时写"}
                          : Bilingual{in_quotes(text.text) + " is no day of a year", in_quotes(text.text) + "不是一年中的日子"},
               {"write month and day, like \"06-13\"", "写月和日，如 \"06-13\""});
    return false;
  }
  when.every = day;
  when.lunar = lunar;
  return true;
}

// Of what holds at `now`: past midnight it is the day before that counts.
std::optional<int> year_of_showing(const When& when, const LocalTime& now) {
  const local_days today = floor<days>(now);
  const bool after_midnight = when.hours_from >= when.hours_to && floor<minutes>(now - today).count() < when.hours_to;
  return anniversary_year(when, after_midnight ? today - days{1} : today);
}

}  // namespace

bool When::always() const { return *this == When{}; }

std::optional<int> anniversary_year(const When& when, local_days day) {
  if (!when.every) return std::nullopt;
  const int year = static_cast<int>(year_month_day{day}.year());
  for (const int candidate : {year - 1, year, year + 1})
    if (const auto kept = day_in(when, candidate); kept && day >= *kept - days{when.days_before} && day <= *kept + days{when.days_after})
      return candidate;
  return std::nullopt;
}

bool holds(const When& when, const std::optional<LocalTime>& now) {
  if (when.always()) return true;
  if (!now) return false;
  const local_days today = floor<days>(*now);
  const auto minute = static_cast<int>(floor<minutes>(*now - today).count());
  if (when.hours_from < when.hours_to) return minute >= when.hours_from && minute < when.hours_to && day_holds(when, today);
  return (minute >= when.hours_from && day_holds(when, today)) || (minute < when.hours_to && day_holds(when, today - days{1}));
}

std::string to_string(const When& when) {
  std::string out;
  const auto say = [&](std::string_view words) { out.append(out.empty() ? "" : " ").append(words); };
  if (when.from) say("from " + kiosk::to_string(LocalTime{*when.from}).substr(0, 10));
  if (when.until) say("until " + kiosk::to_string(LocalTime{*when.until}).substr(0, 10));
  for (unsigned day = 0; day < when.weekdays.size(); ++day)
    if (when.weekdays[day]) say(weekday_name(day));
  if (when.hours_from != 0 || when.hours_to != kDayMinutes) say("hours " + clock_time(when.hours_from) + "-" + clock_time(when.hours_to));
  if (when.every) {
    const auto two = [](unsigned number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); };
    say((when.lunar ? "lunar " : "every ") + two(static_cast<unsigned>(when.every->month())) + "-" + two(static_cast<unsigned>(when.every->day())));
  }
  if (when.days_before > 0) say("days_before " + std::to_string(when.days_before));
  if (when.days_after > 0) say("days_after " + std::to_string(when.days_after));
  return out;
}

std::vector<DueSlide> due_slides(const Index& index, const std::optional<LocalTime>& now) {
  std::vector<DueSlide> due, of_their_own;
  for (std::size_t i = 0; i < index.slides.size(); ++i) {
    const Slide& slide = index.slides[i];
    const auto playlist = std::ranges::find(index.playlists, slide.playlist, &Playlist::id);
    const bool listed = playlist != index.playlists.end();
    if (!holds(slide.when, now) || (listed && !holds(playlist->when, now))) continue;
    const YearWording* wording = nullptr;
    if (slide.when.every) {
      const auto found = std::ranges::find(slide.years, *year_of_showing(slide.when, *now), &YearWording::year);
      if (found == slide.years.end()) continue;
      wording = &*found;
    }
    due.push_back({i, wording});
    if (listed && playlist->only) of_their_own.push_back(due.back());
  }
  return of_their_own.empty() ? due : of_their_own;
}

bool has_gaps(const Index& index) {
  return !index.slides.empty() && std::ranges::none_of(index.slides, [&](const Slide& slide) {
    const auto playlist = std::ranges::find(index.playlists, slide.playlist, &Playlist::id);
    return slide.when.always() && (playlist == index.playlists.end() || playlist->when.always());
  });
}

const MemorialDay* memorial_day(const Index& index, const std::optional<LocalTime>& now) {
  const auto found = std::ranges::find_if(index.memorial_days, [&](const MemorialDay& day) { return now && holds(day.when, now); });
  return found == index.memorial_days.end() ? nullptr : &*found;
}

std::vector<const Event*> coming_events(const Index& index, const std::optional<LocalTime>& now) {
  std::vector<const Event*> out;
  for (const Event& event : index.events)
    if (!now || event.end > *now) out.push_back(&event);
  return out;
}

std::optional<std::array<bool, 7>> read_weekdays(Fields& fields, std::string_view key, Report& report) {
  std::array<bool, 7> out{};
  bool good = true;
  for (const Located& name : fields.list(key, Need::optional, 7)) {
    if (const auto day = parse_weekday(name.text)) {
      out[*day] = true;
      continue;
    }
    report.add("value-range", name.line, name.column, {in_quotes(name.text) + " is no day of the week", in_quotes(name.text) + "不是星期名"},
               {"write monday, tuesday, wednesday, thursday, friday, saturday or sunday",
                "写 monday、tuesday、wednesday、thursday、friday、saturday、sunday"});
    good = false;
  }
  return good ? std::optional(out) : std::nullopt;
}

std::optional<When> read_when(const Node& table, Report& report) {
  When when;
  Fields fields(table, report);
  when.from = read_day(fields, "from");
  when.until = read_day(fields, "until");
  bool good = (when.from || !table.find("from")) && (when.until || !table.find("until"));
  if (const auto weekdays = read_weekdays(fields, "weekdays", report)) when.weekdays = *weekdays;
  else good = false;
  good = read_hours(fields, when, report) && good;
  good = read_every(fields, "every", false, when, report) && good;
  good = read_every(fields, "lunar", true, when, report) && good;
  when.days_before = static_cast<int>(fields.number("days_before", Need::optional, 0, kMostAround).value_or(0));
  when.days_after = static_cast<int>(fields.number("days_after", Need::optional, 0, kMostAround).value_or(0));
  fields.done();
  if (when.from && when.until && *when.from > *when.until) {
    report.add("date-order", line_of(table, "until"), 0, {"`until` is before `from`: it would never be shown", "`until` 早于 `from`：永远不会显示"},
               {"mend one of the days", "改正其中一个日期"});
    good = false;
  }
  return good ? std::optional(when) : std::nullopt;
}

}  // namespace kiosk::content
