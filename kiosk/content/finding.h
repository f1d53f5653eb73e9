// What is wrong in a pack, said so that its author can mend it. Rules are documented in content/RULES.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bilingual.h"

namespace kiosk::content {

// error: what it concerns is left out of the exhibition, or may not be published; warning: shown all the same; hint: nothing is wrong, but it
// could be better.
enum class Severity { error, warning, hint };

struct Finding {
  Severity severity = Severity::error;
  std::string rule;     // stable id, e.g. "toml-syntax", "picture-missing"
  std::string file;     // relative to the pack
  int line = 0;         // from 1; 0: the file as a whole
  int column = 0;       // from 1; 0: the line as a whole
  Bilingual message;    // what is wrong
  Bilingual mend;       // what to do
};

using Findings = std::vector<Finding>;

// "points/a/point.toml:3:1: error toml-syntax: … — …", in Chinese for 简体 and 繁體.
std::string to_string(const Finding& finding, Language language = Language::en);
// "error", "warning", "hint".
std::string_view name_of(Severity severity);

}  // namespace kiosk::content
