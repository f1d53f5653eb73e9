// A disk in memory that can stop, fail, and lose power at any step: SQLite's and ALICE's method (all-crash-states of unsynced changes).
//
// Model   : what is written is first only "now"; sync_all makes everything safe, sync_directory the entries of one folder, a writer's sync
//           the bytes of its file. Losing power
//           keeps what is safe and any subset of the other changes to folders, each as a whole, in any combination; of unsynced bytes
//           any beginning survives, torn at 512, the rest perhaps as zeros.
// Steps   : every call that changes something, and every sync, is one step, counted from 1.
#pragma once

#include <map>
#include <random>
#include <set>

#include "kiosk/sync/file_system.h"

namespace kiosk::sync {

class MemoryFileSystem final : public FileSystem {
 public:
  MemoryFileSystem() { now_[0] = safe_[0] = Node{Entry::Kind::folder}; }

  int steps() const { return step_; }
  void die_at(int step) { die_at_ = step; }                                   // it and all later calls do nothing and fail
  void fail_at(int step, ErrorKind kind) { fail_at_ = step, fail_kind_ = kind; }  // this one fails, half done; the others work
  void forget_sync(int number) { forget_sync_ = number; }                     // the n-th sync returns without doing anything
  int syncs() const { return syncs_; }
  void set_free_bytes(std::uint64_t bytes) { free_ = bytes; }
  bool alive() const { return step_ < die_at_; }

  // The disk after power came back; what was lost is drawn from `seed`.
  MemoryFileSystem after_power_loss(unsigned seed) const;
  // As it is, running again after a kill: nothing is lost.
  MemoryFileSystem after_kill() const;
  // Changes bytes behind everybody's back.
  void rot(const std::string& path);

  const std::filesystem::path& root() const override { return root_; }
  Result<Entry> look(const std::string& path) override;
  Result<std::vector<Entry>> list(const std::string& folder) override;
  Result<std::string> read(const std::string& path, std::size_t max_bytes) override;
  Result<Pieces> read_pieces(const std::string& path) override;
  Result<std::string> read_link(const std::string& path) override;
  Result<std::uint64_t> free_bytes() override { return free_; }
  Result<void> make_directory(const std::string& path) override;
  Result<std::unique_ptr<FileWriter>> open(const std::string& path, Open how) override;
  Result<void> link(const std::string& from, const std::string& to) override;
  Result<void> symlink(const std::string& target, const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> remove(const std::string& path) override;
  Result<void> remove_directory(const std::string& path) override { return remove(path); }
  Result<void> sync_directory(const std::string& path) override;
  Result<void> sync_all() override;

 private:
  class Writer;
  struct Node {
    Entry::Kind kind = Entry::Kind::other;
    std::string bytes;  // of a file; target of a link
    bool sealed = false;
    std::map<std::string, int> names;  // of a folder
  };
  using Disk = std::map<int, Node>;
  struct Place {
    int folder = -1;
    std::string name;
  };
  // One change to folders, which survives or is lost as a whole.
  struct Change {
    Place gone;  // folder -1: none
    Place here;
    int node = -1;
  };

  Result<void> take_step();
  Place place(const std::string& path) const;
  int find(const std::string& path) const;
  Result<void> apply(Change change);
  static void apply_to(Disk& disk, const Change& change);
  Entry entry(const std::string& name, int node) const;
  static Error gone(const std::string& path) { return {ErrorKind::not_found, "is not there", path}; }

  std::filesystem::path root_ = "/state";
  Disk now_, safe_;
  std::vector<Change> unsafe_;
  int next_ = 1, step_ = 0, syncs_ = 0, forget_sync_ = 0;
  int die_at_ = 1 << 30, fail_at_ = 0;
  ErrorKind fail_kind_ = ErrorKind::io;
  std::uint64_t free_ = 1ull << 40;
};

}  // namespace kiosk::sync
