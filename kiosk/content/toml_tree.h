// A TOML file as a tree of plain values with the true lines of each: what the rest of the room reads instead of toml++.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/content/rules.h"

namespace kiosk::content {

struct Node {
  enum class Kind { string, integer, real, boolean, date, other, array, table };  // other: times

  Kind kind = Kind::table;
  int line = 0, column = 0;  // of the key where it has one, else of the value
  std::string key;           // members of a table only
  std::string text;          // string; date as "2026-11-01"
  int text_line = 0;         // the line on which `text` itself begins: the next one where """ ends the first
  double number = 0;         // integer and real; boolean as 0 or 1
  std::vector<Node> items;   // of an array, or the members of a table ordered by key

  const Node* find(std::string_view name) const;
};

// Reads `text`; what is wrong goes to `report` (toml-syntax, toml-nesting), with lines counted from `first_line`.
// Refuses, before toml++ sees them, nesting deeper than 32 (also by dotted keys, whose tables toml++ makes and destroys
// recursively without a limit of its own), more than 40,000 lines (some of its lists are searched linearly) and more
// than 100,000 values ("[1,1,1…" takes a hundred times its size in memory).
// Pre: well-formed UTF-8.
std::optional<Node> parse_toml(std::string_view text, int first_line, Report& report);

}  // namespace kiosk::content
