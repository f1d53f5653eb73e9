// The TUF client workflow (specification 1.0.34 §5): asks the server, lets TrustedSet decide, keeps what was accepted.
//
// Kept    : root.json, timestamp.json, snapshot.json, targets.json, floor.json in `folder`, delegated roles in `roles_folder` under the SHA-256
//           of their name (a name can be anything; a file name cannot).
// Order   : each accepted document is safe on the disk before the next is asked for, so that a cut costs at most requests. Kept timestamp,
//           snapshot and floor go before a root is kept that takes their keys out of use.
// Lost    : what is missing or unreadable is fetched again; without a readable root it begins at the shipped one.
// Errors  : refused, malformed, limit: trust, trying again cannot help. transient, not_found, io, disk_full: the way, trust is as before.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/sync/fetcher.h"
#include "kiosk/sync/file_system.h"
#include "kiosk/sync/trusted_set.h"

namespace kiosk::sync {

struct RefreshOptions {
  std::string metadata;                     // address of the folder with timestamp.json, "/" at its end (base_address)
  Time now{};                               // of the clock; not before the program was built
  std::string shipped_root;                 // its bytes; empty: only what is kept. Taken also where it is newer than what is kept
  std::string folder = "trust";             // in the FileSystem, "" for its root; made where missing, as the next
  std::string roles_folder = "trust/roles";
  bool keeps_floor = true;                  // the latest time that is proven, for a clock that stops or jumps back
  MetadataLimits limits;
};

class Refresh {
 public:
  Refresh(Fetcher& fetcher, FileSystem& files, RefreshOptions options);

  // Root, timestamp, snapshot and targets, once. After an error what is kept is as trustworthy as before.
  Result<void> run();

  // The rest: pre: run() succeeded.
  const TrustedSet& trusted() const { return *trusted_; }
  // A delegated role, kept or fetched; pre: its delegator was given before.
  Result<const Targets*> role(const std::string& name, const std::string& delegator);
  // Nothing: no role names this path.
  Result<std::optional<FoundTarget>> find(std::string_view path);

  bool clock_is_behind() const { return clock_is_behind_; }  // the clock says less than what is proven
  std::size_t requests() const { return requests_; }

 private:
  std::string kept_path(const std::string& name) const;
  Result<std::string> kept(const std::string& name, std::size_t max_bytes);
  Result<void> keep(const std::string& name, std::string_view bytes);
  Result<std::string> fetch(const std::string& role, std::optional<std::uint64_t> version, std::size_t max_bytes);
  Result<void> begin();
  Result<void> follow_roots();
  Result<void> forget_online();
  Result<void> refresh_timestamp();
  Result<void> refresh_snapshot();
  std::optional<Time> kept_floor();
  Result<void> raise_floor();

  Fetcher& fetcher_;
  FileSystem& files_;
  RefreshOptions options_;
  std::optional<TrustedSet> trusted_;
  std::optional<Time> floor_;
  bool clock_is_behind_ = false;
  std::size_t requests_ = 0;
};

// Where a target lies: behind its hash where the root says so (§6.2). `base` ends with "/".
std::string target_address(const std::string& base, const FoundTarget& target, bool consistent_snapshot);

}  // namespace kiosk::sync
