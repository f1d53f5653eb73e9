#include "kiosk/content/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "kiosk/base/files.h"

namespace kiosk::content {
namespace {

constexpr std::size_t kMostBytes = 1024, kMostParts = 16;  // of a path

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(-1); }
  void reset(int fd) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }
  int release() { return std::exchange(fd_, -1); }
  int get() const { return fd_; }

 private:
  int fd_;
};

Error open_error(std::string_view path, int errno_value) {
  if (errno_value == ELOOP) return {ErrorKind::refused, "a link is on the way to it", std::string(path), "途中有链接"};
  return system_error("cannot open", std::filesystem::path(path), errno_value);
}

// Reads until the end or until `want` bytes are there.
Result<std::string> read_bytes(int fd, std::size_t want, std::size_t guess, std::string_view path) {
  std::string bytes;
  bytes.resize(std::min(want, guess + 1));
  std::size_t used = 0;
  while (used < want) {
    if (used == bytes.size()) bytes.resize(std::min(want, bytes.size() * 2 + 1));
    const ssize_t n = ::read(fd, bytes.data() + used, bytes.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("cannot read", std::filesystem::path(path), errno);
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
  }
  bytes.resize(used);
  return bytes;
}

std::vector<std::string> names_in(int fd) {
  std::vector<std::string> names;
  DIR* dir = ::fdopendir(::dup(fd));
  if (!dir) return names;
  while (const dirent* entry = ::readdir(dir)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    if (names.size() > 200'000) break;  // FORMAT.md: files in a pack; the caller counts and says so
  }
  ::closedir(dir);
  std::ranges::sort(names);
  return names;
}

}  // namespace

std::string_view path_objection(std::string_view path) {
  if (path.empty()) return "is empty";
  if (path.size() > kMostBytes) return "is longer than 1,024 bytes";
  if (path.front() == '/') return "is absolute";
  if (path.find('\\') != path.npos) return "has a backslash";
  if (std::ranges::any_of(path, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
    return "has a control character";
  std::size_t parts = 0;
  for (std::size_t at = 0; at <= path.size(); ++parts) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    if (part == "..") return "leads out with \"..\"";
    if (part.empty() || part == ".") return "has an empty part";
    if (part.size() > 255) return "has a part longer than 255 bytes";
    at = end + 1;
  }
  return parts > kMostParts ? "is deeper than 16 folders" : "";
}

Result<std::unique_ptr<Folder>> Folder::open(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::path real = std::filesystem::canonical(folder, error);
  if (error) return system_error("cannot open folder", folder, error.value());
  const int fd = ::open(real.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return system_error("cannot open folder", folder, errno);
  return std::unique_ptr<Folder>(new Folder(fd, std::move(real)));
}

Folder::~Folder() { ::close(fd_); }

Result<int> Folder::open_inside(std::string_view path, bool folder) const {
  if (const std::string_view objection = path_objection(path); !objection.empty())
    return Error{ErrorKind::refused, "the path " + std::string(objection), std::string(path), "不是内容包以内的路径"};
  Descriptor here(-1);
  int base = fd_;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const bool last = end == path.size();
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last && !folder ? 0 : O_DIRECTORY);
    const int fd = ::openat(base, std::string(path.substr(at, end - at)).c_str(), flags);
    if (fd < 0) {
      struct stat info {};  // with O_DIRECTORY a link answers ENOTDIR
      const int why = errno;
      const bool is_link =
          ::fstatat(base, std::string(path.substr(at, end - at)).c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 &&
          S_ISLNK(info.st_mode);
      return open_error(path, is_link ? ELOOP : why);
    }
    here.reset(fd);
    base = fd;
    at = end + 1;
  }
  ++files_opened_;
  return here.release();
}

Result<std::string> Folder::read_start(std::string_view path, std::size_t max_bytes, std::uint64_t& size) const {
  auto opened = open_inside(path, false);
  if (!opened) return opened.error();
  const Descriptor file(*opened);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return system_error("cannot read", std::filesystem::path(path), errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorKind::io, "is not a regular file", std::string(path), "不是普通文件"};
  size = static_cast<std::uint64_t>(info.st_size);
  return read_bytes(file.get(), max_bytes, std::min<std::size_t>(size, max_bytes), path);
}

Result<std::string> Folder::read(std::string_view path, std::size_t max_bytes) const {
  std::uint64_t size = 0;
  auto bytes = read_start(path, max_bytes + 1, size);
  if (!bytes) return bytes;
  if (size > max_bytes || bytes->size() > max_bytes)
    return Error{ErrorKind::limit, "is larger than the " + std::to_string(max_bytes) + " bytes allowed here", std::string(path),
                 "超过此处允许的 " + std::to_string(max_bytes) + " 字节"};
  return bytes;
}

bool Folder::is_file(std::string_view path) const {
  auto opened = open_inside(path, false);
  if (!opened) return false;
  const Descriptor file(*opened);
  struct stat info {};
  return ::fstat(file.get(), &info) == 0 && S_ISREG(info.st_mode);
}

bool Folder::is_folder(std::string_view path) const {
  auto opened = open_inside(path, true);
  if (!opened) return false;
  const Descriptor folder(*opened);
  return true;
}

void Folder::walk(std::string_view path, const std::function<bool(const std::string&, Entry)>& seen) const {
  std::vector<std::string> waiting{std::string(path)};  // folders, the next one last
  while (!waiting.empty()) {
    const std::string folder = std::move(waiting.back());
    waiting.pop_back();
    auto opened = folder.empty() ? Result<int>(::fcntl(fd_, F_DUPFD_CLOEXEC, 0)) : open_inside(folder, true);
    if (!opened || *opened < 0) continue;
    const Descriptor here(*opened);
    ::lseek(here.get(), 0, SEEK_SET);  // a duplicate shares the place that an earlier walk left
    std::vector<std::string> folders;
    for (const std::string& name : names_in(here.get())) {
      if (name.front() == '.') continue;  // what editors and version control keep for themselves
      struct stat info {};
      if (::fstatat(here.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
      const Entry entry = S_ISREG(info.st_mode)   ? Entry::file
                          : S_ISDIR(info.st_mode) ? Entry::folder
                          : S_ISLNK(info.st_mode) ? Entry::link
                                                  : Entry::other;
      const std::string full = folder.empty() ? name : folder + '/' + name;
      if (!seen(full, entry)) return;
      if (entry == Entry::folder && path_objection(full).empty()) folders.push_back(full);
    }
    waiting.insert(waiting.end(), folders.rbegin(), folders.rend());
  }
}

}  // namespace kiosk::content
