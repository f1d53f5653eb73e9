// The one way to the files of a pack. Nothing outside the folder can be reached through it.
//
// Paths   : relative with "/", no ".", "..", empty part, backslash or control character; at most 1,024 bytes and 16
//           parts.
// Links   : the folder itself may be reached through a link (`current`); from there on each part is opened with
//           O_NOFOLLOW, so that a link on the way is refused even when it is put there between two calls.
// Threads : safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::content {

// Why a path cannot be one inside a pack; empty where it can.
std::string_view path_objection(std::string_view path);

class Folder {
 public:
  enum class Entry { file, folder, link, other };

  static Result<std::unique_ptr<Folder>> open(const std::filesystem::path& folder);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Without links: where the folder really is.
  const std::filesystem::path& path() const { return path_; }

  // Errors: refused (path, link), not_found, limit (larger than `max_bytes`), io (also what is not a regular file).
  Result<std::string> read(std::string_view path, std::size_t max_bytes) const;
  // At most the first `max_bytes` bytes; `size` becomes the file's size.
  Result<std::string> read_start(std::string_view path, std::size_t max_bytes, std::uint64_t& size) const;
  bool is_file(std::string_view path) const;
  bool is_folder(std::string_view path) const;

  // Calls `seen` with each entry below `path` ("" for all), folders before what is in them, in order of names, until it
  // returns false. Passes over names that begin with a dot; does not enter links, nor folders deeper than the parts
  // allowed.
  void walk(std::string_view path, const std::function<bool(const std::string&, Entry)>& seen) const;

  // How many files were opened so far.
  std::size_t files_opened() const { return files_opened_; }

 private:
  Folder(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {}
  Result<int> open_inside(std::string_view path, bool folder) const;

  int fd_;
  std::filesystem::path path_;
  mutable std::atomic<std::size_t> files_opened_{0};
};

}  // namespace kiosk::content
