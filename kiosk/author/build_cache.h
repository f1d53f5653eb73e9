// What earlier builds made of pictures, kept so that a build does again only what has changed.
//
// Layout  : FOLDER/bytes/ab/HASH    what was made, by its SHA-256
//           FOLDER/made/ab/KEY      which files a key stands for: "HASH SIZE PATH" a line, and a sum of the list itself
//           FOLDER/seen/PACK        size, times and inode of each picture of one pack folder, with the SHA-256 that it had
// Trust   : whatever is taken out is hashed again while it is copied; what does not fit is as if it were not there. Everything may be deleted at
//           any time; two builds may use one folder at once (files are written new and renamed).
// Seen    : a file is believed to be what it was where size, inode and both times are the same, and it was two seconds old when it was hashed.
// Bound   : kMostBytes; what was used longest ago goes first.
// Errors  : none: a cache that cannot be written keeps nothing. Threads: safe.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/crypto.h"

namespace kiosk::author {

class BuildCache {
 public:
  static constexpr std::uint64_t kMostBytes = 2ull << 30;

  struct Kept {
    std::string path;        // in the pack
    std::uint64_t size = 0;
    crypto::Digest sha256{};
    bool source = false;     // the source itself, of which no copy is kept
  };

  // An empty folder: keeps nothing. `pack` is the folder whose pictures are seen.
  BuildCache(std::filesystem::path folder, const std::filesystem::path& pack, std::uint64_t most_bytes = kMostBytes);
  // Writes what was seen, and makes room where something was added.
  ~BuildCache();
  BuildCache(const BuildCache&) = delete;

  std::optional<crypto::Digest> seen(const std::string& path, const struct stat& info) const;
  void see(const std::string& path, const struct stat& info, const crypto::Digest& sha256);

  // Empty where the key is not known.
  std::vector<Kept> find(const crypto::Digest& key) const;
  void keep(const crypto::Digest& key, const std::vector<Kept>& files);
  void keep_bytes(const crypto::Digest& sha256, std::string_view bytes);
  std::filesystem::path file_of(const crypto::Digest& sha256) const;

 private:
  struct Seen {
    std::uint64_t size = 0, inode = 0;
    std::int64_t modified_ns = 0, changed_ns = 0;
    crypto::Digest sha256{};
  };
  static Seen as_seen(const struct stat& info);
  void read_seen();
  void write_seen();
  void make_room() const;
  std::filesystem::path place(const char* kind, const crypto::Digest& name) const;
  void write(const std::filesystem::path& file, std::string_view bytes);

  std::filesystem::path folder_, seen_file_;
  std::uint64_t most_bytes_;
  mutable std::mutex mutex_;
  std::map<std::string, Seen, std::less<>> before_, now_;
  bool added_ = false;
};

// $XDG_CACHE_HOME/changlang/build, else ~/.cache/…; empty where neither is known.
std::filesystem::path usual_cache_folder();

}  // namespace kiosk::author
