#include "kiosk/sync/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "kiosk/base/files.h"

namespace kiosk::sync {
namespace {

constexpr std::size_t kPiece = 256u << 10;  // bytes read at once

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept { std::swap(fd_, other.fd_); return *this; }
  ~Descriptor() { if (fd_ >= 0) ::close(fd_); }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

// The kernel itself keeps the path below `root` and refuses links on the way (Linux 5.6; Debian 12 has 6.1).
Descriptor open_beneath(int root, const std::string& path, int flags, unsigned mode = 0) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.mode = mode;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return Descriptor(static_cast<int>(::syscall(SYS_openat2, root, path.empty() ? "." : path.c_str(), &how, sizeof how)));
}

class PosixWriter final : public FileWriter {
 public:
  PosixWriter(Descriptor file, std::filesystem::path name) : file_(std::move(file)), name_(std::move(name)) {}

  Result<void> write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t n = ::write(file_.get(), bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return system_error("cannot write", name_, errno);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
  }

  Result<void> seal() override {
    if (::fchmod(file_.get(), 0444) != 0) return system_error("cannot make read-only", name_, errno);
    return {};
  }

  Result<void> sync() override {
    if (::fsync(file_.get()) != 0) return system_error("cannot sync", name_, errno);
    return {};
  }

 private:
  Descriptor file_;
  std::filesystem::path name_;
};

class PosixFileSystem final : public FileSystem {
 public:
  PosixFileSystem(Descriptor fd, std::filesystem::path root) : fd_(std::move(fd)), root_(std::move(root)) {}

  const std::filesystem::path& root() const override { return root_; }

