#include "kiosk/repo/publish.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "kiosk/repo/layout.h"
#include "kiosk/repo/packs.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::repo {
namespace {

constexpr sync::MetadataLimits kLimits;

// What kiosks know today.
struct Before {
  std::optional<std::string> timestamp_bytes, snapshot_bytes;
  sync::Timestamp timestamp;  // version 0: none
  sync::Snapshot snapshot;
};

Result<std::optional<std::string>> read_if_there(const Folder& folder, const std::string& path, std::size_t max_bytes) {
  auto bytes = folder.read(path, max_bytes);
  if (bytes) return std::optional(*std::move(bytes));
  if (bytes.error().kind == ErrorKind::not_found) return std::optional<std::string>();
  return bytes.error();
}

Result<Before> read_before(const Folder& folder) {
  Before before;
  before.timestamp.version = before.snapshot.version = 0;
  auto bytes = read_if_there(folder, kTimestamp, kLimits.timestamp_bytes);
  if (!bytes) return bytes.error();
  if (!*bytes) return before;
  before.timestamp_bytes = *std::move(bytes);
  auto timestamp = sync::parse_document<sync::Timestamp>(*before.timestamp_bytes, kTimestamp);
  if (!timestamp) return timestamp.error();
  before.timestamp = std::move(timestamp->content);
  const std::string path = metadata_path(before.timestamp.snapshot.version, "snapshot");
  auto snapshot_bytes = folder.read(path, kLimits.snapshot_bytes);
  if (!snapshot_bytes) return snapshot_bytes.error();
  auto snapshot = sync::parse_document<sync::Snapshot>(*snapshot_bytes, path);
  if (!snapshot) return snapshot.error();
  before.snapshot_bytes = *std::move(snapshot_bytes);
  before.snapshot = std::move(snapshot->content);
  return before;
}

// The chain from the first root, which is the one that a box was shipped with at worst.
Result<sync::TrustedSet> follow_roots(const Folder& folder, sync::Time now) {
  const auto newest = folder.newest("root");
  if (!newest) return newest.error();
  if (*newest == 0)
    return Error{ErrorKind::refused, "the root lacks signatures: `kioskctl repo root sign` on the machine of each who holds a root key", folder.root().string()};
  auto first = folder.read(metadata_path(1, "root"), kLimits.root_bytes);
  if (!first) return first.error();
  auto trusted = sync::TrustedSet::start(*first, now);
  if (!trusted) return trusted;
  for (std::uint64_t version = 2; version <= *newest; ++version) {
    const auto bytes = folder.read(metadata_path(version, "root"), kLimits.root_bytes);
    if (!bytes) return bytes.error();
    if (const auto followed = trusted->follow_root(*bytes); !followed) return followed.error();
  }
  if (const auto ended = trusted->end_roots(); !ended)
    return Error{ended.error().kind, ended.error().message + "; renew it: kioskctl repo root propose", ended.error().subject};
  return trusted;
}

sync::MetaFile describe(std::uint64_t version, std::string_view bytes) {
  return {version, bytes.size(), {{"sha256", crypto::hex(crypto::sha256(bytes))}}, ""};
}

// A role's newest document, and that it is signed as its delegation asks today.
struct Candidate {
  std::string role, bytes;
  sync::Document<sync::Targets> document;
};

Result<Candidate> read_candidate(const Folder& folder, const std::string& role, std::uint64_t version) {
  const std::string path = metadata_path(version, role);
  auto bytes = folder.read(path, kLimits.targets_bytes);
  if (!bytes) return bytes.error();
  auto document = sync::parse_document<sync::Targets>(*bytes, path);
  if (!document) return document.error();
  return Candidate{role, *std::move(bytes), *std::move(document)};
}

Error not_enough_signatures(const Candidate& candidate, const Authority& authority) {
  std::string who;
  for (const std::string& id : authority.role.keyids) who += (who.empty() ? "" : ", ") + authority.name_of(id);
  return {ErrorKind::refused,
          "version " + std::to_string(candidate.document.content.version) + " is not signed by " + std::to_string(authority.role.threshold) + " of " + who +
              ", who may sign it today; one of them runs `kioskctl repo sign --role " + candidate.role + "`, or publish with --suspend " + candidate.role +
              ": kiosks then keep what they show of it",
          candidate.role};
}

// Every target that was not published before is here, whole by its size; the bytes were checked when they came in.
Result<void> check_targets(const Folder& folder, const sync::Targets& targets, const sync::Targets* published, const PublishOptions& options) {
  for (const auto& [target, file] : targets.targets) {
    if (published) {
      const auto old = published->targets.find(target);
      if (old != published->targets.end() && old->second.hashes == file.hashes) continue;
    }
    const auto bytes = read_target(folder, targets, target);
    if (!bytes) return bytes.error();
    if (!target.starts_with("packs/")) continue;
    const auto manifest = sync::parse_manifest(*bytes, target);
    if (!manifest) return manifest.error();
    for (const sync::File& each : manifest->files) {
      const std::string path = blob_path(crypto::hex(each.sha256));
      if (folder.has(path, each.size)) continue;
      const auto elsewhere = options.is_elsewhere ? options.is_elsewhere(path, each.size) : Result<bool>(false);
      if (!elsewhere) return elsewhere.error();
      if (!*elsewhere)
        return Error{ErrorKind::refused, "the file " + each.path + " is missing; sign the pack again from this machine: kioskctl repo sign PACK", target};
    }
  }
  return {};
}

class Publication {
 public:
  Publication(const Folder& folder, Keyring& keyring, const PublishOptions& options)
      : folder_(folder), keyring_(keyring), options_(options), drafts_(folder, keyring, options.now) {}

