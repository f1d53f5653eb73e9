// points/POINT/point.toml and routes/ROUTE.toml
#include <algorithm>

#include "kiosk/base/utf8.h"
#include "kiosk/content/characters.h"
#include "kiosk/content/markdown.h"
#include "kiosk/content/parts.h"
#include "kiosk/content/schedule.h"

namespace kiosk::content {
namespace {

constexpr std::array<std::string_view, 6> kPracticalKinds{"place", "hours", "admission", "transport", "contact", "other"};
constexpr std::size_t kMostMarkup = 4000;  // characters; FORMAT.md, limits
constexpr double kMostMinutes = 600;

// Whether `id` is a fact or a source; a finding where it is neither.
bool is_known_fact(const Located& id, const Sources& sources, Report& report) {
  if (sources.fact(id.text) || sources.source(id.text)) return true;
  report.add("fact-unknown", id.line, id.column, {"there is no fact " + in_quotes(id.text), "没有" + in_quotes(id.text) + "这条事实"},
             {"add it to sources.toml, or mend the id", "在 sources.toml 补上，或改正编号"});
  return false;
}

// `open`, `closed` and exceptions of opening hours; none of them where one is wrong: no hours are better than wrong ones.
void read_opening(Fields& fields, Practical& out, Report& report, Untranslated& untranslated) {
  Hours hours;
  bool good = true;
  const auto span = [&](const Located& text) -> std::optional<kiosk::Span> {
    const auto found = parse_span(text.text);
    if (!found)
      report.add("hours-form", text.line, text.column, {in_quotes(text.text) + " are no hours of a day", in_quotes(text.text) + "不是一天中的时段"},
                 {"write them as \"09:00-16:30\"", "写成 \"09:00-16:30\""});
    good = good && found.has_value();
    return found;
  };
  const Located open = fields.located("open", Need::optional);
  if (open.line > 0)
    if (const auto usual = span(open)) hours.usual.push_back(*usual);
  if (const auto closed = read_weekdays(fields, "closed", report)) hours.closed_days = *closed;
  else good = false;
  for (const Node* table : fields.tables("exceptions", kMostExceptions)) {
    Fields one(*table, report);
    const std::string from = one.date("date", Need::required), until = one.date("until", Need::optional);
    const Located other = one.located("open", Need::optional);
    const bool closed = one.flag("closed");
    const LocalText note = one.text("note", Need::optional, TextForm::title, &untranslated);
    one.done();
    const auto first = parse_local_time(from), last = parse_local_time(until.empty() ? from : until);
    constexpr std::chrono::days kLongest{60};
    if (from.empty() || !first || !last || *last < *first || *last - *first > kLongest || (closed == (other.line > 0))) {
      report.add("date-order", table->line, 0,
                 {"the exception needs `date`, and either `open` or `closed = true`; at most 60 days",
                  "例外须写 `date`，以及 `open` 或 `closed = true` 之一；至多 60 天"},
                 {"mend its days and hours", "改正日期与时段"});
      good = false;
      continue;
    }
    std::optional<Spans> spans(std::in_place);
    if (!closed)
      if (const auto its = span(other)) spans->push_back(*its);
    for (auto day = std::chrono::floor<std::chrono::days>(*first); day <= std::chrono::floor<std::chrono::days>(*last); day += std::chrono::days{1}) {
      hours.exceptions.push_back({day, spans});
      if (!note.empty()) out.exceptions.emplace_back(day, note);
    }
  }
  std::ranges::sort(hours.exceptions, {}, &ExceptionalDay::day);
  std::ranges::sort(out.exceptions, {}, &std::pair<std::chrono::local_days, LocalText>::first);
  if (good && open.line > 0 && out.kind == PracticalKind::hours) out.hours = std::move(hours);
}

std::optional<Practical> read_practical(const Node& table, Library& library, Report& report, Untranslated& untranslated) {
  Practical out;
  Fields fields(table, report);
  const auto kind = fields.choice("kind", Need::required, kPracticalKinds);
  if (kind) out.kind = static_cast<PracticalKind>(*kind);
  out.text = fields.text("text", Need::required, TextForm::prose, &untranslated);
  const Located fact = fields.located("fact", Need::optional);
  const auto sources = library.sources();
  if (fact.line > 0 && is_known_fact(fact, *sources, report)) {
    out.source = sources->title_of_fact(fact.text);
    if (const Source* source = sources->source(fact.text); source && out.source.empty() && !source->hidden) out.source = source->title;
  }
  out.verified_on = fields.date("verified_on", Need::optional);
  read_opening(fields, out, report, untranslated);
  fields.done();
  if (kind && out.kind == PracticalKind::hours && out.verified_on.empty())
    report.add("hours-unverified", table.line, 0, {"opening hours without the day on which they were checked", "开放时间没有写哪天核实过"},
               {"add verified_on = 2026-11-01", "补上核实日期：`verified_on = 2026-11-01`"});
  if (!kind || out.text.empty()) return std::nullopt;
  return out;
}

// The markup text `key` of a table in each language, numbered by one book a language.
template <typename Each>
void read_markup_of(const Node& table, std::string_view key, const Each& each) {
  const Node* texts = table.find(key);
  if (!texts || texts->kind != Node::Kind::table) return;
  for (Language language : kLanguages)
    if (const Node* text = texts->find(tag(language)); text && text->kind == Node::Kind::string) each(*text, language);
}

std::array<NoteBook, kLanguages.size()> note_books(const Sources& sources, const std::vector<OwnSource>& none, Report& report) {
  return {NoteBook(sources, none, Language::hans, report), NoteBook(sources, none, Language::hant, report),
          NoteBook(sources, none, Language::en, report)};
}

PicturePtr optional_picture(Fields& fields, std::string_view key, Library& library, Report& report) {
  const Located where = fields.located(key, Need::optional);
  return where.line > 0 ? library.picture(where, report) : nullptr;
}

PointPtr read_point_fields(const Node& tree, const std::string& id, Library& library, Report& report) {
  auto point = std::make_shared<PointOfInterest>();
  Untranslated untranslated;
  Fields fields(tree, report);
  point->id = id;
  point->title = fields.text("title", Need::required, TextForm::title, &untranslated);
  point->slip = fields.text("slip", Need::optional, TextForm::title, &untranslated);
  point->line = fields.text("line", Need::optional, TextForm::title, &untranslated);
  point->landmark = optional_picture(fields, "landmark", library, report);
  point->picture = optional_picture(fields, "picture", library, report);
  const std::vector<OwnSource> none;
  const auto sources = library.sources();
  auto books = note_books(*sources, none, report);
  if (!fields.text("intro", Need::optional, TextForm::markup, &untranslated).empty())
    read_markup_of(tree, "intro", [&](const Node& text, Language language) {
      const auto i = static_cast<std::size_t>(language);
      point->intro[i] = read_markup(text, library, books[i], language, report);
      point->cited[i] = books[i].titles();
    });
  for (const Located& story : fields.ids("stories", Need::optional, kMostStories)) point->stories.push_back(story.text);
  for (const Node* table : fields.tables("facts", kMostPractical))
    if (auto fact = read_practical(*table, library, report, untranslated)) point->facts.push_back(std::move(*fact));
  fields.done();
  library.note_untranslated(report.file(), untranslated);
  return point->title.empty() ? nullptr : point;
}

std::vector<Point> read_path(Fields& fields, Report& report) {
  std::vector<Point> path;
  const Node* node = fields.member("path");
  if (!node || node->kind != Node::Kind::array) {
    report.add("key-missing", node ? node->line : fields.table().line, 0, {"`path` is missing", "缺少 `path`"},
               {"draw the water: path = [[0.05, 0.5], [0.3, 0.2]]", "画出水道：path = [[0.05, 0.5], [0.3, 0.2]]"});
    return path;
  }
  for (const Node& item : node->items) {
    const auto inside = [](const Node& n) { return n.number >= 0 && n.number <= 1 && (n.kind == Node::Kind::real || n.kind == Node::Kind::integer); };
    if (item.items.size() != 2 || !inside(item.items[0]) || !inside(item.items[1])) {
      report.add("value-range", item.line, item.column, {"this is not a place of the path", "这不是路径上的位置"},
                 {"write two numbers from 0 to 1: [0.3, 0.2]", "写两个 0 到 1 之间的数字：[0.3, 0.2]"});
      continue;
    }
    if (path.size() == kMostPathPoints) {
      report.add("count-limit", item.line, item.column, {"the path has more than 500 places", "路径超过 500 个位置"}, {"leave some out", "减去一些"});
      break;
    }
    path.push_back({static_cast<float>(item.items[0].number), static_cast<float>(item.items[1].number)});
  }
  return path;
}

class StopReader {
 public:
  StopReader(Library& library, Report& report, Route& route, Untranslated& untranslated)
      : library_(library),
        report_(report),
        route_(route),
        untranslated_(untranslated),
        sources_(library.sources()),
        books_(note_books(*sources_, none_, report)) {}

