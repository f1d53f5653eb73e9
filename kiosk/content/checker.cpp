#include "kiosk/content/checker.h"

#include <algorithm>

#include "kiosk/content/pack.h"
#include "kiosk/content/picture.h"
#include "kiosk/content/story.h"

namespace kiosk::content {
namespace {

bool is_picture_name(std::string_view path) {
  return std::ranges::any_of(std::array<std::string_view, 5>{".svg", ".jpg", ".jpeg", ".png", ".webp"},
                             [&](std::string_view ending) { return path.ends_with(ending); });
}

bool is_listed(const std::vector<std::string>& list, std::string_view id) {
  return std::ranges::find(list, id) != list.end();
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

// Pages that the author wrote: the program's own sources page is there or not by language.
std::size_t written_pages(const Story& story) {
  return story.pages.size() - (story.pages.back().kind == PageKind::sources ? 1 : 0);
}

void find(Library& library, std::string_view rule, const std::string& file, int line, int column, Bilingual message,
          Bilingual mend) {
  Report report(file);
  report.add(rule, line, column, std::move(message), std::move(mend));
  library.ledger().add(report.take());
}

}  // namespace

Checker::Checker(Library& library, const Index& index, std::function<PointPtr(const std::string&)> point,
                 std::function<RoutePtr(const std::string&)> route, std::size_t most_files)
    : library_(library), index_(index), most_files_(most_files), point_(std::move(point)), route_(std::move(route)) {
  tasks_.push_back([this] { library_.sources(); });
  tasks_.push_back([this] { library_.names(); });
  for (const std::string& id : index_.points) tasks_.push_back([this, id] { check_point(id); });
  for (const std::string& id : index_.routes) tasks_.push_back([this, id] { route_(id); });
  tasks_.push_back([this] { check_files(); });
  tasks_.push_back([this] { check_references(); });
  tasks_.push_back([this] { check_languages(); });
}

bool Checker::next() {
  if (tasks_.empty()) return false;
  const auto task = std::move(tasks_.front());
  tasks_.pop_front();
  task();
  return !tasks_.empty();
}

bool Checker::is_declared(Language language) const {
  return std::ranges::find(index_.languages, language) != index_.languages.end();
}

void Checker::check_point(const std::string& id) {
  const PointPtr point = point_(id);
  if (!point) return;
  for (auto story = point->stories.rbegin(); story != point->stories.rend(); ++story)
    tasks_.push_front([this, id, name = *story] { check_story(id, name); });
}

void Checker::check_story(const std::string& point, const std::string& id) {
  bool missing = false;
  const StoryPtr reference = read_story(library_, point, id, Language::hans, missing);
  const std::string reference_path = story_path(point, id, Language::hans);
  if (missing)
    find(library_, "file-missing", reference_path, 0, 0, "the story is listed but its file is not there",
         "write it, or take it out of `stories`");
  pages_[point + '/' + id] = reference ? reference->pages.size() : 0;
  for (Language language : {Language::hant, Language::en}) {
    const StoryPtr translation = read_story(library_, point, id, language, missing);
    const std::string path = story_path(point, id, language);
    if (missing && reference && is_declared(language))
      find(library_, "translation-missing", path, 0, 0,
           "the story is not there in this language; 简体 is shown with a mark", "translate it");
    if (translation && reference && written_pages(*translation) != written_pages(*reference))
      find(library_, "translation-pages", path, 0, 0,
           "the story has " + std::to_string(written_pages(*translation)) + " pages here and " +
               std::to_string(written_pages(*reference)) +
               " in 简体, cover included: a change of language loses the page",
           "give both the same pages in the same order");
  }
}

void Checker::check_unlisted(const std::string& path, Folder::Entry entry) {
  const auto parts = parts_of(path);
  const bool folder = entry == Folder::Entry::folder;
  const auto say = [&](std::string_view rule, const std::string& what, const std::string& list) {
    find(library_, rule, path, 0, 0, what + " and is not shown", "add it to `" + list + "`, or take it away");
  };
  if (folder && parts.size() == 2 && parts[0] == "points" && !is_listed(index_.points, parts[1]))
    say("point-unlisted", "the point is not listed in pack.toml", "points");
  if (folder && parts.size() == 3 && parts[0] == "points" && is_listed(index_.points, parts[1]))
    if (const PointPtr point = point_(std::string(parts[1])); point && !is_listed(point->stories, parts[2]))
      say("story-unlisted", "the story is not listed in point.toml", "stories");
  if (!folder && parts.size() == 2 && parts[0] == "routes" && parts[1].ends_with(".toml") &&
      !is_listed(index_.routes, parts[1].substr(0, parts[1].size() - 5)))
    say("route-unlisted", "the route is not listed in pack.toml", "routes");
}

void Checker::check_files() {
  const auto used = library_.pictures_used();
  std::size_t files = 0;
  std::vector<std::string> drawings;
  library_.folder().walk("", [&](const std::string& path, Folder::Entry entry) {
    if (++files > most_files_) {
      find(library_, "files-limit", "pack.toml", 0, 0,
           "the pack has more than " + std::to_string(most_files_) + " files and folders",
           "divide it into several packs");
      return false;
    }
    if (entry == Folder::Entry::link || entry == Folder::Entry::other)
      find(library_, "link", path, 0, 0,
           entry == Folder::Entry::link ? "this is a link" : "this is neither a file nor a folder",
           "put the file itself there: a pack must be whole without links");
    check_unlisted(path, entry);
    if (entry != Folder::Entry::file || !path.starts_with("pictures/") || !is_picture_name(path)) return true;
    if (used.contains(path)) drawings.push_back(path);
    else find(library_, "picture-unused", path, 0, 0, "no page shows this picture", "use it, or take it away");
    return true;
  });
  for (auto path = drawings.rbegin(); path != drawings.rend(); ++path)
    tasks_.push_front([this, picture = *path] { check_drawing(library_, picture); });
}

// Why a route leads nowhere; empty where it leads somewhere.
std::string Checker::objection_to(const Located& where) const {
  const auto address = parse_address(where.text, index_.id);
  if (!address) return "is not a route";
  if (!address->pack.empty() && address->pack != index_.id) return "leads to another pack";
  if (address->kind == Address::Kind::route)
    return is_listed(index_.routes, address->route) && route_(address->route) ? "" : "names no route of this pack";
  if (address->kind == Address::Kind::home) return "";
  if (!is_listed(index_.points, address->point) || !point_(address->point)) return "names no point of this pack";
  if (address->kind == Address::Kind::point) return "";
  const auto pages = pages_.find(address->point + '/' + address->story);
  if (pages == pages_.end() || pages->second == 0) return "names no story of that point";
  return static_cast<std::size_t>(address->page) <= pages->second ? "" : "names a page that the story does not have";
}

void Checker::check_references() {
  for (const auto& [file, where] : library_.references()) {
    const std::string objection = objection_to(where);
    if (objection.empty()) continue;
    const bool form = !parse_address(where.text, index_.id);
    find(library_, form ? "address-form" : "address-dead", file, where.line, where.column,
         '"' + where.text.substr(0, 120) + "\" " + objection,
         form ? "write POINT, POINT/STORY, POINT/STORY#PAGE or routes/ROUTE" : "mend the id, or take it out");
  }
}

void Checker::check_languages() {
  for (const auto& [file, untranslated] : library_.untranslated())
    for (Language language : kLanguages) {
      const auto i = static_cast<std::size_t>(language);
      if (untranslated.count[i] == 0 || !is_declared(language)) continue;
      find(library_, "translation-missing", file, untranslated.first_line[i], 0,
           "texts without " + std::string(tag(language)) + ": " + std::to_string(untranslated.count[i]) +
               ", the first here; 简体 is shown with a mark",
           "translate them");
    }
}

}  // namespace kiosk::content
