#include "kiosk/content/rules.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "kiosk/base/utf8.h"

namespace kiosk::content {

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMost = 40;
  std::string out = "“";
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < kMost; ++count) utf8::append(out, utf8::next(text, at));
  return out + (at < text.size() ? "…”" : "”");
}

const Rule* find_rule(std::string_view id) {
  const auto found = std::ranges::lower_bound(rules(), id, {}, &Rule::id);
  return found != rules().end() && found->id == id ? &*found : nullptr;
}

void Report::add(std::string_view rule, int line, int column, Bilingual message, Bilingual mend) {
  const Rule* found = find_rule(rule);
  assert(found);
  if (findings_.size() > kMost) return;
  if (findings_.size() == kMost) {
    findings_.push_back({Severity::warning, "findings-cut", file_, 0, 0,
                         {"more is wrong in this file than is listed", "这个文件还有别的问题，没有全部列出"},
                         {"mend what is listed and check again", "先改已列出的，再检查一次"}});
    return;
  }
  findings_.push_back({found->severity, std::string(rule), file_, line, column, std::move(message), std::move(mend)});
}

bool Report::has_error() const {
  return std::ranges::any_of(findings_, [](const Finding& f) { return f.severity == Severity::error; });
}

std::string_view name_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "hint";
}

std::string to_string(const Finding& finding, Language language) {
  constexpr std::array kChinese{"错误", "警告", "提示"};
  const bool english = language == Language::en;
  std::string out = finding.file;
  if (finding.line > 0) out += ':' + std::to_string(finding.line);
  if (finding.line > 0 && finding.column > 0) out += ':' + std::to_string(finding.column);
  out += ": " + (english ? std::string(name_of(finding.severity)) : kChinese[static_cast<std::size_t>(finding.severity)]);
  out += ' ' + finding.rule + ": " + finding.message.in(language);
  if (!finding.mend.empty()) out += (english ? " — " : "——") + finding.mend.in(language);
  return out;
}

}  // namespace kiosk::content
