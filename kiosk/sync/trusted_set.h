// What is trusted of one repository at one time: every rule of the TUF client workflow (specification 1.0.34 §5.3 to §5.6).
//
// Pure     : bytes and a time in, a verdict out; no file, no network, no clock. sync/refresh.h asks, fetches and keeps.
// Order    : start → follow_root … → end_roots → remember_timestamp → take_timestamp → remember_snapshot → take_snapshot →
//            take_targets, delegators first. What was refused changes nothing.
// Time     : fixed for the whole cycle (§5.1), but never before the latest time that an accepted timestamp proves ("x-issued").
// Errors   : refused (signatures, versions, hashes, expiry, roles), malformed, limit. Nothing else: all of them are about trust.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/crypto.h"
#include "kiosk/sync/metadata.h"

namespace kiosk::sync {

// A delegation pattern (§4.5): "*" is any characters but "/", "?" one such character; nothing else is special. At most pattern × path steps.
bool pattern_matches(std::string_view pattern, std::string_view path);
// Whether the role may sign for this path.
bool is_delegated(const DelegatedRole& role, std::string_view path);

class TrustedSet {
 public:
  enum class Verdict {
    accepted,   // trusted now, and to be kept
    unchanged,  // as old as what is trusted already, which stays
  };

  // From a root that came with the program, or that an earlier cycle kept: signed by its own keys. Whether it expired is asked later.
  static Result<TrustedSet> start(std::string_view root, Time now, const MetadataLimits& limits = {});

  // The next root, signed by the keys of the trusted one and by its own. True: keys of the timestamp or snapshot were taken out of use, so
  // that what is kept of both must go, before the new root is kept (fast-forward recovery, §5.3.11).
  Result<bool> follow_root(std::string_view bytes);
  // A time that an earlier cycle proved. Pre: before end_roots.
  void not_before(Time floor) { time_ = std::max(time_, floor); }
  // There is no newer root: this one must hold now.
  Result<void> end_roots();

  // What an earlier cycle accepted: compared with what comes, however old. An error means that it cannot be used, nothing worse.
  Result<void> remember_timestamp(std::string_view bytes);
  Result<void> remember_snapshot(std::string_view bytes);

  Result<Verdict> take_timestamp(std::string_view bytes);
  // Pre: a timestamp was taken. Also for kept bytes: whether they are what the timestamp names.
  Result<void> take_snapshot(std::string_view bytes);
  // `role` as `delegator` delegates it ("root" delegates "targets"). Pre: a snapshot and the delegator were taken.
  Result<void> take_targets(std::string_view bytes, const std::string& role, const std::string& delegator);

  const Root& root() const { return root_; }
  const Timestamp& timestamp() const { return *timestamp_; }  // pre: taken
  const Snapshot& snapshot() const { return *snapshot_; }     // pre: taken
  // Null where it was not taken from this delegator.
  const Targets* targets(const std::string& role, const std::string& delegator) const;
  // The keys whose signatures made it trusted.
  std::vector<std::string> signers(const std::string& role, const std::string& delegator) const;
  // Its targets that the delegation lets it sign for; pointers into this set.
  std::map<std::string, const TargetFile*> targets_of(const std::string& role, const std::string& delegator) const;

  // How a document may be fetched: its version in the address, and no more bytes than this.
  struct Wanted {
    std::uint64_t version = 1;
    std::size_t max_bytes = 0;
  };
  Wanted wanted_snapshot() const;                            // pre: a timestamp was taken
  Result<Wanted> wanted_targets(const std::string& role) const;  // refused where the snapshot does not name it

  Time time() const { return time_; }

 private:
  struct Taken {
    Targets content;
    std::vector<std::string> signers;
  };
  TrustedSet(Time now, const MetadataLimits& limits) : time_(now), limits_(limits) {}
  const Targets* targets_by(const std::string& role) const;  // whoever delegated it: the snapshot names one document for a role
  Result<void> check_expiry(const Head& head, const std::string& what) const;
  Result<void> learn_time(const Timestamp& timestamp);

  Time time_;
  MetadataLimits limits_;
  Root root_;
  std::optional<Timestamp> timestamp_, old_timestamp_;
  std::optional<Snapshot> snapshot_, old_snapshot_;
  std::map<std::pair<std::string, std::string>, Taken> targets_;  // by role and delegator
};

struct FoundTarget {
  std::string path;
  TargetFile file;
  std::string role, delegator;
};

// Searches the roles for a path, in pre-order of the delegations (§5.6.7); each role once, at most `limits.roles_visited`. `load` gives a role that
// its delegator was given before. Nothing: no role that may, names it.
Result<std::optional<FoundTarget>> find_target(
    std::string_view path, const std::function<Result<const Targets*>(const std::string& role, const std::string& delegator)>& load,
    const MetadataLimits& limits = {});

// Whether bytes that come in pieces are a target, or another document with length and hashes. Every hash of a kind known here (SHA-256, SHA-512)
// must be right, and there must be one.
class TargetCheck {
 public:
  explicit TargetCheck(const TargetFile& file) : file_(file) {}
  // False: more bytes than the target has; stop.
  bool update(std::string_view bytes);
  // refused, with the reason; `subject` names the target.
  Result<void> finish(std::string_view subject);

 private:
  TargetFile file_;
  std::uint64_t size_ = 0;
  crypto::Sha256 sha256_;
  crypto::Sha512 sha512_;
};

}  // namespace kiosk::sync
