// Files that are missing here, as work for a Fetcher: each goes to its partial file, is hashed on the way, and is handed to the store when
// its hash is right. Used by Updater alone.
//
// Held of each file: what FileList holds, without its path, and four bytes of its place in line.
// A file that the server does not have, or has with other bytes, is given up alone; the others go on. What is wrong with the disk ends all.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "kiosk/sync/updater.h"

namespace kiosk::sync {

class Download final : public Transfers {
 public:
  using Address = std::function<std::string(const File&)>;
  // `address` is asked with the file, but for its path; `progress` may be empty.
  Download(Store& store, Address address, std::function<void(const Progress&)> progress)
      : store_(store), address_(std::move(address)), progressed_(std::move(progress)) {}

  // Puts files in line, each unless it is here or in line already. One that an earlier run fetched to its end but did not live to hand over
  // is taken without a request.
  Result<void> want(const FileList& files);
  // Puts what failed in the last round back in line.
  void start_round();
  // Nothing is in line.
  bool complete() const { return waiting_.empty(); }
  // Bytes that arrived since the last call.
  std::uint64_t take_gain();
  // What failed last and may work later; valid after a run that left something to do.
  const Error& last_failure() const { return last_failure_; }
  // Why a file with this content cannot be had; nothing where it can.
  const Error* failure_of(const crypto::Digest& sha256) const;

  const Progress& progress() const { return progress_; }
  std::size_t requests() const { return requests_; }
  std::uint64_t bytes_received() const { return received_; }
  std::size_t files_received() const { return files_received_; }

  std::unique_ptr<Transfer> next() override;
  Result<void> finished(std::unique_ptr<Transfer> transfer, Result<void> how) override;

 private:
  class Piece;

  Result<void> line_up(const File& file);
  Result<void> settle(Piece& piece, const Result<void>& how);
  void count(std::uint64_t bytes);

  Store& store_;
  Address address_;
  std::function<void(const Progress&)> progressed_;
  FileList files_;                     // all that was ever in line; the numbers are theirs
  std::deque<std::uint32_t> waiting_;
  std::vector<std::uint32_t> failed_;  // in this round; wait again in the next
  std::set<std::uint32_t> restarted_;  // their partial file was wrong once: the next failure is final
  std::map<crypto::Digest, Error> given_up_;
  std::size_t failures_in_a_row_ = 0;
  Error last_failure_;
  Progress progress_;
  std::uint64_t received_ = 0, gain_ = 0;
  std::size_t requests_ = 0, files_received_ = 0;
};

}  // namespace kiosk::sync
