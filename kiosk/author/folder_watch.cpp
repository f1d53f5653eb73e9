#include "kiosk/author/folder_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "kiosk/base/files.h"

namespace kiosk::author {
namespace {

constexpr int kMostDepth = 16;  // content/folder.h
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DONT_FOLLOW | IN_ONLYDIR;

bool passed_over(std::string_view name) { return name.empty() || name.starts_with('.') || name.ends_with('~'); }

}  // namespace

Result<std::unique_ptr<FolderWatch>> FolderWatch::open(const std::filesystem::path& folder) {
  std::error_code error;
  std::unique_ptr<FolderWatch> watch(new FolderWatch(std::filesystem::canonical(folder, error)));
  if (error) return system_error("cannot be watched", folder, error.value());
  watch->fd_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (watch->fd_ < 0) return system_error("cannot be watched", folder, errno);
  if (const Result<void> added = watch->add("", 0); !added) return added.error();
  return watch;
}

FolderWatch::~FolderWatch() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> FolderWatch::add(const std::string& relative, int depth) {
  if (depth > kMostDepth || folders_.size() >= kMostFolders) return {};
  const int id = ::inotify_add_watch(fd_, (folder_ / relative).c_str(), kEvents);
  if (id < 0) return errno == ENOENT || errno == ENOTDIR ? Result<void>() : system_error("cannot be watched", folder_ / relative, errno);
  folders_[id] = relative;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder_ / relative, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code unknown;
    if (passed_over(name) || !at->is_directory(unknown) || at->is_symlink(unknown)) continue;
    if (const Result<void> added = add(relative + name + "/", depth + 1); !added) return added;
  }
  return {};
}

void FolderWatch::read(std::set<std::string>& changed) {
  alignas(inotify_event) char bytes[16384];
  for (ssize_t n; (n = ::read(fd_, bytes, sizeof bytes)) > 0;)
    for (ssize_t at = 0; at < n;) {
      inotify_event event;
      std::memcpy(&event, bytes + at, sizeof event);
      const std::string name = event.len > 0 ? std::string(bytes + at + sizeof event) : std::string();
      at += static_cast<ssize_t>(sizeof event + event.len);
      if (event.mask & IN_Q_OVERFLOW) changed.insert("/");  // too much at once: anything may have changed
      const auto folder = folders_.find(event.wd);
      if (folder == folders_.end()) continue;
      const std::string where = folder->second;
      if (event.mask & IN_IGNORED) folders_.erase(folder);
      if (passed_over(name)) continue;
      if (event.mask & IN_ISDIR) {
        if (event.mask & (IN_CREATE | IN_MOVED_TO)) (void)add(where + name + "/", static_cast<int>(std::count(where.begin(), where.end(), '/')) + 1);
        changed.insert(where + name + "/");
      } else if (!(event.mask & IN_CREATE)) {  // a file that is made is told when it is closed
        changed.insert(where + name);
      }
    }
}

std::set<std::string> FolderWatch::wait(milliseconds longest) {
  std::set<std::string> changed;
  pollfd one{fd_, POLLIN, 0};
  if (::poll(&one, 1, static_cast<int>(longest.count())) <= 0) return changed;
  read(changed);
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin<kLongestQuiet&& ::poll(&one, 1, static_cast<int>(kQuiet.count()))> 0) read(changed);
  return changed;
}

}  // namespace kiosk::author
