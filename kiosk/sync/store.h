// What sync keeps on the disk: files by hash, generations made of links to them, and which generation is current.
// The layout, and the order in which it is written, is kiosk/sync/STATE.md.
//
// Promise : `current` names a whole generation at every instant, also after a kill or a power cut between any two steps; nothing here
//           changes a generation after its name has lost the ".tmp".
// Needs   : the caller holds the Lock for everything but the queries.
// Errors  : disk_full, io.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/sync/file_system.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::sync {

// generation.json: what a generation is and where it came from.
struct Generation {
  unsigned number = 0;
  std::string manifest_sha256;  // hexadecimal
  std::string url;
  std::string time;  // "2026-11-23T14:51:00Z", when it was laid out
  std::string owner, pack, version;
};

// A manifest that must not become current: remembered so that it is not laid out again at every poll.
struct Refusal {
  std::string manifest_sha256, reason;
  std::string program;  // version that refused; another one looks again
};

class Store {
 public:
  explicit Store(FileSystem& files) : files_(files) {}

  // Makes the folders; removes what an earlier run left half-made.
  Result<void> prepare();

  // Nothing where there is no current generation or its generation.json cannot be read.
  std::optional<Generation> current();
  std::optional<Generation> previous();
  // Whether every file of the pack is there with its size; a broken one is forgotten, so that it is fetched again.
  bool is_whole(const Generation& generation, const Manifest& manifest);
  // Whether the blob is there with this size.
  bool has_blob(const File& file);

  // A file on its way: bytes of it that are here; a writer behind them (or from the start); it is wrong: forget it.
  std::uint64_t part_size(const File& file);
  Result<std::unique_ptr<FileWriter>> write_part(const File& file, FileSystem::Open how);
  Result<crypto::Sha256> hash_part(const File& file, std::uint64_t bytes);  // of its beginning
  Result<void> drop_part(const File& file);
  // Its bytes have the right hash. It becomes a blob with the next flush, after it is safe on the disk.
  Result<void> accept_part(const File& file);
  Result<void> flush();

  // Lays the generation out beside the others, under a name that is not yet valid. `pack_folder` is where its pack lies.
  struct Staged {
    Generation generation;
    std::filesystem::path pack_folder;
  };
  Result<Staged> stage(const Manifest& manifest, std::string_view manifest_bytes, Generation about);
  Result<void> discard(const Staged& staged);
  // Gives it its name and makes it current; what was current becomes previous. When it returns, this survives a power cut.
  Result<void> activate(const Staged& staged);

  // Removes generations beyond the newest `keep` (never current or previous), and blobs and partial files that neither a generation
  // uses nor `wanted` (hashes in hexadecimal) names. Does nothing where current or previous cannot be read.
  Result<void> collect(unsigned keep, const std::set<std::string>& wanted = {});

  std::optional<Refusal> refusal(std::string_view manifest_sha256);
  Result<void> remember(const Refusal& refusal);

  FileSystem& files() { return files_; }

 private:
  std::optional<Generation> generation(const std::string& folder);
  std::optional<Generation> linked(const std::string& link);
  Result<std::vector<unsigned>> numbers();
  Result<void> write_small(const std::string& path, std::string_view bytes);
  Result<void> collect_blobs(const std::set<std::string>& wanted);
  Result<void> replace_link(const std::string& link, const std::string& target);

  FileSystem& files_;
  std::map<std::string, std::string> accepted_;  // part → blob, waiting for flush
};

}  // namespace kiosk::sync
