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
    find(library_, "file-missing", reference_path, 0, 0, {"the story is listed but its file is not there", "列出了这个故事，但没有它的文件"},
         {"write it, or take it out of `stories`", "写好这个文件，或从 `stories` 中删去"});
  pages_[point + '/' + id] = reference ? reference->pages.size() : 0;
  for (Language language : {Language::hant, Language::en}) {
    const StoryPtr translation = read_story(library_, point, id, language, missing);
    const std::string path = story_path(point, id, language);
    if (missing && reference && is_declared(language))
      find(library_, "translation-missing", path, 0, 0,
           {"the story is not there in this language; 简体 is shown with a mark", "这个故事没有此语言的文稿；会显示简体并加标记"}, {"translate it", "补上译文"});
    if (translation && reference && written_pages(*translation) != written_pages(*reference))
      find(library_, "translation-pages", path, 0, 0,
           {"the story has " + std::to_string(written_pages(*translation)) + " pages here and " + std::to_string(written_pages(*reference)) +
                " in 简体, cover included: a change of language loses the page",
            "连封面在内，这里有 " + std::to_string(written_pages(*translation)) + " 页，简体有 " + std::to_string(written_pages(*reference)) +
                " 页：切换语言时找不到同一页"},
           {"give both the same pages in the same order", "使各语言的页数、次序一致"});
  }
}

void Checker::check_unlisted(const std::string& path, Folder::Entry entry) {
  const auto parts = parts_of(path);
  const bool folder = entry == Folder::Entry::folder;
  const auto say = [&](std::string_view rule, const Bilingual& what, const std::string& list) {
    find(library_, rule, path, 0, 0, what + Bilingual{" and is not shown", "，不会显示"},
         {"add it to `" + list + "`, or take it away", "列入 `" + list + "`，或删去"});
  };
  if (folder && parts.size() == 2 && parts[0] == "points" && !is_listed(index_.points, parts[1]))
    say("point-unlisted", {"the point is not listed in pack.toml", "这个点位没有列入 pack.toml"}, "points");
  if (folder && parts.size() == 3 && parts[0] == "points" && is_listed(index_.points, parts[1]))
    if (const PointPtr point = point_(std::string(parts[1])); point && !is_listed(point->stories, parts[2]))
      say("story-unlisted", {"the story is not listed in point.toml", "这个故事没有列入 point.toml"}, "stories");
  if (!folder && parts.size() == 2 && parts[0] == "routes" && parts[1].ends_with(".toml") &&
      !is_listed(index_.routes, parts[1].substr(0, parts[1].size() - 5)))
    say("route-unlisted", {"the route is not listed in pack.toml", "这条路线没有列入 pack.toml"}, "routes");
}

void Checker::check_files() {
  const auto used = library_.pictures_used();
  std::size_t files = 0;
  std::vector<std::string> drawings;
  library_.folder().walk("", [&](const std::string& path, Folder::Entry entry) {
    if (++files > most_files_) {
      find(library_, "files-limit", "pack.toml", 0, 0,
           {"the pack has more than " + std::to_string(most_files_) + " files and folders", "内容包里的文件和文件夹超过 " + std::to_string(most_files_) + " 个"},
           {"divide it into several packs", "分成几个内容包"});
      return false;
    }
    if (entry == Folder::Entry::link || entry == Folder::Entry::other)
      find(library_, "link", path, 0, 0,
           entry == Folder::Entry::link ? Bilingual{"this is a link", "这是一个链接"} : Bilingual{"this is neither a file nor a folder", "这既不是文件，也不是文件夹"},
           {"put the file itself there: a pack must be whole without links", "放入文件本身：内容包不靠链接也要完整"});
    check_unlisted(path, entry);
    if (entry != Folder::Entry::file || !path.starts_with("pictures/") || !is_picture_name(path)) return true;
    if (used.contains(path)) drawings.push_back(path);
    else find(library_, "picture-unused", path, 0, 0, {"no page shows this picture", "没有页面用到这张图片"}, {"use it, or take it away", "用上它，或删去"});
    return true;
  });
  for (auto path = drawings.rbegin(); path != drawings.rend(); ++path)
    tasks_.push_front([this, picture = *path] { check_drawing(library_, picture); });
}

// Why a route leads nowhere; empty where it leads somewhere.
Bilingual Checker::objection_to(const Located& where) const {
  const auto address = parse_address(where.text, index_.id);
  if (!address) return {"is not an address", "不是地址"};
  if (!address->pack.empty() && address->pack != index_.id) return {"leads to another pack", "指向另一个内容包"};
  if (address->kind == Address::Kind::route)
    return is_listed(index_.routes, address->route) && route_(address->route) ? Bilingual{} : Bilingual{"names no route of this pack", "不是本内容包的路线"};
  if (address->kind == Address::Kind::home || address->kind == Address::Kind::programme) return {};
  if (!is_listed(index_.points, address->point) || !point_(address->point)) return {"names no point of this pack", "不是本内容包的点位"};
  if (address->kind == Address::Kind::point) return {};
  const auto pages = pages_.find(address->point + '/' + address->story);
  if (pages == pages_.end() || pages->second == 0) return {"names no story of that point", "不是该点位的故事"};
  return static_cast<std::size_t>(address->page) <= pages->second ? Bilingual{} : Bilingual{"names a page that the story does not have", "所写的页码在该故事中没有"};
}

void Checker::check_references() {
  for (const auto& [file, where] : library_.references()) {
    const Bilingual objection = objection_to(where);
    if (objection.empty()) continue;
    const bool form = !parse_address(where.text, index_.id);
    find(library_, form ? "address-form" : "address-dead", file, where.line, where.column,
         Bilingual{in_quotes(where.text) + ' ', in_quotes(where.text)} + objection,
         form ? Bilingual{"write POINT, POINT/STORY, POINT/STORY#PAGE or routes/ROUTE", "写成“点位”“点位/故事”“点位/故事#页码”或“routes/路线”"}
              : Bilingual{"mend the id, or take it out", "改正编号，或删去"});
  }
}

void Checker::check_languages() {
  for (const auto& [file, untranslated] : library_.untranslated())
    for (Language language : kLanguages) {
      const auto i = static_cast<std::size_t>(language);
      if (untranslated.count[i] == 0 || !is_declared(language)) continue;
      find(library_, "translation-missing", file, untranslated.first_line[i], 0,
           {"texts without " + std::string(tag(language)) + ": " + std::to_string(untranslated.count[i]) +
                ", the first here; 简体 is shown with a mark",
            "有 " + std::to_string(untranslated.count[i]) + " 处文字没有 " + std::string(tag(language)) + "，这是第一处；会显示简体并加标记"},
           {"translate them", "补上译文"});
    }
}

}  // namespace kiosk::content
