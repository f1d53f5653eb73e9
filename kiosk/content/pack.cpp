#include "kiosk/content/pack.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "kiosk/content/checker.h"
#include "kiosk/content/parts.h"
#include "kiosk/content/story.h"

namespace kiosk::content {
namespace {

constexpr std::size_t kMostStoriesKept = 64;

bool lists(const std::vector<std::string>& ids, std::string_view id) { return std::ranges::find(ids, id) != ids.end(); }

// Findings of what keeps a pack from opening, where there is not even a ledger.
Findings folder_finding(const Error& error) {
  return {{Severity::error, "file-missing", "pack.toml", 0, 0, error.message, "name the folder that holds pack.toml"}};
}

}  // namespace

struct Pack::State {
  explicit State(std::unique_ptr<Folder> folder) : library(std::move(folder)) {}

  struct Kept {
    StoryPtr story;
    std::uint64_t used = 0;
  };

  Library library;
  Index index;
  std::mutex mutex;  // of what follows; not held while files are read
  std::map<std::string, PointPtr, std::less<>> points;
  std::map<std::string, RoutePtr, std::less<>> routes;
  std::map<std::string, Kept, std::less<>> stories;
  std::uint64_t uses = 0;
  std::mutex check_mutex;
  std::unique_ptr<Checker> checker;

  // What `parts` keeps under `id`, else what `read` makes of it. Two threads may read the same part at once: the first
  // one stays.
  template <typename Part, typename Read>
  Part part(std::map<std::string, Part, std::less<>>& parts, std::string_view id, const Read& read) {
    {
      const std::lock_guard lock(mutex);
      if (const auto found = parts.find(id); found != parts.end()) return found->second;
    }
    Part made = read(library, std::string(id));
    const std::lock_guard lock(mutex);
    return parts.emplace(id, std::move(made)).first->second;
  }

  PointPtr point(std::string_view id) { return lists(index.points, id) ? part(points, id, read_point) : nullptr; }
  RoutePtr route(std::string_view id) { return lists(index.routes, id) ? part(routes, id, read_route) : nullptr; }

  StoryPtr story(std::string_view point_id, std::string_view id, Language language) {
    const std::string key = story_path(point_id, id, language);
    {
      const std::lock_guard lock(mutex);
      if (const auto found = stories.find(key); found != stories.end()) {
        found->second.used = ++uses;
        return found->second.story;
      }
    }
    bool missing = false;
    StoryPtr made = read_story(library, point_id, id, language, missing);
    const std::lock_guard lock(mutex);
    if (stories.size() >= kMostStoriesKept)
      stories.erase(std::ranges::min_element(stories, {}, [](const auto& entry) { return entry.second.used; }));
    return stories.emplace(key, Kept{std::move(made), ++uses}).first->second.story;
  }

  static std::unique_ptr<State> open(std::unique_ptr<Folder> folder, Findings& failed) {
    auto state = std::make_unique<State>(std::move(folder));
    auto index = read_index(state->library);
    if (!index) {
      failed = state->library.ledger().all();
      return nullptr;
    }
    state->index = std::move(*index);
    return state;
  }
};

Pack::Pack(std::unique_ptr<State> state) : state_(std::move(state)) {}
Pack::~Pack() = default;

Result<std::unique_ptr<Pack>> Pack::open(const std::filesystem::path& folder) {
  auto opened = Folder::open(folder);
  if (!opened) return opened.error();
  Findings failed;
  auto state = State::open(std::move(opened).value(), failed);
  if (state) return std::unique_ptr<Pack>(new Pack(std::move(state)));
  const auto first = std::ranges::find(failed, Severity::error, &Finding::severity);
  const bool missing = first != failed.end() && first->rule == "file-missing";
  const Bilingual why = first == failed.end() ? Bilingual{"the pack cannot be played", "内容包无法播放"}
                                              : Bilingual{to_string(*first), to_string(*first, Language::hans)};
  return Error{missing ? ErrorKind::not_found : ErrorKind::malformed, why.en, folder.string(), why.zh};
}

const std::filesystem::path& Pack::folder() const { return state_->library.folder().path(); }
const Index& Pack::index() const { return state_->index; }
PointPtr Pack::point(std::string_view id) { return state_->point(id); }
RoutePtr Pack::route(std::string_view id) { return state_->route(id); }

StoryPtr Pack::story(std::string_view point, std::string_view story, Language language) {
  const PointPtr found = state_->point(point);
  if (!found || !lists(found->stories, story)) return nullptr;
  if (StoryPtr translation = state_->story(point, story, language)) return translation;
  return language == Language::hans ? nullptr : state_->story(point, story, Language::hans);
}

bool Pack::check_next() {
  const std::lock_guard lock(state_->check_mutex);
  if (!state_->checker)
    state_->checker = std::make_unique<Checker>(
        state_->library, state_->index, [state = state_.get()](const std::string& id) { return state->point(id); },
        [state = state_.get()](const std::string& id) { return state->route(id); });
  return state_->checker->next();
}

Findings Pack::findings() const { return state_->library.ledger().all(); }
std::size_t Pack::files_opened() const { return state_->library.folder().files_opened(); }

Findings check(const std::filesystem::path& folder) {
  auto opened = Folder::open(folder);
  if (!opened) return folder_finding(opened.error());
  Findings findings;
  if (auto state = Pack::State::open(std::move(opened).value(), findings)) {
    Pack pack(std::move(state));
    while (pack.check_next()) {}
    findings = pack.findings();
  }
  std::ranges::stable_sort(findings, {}, &Finding::severity);
  return findings;
}

}  // namespace kiosk::content