  Result<Published> run() {
    auto trusted = follow_roots(folder_, options_.now);
    if (!trusted) return trusted.error();
    auto before = read_before(folder_);
    if (!before) return before.error();
    before_ = *std::move(before);
    meta_ = before_.snapshot.meta;
    if (options_.only_renew && !before_.timestamp_bytes) return Error{ErrorKind::usage, "nothing was published yet: kioskctl repo publish", folder_.root().string()};
    if (!options_.only_renew)
      if (auto done = gather(); !done) return done.error();
    if (auto done = write_snapshot(trusted->root()); !done) return done.error();
    if (auto done = write_timestamp(trusted->root()); !done) return done.error();
    if (auto fine = check_as_kiosk(*trusted); !fine) return fine.error();
    if (snapshot_bytes_ != before_.snapshot_bytes)
      if (auto done = folder_.add(metadata_path(snapshot_.version, "snapshot"), *snapshot_bytes_); !done) return done.error();
    if (auto done = folder_.replace(kTimestamp, timestamp_bytes_); !done) return done.error();
    return std::move(published_);
  }

 private:
  // The newest complete document of every role, into meta_.
  Result<void> gather() {
    if (auto done = gather("targets"); !done) return done;
    const auto roles = drafts_.delegated();
    if (!roles) return roles.error();
    for (const std::string& role : *roles)
      if (auto done = gather(role); !done) return done;
    return {};
  }

  Result<void> gather(const std::string& role) {
    const auto version = folder_.newest(role);
    if (!version) return version.error();
    if (*version == 0) {
      if (role == "targets") return Error{ErrorKind::refused, "it lacks signatures: `kioskctl repo sign` on the machine of each who holds a key of it", role};
      if (!role.ends_with(".withdraw")) published_.unsigned_yet.push_back(role);
      return {};
    }
    auto candidate = read_candidate(folder_, role, *version);
    if (!candidate) return candidate.error();
    const auto authority = drafts_.authority(role);
    if (!authority) return authority.error();
    if (!is_signed(candidate->document.signatures, candidate->document.signed_bytes, *authority)) {
      // A line that was taken down by a key that does not count any more stays down: the kiosk keeps it so.
      const std::string memorial = role.ends_with(".withdraw") ? role.substr(0, role.size() - 9) : role;
      if (std::find(options_.suspend.begin(), options_.suspend.end(), memorial) == options_.suspend.end()) return not_enough_signatures(*candidate, *authority);
      published_.suspended.push_back(role);
      return {};
    }
    if (candidate->document.content.version != *version) return Error{ErrorKind::refused, "says another version than its name", metadata_path(*version, role)};
    const std::string name = role + ".json";
    const auto published = meta_.find(name);
    if (published != meta_.end() && published->second.version == *version) return {};
    std::optional<sync::Targets> old;
    if (published != meta_.end())
      if (auto read = read_candidate(folder_, role, published->second.version)) old = std::move(read->document.content);
    if (auto fine = check_paths(*candidate); !fine) return fine;
    if (auto fine = check_targets(folder_, candidate->document.content, old ? &*old : nullptr, options_); !fine) return fine;
    meta_[name] = describe(*version, candidate->bytes);
    published_.news.push_back(role);
    return {};
  }

