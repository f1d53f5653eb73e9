#include "kiosk/sync/folder_fetcher.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "kiosk/base/crypto.h"
#include "kiosk/base/files.h"

namespace kiosk::sync {
namespace {

constexpr std::size_t kPiece = 256u << 10;  // bytes read at once

// "%41" → "A"; nothing where it is not an address that we make.
std::optional<std::string> decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const auto byte = i + 2 < text.size() ? crypto::from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (!byte || (*byte)[0] == '\0') return std::nullopt;
    out += *byte;
    i += 2;
  }
  return out;
}

class FolderFetcher final : public Fetcher {
 public:
  FolderFetcher(int folder, std::filesystem::path name) : folder_(folder), name_(std::move(name)) {}
  ~FolderFetcher() override { ::close(folder_); }

  Result<std::string> get(const std::string& url, std::size_t max_bytes) override {
    std::string bytes;
    const auto how = read(url, 0, [&](std::string_view piece) -> Result<void> {
      if (bytes.size() + piece.size() > max_bytes) return too_large(url, max_bytes);
      bytes += piece;
      return {};
    });
    if (!how) return how.error();
    return bytes;
  }

  Result<void> run(Transfers& work) override {
    while (auto transfer = work.next()) {
      auto how = copy(*transfer);
      if (auto done = work.finished(std::move(transfer), std::move(how)); !done) return done;
    }
    return {};
  }

 private:
  static Error too_large(const std::string& url, std::uint64_t most) {
    return {ErrorKind::limit, "is larger than the " + std::to_string(most) + " bytes allowed", url};
  }

  Result<void> copy(Transfer& transfer) {
    std::uint64_t at = transfer.resume_from();
    if (auto begun = transfer.begin(at); !begun) return begun;
    return read(transfer.url(), at, [&](std::string_view piece) -> Result<void> {
      at += piece.size();
      if (at > transfer.max_bytes()) return too_large(transfer.url(), transfer.max_bytes());
      return transfer.data(piece);
    });
  }

  template <typename Take>
  Result<void> read(const std::string& url, std::uint64_t from, const Take& take) {
    const auto path = url.starts_with(kFolderAddress) ? decode(std::string_view(url).substr(std::strlen(kFolderAddress))) : std::nullopt;
    if (!path) return Error{ErrorKind::refused, "is no file of this folder", url};
    open_how how{};
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
    const int file = static_cast<int>(::syscall(SYS_openat2, folder_, path->c_str(), &how, sizeof how));
    if (file < 0) return failed("cannot open", *path, errno);
    auto done = read_open(file, *path, from, take);
    ::close(file);
    return done;
  }

  template <typename Take>
  Result<void> read_open(int file, const std::string& path, std::uint64_t from, const Take& take) {
    struct stat info {};
    if (::fstat(file, &info) != 0) return failed("cannot read", path, errno);
    if (!S_ISREG(info.st_mode)) return Error{ErrorKind::not_found, "is not a regular file", (name_ / path).string()};
    if (::lseek(file, static_cast<off_t>(from), SEEK_SET) < 0) return failed("cannot read", path, errno);
    std::string buffer(kPiece, '\0');
    while (true) {
      const ssize_t n = ::read(file, buffer.data(), buffer.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return failed("cannot read", path, errno);
      if (n == 0) return {};
      if (auto done = take(std::string_view(buffer).substr(0, static_cast<std::size_t>(n))); !done) return done;
    }
  }

  // A link, or a way out of the folder, is to us as if nothing were there.
  Error failed(const char* what, const std::string& path, int code) const {
    Error error = system_error(what, name_ / path, code);
    if (code == ELOOP || code == EXDEV || code == ENXIO) error.kind = ErrorKind::not_found;
    return error;
  }

  int folder_;
  std::filesystem::path name_;
};

}  // namespace

Result<std::unique_ptr<Fetcher>> make_folder_fetcher(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return system_error("cannot open the folder", folder, errno);
  return std::unique_ptr<Fetcher>(std::make_unique<FolderFetcher>(fd, folder));
}

}  // namespace kiosk::sync
