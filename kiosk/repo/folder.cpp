#include "kiosk/repo/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <thread>

#include "kiosk/base/crypto.h"
#include "kiosk/base/files.h"
#include "kiosk/repo/layout.h"
#include "kiosk/sync/limits.h"

namespace kiosk::repo {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLockFolder = "lock.d";
constexpr const char* kLockOwner = "owner";
constexpr std::string_view kHere = "a process of the server's own machine";

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

Result<void> make_folders(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return system_error("cannot make", path, error.value());
  return {};
}

Result<void> write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("cannot write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

// A file without a name beside `path`, filled and made safe, then given its name in one step that replaces nothing (link(2)).
// False: the name was taken.
Result<bool> make_once(const fs::path& path, const std::function<Result<void>(int fd)>& fill) {
  if (auto made = make_folders(path.parent_path()); !made) return made.error();
  const Descriptor file{::open(path.parent_path().c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644)};
  const fs::path half = path.string() + ".half-" + std::to_string(::getpid());
  const bool is_named = file.fd < 0;  // exFAT, and some shares, know no files without a name
  const Descriptor named{is_named ? ::open(half.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1};
  const int fd = is_named ? named.fd : file.fd;
  if (fd < 0) return system_error("cannot write", half, errno);
  auto filled = fill(fd);
  if (filled && ::fchmod(fd, 0644) != 0 && errno != EPERM) filled = system_error("cannot write", path, errno);
  if (filled && ::fsync(fd) != 0) filled = system_error("cannot sync", path, errno);
  int error = 0;
  if (filled) {
    const std::string self = "/proc/self/fd/" + std::to_string(fd);
    const bool done = !is_named ? ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0
                                : ::renameat2(AT_FDCWD, half.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0;
    if (!done) error = errno;
  }
  if (is_named) ::unlink(half.c_str());
  if (!filled) return filled.error();
  if (error == EEXIST) return false;
  if (error != 0) return system_error("cannot write", path, error);
  if (auto synced = sync_directory(path.parent_path()); !synced) return synced.error();
  return true;
}

// Reads to the end, piece by piece.
Result<std::pair<std::string, std::uint64_t>> read_through(int fd, const fs::path& path, const std::function<Result<void>(std::string_view)>& take) {
  crypto::Sha256 sum;
  std::uint64_t size = 0;
  std::string buffer(256u << 10, '\0');
  while (true) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("cannot read", path, errno);
    if (n == 0) return std::pair{crypto::hex(sum.finish()), size};
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(n));
    sum.update(piece);
    size += piece.size();
    if (take)
      if (auto done = take(piece); !done) return done.error();
  }
}

Result<int> open_file(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return system_error("cannot read", path, errno);
  struct stat info {};
  if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) return fd;
  ::close(fd);
  return Error{ErrorKind::refused, "is not a regular file", path.string()};
}

Error is_taken(std::string_view path) {
  return {ErrorKind::refused, "is there already with another content; published files never change", std::string(path)};
}

}  // namespace

Result<Folder> Folder::create(const fs::path& root) {
  std::error_code error;
  if (fs::exists(root, error) && (!fs::is_directory(root, error) || !fs::is_empty(root, error)))
    return Error{ErrorKind::usage, "is there already and not empty; name a new folder", root.string()};
  if (auto made = make_folders(root); !made) return made.error();
  for (const char* part : {"metadata", "targets", "blobs", "staged"})
    if (auto made = make_folders(root / part); !made) return made.error();
  return Folder(fs::canonical(root));
}

Result<Folder> Folder::open(const fs::path& root) {
  std::error_code error;
  const bool is_repository = fs::exists(root / metadata_path(1, "root"), error) || fs::exists(root / staged_path("root"), error);
  if (!is_repository)
    return Error{ErrorKind::usage, "is no repository: name its folder with --repo DIR, or make one: kioskctl repo init DIR", root.string()};
  return Folder(fs::canonical(root));
}

Result<Folder> Folder::open_or_create(const fs::path& root) {
  auto folder = open(root);
  return folder ? folder : create(root);
}

bool Folder::has(std::string_view path) const {
  std::error_code ignored;
  return fs::is_regular_file(fs::symlink_status(at(path), ignored));
}

bool Folder::has(std::string_view path, std::uint64_t size) const {
  std::error_code error;
  return has(path) && fs::file_size(at(path), error) == size && !error;
}

