// What sync keeps on the disk: files by hash, generations made of links to them, and which generation is current.
// The layout, and the order in which it is written, is kiosk/sync/STATE.md.
//
// Promise : `current` names a whole generation at every instant, also after a kill or a power cut between any two steps; nothing here
//           changes a generation after its name has lost the ".tmp".
// Needs   : the caller holds the Lock for everything but the queries.
// Errors  : disk_full, io; refused where a rule forbids what was asked.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/sync/decisions.h"
#include "kiosk/sync/file_system.h"
#include "kiosk/sync/generation.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::sync {

class Store {
 public:
  explicit Store(FileSystem& files) : files_(files) {}

  // Makes the folders; removes what an earlier run left half-made.
  Result<void> prepare();

  // Nothing where there is no such generation or its generation.json cannot be read.
  std::optional<Generation> current();
  std::optional<Generation> previous();
  std::optional<Generation> generation(unsigned number);

  // Whether every file of the pack is there with its size and is the one among the blobs; a broken one is forgotten, so that it is
  // fetched again.
  bool is_whole(const Generation& generation, const PackRecord& pack, const Manifest& manifest);
  // Whether the generation's packs.json, which the display reads, names the generation's packs.
  bool has_pack_list(const Generation& generation);

  // Whether the blob is there with this size.
  bool has_blob(const File& file);
  Result<Pieces> read_blob(std::string_view sha256);

  // A file on its way: bytes of it that are here; a writer behind them (or from the start); it is wrong: forget it.
  std::uint64_t part_size(const File& file);
  Result<std::unique_ptr<FileWriter>> write_part(const File& file, FileSystem::Open how);
  Result<crypto::Sha256> hash_part(const File& file, std::uint64_t bytes);  // of its beginning
  Result<void> drop_part(const File& file);
  // Its bytes have the right hash. It becomes a blob with the next flush, after it is safe on the disk.
  Result<void> accept_part(const File& file);
  Result<void> flush();

  // Lays a generation out beside the others, under a name that is not yet valid: its number; the packs, each with the folder where it
  // now lies; its description. Every file, the manifest too, is a blob already.
  Result<unsigned> begin();
  Result<std::filesystem::path> add(unsigned number, const PackRecord& pack, const Manifest& manifest);
  Result<void> drop(unsigned number, const PackRecord& pack);
  Result<void> finish(const Generation& generation);
  Result<void> discard(unsigned number);
  // Gives it its name and makes it current, on trial. Previous becomes what was current, where that had been confirmed and has other
  // packs (a generation that repairs the same packs leaves previous alone). When it returns, this survives a power cut.
  Result<void> activate(const Generation& generation);

  // The display has shown that `generation` plays. A trial of another one stays as it is.
  Result<void> confirm(unsigned generation);
  // Leaves `generation`, where it is current: previous (of a trial: the last confirmed one) becomes current again, the packs that it does
  // not have become bad, a pin of what is left goes. Refused where there is nothing to go back to. Returns what is current now.
  Result<Generation> rollback(unsigned generation, const std::string& reason, const std::string& program);
  // Makes `generation` current and keeps it so until unpin. Refused where it is not there.
  Result<Generation> pin(unsigned generation);
  Result<void> unpin();

  // Nothing where there is none; an error where it cannot be read.
  Result<std::optional<Trial>> trial();
  Result<std::optional<Pin>> pinned();
  // What cannot be read counts as empty: nothing bad is remembered.
  std::vector<Bad> bad();
  std::optional<Bad> find_bad(std::string_view manifest_sha256, std::string_view program);
  Result<void> remember(const std::vector<Bad>& more);

  // Removes generations beyond the newest `keep` (never current, previous, pinned or one on trial), and blobs and partial files that
  // neither a generation uses nor `wanted` (sorted) names, if they are older than `before` (0: any).
  // Where one of those that must stay cannot be read, nothing goes and the error says why.
  struct Collected {
    std::size_t generations = 0, files = 0;
    std::uint64_t bytes = 0;
  };
  Result<Collected> collect(unsigned keep, const std::vector<crypto::Digest>& wanted = {}, std::int64_t before = 0);

  // Takes a blob whose bytes have changed out of use; the next sync fetches it again, and `collect` then puts it back into the generations
  // that hold the changed one.
  Result<void> quarantine(const std::string& sha256);

  FileSystem& files() { return files_; }

 private:
  std::optional<Generation> linked(const std::string& link);
  Result<std::vector<unsigned>> numbers();
  Result<std::set<unsigned>> must_stay();
  Result<void> make_folders(const std::string& base, std::string_view path, std::string_view last);
  Result<void> write_small(const std::string& path, std::string_view bytes);
  Result<void> mend();
  Result<void> collect_blobs(const std::vector<crypto::Digest>& wanted, std::int64_t before, Collected& collected);
  Result<void> replace_link(const std::string& link, unsigned generation);
  Result<void> make_current(unsigned generation);

  FileSystem& files_;
  std::map<std::string, std::string> accepted_;  // part → blob, waiting for flush
};

}  // namespace kiosk::sync
