// names.toml: names, titles and dates that have one form and never break across lines.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "kiosk/content/model.h"
#include "kiosk/content/rules.h"

namespace kiosk::content {

class Names {
 public:
  // Pre: well-formed UTF-8.
  static Names parse(std::string_view toml, Report& report);

  // Sets text.unbroken: the longest name at each place, from the left; Latin names only as whole words.
  void mark(RichText& text, Language language) const;
  // The first name that stands in `text` of 繁體 in its 简体 form although its 繁體 form differs; empty where none does.
  std::string simplified_in(std::string_view text) const;

 private:
  using Forms = std::vector<std::string>;  // ordered, each once
  // Length in bytes of the longest of `forms` that begins at text[at]; 0 for none.
  static std::size_t longest_at(const Forms& forms, std::string_view text, std::size_t at);

  std::array<Forms, kLanguages.size()> forms_;
  Forms simplified_;  // forms of 简体 that 繁體 must not use
};

}  // namespace kiosk::content