Result<std::string> Folder::read(std::string_view path, std::size_t max_bytes) const { return read_file(at(path), max_bytes); }

Result<std::pair<std::string, std::uint64_t>> Folder::sum(std::string_view path) const {
  const auto opened = open_file(at(path));
  if (!opened) return opened.error();
  const Descriptor file{*opened};
  return read_through(file.fd, at(path), {});
}

Result<std::vector<std::string>> Folder::list(std::string_view folder) const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(at(folder), error), end; !error && it != end; it.increment(error)) names.push_back(it->path().filename().string());
  if (error && error != std::errc::no_such_file_or_directory) return system_error("cannot read", at(folder), error.value());
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::uint64_t> Folder::newest(std::string_view role) const {
  const auto names = list("metadata");
  if (!names) return names.error();
  std::uint64_t newest = 0;
  for (const std::string& name : *names)
    if (const auto version = version_of(name, role)) newest = std::max(newest, *version);
  return newest;
}

Result<void> Folder::add(std::string_view path, std::string_view bytes) const {
  const auto made = make_once(at(path), [&](int fd) { return write_all(fd, bytes, at(path)); });
  if (!made) return made.error();
  if (*made) return {};
  const auto there = read_file(at(path), bytes.size());
  return there && *there == bytes ? Result<void>() : is_taken(path);
}

Result<void> Folder::add_file(std::string_view path, const fs::path& from, std::string_view sha256, std::uint64_t size) const {
  if (has(path, size)) return {};
  const auto opened = open_file(from);
  if (!opened) return opened.error();
  const Descriptor source{*opened};
  const auto made = make_once(at(path), [&](int fd) -> Result<void> {
    const auto sum = read_through(source.fd, from, [&](std::string_view piece) { return write_all(fd, piece, at(path)); });
    if (!sum) return sum.error();
    if (sum->first == sha256 && sum->second == size) return {};
    return Error{ErrorKind::refused, "is not what manifest.json says; build the pack again: kioskctl pack build", from.string()};
  });
  if (!made) return made.error();
  return *made ? Result<void>() : is_taken(path);
}

Result<void> Folder::replace(std::string_view path, std::string_view bytes) const {
  if (auto made = make_folders(at(path).parent_path()); !made) return made;
  return write_file_durably(at(path), bytes);
}

Result<void> Folder::remove(std::string_view path) const {
  if (::unlink(at(path).c_str()) != 0 && errno != ENOENT) return system_error("cannot remove", at(path), errno);
  return {};
}

FolderLock::~FolderLock() {
  if (door_.empty()) return;
  ::unlink((door_ / kLockOwner).c_str());
  ::rmdir(door_.c_str());
}

Result<FolderLock> Folder::lock(std::chrono::milliseconds wait) const {
  constexpr std::chrono::milliseconds kBetween{50};
  std::string who = "another";
  const fs::path door = root_ / kLockFolder;
  for (;; wait -= kBetween) {
    auto lock = sync::Lock::take(root_ / "lock");
    if (!lock && lock.error().kind != ErrorKind::busy) return lock.error();
    if (lock) {
      const bool made = ::mkdir(door.c_str(), 0755) == 0;
      if (!made && errno != EEXIST) return system_error("cannot make", door, errno);
      // One of this machine that was killed: its flock, which we have now, was the other half.
      const auto owner = made ? Result<std::string>(std::string(kHere)) : read_file(door / kLockOwner, 1024);
      if (owner && *owner == kHere) {
        FolderLock held(*std::move(lock), door);
        if (made)
          if (auto done = write_file_durably(door / kLockOwner, kHere); !done) return done.error();
        return held;
      }
      who = owner ? *owner + " (by WebDAV; if nobody is, break the lock: kioskctl repo push DIR --break-lock)" : who;
    }
    if (wait <= kBetween) return Error{ErrorKind::busy, who + " is signing or publishing here; try again when it is done", root_.string()};
    std::this_thread::sleep_for(kBetween);
  }
}

Result<void> Folder::break_lock() const {
  if (::unlink((root_ / kLockFolder / kLockOwner).c_str()) != 0 && errno != ENOENT) return system_error("cannot remove", root_ / kLockFolder, errno);
  if (::rmdir((root_ / kLockFolder).c_str()) != 0 && errno != ENOENT) return system_error("cannot remove", root_ / kLockFolder, errno);
  return {};
}

}  // namespace kiosk::repo
