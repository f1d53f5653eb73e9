#include "kiosk/author/build_cache.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fstream>

#include "kiosk/base/files.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostListBytes = 64u << 20;
constexpr std::int64_t kSettledNs = 2'000'000'000;

std::int64_t ns(const struct timespec& time) { return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec; }

// Takes what stands before the next space, or the line's end, off `line`.
std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

template <typename Number>
bool take_number(std::string_view& line, Number& number) {
  const std::string_view word = take_word(line);
  return !word.empty() && std::from_chars(word.data(), word.data() + word.size(), number).ptr == word.data() + word.size();
}

bool take_digest(std::string_view& line, crypto::Digest& digest) {
  const auto read = crypto::parse_digest(take_word(line));
  if (read) digest = *read;
  return read.has_value();
}

template <typename Each>
void for_lines(std::string_view text, const Each& each) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    each(text.substr(at, end - at));
    at = end + 1;
  }
}

// The list behind its own sum, which is the first line; empty where they do not fit.
std::string read_list(const fs::path& file) {
  const auto text = read_file(file, kMostListBytes);
  const std::size_t end = text ? text->find('\n') : std::string::npos;
  if (end == std::string::npos || text->substr(0, end) != crypto::hex(crypto::sha256(std::string_view(*text).substr(end + 1)))) return {};
  return text->substr(end + 1);
}

std::string with_sum(const std::string& list) { return crypto::hex(crypto::sha256(list)) + '\n' + list; }

}  // namespace

BuildCache::BuildCache(fs::path folder, const fs::path& pack, std::uint64_t most_bytes) : folder_(std::move(folder)), most_bytes_(most_bytes) {
  if (folder_.empty()) return;
  seen_file_ = folder_ / "seen" / crypto::hex(crypto::sha256(pack.string()));
  read_seen();
}

BuildCache::~BuildCache() {
  if (folder_.empty()) return;
  try {
    write_seen();
    if (added_) make_room();
  } catch (const std::exception&) {  // a cache that cannot be written keeps nothing
  }
}

BuildCache::Seen BuildCache::as_seen(const struct stat& info) {
  return {static_cast<std::uint64_t>(info.st_size), static_cast<std::uint64_t>(info.st_ino), ns(info.st_mtim), ns(info.st_ctim), {}};
}

void BuildCache::read_seen() {
  for_lines(read_list(seen_file_), [&](std::string_view line) {
    Seen one;
    if (take_digest(line, one.sha256) && take_number(line, one.size) && take_number(line, one.inode) && take_number(line, one.modified_ns) &&
        take_number(line, one.changed_ns))
      before_.emplace(line, one);
  });
}

void BuildCache::write_seen() {
  std::string list;
  for (const auto& [path, one] : now_)
    list += crypto::hex(one.sha256) + ' ' + std::to_string(one.size) + ' ' + std::to_string(one.inode) + ' ' + std::to_string(one.modified_ns) + ' ' +
            std::to_string(one.changed_ns) + ' ' + path + '\n';
  write(seen_file_, with_sum(list));
}

std::optional<crypto::Digest> BuildCache::seen(const std::string& path, const struct stat& info) const {
  const std::lock_guard lock(mutex_);
  const auto found = before_.find(path);
  if (found == before_.end()) return std::nullopt;
  Seen now = as_seen(info);
  const Seen& then = found->second;
  const bool same = now.size == then.size && now.inode == then.inode && now.modified_ns == then.modified_ns && now.changed_ns == then.changed_ns;
  return same ? std::optional(then.sha256) : std::nullopt;
}

void BuildCache::see(const std::string& path, const struct stat& info, const crypto::Digest& sha256) {
  Seen one = as_seen(info);
  one.sha256 = sha256;
  struct timespec now {};
  ::clock_gettime(CLOCK_REALTIME, &now);
  if (path.find('\n') != path.npos || ns(now) - std::max(one.modified_ns, one.changed_ns) < kSettledNs) return;
  const std::lock_guard lock(mutex_);
  now_.insert_or_assign(path, one);
}

fs::path BuildCache::place(const char* kind, const crypto::Digest& name) const {
  const std::string hex = crypto::hex(name);
  return folder_ / kind / hex.substr(0, 2) / hex;
}

fs::path BuildCache::file_of(const crypto::Digest& sha256) const { return place("bytes", sha256); }

std::vector<BuildCache::Kept> BuildCache::find(const crypto::Digest& key) const {
  std::vector<Kept> files;
  if (folder_.empty()) return files;
  const fs::path list = place("made", key);
  for_lines(read_list(list), [&](std::string_view line) {
    Kept one;
    if (!take_digest(line, one.sha256) || !take_number(line, one.size)) return;
    one.source = take_word(line) == "source";
    one.path = line;
    files.push_back(std::move(one));
  });
  if (!files.empty()) ::utimensat(AT_FDCWD, list.c_str(), nullptr, 0);
  for (const Kept& one : files)
    if (!one.source) ::utimensat(AT_FDCWD, file_of(one.sha256).c_str(), nullptr, 0);
  return files;
}

void BuildCache::keep(const crypto::Digest& key, const std::vector<Kept>& files) {
  if (folder_.empty()) return;
  std::string list;
  for (const Kept& one : files)
    list += crypto::hex(one.sha256) + ' ' + std::to_string(one.size) + (one.source ? " source " : " made ") + one.path + '\n';
  write(place("made", key), with_sum(list));
}

void BuildCache::keep_bytes(const crypto::Digest& sha256, std::string_view bytes) {
  if (!folder_.empty()) write(file_of(sha256), bytes);
}

void BuildCache::write(const fs::path& file, std::string_view bytes) {
  static std::atomic<unsigned> number{0};
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  const fs::path fresh = file.string() + ".new-" + std::to_string(::getpid()) + '-' + std::to_string(number++);
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (out && ::rename(fresh.c_str(), file.c_str()) == 0) {
    const std::lock_guard lock(mutex_);
    added_ = true;
    return;
  }
  fs::remove(fresh, failed);
}

void BuildCache::make_room() const {
  struct Old {
    fs::file_time_type used;
    std::uint64_t size;
    fs::path path;
  };
  std::vector<Old> files;
  std::uint64_t total = 0;
  for (const char* kind : {"bytes", "made", "seen"}) {
    std::error_code failed;
    for (fs::recursive_directory_iterator it(folder_ / kind, failed), end; !failed && it != end; it.increment(failed))
      if (std::error_code gone; it->is_regular_file(gone) && !gone) {
        files.push_back({it->last_write_time(gone), it->file_size(gone), it->path()});
        total += files.back().size;
      }
  }
  if (total <= most_bytes_) return;
  std::ranges::sort(files, {}, &Old::used);
  for (const Old& file : files) {
    if (total <= most_bytes_) return;
    std::error_code failed;
    if (fs::remove(file.path, failed)) total -= file.size;
  }
}

fs::path usual_cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache == '/') return fs::path(cache) / "changlang" / "build";
  if (const char* home = std::getenv("HOME"); home && *home == '/') return fs::path(home) / ".cache" / "changlang" / "build";
  return {};
}

}  // namespace kiosk::author
