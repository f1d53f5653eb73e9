// What is wrong in a pack, said so that its author can mend it. Rules are documented in content/RULES.md.
#pragma once

#include <string>
#include <vector>

namespace kiosk::content {

enum class Severity { error, warning };  // error: what it concerns is left out of the exhibition; warning: shown all the same

struct Finding {
  Severity severity = Severity::error;
  std::string rule;     // stable id, e.g. "toml-syntax", "picture-missing"
  std::string file;     // relative to the pack
  int line = 0;         // from 1; 0: the file as a whole
  int column = 0;       // from 1; 0: the line as a whole
  std::string message;  // what is wrong
  std::string mend;     // what to do
};

using Findings = std::vector<Finding>;

// "points/a/point.toml:3:1: error toml-syntax: … — …"
std::string to_string(const Finding& finding);

}  // namespace kiosk::content
