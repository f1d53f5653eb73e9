// programme.toml
#include <algorithm>
#include <set>

#include "kiosk/content/parts.h"
#include "kiosk/content/schedule.h"

namespace kiosk::content {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"lecture", "party-class", "activity"};

// Nothing with a finding where the event's time cannot be.
bool read_times(const Node& table, Fields& fields, Event& event, Report& report) {
  const std::string date = fields.date("date", Need::required);
  const Located start = fields.located("start", Need::required), end = fields.located("end", Need::required);
  if (date.empty() || start.line == 0 || end.line == 0) return false;
  const auto day = parse_local_time(date);
  const auto begins = parse_span(start.text + "-24:00"), ends = parse_span("0:00-" + end.text);
  if (!day || !begins || !ends) {
    const Located& wrong = begins ? end : start;
    report.add("hours-form", wrong.line, wrong.column, {in_quotes(wrong.text) + " is no time of day", in_quotes(wrong.text) + "不是钟点"},
               {"write it as \"14:00\"", "写成 \"14:00\""});
    return false;
  }
  event.begin = *day + std::chrono::minutes{begins->from};
  event.end = *day + std::chrono::minutes{ends->to};
  if (event.begin < event.end) return true;
  report.add("date-order", table.line, 0, {"the event ends before it begins", "活动的结束时间早于开始时间"},
             {"mend `start` or `end`", "改正 `start` 或 `end`"});
  return false;
}

std::optional<Event> read_event(const Node& table, Report& report, Untranslated& untranslated, std::set<std::string>& ids) {
  Event event;
  Fields fields(table, report);
  const Located id = fields.id("id", Need::required);
  const auto kind = fields.choice("kind", Need::required, kKinds);
  const bool timed = read_times(table, fields, event, report);
  event.topic = fields.text("topic", Need::required, TextForm::title, &untranslated);
  event.place = fields.text("place", Need::required, TextForm::title, &untranslated);
  event.speaker = fields.text("speaker", Need::optional, TextForm::title, &untranslated);
  event.note = fields.text("note", Need::optional, TextForm::title, &untranslated);
  event.cancelled = fields.flag("cancelled");
  fields.done();
  if (!kind || !timed || id.text.empty() || event.topic.empty() || event.place.empty()) return std::nullopt;
  if (!ids.insert(id.text).second) {
    report.add("id-duplicate", id.line, id.column,
               {"an event " + in_quotes(id.text) + " is already there", "已有编号为" + in_quotes(id.text) + "的活动"},
               {"give one of them another id", "改用另一个编号"});
    return std::nullopt;
  }
  event.id = id.text;
  event.kind = static_cast<EventKind>(*kind);
  return event;
}

}  // namespace

std::vector<Event> read_programme(Library& library) {
  Report report("programme.toml");
  std::vector<Event> events;
  Untranslated untranslated;
  bool missing = false;
  const auto text = library.read_text("programme.toml", report, &missing);
  const auto tree = text ? parse_toml(*text, 1, report) : std::nullopt;
  if (tree) {
    std::set<std::string> ids;
    Fields fields(*tree, report);
    for (const Node* table : fields.tables("events", kMostEvents))
      if (auto event = read_event(*table, report, untranslated, ids)) events.push_back(*std::move(event));
    fields.done();
    library.note_untranslated(report.file(), untranslated);
  }
  std::ranges::stable_sort(events, {}, &Event::begin);
  library.ledger().add(report.take());
  return events;
}

}  // namespace kiosk::content
