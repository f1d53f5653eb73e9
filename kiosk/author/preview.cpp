#include "kiosk/author/preview.h"

#include <algorithm>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"
#include "kiosk/base/split.h"
#include "kiosk/content/library.h"
#include "kiosk/content/story.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSheet = "index.html", kPages = "pages.json";
constexpr std::size_t kMostPagesBytes = 64u << 20;
constexpr std::size_t kMostFirst = 4;  // changed pages that are taken before all others

// "points/P/S/story.L.md" as its story.
struct StoryFile {
  std::string point, story;
  Language language;
};
std::optional<StoryFile> story_file(const std::string& path) {
  const std::vector<std::string> parts = split(path, "/");
  if (parts.size() != 4 || parts[0] != "points" || !parts[3].starts_with("story.") || !parts[3].ends_with(".md")) return std::nullopt;
  const auto language = language_from_tag(std::string_view(parts[3]).substr(6, parts[3].size() - 9));
  if (!language) return std::nullopt;
  return StoryFile{parts[1], parts[2], *language};
}

// A hash of the front matter and of each page, as they are written.
std::vector<std::size_t> parts_of(const content::Folder& folder, const std::string& path) {
  const Result<std::string> text = folder.read(path, content::kMostTextBytes);
  if (!text) return {};
  std::vector<std::size_t> parts;
  const std::size_t body = text->find("\n+++");
  const std::size_t from = body == text->npos ? 0 : body + 4;
  parts.push_back(std::hash<std::string_view>()(std::string_view(*text).substr(0, from)));
  for (std::size_t at = from; at <= text->size();) {
    const std::size_t end = std::min(text->find("\n---\n", at), text->size());
    parts.push_back(std::hash<std::string_view>()(std::string_view(*text).substr(at, end - at)));
    at = end + 5;
  }
  return parts;
}

bool is_plain_png(std::string_view name) { return name.ends_with(".png") && !name.starts_with('.') && name.find('/') == name.npos; }

}  // namespace

Result<std::unique_ptr<Preview>> Preview::make(ShotOptions options, const std::string& open) {
  std::unique_ptr<Preview> preview(new Preview(std::move(options)));
  if (const Result<void> read = preview->read(); !read) return read.error();
  if (!open.empty()) {
    const auto address = content::parse_address(open, preview->library_->first().index().id);
    const Subject subject = address ? subject_of(*address, *preview->library_) : Subject{};
    const std::vector<Subject> all = subjects_of(*preview->library_);
    if (!address || std::ranges::find(all, subject) == all.end())
      return Error{ErrorKind::usage, "is no page of this pack; write POINT, POINT/STORY#PAGE or routes/ROUTE", open,
                   "内容包里没有这一页；请写成 点位、点位/故事#页 或 routes/路线"};
    preview->only_ = Wanted{subject, address->kind == content::Address::Kind::story && open.find('#') != open.npos ? address->page : 0};
  }
  std::error_code error;
  fs::create_directories(preview->options_.out, error);
  if (error) return system_error("cannot be made", preview->options_.out, error.value());
  return preview;
}

// The pack as it is now.
Result<void> Preview::read() {
  auto library = screens::Library::open(options_.pack);
  if (!library) return library.error();
  library_ = *library;
  return {};
}

Result<std::vector<Shot>> Preview::shoot(const std::vector<Wanted>& wanted, const std::vector<Language>& languages, const GlassProgress& progress) {
  ShotOptions options = options_;
  if (!languages.empty()) options.languages = languages;
  Result<std::vector<Shot>> taken = take_shots(options, wanted, shots_, progress);
  if (!taken) return taken;
  const std::vector<Language> in = options.languages.empty() ? languages_of(*library_) : options.languages;
  std::set<std::string> files;
  for (const Shot& shot : *taken) files.insert(shot.file);
  std::erase_if(shots_, [&](const Shot& old) {
    if (files.contains(old.file)) return true;
    // A page that was there and was not met again is gone.
    const bool asked = std::ranges::any_of(wanted, [&](const Wanted& one) { return one.page == 0 && one.subject == old.subject; });
    return asked && std::ranges::find(in, old.language) != in.end();
  });
  shots_.insert(shots_.end(), taken->begin(), taken->end());
  return taken;
}

Result<void> Preview::take(const GlassProgress& progress) {
  std::vector<Wanted> wanted;
  if (only_) wanted.push_back(*only_);
  else
    for (const Subject& subject : subjects_of(*library_)) wanted.push_back({subject, 0});
  if (const auto taken = shoot(wanted, {}, progress); !taken) return taken.error();
  if (shots_.empty()) return Error{ErrorKind::usage, "there is no such page", to_string(content::Address{}), "没有这一页"};
  const auto folder = content::Folder::open(library_->first().folder());
  if (folder)
    for (const Subject& subject : subjects_of(*library_))
      for (const Language language : kLanguages)
        if (subject.kind == Subject::Kind::story) {
          const std::string path = content::story_path(subject.point, subject.id, language);
          story_parts_[path] = parts_of(**folder, path);
        }
  return write_sheet();
}

std::vector<Wanted> Preview::pages_with(const std::string& picture) const {
  std::vector<Wanted> pages;
  for (const Shot& shot : shots_)
    if (pages.size() < kMostFirst && std::ranges::find(shot.pictures, picture) != shot.pictures.end() &&
        std::ranges::none_of(pages, [&](const Wanted& one) { return one.subject == shot.subject && one.page == shot.number; }))
      pages.push_back({shot.subject, shot.number});
  return pages;
}

