// The rules by which packs are judged, and the collector of what one file offends against. Explained in
// content/RULES.md.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kiosk/content/finding.h"

namespace kiosk::content {

struct Rule {
  std::string_view id;
  Severity severity;
};

// All rules, by id.
std::span<const Rule> rules();

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
