#include "kiosk/content/library.h"

#include <algorithm>
#include <tuple>

#include "kiosk/base/utf8.h"
#include "kiosk/content/picture.h"

namespace kiosk::content {
namespace {

constexpr std::size_t kMostPicturesKept = 4096;

void report_failure(const Error& error, Report& report) {
  switch (error.kind) {
    case ErrorKind::not_found:
      report.add("file-missing", 0, 0, {"the file is not there", "文件不存在"}, {"add it, or take out what names it", "补上文件，或删去提到它的那一处"});
      break;
    case ErrorKind::limit: report.add("file-large", 0, 0, {"the file is larger than 1 MiB", "文件超过 1 MiB"}, {"divide it", "分成几个文件"}); break;
    case ErrorKind::refused:
      report.add("link", 0, 0, {error.message, error.chinese}, {"put the file itself there: a pack must be whole without links", "放入文件本身：内容包不靠链接也要完整"});
      break;
    default: report.add("file-unreadable", 0, 0, {error.message, error.chinese}, {"check the file's permissions and the disk", "查看文件的读取权限和磁盘"});
  }
}

// Line and column, from 1, of the byte at `at`.
std::pair<int, int> place_of(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::size_t line_begin = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  int column = 1;
  for (std::size_t i = line_begin; i < at; ++column) utf8::next(text, i);
  return {static_cast<int>(std::ranges::count(before, '\n')) + 1, column};
}

}  // namespace

bool Ledger::Less::operator()(const Finding& a, const Finding& b) const {
  return std::tie(a.file, a.line, a.column, a.rule, a.message.en) < std::tie(b.file, b.line, b.column, b.rule, b.message.en);
}

void Ledger::add(Findings findings) {
  const std::lock_guard lock(mutex_);
  for (Finding& finding : findings) {
    if (findings_.size() >= kMost) return;
    findings_.insert(std::move(finding));
  }
}

Findings Ledger::all() const {
  const std::lock_guard lock(mutex_);
  return {findings_.begin(), findings_.end()};
}

std::optional<std::string> Library::read_text(const std::string& path, Report& report, bool* missing) {
  auto bytes = folder_->read(path, kMostTextBytes);
  if (!bytes) {
    if (missing && bytes.error().kind == ErrorKind::not_found) *missing = true;
    else report_failure(bytes.error(), report);
    return std::nullopt;
  }
  std::string text = std::move(bytes).value();
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.erase(0, 3);
    report.add("byte-order-mark", 1, 0, {"the file begins with a byte-order mark", "文件开头有字节顺序标记（BOM）"},
               {"save it as UTF-8 without one (“UTF-8 without BOM”)", "另存为“UTF-8 无 BOM”"});
  }
  if (const auto bad = utf8::find_ill_formed(text)) {
    const auto [line, column] = place_of(text, *bad);
    report.add("utf8", line, column, {"the text is not UTF-8 from here on", "从这里起不是 UTF-8 编码"}, {"save the file as UTF-8", "把文件另存为 UTF-8"});
    return std::nullopt;
  }
  if (text.find('\r') != text.npos) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] != '\r') plain += text[i];
      else if (i + 1 >= text.size() || text[i + 1] != '\n') plain += '\n';
    text = std::move(plain);
  }
  return text;
}

std::shared_ptr<const Sources> Library::sources() {
  const std::lock_guard lock(once_);
  if (sources_) return sources_;
  Report report("sources.toml");
  bool missing = false;
  Untranslated untranslated;
  const auto text = read_text("sources.toml", report, &missing);
  sources_ = std::make_shared<const Sources>(text ? Sources::parse(*text, report, &untranslated) : Sources());
  note_untranslated("sources.toml", untranslated);
  ledger_.add(report.take());
  return sources_;
}

std::shared_ptr<const Names> Library::names() {
  const std::lock_guard lock(once_);
  if (names_) return names_;
  Report report("names.toml");
  bool missing = false;
  const auto text = read_text("names.toml", report, &missing);
  names_ = std::make_shared<const Names>(text ? Names::parse(*text, report) : Names());
  ledger_.add(report.take());
  return names_;
}

PicturePtr Library::picture(const Located& where, Report& report) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = pictures_.find(where.text); found != pictures_.end()) return found->second;
  }
  Report sidecar(where.text + ".toml");
  Untranslated untranslated;
  PicturePtr picture = read_picture(*this, where, report, sidecar, untranslated);
  ledger_.add(sidecar.take());
  if (!picture) return nullptr;  // not remembered: each place that names it says so
  note_untranslated(where.text + ".toml", untranslated);
  const std::lock_guard lock(mutex_);
  used_.insert(where.text);
  if (pictures_.size() >= kMostPicturesKept) pictures_.clear();
  return pictures_.emplace(where.text, std::move(picture)).first->second;
}

void Library::note_untranslated(const std::string& file, const Untranslated& untranslated) {
  if (std::ranges::none_of(untranslated.count, [](int n) { return n > 0; })) return;
  const std::lock_guard lock(mutex_);
  untranslated_[file] = untranslated;
}

std::map<std::string, Untranslated> Library::untranslated() const {
  const std::lock_guard lock(mutex_);
  return untranslated_;
}

void Library::note_reference(const std::string& file, const Located& where) {
  const std::lock_guard lock(mutex_);
  references_.push_back({file, where});
}

std::vector<Library::Reference> Library::references() const {
  const std::lock_guard lock(mutex_);
  return references_;
}

std::set<std::string> Library::pictures_used() const {
  const std::lock_guard lock(mutex_);
  return used_;
}

}  // namespace kiosk::content