  // A kiosk would only pass over a path that is not its signer's; whoever publishes should hear of it.
  Result<void> check_paths(const Candidate& candidate) const {
    if (candidate.role == "targets") {
      if (candidate.document.content.targets.empty()) return {};
      return Error{ErrorKind::refused, "names files itself; it may only delegate", candidate.role};
    }
    const auto by = drafts_.targets("targets");
    if (!by) return by.error();
    for (const sync::DelegatedRole& role : by->content.delegations->roles)
      if (role.name == candidate.role)
        for (const auto& [target, ignored] : candidate.document.content.targets)
          if (!sync::is_delegated(role, target))
            return Error{ErrorKind::refused, "names " + target + ", which is not its own; its signers sign only their own paths", candidate.role};
    return {};
  }

  // Signs by any key of the role that is here.
  template <typename T>
  Result<std::string> sign_online(const T& content, const sync::Root& root, const char* role) {
    for (const std::string& id : root.roles.at(role).keyids) {
      if (!keyring_.can_open(id)) continue;
      const auto key = keyring_.open(id);
      if (!key) return key.error();
      return sync::write_document(content, {sync::sign(**key, sync::signed_bytes(content))});
    }
    return Error{ErrorKind::usage, "the online key is not in " + keyring_.folder().string() + "; publish where it is (docs/repository.md), or push and let the publisher do it", role};
  }

  // Kept while it says the same and has more than half of its life: fewer bytes for every kiosk.
  Result<void> write_snapshot(const sync::Root& root) {
    published_.is_changed = !before_.timestamp_bytes || !published_.news.empty();
    published_.snapshot = before_.snapshot.version;
    snapshot_ = before_.snapshot;
    snapshot_bytes_ = before_.snapshot_bytes;
    const bool was_signed_today = snapshot_bytes_ && is_by_online_key(root);
    if (!published_.is_changed && was_signed_today && before_.snapshot.expires - options_.now > kSnapshotLife / 2) return {};
    const auto newest = folder_.newest("snapshot");
    if (!newest) return newest.error();
    // One that a publisher left behind when it was cut off keeps its number.
    snapshot_.version = std::max(*newest, before_.snapshot.version) + 1;
    snapshot_.expires = options_.now + kSnapshotLife;
    snapshot_.meta = meta_;
    auto bytes = sign_online(snapshot_, root, "snapshot");
    if (!bytes) return bytes.error();
    snapshot_bytes_ = *std::move(bytes);
    published_.snapshot = snapshot_.version;
    return {};
  }

  // The online key may have been changed since.
  bool is_by_online_key(const sync::Root& root) const {
    const auto document = sync::parse_document<sync::Snapshot>(*before_.snapshot_bytes, "snapshot");
    return document && !signers(document->signatures, document->signed_bytes, {root.roles.at("snapshot"), root.keys, {}}).empty();
  }

  Result<void> write_timestamp(const sync::Root& root) {
    sync::Timestamp timestamp;
    timestamp.version = before_.timestamp.version + 1;
    timestamp.expires = options_.now + kTimestampLife;
    timestamp.issued = options_.now;
    timestamp.snapshot = describe(snapshot_.version, *snapshot_bytes_);
    auto bytes = sign_online(timestamp, root, "timestamp");
    if (!bytes) return bytes.error();
    timestamp_bytes_ = *std::move(bytes);
    published_.timestamp = timestamp.version;
    published_.until = timestamp.expires;
    return {};
  }

  Result<void> check_as_kiosk(sync::TrustedSet& trusted) const {
    // Where the online key was changed, kiosks forget what it signed before.
    if (before_.timestamp_bytes && trusted.remember_timestamp(*before_.timestamp_bytes) && before_.snapshot_bytes)
      (void)trusted.remember_snapshot(*before_.snapshot_bytes);
    if (const auto taken = trusted.take_timestamp(timestamp_bytes_); !taken) return taken.error();
    if (auto taken = trusted.take_snapshot(*snapshot_bytes_); !taken) return taken;
    if (auto taken = check_as_kiosk(trusted, "targets", "root"); !taken) return taken;
    const auto roles = drafts_.delegated();
    if (!roles) return roles.error();
    for (const std::string& role : *roles)
      if (auto taken = check_as_kiosk(trusted, role, "targets"); !taken) return taken;
    return {};
  }

