#include "kiosk/author/fact_check.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "kiosk/author/statements.h"
#include "kiosk/author/written.h"
#include "kiosk/content/names.h"

namespace kiosk::author {
namespace {

using content::Node;
using content::Report;
using Ids = std::set<std::string>;
using CitedBy = std::array<Ids, kLanguages.size()>;  // by language

std::string joined(const Ids& ids) {
  std::string out;
  for (const std::string& id : ids) out += (out.empty() ? "" : ", ") + id;
  return out.empty() ? "–" : out;
}

class FactCheck {
 public:
  FactCheck(const content::Folder& folder, const content::Index& index) : folder_(folder), index_(index) {
    Report silent("");
    if (const auto tree = written_toml(folder, "sources.toml")) {
      for (const Node* fact : tables_of(*tree, "facts"))
        for (Language language : kLanguages)
          if (const Node* says = text_of(*fact, "says", language)) says_[string_of(*fact, "id")][language] = says->text;
      for (const Node* source : tables_of(*tree, "sources")) sources_.insert(string_of(*source, "id"));
    }
    if (const auto text = folder.read("names.toml", kMostWritten)) names_ = content::Names::parse(*text, silent);
  }

  content::Findings run() {
    for (const std::string& point : index_.points) check_point(point);
    for (const std::string& route : index_.routes) check_route(route);
    check_slides();
    return std::move(findings_);
  }

 private:
  using Titles = std::array<std::vector<std::string>, kLanguages.size()>;

  void take(Report& report) {
    for (content::Finding& finding : report.take()) {
      if (index_.strict_sources) finding.severity = content::Severity::error;
      findings_.push_back(std::move(finding));
    }
  }

  std::vector<std::string> names_in(const std::string& text, Language language, const std::vector<std::string>& exempt) const {
    content::RichText rich{text, {}, {}};
    names_.mark(rich, language);
    std::vector<std::string> found;
    for (const content::Unbroken& part : rich.unbroken) {
      std::string name = text.substr(part.begin, part.end - part.begin);
      const bool own = std::ranges::any_of(exempt, [&](const std::string& title) { return title.find(name) != title.npos; });
      if (!own && std::ranges::find(found, name) == found.end()) found.push_back(std::move(name));
    }
    return found;
  }

  // What facts say, for comparing: in the language itself, and with 简体 where 繁體 has nothing of its own.
  struct Said {
    std::string own;
    std::u32string all;
    bool borrowed = false;
  };
  Said said_by(const Ids& ids, Language language) const {
    Said out;
    for (const std::string& id : ids) {
      const auto found = says_.find(id);
      if (found == says_.end()) continue;
      if (found->second.has(language)) {
        out.own += found->second[language] + '\n';
      } else if (language == Language::hant) {
        out.borrowed = true;
        out.all += squeezed(found->second[Language::hans], language) + U'\n';
      }
    }
    out.all += squeezed(out.own, language);
    return out;
  }

  void compare(Report& report, const Place& place, const std::string& words, Language language, const Ids& ids,
               const std::vector<std::string>& names) {
    const Said said = said_by(ids, language);
    const std::string in = " [" + std::string(tag(language)) + "]";
    for (const std::string& value : values_in(words, language)) {
      if (states(said.all, value)) continue;
      report.add("fact-differs", place.line, place.column,
                 {"“" + value + "”" + in + " stands in no fact that is cited here (" + joined(ids) + ")",
                  "“" + value + "”" + in + "不见于此处所引的事实（" + joined(ids) + "）"},
                 {"correct it, or cite the fact whose `says` has it", "改正，或改引 `says` 中写有它的事实"});
    }
    for (const std::string& name : names) {
      if (said.borrowed || said.own.find(name) != said.own.npos) continue;
      report.add("fact-differs", place.line, place.column,
                 {"the name “" + name + "”" + in + " stands in no fact that is cited here (" + joined(ids) + ")",
                  "名称“" + name + "”" + in + "不见于此处所引的事实（" + joined(ids) + "）"},
                 {"cite the fact whose `says` names it", "改引 `says` 中写有该名称的事实"});
    }
  }

  // Running text; what it cites is added to `cited`.
  void check_prose(Report& report, const Written& text, Language language, const std::vector<std::string>& exempt, const Ids& own, Ids& cited) {
    for (const Sentence& sentence : sentences_of(text.words, language)) {
      const Place place = text.place_of(sentence.begin);
      Ids facts;
      for (const std::string& id : sentence.cited)
        if (!own.contains(id) && says_.contains(id)) facts.insert(id);
      cited.insert(facts.begin(), facts.end());
      const std::vector<std::string> values = values_in(sentence.words, language), names = names_in(sentence.words, language, exempt);
      if (values.empty() && names.empty()) continue;
      if (!facts.empty()) compare(report, place, sentence.words, language, facts, names);
      if (!index_.strict_sources) continue;
      const std::string& what = values.empty() ? names.front() : values.front();
      if (facts.empty())
        report.add("fact-uncited", place.line, place.column,
                   sentence.cited.empty()
                       ? Bilingual{"the sentence with “" + what + "” cites nothing", "写有“" + what + "”的句子没有注明来源"}
                       : Bilingual{"the sentence with “" + what + "” cites a source, but no fact", "写有“" + what + "”的句子只引来源，未引事实"},
                   {"end it in [^id] of a fact in sources.toml, or leave it out", "句末加 [^编号]，编号是 sources.toml 中的事实；否则删去此句"});
      else if (!sentence.cited_last)
        report.add("note-inside", place.line, place.column, {"the note stands inside its sentence", "注号在句子中间"},
                   {"put [^id] at the end of the sentence", "把 [^编号] 移到句末"});
    }
  }

