// One run of `kioskctl sync` on one state folder: which locks it holds, in which order its parts come, and what is written down of its end.
// Says nothing to anybody: sync_report does.
//
// Locks    : `lock` for content (blobs, generations, links), `trust.lock` for what is trusted and for notices.json. Content first. So a pack that takes
//            a night to come does not keep a withdrawn line on the glass.
// Errors   : busy where another run holds the lock; else as sync/updater.h and sync/refresh.h say.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/sync/board.h"
#include "kiosk/sync/receipt.h"
#include "kiosk/sync/requests.h"
#include "kiosk/sync/scrub.h"
#include "kiosk/sync/updater.h"

namespace kiosk::ctl {

// What the command line and kiosk.toml say.
struct SyncSettings {
  std::string url;                 // of the repository
  std::filesystem::path state;     // sync's folder
  std::filesystem::path root;      // root.json that the kiosk came with
  std::filesystem::path record;    // the display's folder; empty: none
  std::string receipts;            // address that takes PUT; empty: none
  std::string receipts_user;       // of that address; empty: none
  std::filesystem::path receipts_password_file;
  std::filesystem::path receipts_folder;  // the same as a folder
  std::string name;                // [site] name
  double max_gib = 0;              // of one pack; 0: the limit of sync
  unsigned tries = 3;              // rounds that bring nothing, before giving up until the next sync
};

// What one request of the display came to.
struct DoneRequest {
  std::string what;  // "confirm generation 17"
  Result<void> how;
};

class SyncSession {
 public:
  // Opens the state folder, where it is missing makes it; as its owner, where root runs this.
  static Result<std::unique_ptr<SyncSession>> open(SyncSettings settings);

  Result<sync::Outcome> once(const std::function<void(const sync::Progress&)>& progress);
  Result<sync::BoardOutcome> notices();
  // From a folder, a stick for instance, that holds a repository; leaves a receipt there where that can be written.
  Result<sync::Outcome> import(const std::filesystem::path& folder, const std::function<void(const sync::Progress&)>& progress);
  // What the display asked for; empty where it asked for nothing.
  Result<std::vector<DoneRequest>> apply_requests();
  Result<sync::Generation> rollback(const std::string& reason);
  Result<sync::Generation> pin(std::optional<unsigned> generation);  // nothing: current
  Result<void> unpin();
  Result<sync::ScrubReport> scrub(const std::function<void(const sync::ScrubReport&)>& progress);
  Result<sync::Store::Collected> collect();

  sync::Store& store() { return store_; }
  sync::FileSystem& files() { return *files_; }
  // How the last run ended (last.json), as JSON text; empty where that cannot be read.
  std::string last();
  // This kiosk's id; empty before its first receipt.
  std::string id();
  // For a box that fetches nothing: the receipt of the hour alone.
  Result<void> tell();
  // Why the last receipt was not put where it belongs; empty: it was, or there was none to put. `receipt_problem` is that of this run, `last_…` that of
  // whichever run tried last.
  const std::optional<Error>& receipt_problem() const { return receipt_problem_; }
  std::string last_receipt_problem();

 private:
  SyncSession(SyncSettings settings, std::unique_ptr<sync::FileSystem> files);
  struct Refreshed {
    sync::Repository repository;
    sync::BoardOutcome board;
    std::size_t requests = 0;
  };
  Result<Refreshed> refresh(sync::Fetcher& fetcher, const std::string& base);
  Result<sync::Outcome> update(sync::Fetcher& fetcher, const std::string& base, const std::string& source,
                               const std::function<void(const sync::Progress&)>& progress);
  std::vector<DoneRequest> apply_waiting(bool also_imports);
  void remember(const std::string& source, const Result<sync::Outcome>& outcome);
  void remember_notices(const std::optional<Error>& error);
  Result<std::string> make_receipt();
  void put_receipt();
  bool is_receipt_due();
  Result<void> send_receipt(const std::string& name, const std::string& receipt);
  Result<void> lay_down_receipt(const std::string& name, const std::string& receipt);
  void leave_receipt_in(const std::filesystem::path& folder);
  Result<crypto::PrivateKey> identity(bool make);

  SyncSettings settings_;
  std::unique_ptr<sync::FileSystem> files_;
  sync::Store store_;
  bool clock_suspect_ = false;
  std::optional<Error> receipt_problem_;
};

}  // namespace kiosk::ctl
