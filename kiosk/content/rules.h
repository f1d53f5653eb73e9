// The rules by which packs are judged (the table is in rule_table.cpp, for people in content/RULES.md), and the collector of what one
// file offends against.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kiosk/content/finding.h"

namespace kiosk::content {

// A constant text in both languages. Markdown's `code` and nothing else of it.
struct Words {
  std::string_view en, zh;

  constexpr std::string_view in(Language language) const { return language == Language::en ? en : zh; }
};

struct Rule {
  std::string_view id;
  Severity severity;
  Words what, why, mend;
};

// All rules, by id.
std::span<const Rule> rules();
// Null where there is none of that id.
const Rule* find_rule(std::string_view id);

// “text”, cut after 40 characters: for quoting what an author wrote.
std::string in_quotes(std::string_view text);

// Collects the findings of one file. After kMost the rest is only announced: a hostile file cannot fill the memory.
class Report {
 public:
  static constexpr std::size_t kMost = 100;

  explicit Report(std::string file) : file_(std::move(file)) {}

  // `rule` is one of rules() (asserted).
  void add(std::string_view rule, int line, int column, Bilingual message, Bilingual mend);
  const std::string& file() const { return file_; }
  bool empty() const { return findings_.empty(); }
  bool has_error() const;
  Findings take() { return std::move(findings_); }

 private:
  std::string file_;
  Findings findings_;
};

}  // namespace kiosk::content
