// The files of one manifest that are missing here, as work for a Fetcher: each goes to its partial file, is hashed on the way, and is
// handed to the store when its hash is right. Used by Updater alone.
//
// Errors  : refused where the whole, fetched from its first byte, has another hash or size than the manifest says.
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "kiosk/sync/updater.h"

namespace kiosk::sync {

class Download final : public Transfers {
 public:
  Download(Store& store, const Manifest& manifest, std::string base, const Options& options);

  // Takes the files that an earlier run fetched to their end but did not live to hand over.
  Result<void> adopt_whole_parts();
  // Puts what failed in the last round back in line.
  void start_round();
  // Nothing is in line.
  bool complete() const { return waiting_.empty(); }
  // Bytes that arrived since the last call.
  std::uint64_t take_gain();
  // What failed last and may work later; valid after a run that left something to do.
  const Error& last_failure() const { return last_failure_; }

  const Progress& progress() const { return progress_; }
  std::size_t requests() const { return requests_; }
  std::uint64_t bytes_received() const { return received_; }

  std::unique_ptr<Transfer> next() override;
  Result<void> finished(std::unique_ptr<Transfer> transfer, Result<void> how) override;

 private:
  class Piece;
  struct Wanted {
    const File* file = nullptr;
    bool restarted = false;  // its partial file was wrong once: the next failure is final
  };

  Result<void> settle(Piece& piece, const Result<void>& how);
  void count(std::uint64_t bytes);

  Store& store_;
  std::string base_;
  const Options& options_;
  std::deque<Wanted> waiting_;
  std::vector<Wanted> failed_;  // in this round; wait again in the next
  std::size_t failures_in_a_row_ = 0;
  Error last_failure_;
  Progress progress_;
  std::uint64_t received_ = 0, gain_ = 0;
  std::size_t requests_ = 0;
};

}  // namespace kiosk::sync
