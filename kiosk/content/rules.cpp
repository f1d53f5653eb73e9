#include "kiosk/content/rules.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace kiosk::content {
namespace {

constexpr auto kError = Severity::error;
constexpr auto kWarning = Severity::warning;
constexpr auto kHint = Severity::hint;

constexpr std::array kRules = std::to_array<Rule>({
    {"address-dead", kError},
    {"address-form", kError},
    {"byte-order-mark", kWarning},
    {"code", kWarning},
    {"control-character", kWarning},
    {"count-limit", kError},
    {"date-form", kError},
    {"date-future", kWarning},
    {"emphasis-open", kWarning},
    {"fact-differs", kWarning},
    {"fact-uncited", kWarning},
    {"fact-unknown", kWarning},
    {"fence-open", kWarning},
    {"file-large", kError},
    {"file-missing", kError},
    {"file-name", kWarning},
    {"file-name-case", kError},
    {"file-unreadable", kError},
    {"files-limit", kError},
    {"findings-cut", kWarning},
    {"format-version", kError},
    {"front-matter", kError},
    {"hant-unproved", kError},
    {"heading-underlined", kWarning},
    {"hours-old", kWarning},
    {"hours-unverified", kWarning},
    {"html", kWarning},
    {"id-duplicate", kError},
    {"id-form", kError},
    {"illustration-caption", kWarning},
    {"key-missing", kError},
    {"key-type", kError},
    {"key-unknown", kWarning},
    {"language-unknown", kError},
    {"link", kError},
    {"link-dropped", kWarning},
    {"list-nested", kWarning},
    {"markup-misplaced", kWarning},
    {"minutes-unsourced", kWarning},
    {"name-converted", kError},
    {"name-form", kWarning},
    {"name-unproved", kHint},
    {"note-definition", kWarning},
    {"note-inside", kWarning},
    {"note-unknown", kWarning},
    {"pack-large", kWarning},
    {"page-empty", kWarning},
    {"page-length", kError},
    {"page-long", kHint},
    {"page-pictures", kWarning},
    {"pages-limit", kError},
    {"path-outside", kError},
    {"picture-active", kError},
    {"picture-alt", kWarning},
    {"picture-animated", kWarning},
    {"picture-credit", kWarning},
    {"picture-header", kError},
    {"picture-large", kError},
    {"picture-location", kWarning},
    {"picture-misplaced", kWarning},
    {"picture-missing", kError},
    {"picture-profile", kWarning},
    {"picture-rights", kWarning},
    {"picture-sidecar", kWarning},
    {"picture-type", kError},
    {"picture-unused", kWarning},
    {"point-unlisted", kWarning},
    {"question-open", kError},
    {"review-missing", kError},
    {"review-unreadable", kError},
    {"review-void", kWarning},
    {"route-unlisted", kWarning},
    {"source-hidden", kWarning},
    {"source-unknown", kError},
    {"story-empty", kError},
    {"story-unlisted", kWarning},
    {"table", kWarning},
    {"text-length", kError},
    {"text-reference", kError},
    {"thematic-break", kWarning},
    {"toml-nesting", kError},
    {"toml-syntax", kError},
    {"translation-missing", kWarning},
    {"translation-pages", kWarning},
    {"utf8", kError},
    {"value-range", kError},
});
static_assert(std::ranges::is_sorted(kRules, {}, &Rule::id));

}  // namespace

std::span<const Rule> rules() { return kRules; }

void Report::add(std::string_view rule, int line, int column, Bilingual message, Bilingual mend) {
  const auto found = std::ranges::lower_bound(kRules, rule, {}, &Rule::id);
  assert(found != kRules.end() && found->id == rule);
  if (findings_.size() > kMost) return;
  if (findings_.size() == kMost) {
    findings_.push_back({kWarning, "findings-cut", file_, 0, 0, "more is wrong in this file than is listed",
                         "mend what is listed and check again"});
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
