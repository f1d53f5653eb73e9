// Every change that sync makes on the disk, one method a step: the seam at which tests stop, fail or forget a step.
//
// Paths   : relative to the root given at the start, with "/". No step follows a link or leaves the root.
// Durable : nothing is, until sync_all or sync_directory has returned; a rename before that may survive a power cut without
//           the bytes of its file.
// Threads : one at a time.
// Errors  : disk_full, not_found, io, as base's system_error says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/sync/pieces.h"

namespace kiosk::sync {

class FileWriter {
 public:
  virtual ~FileWriter() = default;  // closes
  virtual Result<void> write(std::string_view bytes) = 0;
  // From here on the file is read-only for everyone (0444).
  virtual Result<void> seal() = 0;
  // What was written is safe on the disk; the file's name is safe with sync_directory.
  virtual Result<void> sync() = 0;
};

struct Entry {
  enum class Kind { file, folder, link, other } kind = Kind::other;
  std::string name;
  std::uint64_t size = 0;   // of a file
  std::uint64_t links = 0;  // names that the file has
  std::uint64_t node = 0;   // the same for all names of one file
  std::int64_t modified_s = 0;  // since 1970
};

class FileSystem {
 public:
  // fresh: a new file in the place of any old one; secret: likewise, readable by its owner alone; append: behind what is there
  enum class Open { fresh, secret, append };

  virtual ~FileSystem() = default;

  // Looking; changes nothing.
  virtual const std::filesystem::path& root() const = 0;
  virtual Result<Entry> look(const std::string& path) = 0;
  virtual Result<std::vector<Entry>> list(const std::string& folder) = 0;  // sorted by name
  virtual Result<std::string> read(const std::string& path, std::size_t max_bytes) = 0;
  // The file from its beginning. It stays open as long as a copy of the result lives.
  virtual Result<Pieces> read_pieces(const std::string& path) = 0;
  virtual Result<std::string> read_link(const std::string& path) = 0;
  virtual Result<std::uint64_t> free_bytes() = 0;

  // Changing.
  virtual Result<void> make_directory(const std::string& path) = 0;  // there already: fine
  virtual Result<std::unique_ptr<FileWriter>> open(const std::string& path, Open how) = 0;
  virtual Result<void> link(const std::string& from, const std::string& to) = 0;
  virtual Result<void> symlink(const std::string& target, const std::string& path) = 0;
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  virtual Result<void> remove(const std::string& path) = 0;            // a file or link; gone already: fine
  virtual Result<void> remove_directory(const std::string& path) = 0;  // an empty one
  virtual Result<void> sync_directory(const std::string& path) = 0;    // "" is the root
  virtual Result<void> sync_all() = 0;                                 // everything written so far
};

// The real one. Makes `root` (0750) where it is missing, not its parents.
Result<std::unique_ptr<FileSystem>> open_file_system(const std::filesystem::path& root);

// Hands over the first `bytes` bytes in pieces; fails where there are fewer.
Result<void> scan(FileSystem& files, const std::string& path, std::uint64_t bytes, const std::function<void(std::string_view)>& take);

// Replaces the file at `path` so that after a power cut the old or the new one is there, whole: "<path>.new", fsync, rename, fsync of the folder.
Result<void> replace_file(FileSystem& files, const std::string& path, std::string_view bytes, FileSystem::Open how = FileSystem::Open::fresh);

// Removes a folder and all that is in it.
Result<void> remove_tree(FileSystem& files, const std::string& folder);

// Whoever holds it is the only sync of this state folder; it ends with the process, however that ends.
class Lock {
 public:
  // Errors: busy where another process holds it.
  static Result<Lock> take(const std::filesystem::path& file);
  Lock(Lock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Lock& operator=(Lock&&) = delete;
  ~Lock();

 private:
  explicit Lock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace kiosk::sync
