#include "kiosk/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kiosk {
namespace {

// Closes its descriptor at the end of the scope.
struct Descriptor {
  int fd;
  explicit Descriptor(int value) : fd(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { if (fd >= 0) ::close(fd); }
};

std::string_view cause_in_chinese(int errno_value) {
  switch (errno_value) {
    case ENOENT: return "不存在";
    case ENOTDIR: return "路径中有一级不是文件夹";
    case EISDIR: return "是文件夹，不是文件";
    case EACCES:
    case EPERM: return "没有权限";
    case EEXIST: return "已经存在";
    case ENOTEMPTY: return "文件夹不是空的";
    case EROFS: return "磁盘只能读取，不能写入";
    case ENOSPC:
    case EDQUOT: return "磁盘已满";
    case EIO: return "磁盘读写出错";
    case EMFILE:
    case ENFILE: return "同时打开的文件太多";
    case ENAMETOOLONG: return "名称太长";
    case ELOOP: return "途中有链接";
    case EBUSY: return "正被占用";
    default: return "系统拒绝了这一操作";
  }
}

}  // namespace

Error system_error(std::string_view what, const std::filesystem::path& path, int errno_value) {
  ErrorKind kind = ErrorKind::io;
  if (errno_value == ENOSPC || errno_value == EDQUOT) kind = ErrorKind::disk_full;
  if (errno_value == ENOENT || errno_value == ENOTDIR) kind = ErrorKind::not_found;
  return {kind, std::string(what) + ": " + std::strerror(errno_value), path.string(), std::string(cause_in_chinese(errno_value))};
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.fd < 0) return system_error("cannot open", path, errno);
  struct stat info {};
  if (::fstat(file.fd, &info) != 0) return system_error("cannot read", path, errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorKind::refused, "is not a regular file", path.string(), "不是普通文件"};
  const auto size = static_cast<std::size_t>(info.st_size);
  const Error too_large{ErrorKind::limit, "is larger than the " + std::to_string(max_bytes) + " bytes allowed here", path.string(),
                        "超过此处允许的 " + std::to_string(max_bytes) + " 字节"};
  if (size > max_bytes) return too_large;
  std::string bytes;
  bytes.resize(size + 1);  // one more than announced: a file that grows meanwhile is noticed
  std::size_t used = 0;
  while (true) {
    if (used == bytes.size()) {
      if (used > max_bytes) return too_large;
      bytes.resize(bytes.size() * 2);
    }
    const ssize_t n = ::read(file.fd, bytes.data() + used, bytes.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("cannot read", path, errno);
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
  }
  if (used > max_bytes) return too_large;
  bytes.resize(used);
  return bytes;
}

Result<void> sync_directory(const std::filesystem::path& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.fd < 0) return system_error("cannot open folder", path, errno);
  if (::fsync(folder.fd) != 0) return system_error("cannot sync folder", path, errno);
  return {};
}

Result<void> write_file_durably(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path temporary = path.string() + ".new";
  {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.fd < 0) return system_error("cannot write", temporary, errno);
    while (!bytes.empty()) {
      const ssize_t n = ::write(file.fd, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        const Error error = system_error("cannot write", temporary, errno);
        ::unlink(temporary.c_str());
        return error;
      }
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::fsync(file.fd) != 0) return system_error("cannot sync", temporary, errno);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return system_error("cannot rename to", path, errno);
  return sync_directory(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

}  // namespace kiosk