  Result<Entry> look(const std::string& path) override {
    const Place place = find(path);
    struct stat info {};
    if (!place.folder || ::fstatat(place.folder.get(), place.name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
      return failed("cannot look at", path);
    return entry(place.name, info);
  }

  Result<std::vector<Entry>> list(const std::string& folder) override {
    Descriptor opened = open_beneath(fd_.get(), folder, O_RDONLY | O_DIRECTORY);
    DIR* const dir = opened ? ::fdopendir(opened.get()) : nullptr;
    if (!dir) return failed("cannot list", folder);
    const int fd = opened.release();  // closedir closes it
    std::vector<Entry> entries;
    while (const dirent* each = ::readdir(dir)) {
      const std::string name = each->d_name;
      struct stat info {};
      if (name == "." || name == ".." || ::fstatat(fd, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
      entries.push_back(entry(name, info));
    }
    ::closedir(dir);
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
  }

  Result<std::string> read(const std::string& path, std::size_t max_bytes) override {
    const Descriptor file = open_beneath(fd_.get(), path, O_RDONLY | O_NONBLOCK);
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0) return failed("cannot read", path);
    if (!S_ISREG(info.st_mode)) return Error{ErrorKind::refused, "is not a regular file", (root_ / path).string()};
    std::string bytes(std::min<std::size_t>(static_cast<std::size_t>(info.st_size), max_bytes) + 1, '\0');  // one more: it may have grown
    std::size_t used = 0;
    while (used < bytes.size()) {
      const ssize_t n = ::read(file.get(), bytes.data() + used, bytes.size() - used);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return failed("cannot read", path);
      if (n == 0) break;
      used += static_cast<std::size_t>(n);
      if (used == bytes.size() && used <= max_bytes) bytes.resize(std::min(2 * used, max_bytes) + 1);
    }
    if (used > max_bytes)
      return Error{ErrorKind::limit, "is larger than the " + std::to_string(max_bytes) + " bytes allowed here", (root_ / path).string()};
    bytes.resize(used);
    return bytes;
  }

  Result<Pieces> read_pieces(const std::string& path) override {
    struct Opened {
      Descriptor file;
      std::vector<char> buffer = std::vector<char>(kPiece);
    };
    const auto open = std::make_shared<Opened>(open_beneath(fd_.get(), path, O_RDONLY | O_NONBLOCK));
    struct stat info {};
    if (!open->file || ::fstat(open->file.get(), &info) != 0) return failed("cannot read", path);
    if (!S_ISREG(info.st_mode)) return Error{ErrorKind::refused, "is not a regular file", (root_ / path).string()};
    return Pieces([open, name = root_ / path]() -> Result<std::string_view> {
      ssize_t n = 0;
      do n = ::read(open->file.get(), open->buffer.data(), open->buffer.size());
      while (n < 0 && errno == EINTR);
      if (n < 0) return system_error("cannot read", name, errno);
      return std::string_view(open->buffer.data(), static_cast<std::size_t>(n));
    });
  }

  Result<std::string> read_link(const std::string& path) override {
    const Place place = find(path);
    std::string target(4096, '\0');
    const ssize_t n = place.folder ? ::readlinkat(place.folder.get(), place.name.c_str(), target.data(), target.size()) : -1;
    if (n < 0) return failed("cannot read link", path);
    target.resize(static_cast<std::size_t>(n));
    return target;
  }

  Result<std::uint64_t> free_bytes() override {
    struct statvfs info {};
    if (::fstatvfs(fd_.get(), &info) != 0) return failed("cannot ask for free space", "");
    return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
  }

  Result<void> make_directory(const std::string& path) override {
    const Place place = find(path);
    if (place.folder && ::mkdirat(place.folder.get(), place.name.c_str(), 0750) == 0) return {};
    if (!place.folder || errno != EEXIST) return failed("cannot make folder", path);
    struct stat info {};
    if (::fstatat(place.folder.get(), place.name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode)) return {};
    return Error{ErrorKind::io, "is in the way of a folder", (root_ / path).string()};
  }

  Result<std::unique_ptr<FileWriter>> open(const std::string& path, Open how) override {
    // A fresh file is a new file: to cut the old one would also empty every other name that it has.
    if (how != Open::append)
      if (auto gone = remove(path); !gone) return gone.error();
    const unsigned mode = how == Open::secret ? 0600 : 0640;
    Descriptor file = how == Open::append ? open_beneath(fd_.get(), path, O_WRONLY | O_APPEND)
                                          : open_beneath(fd_.get(), path, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (!file) return failed("cannot write", path);
    return std::unique_ptr<FileWriter>(std::make_unique<PosixWriter>(std::move(file), root_ / path));
  }

  Result<void> link(const std::string& from, const std::string& to) override {
    const Place a = find(from), b = find(to);
    if (a.folder && b.folder && ::linkat(a.folder.get(), a.name.c_str(), b.folder.get(), b.name.c_str(), 0) == 0) return {};
    return failed("cannot link", to);
  }

  Result<void> symlink(const std::string& target, const std::string& path) override {
    const Place place = find(path);
    if (place.folder && ::symlinkat(target.c_str(), place.folder.get(), place.name.c_str()) == 0) return {};
    return failed("cannot link", path);
  }

  Result<void> rename(const std::string& from, const std::string& to) override {
    const Place a = find(from), b = find(to);
    if (a.folder && b.folder && ::renameat(a.folder.get(), a.name.c_str(), b.folder.get(), b.name.c_str()) == 0) return {};
    return failed("cannot rename to", to);
  }

  Result<void> remove(const std::string& path) override { return unlink(path, 0); }
  Result<void> remove_directory(const std::string& path) override { return unlink(path, AT_REMOVEDIR); }

  Result<void> sync_directory(const std::string& path) override {
    const Descriptor folder = open_beneath(fd_.get(), path, O_RDONLY | O_DIRECTORY);
    if (folder && ::fsync(folder.get()) == 0) return {};
    return failed("cannot sync", path);
  }

  Result<void> sync_all() override {
    if (::syncfs(fd_.get()) == 0) return {};
    return failed("cannot sync", "");
  }

 private:
  // The folder that holds a path's last name, and that name.
  struct Place {
    Descriptor folder;
    std::string name;
  };

  Place find(const std::string& path) const {
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == path.npos ? "" : path.substr(0, slash);
    return {open_beneath(fd_.get(), folder, O_PATH | O_DIRECTORY), path.substr(slash == path.npos ? 0 : slash + 1)};
  }

  Result<void> unlink(const std::string& path, int flags) {
    const Place place = find(path);
    if ((place.folder && ::unlinkat(place.folder.get(), place.name.c_str(), flags) == 0) || errno == ENOENT) return {};
    return failed("cannot remove", path);
  }

  Error failed(std::string_view what, const std::string& path) const { return system_error(what, root_ / path, errno); }

  static Entry entry(std::string name, const struct stat& info) {
    const auto kind = S_ISREG(info.st_mode)   ? Entry::Kind::file
                      : S_ISDIR(info.st_mode) ? Entry::Kind::folder
                      : S_ISLNK(info.st_mode) ? Entry::Kind::link
                                              : Entry::Kind::other;
    return {kind, std::move(name), static_cast<std::uint64_t>(info.st_size), static_cast<std::uint64_t>(info.st_nlink),
            static_cast<std::uint64_t>(info.st_ino), info.st_mtim.tv_sec};
  }

  Descriptor fd_;
  std::filesystem::path root_;
};

}  // namespace

Result<std::unique_ptr<FileSystem>> open_file_system(const std::filesystem::path& root) {
  if (::mkdir(root.c_str(), 0750) != 0 && errno != EEXIST) return system_error("cannot make the state folder", root, errno);
  Descriptor fd(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return system_error("cannot open the state folder", root, errno);
  return std::unique_ptr<FileSystem>(std::make_unique<PosixFileSystem>(std::move(fd), root));
}

Result<void> scan(FileSystem& files, const std::string& path, std::uint64_t bytes, const std::function<void(std::string_view)>& take) {
  const auto pieces = files.read_pieces(path);
  if (!pieces) return pieces.error();
  while (bytes > 0) {
    const auto piece = (*pieces)();
    if (!piece) return piece.error();
    if (piece->empty()) return Error{ErrorKind::io, "is shorter than it was", (files.root() / path).string()};
    take(piece->substr(0, bytes));
    bytes -= std::min<std::uint64_t>(bytes, piece->size());
  }
  return {};
}

Result<void> replace_file(FileSystem& files, const std::string& path, std::string_view bytes, FileSystem::Open how) {
  const std::string half = path + ".new";
  {
    auto writer = files.open(half, how);
    if (!writer) return writer.error();
    if (auto done = (*writer)->write(bytes); !done) return done;
    if (auto done = (*writer)->sync(); !done) return done;
  }
  if (auto done = files.rename(half, path); !done) return done;
  const std::size_t slash = path.rfind('/');
  return files.sync_directory(slash == path.npos ? "" : path.substr(0, slash));
}

Result<void> remove_tree(FileSystem& files, const std::string& folder) {
  auto entries = files.list(folder);
  if (!entries) return entries.error().kind == ErrorKind::not_found ? Result<void>{} : Result<void>(entries.error());
  for (const Entry& each : *entries) {
    const std::string path = folder + "/" + each.name;
    auto done = each.kind == Entry::Kind::folder ? remove_tree(files, path) : files.remove(path);
    if (!done) return done;
  }
  return files.remove_directory(folder);
}

Result<Lock> Lock::take(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (fd < 0) return system_error("cannot open the lock", file, errno);
  Lock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return Error{ErrorKind::busy, "another sync is at work", file.parent_path().string()};
  return system_error("cannot lock", file, errno);
}

Lock::~Lock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace kiosk::sync
