#include "kiosk/author/built_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  operator int() const { return fd_; }

 private:
  int fd_;
};

// One file of the draft, hashed while it is written.
class Writer {
 public:
  Writer(const fs::path& to, const std::string& name) : path_(to / name), name_(name), fd_(open_new(path_)) {}

  Result<void> add(std::string_view bytes) {
    if (fd_ < 0) return system_error("cannot write", path_, errno);
    sum_.update(bytes);
    size_ += bytes.size();
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return system_error("cannot write", path_, errno);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
  }

  Result<sync::File> finish() {
    if (::fchmod(fd_, 0644) != 0) return system_error("cannot write", path_, errno);
    return sync::File{name_, size_, sum_.finish(), std::string(sync::media_type(name_))};
  }

 private:
  static int open_new(const fs::path& path) {
    fs::create_directories(path.parent_path());
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  }

  fs::path path_;
  std::string name_;
  Descriptor fd_;
  crypto::Sha256 sum_;
  std::uint64_t size_ = 0;
};

}  // namespace

Result<sync::File> copy_file(const fs::path& from, const fs::path& to, const std::string& name) {
  const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (in < 0) return system_error("cannot read", from, errno);
  struct stat info {};
  if (::fstat(in, &info) != 0) return system_error("cannot read", from, errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorKind::refused, "is not a regular file", from.string(), "不是普通文件"};
  Writer out(to, name);
  std::vector<char> buffer(256u << 10);
  while (true) {
    const ssize_t n = ::read(in, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("cannot read", from, errno);
    if (auto done = out.add({buffer.data(), static_cast<std::size_t>(n)}); !done) return done.error();
    if (n == 0) return out.finish();
  }
}

Result<sync::File> write_file(std::string_view bytes, const fs::path& to, const std::string& name) {
  Writer out(to, name);
  if (auto done = out.add(bytes); !done) return done.error();
  return out.finish();
}

}  // namespace kiosk::author