  void read(const Node& table) {
    Stop stop;
    Fields fields(table, report_);
    const Located id = fields.id("id", Need::required);
    stop.id = id.text;
    stop.title = fields.text("title", Need::required, TextForm::title, &untranslated_);
    if (!fields.text("line", Need::optional, TextForm::markup, &untranslated_).empty()) read_line(table, stop);
    const auto at = fields.point("at", Need::required);
    read_minutes(fields, stop);
    const Located story = fields.located("story", Need::optional);
    if (story.line > 0) library_.note_reference(report_.file(), story);
    stop.story = story.text;
    stop.here = fields.flag("here");
    fields.done();
    if (stop.id.empty() || stop.title.empty() || !at) return;
    stop.at = *at;
    if (std::ranges::find(route_.stops, stop.id, &Stop::id) != route_.stops.end()) {
      report_.add("id-duplicate", id.line, id.column,
                  {"a stop " + in_quotes(id.text) + " is already there", "已有编号为" + in_quotes(id.text) + "的停靠点"},
                  {"give one of them another id", "其中一个换个编号"});
      return;
    }
    if (stop.here && std::ranges::any_of(route_.stops, &Stop::here)) {
      report_.add("value-range", line_of(table, "here"), 0, {"another stop says that the screen stands there", "已有另一个停靠点标明展屏在那里"},
                  {"write here = true once", "`here = true` 只写一次"});
      stop.here = false;
    }
    route_.stops.push_back(std::move(stop));
  }

