// sources.toml: sources, the facts that rest on them, and the numbering of what a text cites.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kiosk/content/fields.h"
#include "kiosk/content/model.h"

namespace kiosk::content {

struct Source {
  LocalText title;
  bool hidden = false;  // tier C: never shown
};

class Sources {
 public:
  // Pre: well-formed UTF-8. `untranslated` may be null.
  static Sources parse(std::string_view toml, Report& report, Untranslated* untranslated);

  const Source* source(std::string_view id) const;
  // What the fact rests on, as ids; null where there is no such fact.
  const std::vector<std::string>* fact(std::string_view id) const;
  // The title of the first shown source of a fact; empty where there is none.
  LocalText title_of_fact(std::string_view id) const;

 private:
  std::map<std::string, Source, std::less<>> sources_;
  std::map<std::string, std::vector<std::string>, std::less<>> facts_;
};

// A source of one story alone (its front matter).
struct OwnSource {
  std::string id, title;
  Language language = Language::hans;
};

// Numbers the sources of one text in the order of first citation.
class NoteBook {
 public:
  // `own` in order of preference. Borrows all.
  NoteBook(const Sources& sources, const std::vector<OwnSource>& own, Language language, Report& report)
      : sources_(sources), own_(own), language_(language), report_(report) {}

  // The places in titles() of what `id` names: a source of the text's own, else a fact (one or more sources), else a
  // source.
  // Unknown: a finding (note-unknown) and nothing.
  std::vector<int> cite(std::string_view id, int line);
  // In the text's language; another language is marked.
  const std::vector<std::string>& titles() const { return titles_; }

 private:
  int place_of(std::string key, std::string_view title, Language shown_in);
  void add_source(std::string_view id, std::vector<int>& places);

  const Sources& sources_;
  const std::vector<OwnSource>& own_;
  Language language_;
  Report& report_;
  std::map<std::string, int, std::less<>> places_;
  std::vector<std::string> titles_;
};

}  // namespace kiosk::content