  Result<void> check_as_kiosk(sync::TrustedSet& trusted, const std::string& role, const std::string& delegator) const {
    const auto named = snapshot_.meta.find(role + ".json");
    const bool is_suspended = std::find(published_.suspended.begin(), published_.suspended.end(), role) != published_.suspended.end();
    if (named == snapshot_.meta.end() || is_suspended) return {};
    const auto bytes = folder_.read(metadata_path(named->second.version, role), kLimits.targets_bytes);
    if (!bytes) return bytes.error();
    const auto taken = trusted.take_targets(*bytes, role, delegator);
    if (taken) return {};
    return Error{taken.error().kind, taken.error().message + "; its signers renew it: kioskctl repo sign --renew --role " + role, taken.error().subject};
  }

  const Folder& folder_;
  Keyring& keyring_;
  const PublishOptions& options_;
  Drafts drafts_;
  Before before_;
  std::map<std::string, sync::MetaFile> meta_;
  sync::Snapshot snapshot_;
  std::optional<std::string> snapshot_bytes_;
  std::string timestamp_bytes_;
  Published published_;
};

}  // namespace

Result<Published> publish(const Folder& folder, Keyring& keyring, const PublishOptions& options) { return Publication(folder, keyring, options).run(); }

Result<sync::TrustedSet> read_as_kiosk(const Folder& folder, sync::Time now) {
  auto trusted = follow_roots(folder, now);
  if (!trusted) return trusted;
  const auto before = read_before(folder);
  if (!before) return before.error();
  if (!before->timestamp_bytes) return Error{ErrorKind::usage, "nothing was published yet: kioskctl repo publish", folder.root().string()};
  if (const auto taken = trusted->take_timestamp(*before->timestamp_bytes); !taken)
    return Error{taken.error().kind, taken.error().message + "; renew it: kioskctl repo refresh", taken.error().subject};
  if (const auto taken = trusted->take_snapshot(*before->snapshot_bytes); !taken) return taken.error();
  for (const char* delegator : {"root", "targets"}) {
    const sync::Targets* const top = trusted->targets("targets", "root");
    std::vector<std::string> roles;
    if (!top) roles = {"targets"};
    else if (top->delegations)
      for (const sync::DelegatedRole& each : top->delegations->roles) roles.push_back(each.name);
    for (const std::string& role : roles) {
      const auto wanted = trusted->wanted_targets(role);
      if (!wanted && role != "targets") continue;  // not signed yet
      if (!wanted) return wanted.error();
      const auto bytes = folder.read(metadata_path(wanted->version, role), wanted->max_bytes);
      if (!bytes) return bytes.error();
      if (auto taken = trusted->take_targets(*bytes, role, delegator); !taken) return taken.error();
    }
  }
  return trusted;
}

Result<Checked> verify(const Folder& folder, sync::Time now) {
  const auto trusted = read_as_kiosk(folder, now);
  if (!trusted) return trusted.error();
  Checked checked;
  checked.documents = trusted->snapshot().meta.size() + 3;
  const sync::Targets* const top = trusted->targets("targets", "root");
  std::set<std::string> seen;
  if (!top->delegations) return checked;
  for (const sync::DelegatedRole& role : top->delegations->roles) {
    const sync::Targets* const targets = trusted->targets(role.name, "targets");
    if (!targets) continue;
    for (const auto& [target, file] : targets->targets) {
      const auto bytes = read_target(folder, *targets, target);
      if (!bytes) return bytes.error();
      if (!target.starts_with("packs/")) continue;
      const auto manifest = sync::parse_manifest(*bytes, target);
      if (!manifest) return manifest.error();
      ++checked.packs;
      for (const sync::File& each : manifest->files) {
        const std::string sha256 = crypto::hex(each.sha256);
        if (!seen.insert(sha256).second) continue;
        const auto blob = folder.sum(blob_path(sha256));
        if (!blob) return blob.error();
        if (blob->first != sha256)
          return Error{ErrorKind::refused, "has other bytes than its name says; sign " + target + " again from its pack after removing it", folder.at(blob_path(sha256)).string()};
        ++checked.files;
        checked.bytes += blob->second;
      }
    }
  }
  return checked;
}

}  // namespace kiosk::repo
