#include "kiosk/content/sources.h"

#include <algorithm>

namespace kiosk::content {
namespace {

constexpr std::size_t kMostSources = 5000, kMostFacts = 20'000, kMostSourcesOfFact = 8;  // FORMAT.md, limits
constexpr std::array<std::string_view, 3> kTiers{"A", "B", "C"};

void read_source(const Node& table, Report& report, Untranslated* untranslated,
                 std::map<std::string, Source, std::less<>>& sources) {
  Fields fields(table, report);
  const Located id = fields.id("id", Need::required);
  Source source;
  source.hidden = fields.choice("tier", Need::required, kTiers) == std::size_t{2};
  source.title = fields.text("title", Need::required, TextForm::title, source.hidden ? nullptr : untranslated);
  fields.date("date", Need::optional);
  fields.located("url", Need::optional);
  fields.done();
  if (id.text.empty() || source.title.empty()) return;
  if (!sources.emplace(id.text, std::move(source)).second)
    report.add("id-duplicate", id.line, id.column, {"a source " + in_quotes(id.text) + " is already there", "已有编号为" + in_quotes(id.text) + "的来源"},
               {"give one of them another id", "其中一个换个编号"});
}

}  // namespace

Sources Sources::parse(std::string_view toml, Report& report, Untranslated* untranslated) {
  Sources out;
  const auto tree = parse_toml(toml, 1, report);
  if (!tree) return out;
  Fields file(*tree, report);
  for (const Node* table : file.tables("sources", kMostSources))
    read_source(*table, report, untranslated, out.sources_);
  for (const Node* table : file.tables("facts", kMostFacts)) {
    Fields fields(*table, report);
    const Located id = fields.id("id", Need::required);
    std::vector<std::string> rests_on;
    bool shown = false;
    for (const Located& source : fields.ids("sources", Need::required, kMostSourcesOfFact)) {
      const Source* found = out.source(source.text);
      if (!found) {
        report.add("source-unknown", source.line, source.column, {"there is no source " + in_quotes(source.text), "没有" + in_quotes(source.text) + "这个来源"},
                   {"add it to [[sources]], or mend the id", "在 [[sources]] 补上，或改正编号"});
        continue;
      }
      shown |= !found->hidden;
      rests_on.push_back(source.text);
    }
    if (!rests_on.empty() && !shown)
      report.add("source-hidden", table->line, 0, {"the fact rests on sources of tier C alone, which are never shown", "这条事实只有 C 级来源，而 C 级来源不显示"},
                 {"find a source of tier A or B", "补一个 A 级或 B 级来源"});
    fields.text("says", Need::required, TextForm::prose);
    fields.done();
    if (!id.text.empty() && !out.facts_.emplace(id.text, std::move(rests_on)).second)
      report.add("id-duplicate", id.line, id.column, {"a fact " + in_quotes(id.text) + " is already there", "已有编号为" + in_quotes(id.text) + "的事实"},
                 {"give one of them another id", "其中一个换个编号"});
  }
  file.done();
  return out;
}

const Source* Sources::source(std::string_view id) const {
  const auto found = sources_.find(id);
  return found == sources_.end() ? nullptr : &found->second;
}

const std::vector<std::string>* Sources::fact(std::string_view id) const {
  const auto found = facts_.find(id);
  return found == facts_.end() ? nullptr : &found->second;
}

LocalText Sources::title_of_fact(std::string_view id) const {
  if (const auto* rests_on = fact(id))
    for (const std::string& one : *rests_on)
      if (const Source* found = source(one); found && !found->hidden) return found->title;
  return {};
}

int NoteBook::place_of(std::string key, std::string_view title, Language shown_in) {
  const auto [entry, fresh] = places_.emplace(std::move(key), static_cast<int>(titles_.size()));
  if (fresh) {
    titles_.emplace_back(title);
    if (shown_in != language_) titles_.back() += language_ == Language::en ? " (in Chinese)" : "（簡體）";
  }
  return entry->second;
}

void NoteBook::add_source(std::string_view id, std::vector<int>& places) {
  const Source* found = sources_.source(id);
  if (!found || found->hidden) return;
  const int place =
      place_of("source " + std::string(id), found->title.get(language_), found->title.shown_in(language_));
  if (std::ranges::find(places, place) == places.end()) places.push_back(place);
}

std::vector<int> NoteBook::cite(std::string_view id, int line) {
  std::vector<int> places;
  if (const auto own = std::ranges::find(own_, id, &OwnSource::id); own != own_.end())
    places.push_back(place_of("own " + own->id, own->title, own->language));
  else if (const auto* rests_on = sources_.fact(id))
    for (const std::string& source : *rests_on) add_source(source, places);
  else if (sources_.source(id)) add_source(id, places);
  else
    report_.add("note-unknown", line, 0, {in_quotes("[^" + std::string(id) + ']') + " names no source and no fact; no number is shown",
                 in_quotes("[^" + std::string(id) + ']') + "不是来源，也不是事实，不显示注号"},
                {"add it to [[sources]] of the story or to sources.toml, or mend the id", "补进本篇的 [[sources]] 或 sources.toml，或改正编号"});
  return places;
}

}  // namespace kiosk::content