  void finish() {
    for (std::size_t i = 0; i < kLanguages.size(); ++i) route_.cited[i] = books_[i].titles();
  }

 private:
  void read_line(const Node& table, Stop& stop) {
    read_markup_of(table, "line", [&](const Node& text, Language language) {
      const auto i = static_cast<std::size_t>(language);
      auto paragraphs = read_markup(text, library_, books_[i], language, report_);
      if (!paragraphs.empty()) stop.line[i] = std::move(paragraphs.front());
    });
  }

  void read_minutes(Fields& fields, Stop& stop) {
    if (const auto minutes = fields.number("minutes_to_next", Need::optional, 1, kMostMinutes)) stop.minutes_to_next = static_cast<int>(*minutes);
    const Located fact = fields.located("fact", Need::optional);
    const bool known = fact.line > 0 && is_known_fact(fact, *sources_, report_);
    const bool cited = std::ranges::any_of(stop.line[0].spans, [](const Span& s) { return s.mark == Mark::note; });
    if (stop.minutes_to_next > 0 && !known && !cited)
      report_.add("minutes-unsourced", line_of(fields.table(), "minutes_to_next"), 0, {"the minutes on foot rest on no fact", "步行分钟数没有依据"},
                  {"add fact = \"…\", or take them out", "补上 `fact = \"…\"`，或删去分钟数"});
  }

  Library& library_;
  Report& report_;
  Route& route_;
  Untranslated& untranslated_;
  std::shared_ptr<const Sources> sources_;
  std::vector<OwnSource> none_;
  std::array<NoteBook, kLanguages.size()> books_;
};

}  // namespace

std::vector<RichText> read_markup(const Node& node, Library& library, NoteBook& book, Language language, Report& report) {
  std::string text;
  std::size_t count = 0;
  for (std::size_t at = 0; at < node.text.size() && count < kMostMarkup; ++count) {  // a longer one was reported as text-length
    const char32_t c = utf8::next(node.text, at);
    if (!is_unwanted(c)) utf8::append(text, c == '\t' ? U' ' : c);
  }
  std::vector<RichText> out;
  const auto names = library.names();
  const RawPage page = parse_page(text, node.text_line, report);
  if (page.picture)
    report.add("picture-misplaced", page.picture->line, 0, {"a picture in this text is not shown", "这段文字里的图片不会显示"},
               {"name it with `picture`, or put it into a story", "改用 `picture`，或放进故事"});
  for (const RawBlock& block : page.blocks)
    if (RichText rich = finish_text(block.chars, page, book, *names, language); !rich.empty()) out.push_back(std::move(rich));
  return out;
}

PointPtr read_point(Library& library, const std::string& id) {
  Report report("points/" + id + "/point.toml");
  PointPtr point;
  if (const auto text = library.read_text(report.file(), report))
    if (const auto tree = parse_toml(*text, 1, report)) point = read_point_fields(*tree, id, library, report);
  library.ledger().add(report.take());
  return point;
}

RoutePtr read_route(Library& library, const std::string& id) {
  Report report("routes/" + id + ".toml");
  auto route = std::make_shared<Route>();
  route->id = id;
  if (const auto text = library.read_text(report.file(), report)) {
    if (const auto tree = parse_toml(*text, 1, report)) {
      Untranslated untranslated;
      Fields fields(*tree, report);
      route->title = fields.text("title", Need::required, TextForm::title, &untranslated);
      route->line = fields.text("line", Need::optional, TextForm::title, &untranslated);
      route->note = fields.text("note", Need::optional, TextForm::title, &untranslated);
      route->loop = fields.flag("loop");
      route->path = read_path(fields, report);
      StopReader stops(library, report, *route, untranslated);
      for (const Node* table : fields.tables("stops", kMostStops)) stops.read(*table);
      stops.finish();
      fields.done();
      library.note_untranslated(report.file(), untranslated);
    }
  }
  library.ledger().add(report.take());
  if (route->title.empty() || route->path.size() < 2 || route->stops.empty()) return nullptr;
  return route;
}

}  // namespace kiosk::content
