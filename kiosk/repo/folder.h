// The folder of a repository on this machine: what a server offers, or what is copied there (layout.h).
//
// Promise : a file that has its name is whole; only timestamp.json and staged/ are ever replaced.
// Readable: by everyone (0644, 0755), since a web server reads it as somebody else.
// Errors  : usage (no repository), refused (a name that is taken by other bytes), busy, disk_full, io.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/sync/file_system.h"

namespace kiosk::repo {

// flock on `lock` against others on this machine, and lock.d/, which is what those see that write into the same folder by WebDAV.
class FolderLock {
 public:
  FolderLock(sync::Lock lock, std::filesystem::path door) : lock_(std::move(lock)), door_(std::move(door)) {}
  FolderLock(FolderLock&& other) noexcept : lock_(std::move(other.lock_)), door_(std::exchange(other.door_, {})) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  sync::Lock lock_;
  std::filesystem::path door_;  // lock.d; empty: given on
};

class Folder {
 public:
  // New or empty.
  static Result<Folder> create(const std::filesystem::path& root);
  static Result<Folder> open(const std::filesystem::path& root);
  static Result<Folder> open_or_create(const std::filesystem::path& root);

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path at(std::string_view path) const { return root_ / path; }
  bool has(std::string_view path) const;
  bool has(std::string_view path, std::uint64_t size) const;
  Result<std::string> read(std::string_view path, std::size_t max_bytes) const;
  // SHA-256 in hexadecimal, and size.
  Result<std::pair<std::string, std::uint64_t>> sum(std::string_view path) const;
  // Names in a folder, sorted; none where it is missing.
  Result<std::vector<std::string>> list(std::string_view folder) const;
  // The highest N of metadata/N.<role>.json; 0: there is none.
  Result<std::uint64_t> newest(std::string_view role) const;

  // Makes a file that is not there yet. The same bytes once more are fine; other bytes under its name are refused.
  Result<void> add(std::string_view path, std::string_view bytes) const;
  // The same with a file's content, whose hash and size the caller knows: what is there under its name stays.
  Result<void> add_file(std::string_view path, const std::filesystem::path& from, std::string_view sha256, std::uint64_t size) const;
  Result<void> replace(std::string_view path, std::string_view bytes) const;
  Result<void> remove(std::string_view path) const;

  // Whoever holds it is the only one that signs or publishes here. Waits for another a while; then busy.
  Result<FolderLock> lock(std::chrono::milliseconds wait = std::chrono::seconds(20)) const;
  // Of somebody who came by WebDAV and was cut off.
  Result<void> break_lock() const;

 private:
  explicit Folder(std::filesystem::path root) : root_(std::move(root)) {}
  std::filesystem::path root_;
};

}  // namespace kiosk::repo
