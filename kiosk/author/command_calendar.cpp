#include <CLI/CLI.hpp>

#include "kiosk/author/command.h"
#include "kiosk/content/pack.h"
#include "kiosk/content/schedule.h"

namespace kiosk::author {
namespace {

using namespace std::chrono;

// What plays over a day: from which minute the slides change, and which they are then.
struct Stretch {
  int from = 0;  // minute of the day
  std::vector<content::DueSlide> slides;
  bool gap = false;
};

std::vector<Stretch> stretches_of(const content::Index& index, local_days day) {
  std::vector<Stretch> out;
  for (int minute = 0; minute < kDayMinutes; ++minute) {
    const LocalTime now = LocalTime{day} + minutes{minute};
    std::vector<content::DueSlide> due = content::due_slides(index, now);
    const bool gap = due.empty() && !index.slides.empty();
    Stretch next{minute, std::move(due), gap};
    if (out.empty() || out.back().slides != next.slides || out.back().gap != next.gap) out.push_back(std::move(next));
  }
  return out;
}

std::string name_of(local_days day) { return to_string(LocalTime{day}).substr(0, 10); }

const char* weekday_of(local_days day, Language language) {
  constexpr std::array kEnglish{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kChinese{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"};
  const unsigned number = weekday{day}.c_encoding();
  return language == Language::en ? kEnglish[number] : kChinese[number];
}

class CalendarCommand final : public Command {
 public:
  std::string_view name() const override { return "calendar"; }
  Bilingual summary() const override { return {"Show what plays on each day of a month.", "列出一个月里每天播放什么。"}; }

  void declare(CLI::App& app, Language language) override {
    app.add_option("folder", folder_, Bilingual{"The pack", "内容包"}.in(language))->required();
    auto* month = app.add_option("--month", month_, Bilingual{"The month: 2027-06", "月份：2027-06"}.in(language));
    app.add_option("--day", day_, Bilingual{"One day alone: 2027-06-13", "只看一天：2027-06-13"}.in(language))->excludes(month);
  }

  ExitCode run(Console& console) override {
    const auto pack = content::Pack::open(folder_);
    if (!pack) return console.fail(pack.error());
    const bool one = !day_.empty();
    const std::string text = one ? day_ : month_.empty() ? to_string(local_time_now()).substr(0, 7) : month_;
    const auto first = parse_local_time(one ? text : text + "-01");
    if (!first || text.size() != (one ? 10u : 7u))
      return console.fail({ErrorKind::usage, one ? "is not a day; write 2027-06-13" : "is not a month; write 2027-06", text,
                           one ? "不是日期，应写成 2027-06-13" : "不是月份，应写成 2027-06"});
    const auto begin = floor<days>(*first);
    const auto month = year_month_day{begin};
    const local_days end = one ? begin + days{1} : local_days{(month.year() / month.month() / last)} + days{1};
    for (local_days day = begin; day < end; day += days{1}) show(console, **pack, day);
    return ExitCode::done;
  }

 private:
  static std::string title_of(const content::Index& index, const content::DueSlide& due, Language language) {
    return (due.wording ? due.wording->title : index.slides[due.slide].title).get(language);
  }

  void show(Console& console, content::Pack& pack, local_days day) {
    const content::Index& index = pack.index();
    const Language language = console.language();
    OrderedJson entry{{"day", name_of(day)}, {"slides", OrderedJson::array()}, {"events", OrderedJson::array()}, {"hours", OrderedJson::object()}};
    console.say({name_of(day) + " " + weekday_of(day, Language::en), name_of(day) + " " + weekday_of(day, Language::hans)});
    if (const content::MemorialDay* memorial = content::memorial_day(index, LocalTime{day} + hours{12})) {
      console.say({"  grey: " + memorial->name.get(language), "  灰度显示：" + memorial->name.get(language)});
      entry["grey"] = memorial->name.get(Language::hans);
    }
    const std::vector<Stretch> stretches = stretches_of(index, day);
    for (const Stretch& stretch : stretches) {
      std::string titles;
      OrderedJson list = OrderedJson::array();
      for (const content::DueSlide& due : stretch.slides) {
        titles += (titles.empty() ? "" : language == Language::en ? "; " : "；") + title_of(index, due, language);
        list.push_back({{"line", index.slides[due.slide].file_line}, {"title", title_of(index, due, Language::hans)}});
      }
      const std::string from = stretches.size() > 1 ? "  " + clock_time(stretch.from) + "  " : "  ";
      const Bilingual gap = stretch.gap ? Bilingual{"nothing plays: the ground with the invitation alone", "没有画面可播，只有底色与“轻触屏幕”"} : Bilingual();
      console.say(Bilingual{from} + gap + Bilingual{titles});
      entry["slides"].push_back({{"from", clock_time(stretch.from)}, {"gap", stretch.gap}, {"plays", std::move(list)}});
    }
    for (const content::Slide& slide : index.slides) show_missing_wording(console, slide, day, entry);
    show_hours(console, pack, day, entry);
    for (const content::Event& event : index.events) {
      if (floor<days>(event.begin) != day) continue;
      const std::string line = to_string(event.begin).substr(11) + "–" + to_string(event.end).substr(11) + "  " + event.topic.get(language);
      const Bilingual cancelled = event.cancelled ? Bilingual{" (cancelled)", "（已取消）"} : Bilingual();
      console.say(Bilingual{"  event: " + line, "  活动：" + line} + cancelled);
      entry["events"].push_back({{"id", event.id}, {"begin", to_string(event.begin)}, {"end", to_string(event.end)}, {"cancelled", event.cancelled}});
    }
    if (console.json()) console.document()["days"].push_back(std::move(entry));
  }

  void show_missing_wording(Console& console, const content::Slide& slide, local_days day, OrderedJson& entry) {
    const auto year = content::anniversary_year(slide.when, day);
    if (!year || std::ranges::find(slide.years, *year, &content::YearWording::year) != slide.years.end()) return;
    const std::string what = slide.title.get(console.language()) + " (pack.toml:" + std::to_string(slide.file_line) + ")",
                      which = std::to_string(*year);
    console.say({"  does not play, for its wording is not approved for " + which + ": " + what, "  不播放，" + which + " 年的文字未经审定：" + what});
    entry["unapproved"].push_back({{"line", slide.file_line}, {"year", *year}});
  }

  void show_hours(Console& console, content::Pack& pack, local_days day, OrderedJson& entry) {
    for (const std::string& id : pack.index().points) {
      const content::PointPtr point = pack.point(id);
      if (!point) continue;
      for (const content::Practical& practical : point->facts) {
        if (!practical.hours) continue;
        std::string spans;
        for (const Span& span : spans_of(*practical.hours, day))
          spans += (spans.empty() ? "" : ", ") + clock_time(span.from) + "–" + clock_time(span.to);
        const Bilingual said = spans.empty() ? Bilingual{"closed", "闭馆"} : Bilingual{spans};
        const std::string title = point->title.get(console.language());
        console.say(Bilingual{"  " + title + ": ", "  " + title + "："} + said);
        entry["hours"][id] = spans;
      }
    }
  }

  std::string folder_, month_, day_;
};

}  // namespace

std::unique_ptr<Command> make_calendar_command() { return std::make_unique<CalendarCommand>(); }

}  // namespace kiosk::author