// The pages of a story whose words are others than before; those that show a picture.
std::vector<Wanted> Preview::changed_pages(const std::string& path) {
  const std::optional<StoryFile> file = story_file(path);
  if (!file) return pages_with(path.ends_with(".toml") ? path.substr(0, path.size() - 5) : path);
  const auto folder = content::Folder::open(library_->first().folder());
  if (!folder) return {};
  const std::vector<std::size_t> before = std::exchange(story_parts_[path], parts_of(**folder, path)), &now = story_parts_[path];
  std::vector<Wanted> pages;
  for (std::size_t i = 0; i < now.size() && pages.size() < kMostFirst; ++i)
    if (i >= before.size() || before[i] != now[i])
      pages.push_back({{Subject::Kind::story, library_->first().index().id, file->point, file->story}, static_cast<int>(i) + 1});
  return pages;
}

std::vector<Wanted> Preview::depend_on(const std::set<std::string>& changed) const {
  using Kind = Subject::Kind;
  const std::vector<Subject> all = subjects_of(*library_);
  std::vector<Wanted> wanted;
  const auto want = [&](const auto& which) {
    for (const Subject& subject : all)
      if (which(subject) && std::ranges::find(wanted, subject, &Wanted::subject) == wanted.end()) wanted.push_back({subject, 0});
  };
  for (const std::string& path : changed) {
    const std::vector<std::string> parts = split(path, "/");
    if (const auto file = story_file(path)) {
      want([&](const Subject& s) { return s.kind == Kind::story && s.point == file->point && s.id == file->story; });
      want([&](const Subject& s) { return s.kind == Kind::point && s.point == file->point; });
    } else if (parts.size() == 3 && parts[0] == "points" && parts[2] == "point.toml") {
      want([&](const Subject& s) { return s.kind == Kind::point && s.point == parts[1]; });
      want([&](const Subject& s) { return s.kind == Kind::home || (s.kind == Kind::story && s.point == parts[1]); });
    } else if (path == "programme.toml") {
      want([&](const Subject& s) { return s.kind == Kind::programme || s.kind == Kind::home; });
    } else if (parts.size() == 2 && parts[0] == "routes") {
      want([&](const Subject& s) { return s.kind == Kind::route && s.id + ".toml" == parts[1]; });
    } else {
      const std::string picture = path.ends_with(".toml") ? path.substr(0, path.size() - 5) : path;
      const std::size_t before = wanted.size();
      want([&](const Subject& s) {
        return std::ranges::any_of(
            shots_, [&](const Shot& shot) { return shot.subject == s && std::ranges::find(shot.pictures, picture) != shot.pictures.end(); });
      });
      if (wanted.size() == before) want([](const Subject&) { return true; });
    }
  }
  if (only_) std::erase_if(wanted, [&](const Wanted& one) { return !(one.subject == only_->subject); });
  if (only_ && only_->page > 0)
    for (Wanted& one : wanted) one.page = only_->page;
  return wanted;
}

Result<void> Preview::take_again(const std::set<std::string>& changed, const std::function<void(const std::vector<Shot>&)>& seen) {
  if (const Result<void> done = read(); !done) return done;
  const std::vector<Wanted> wanted = depend_on(changed);
  bool said = false;
  for (const std::string& path : changed) {
    std::vector<Wanted> first = changed_pages(path);
    std::erase_if(first, [&](const Wanted& one) { return std::ranges::find(wanted, one.subject, &Wanted::subject) == wanted.end(); });
    if (first.empty()) continue;
    const std::optional<StoryFile> file = story_file(path);
    const auto taken = shoot(first, {file ? file->language : Language::hans});
    if (!taken) return taken.error();
    if (!said && !taken->empty()) seen(*taken);
    said |= !taken->empty();
  }
  if (said)
    if (const Result<void> written = write_sheet(); !written) return written;
  const auto taken = shoot(wanted, {});
  if (!taken) return taken.error();
  if (!said) seen(*taken);
  return write_sheet();
}

// PNGs that an earlier preview made here and that are no page now.
void Preview::remove_stale() {
  const Result<std::string> text = read_file(options_.out / kPages, kMostPagesBytes);
  const Result<Json> before = text ? parse_json(*text, kPages) : Result<Json>(text.error());
  if (!before || !before->is_object() || !before->contains("pages") || !(*before)["pages"].is_array()) return;
  std::set<std::string> now;
  for (const Shot& shot : shots_) now.insert(shot.file);
  for (const Json& page : (*before)["pages"]) {
    if (!page.is_object() || !page.contains("file") || !page["file"].is_string()) continue;
    const std::string file = page["file"];
    std::error_code error;
    if (is_plain_png(file) && !now.contains(file)) fs::remove(options_.out / file, error);
  }
}

Result<void> Preview::write_sheet() {
  remove_stale();
  pack_findings_ = content::check(library_->first().folder());
  std::vector<Fault> faults;
  for (const Shot& shot : shots_) faults.insert(faults.end(), shot.faults.begin(), shot.faults.end());
  findings_ = findings_of(std::move(faults));
  findings_.insert(findings_.begin(), pack_findings_.begin(), pack_findings_.end());
  OrderedJson pages = OrderedJson::array();
  for (const Shot& shot : shots_)
    pages.push_back({{"page", name_of(shot.subject, *library_)},
                     {"number", shot.number},
                     {"language", tag(shot.language)},
                     {"profile", shot.glass},
                     {"size", name_of(shot.size)},
                     {"file", shot.file}});
  if (Result<void> written = write_file_durably(options_.out / kPages, to_text({{"pages", pages}}, 1)); !written) return written;
  return write_file_durably(options_.out / kSheet, to_html({library_, shots_, pack_findings_, watched_}));
}

}  // namespace kiosk::author