  // A text that cites nothing itself, against what stands near it.
  void check_bare(Report& report, const Written& text, Language language, const Ids& ids, const std::vector<std::string>* exempt) {
    if (!text.words.empty())
      compare(report, text.place_of(0), text.words, language, ids, exempt ? names_in(text.words, language, *exempt) : std::vector<std::string>{});
  }

  void check_bare(Report& report, const Node& table, std::string_view key, Language language, const Ids& ids,
                  const std::vector<std::string>* exempt) {
    if (const Node* text = text_of(table, key, language)) check_bare(report, written(*text), language, ids, exempt);
  }

  void check_story(const std::string& point, const std::string& id, const Titles& titles, CitedBy& cited_by) {
    for (Language language : kLanguages) {
      const auto story = written_story(folder_, point, id, language);
      if (!story) continue;
      Report report(story->file);
      Ids own, cited;
      for (const auto& source : story->front.sources) own.insert(source.id);
      for (const Written& text : story->prose) check_prose(report, text, language, titles[static_cast<std::size_t>(language)], own, cited);
      for (const Written& text : story->headings) check_bare(report, text, language, cited, nullptr);
      check_bare(report, {story->front.title, {story->front.title_line, 1}}, language, cited, nullptr);
      check_bare(report, {story->front.summary, {story->front.title_line + 1, 1}}, language, cited, nullptr);
      take(report);
      cited_by[static_cast<std::size_t>(language)] = std::move(cited);
    }
  }

  void check_point(const std::string& id) {
    const std::string file = "points/" + id + "/point.toml";
    const auto tree = written_toml(folder_, file);
    if (!tree) return;
    Report report(file);
    Titles titles;
    CitedBy here;
    for (Language language : kLanguages) {
      const auto i = static_cast<std::size_t>(language);
      for (const char* key : {"title", "slip"})
        if (const Node* title = text_of(*tree, key, language)) titles[i].push_back(title->text);
      if (const Node* intro = text_of(*tree, "intro", language)) check_prose(report, written(*intro), language, titles[i], {}, here[i]);
      for (const Node* practical : tables_of(*tree, "facts")) {
        const std::string fact = string_of(*practical, "fact");
        if (fact.empty() && practical->find("verified_on")) continue;  // rests on whoever checked it that day
        const Ids ids = fact.empty() ? Ids{} : Ids{fact};
        check_bare(report, *practical, "text", language, ids, &titles[i]);
        here[i].insert(ids.begin(), ids.end());
      }
    }
    for (const std::string& story : strings_of(*tree, "stories")) {
      CitedBy cited;
      check_story(id, story, titles, cited);
      for (std::size_t i = 0; i < here.size(); ++i) here[i].insert(cited[i].begin(), cited[i].end());
      cited_by_[id + '/' + story] = std::move(cited);
    }
    for (Language language : kLanguages) {
      const auto i = static_cast<std::size_t>(language);
      check_bare(report, *tree, "line", language, here[i], &titles[i]);
    }
    titles_[id] = std::move(titles);
    cited_by_[id] = std::move(here);
    take(report);
  }

  void check_route(const std::string& id) {
    const std::string file = "routes/" + id + ".toml";
    const auto tree = written_toml(folder_, file);
    if (!tree) return;
    Report report(file);
    CitedBy here;
    for (Language language : kLanguages) {
      const auto i = static_cast<std::size_t>(language);
      std::vector<std::string> title;
      if (const Node* own = text_of(*tree, "title", language)) title.push_back(own->text);
      for (const Node* stop : tables_of(*tree, "stops")) {
        std::vector<std::string> exempt = title;
        if (const Node* own = text_of(*stop, "title", language)) exempt.push_back(own->text);
        if (const Node* line = text_of(*stop, "line", language)) check_prose(report, written(*line), language, exempt, {}, here[i]);
        if (const std::string fact = string_of(*stop, "fact"); !fact.empty()) here[i].insert(fact);
      }
      for (const char* key : {"line", "note"}) check_bare(report, *tree, key, language, here[i], nullptr);
    }
    cited_by_["routes/" + id] = std::move(here);
    take(report);
  }

  void check_slides() {
    const auto tree = written_toml(folder_, "pack.toml");
    if (!tree) return;
    Report report("pack.toml");
    for (const Node* slide : tables_of(*tree, "slides")) {
      std::string about = string_of(*slide, "about");
      about = about.substr(0, about.find('#'));
      const auto cited = cited_by_.find(about);
      const auto titles = titles_.find(about.substr(0, about.find('/')));
      for (Language language : kLanguages) {
        const auto i = static_cast<std::size_t>(language);
        const Ids ids = cited == cited_by_.end() ? Ids{} : cited->second[i];
        const std::vector<std::string> exempt = titles == titles_.end() ? std::vector<std::string>{} : titles->second[i];
        for (const char* key : {"title", "line"}) check_bare(report, *slide, key, language, ids, &exempt);
      }
    }
    take(report);
  }

  const content::Folder& folder_;
  const content::Index& index_;
  std::map<std::string, LocalText, std::less<>> says_;  // by fact
  Ids sources_;
  content::Names names_;
  std::map<std::string, CitedBy> cited_by_;  // by route: "POINT", "POINT/STORY", "routes/ROUTE"
  std::map<std::string, Titles> titles_;     // by point
  content::Findings findings_;
};

}  // namespace

content::Findings check_facts(const content::Folder& folder, const content::Index& index) { return FactCheck(folder, index).run(); }

}  // namespace kiosk::author
