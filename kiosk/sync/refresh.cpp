#include "kiosk/sync/refresh.h"

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/sync/addresses.h"
#include "kiosk/sync/manifest_json.h"

namespace kiosk::sync {
namespace {

constexpr const char* kFloor = "floor.json";
constexpr std::size_t kFloorBytes = 4096;
constexpr std::chrono::hours kFloorStep{24};  // without signed times the floor rises no oftener: flash wears out

// No delegated role has such a name (metadata.cpp).
bool is_top(const std::string& name) { return name == "root" || name == "timestamp" || name == "snapshot" || name == "targets"; }

std::string below(const std::string& folder, const std::string& name) { return folder.empty() ? name : folder + "/" + name; }

// A folder is only as safe as its name in the one above.
Result<void> make_folder(FileSystem& files, const std::string& folder) {
  if (folder.empty() || files.look(folder)) return {};
  if (auto done = files.make_directory(folder); !done) return done;
  const std::size_t slash = folder.rfind('/');
  return files.sync_directory(slash == folder.npos ? "" : folder.substr(0, slash));
}

// A flipped bit must not become a year in which everything has expired.
std::string check_of(const std::string& time) { return crypto::hex(crypto::sha256("floor " + time)); }

}  // namespace

Refresh::Refresh(Fetcher& fetcher, FileSystem& files, RefreshOptions options)
    : fetcher_(fetcher), files_(files), options_(std::move(options)) {}

std::string Refresh::kept_path(const std::string& name) const {
  if (is_top(name)) return below(options_.folder, name + ".json");
  return below(options_.roles_folder, crypto::hex(crypto::sha256(name)) + ".json");
}

Result<std::string> Refresh::kept(const std::string& name, std::size_t max_bytes) { return files_.read(kept_path(name), max_bytes); }

Result<void> Refresh::keep(const std::string& name, std::string_view bytes) { return replace_file(files_, kept_path(name), bytes); }

Result<std::string> Refresh::fetch(const std::string& role, std::optional<std::uint64_t> version, std::size_t max_bytes) {
  ++requests_;
  const std::string prefix = version ? std::to_string(*version) + "." : "";
  return fetcher_.get(options_.metadata + prefix + encode_segment(role) + ".json", max_bytes);
}

Result<void> Refresh::run() {
  if (auto done = begin(); !done) return done;
  if (auto done = follow_roots(); !done) return done;
  floor_ = kept_floor();
  if (floor_) {
    clock_is_behind_ = options_.now < *floor_;
    trusted_->not_before(*floor_);
  }
  if (auto fine = trusted_->end_roots(); !fine) return fine;
  if (auto done = refresh_timestamp(); !done) return done;
  if (auto done = refresh_snapshot(); !done) return done;
  if (auto targets = role("targets", "root"); !targets) return targets.error();
  return raise_floor();
}

Result<void> Refresh::begin() {
  for (const std::string& folder : {options_.folder, options_.roles_folder})
    if (auto done = make_folder(files_, folder); !done) return done;
  const auto bytes = kept("root", options_.limits.root_bytes);
  auto old = bytes ? TrustedSet::start(*bytes, options_.now, options_.limits) : Result<TrustedSet>(bytes.error());
  if (options_.shipped_root.empty()) {
    if (!old) return old.error();
    trusted_ = *std::move(old);
    return {};
  }
  auto shipped = TrustedSet::start(options_.shipped_root, options_.now, options_.limits);
  if (old && (!shipped || shipped->root().version <= old->root().version)) {
    trusted_ = *std::move(old);
    return {};
  }
  if (!shipped) return Error{shipped.error().kind, "the root that came with this kiosk " + shipped.error().message, shipped.error().subject};
  trusted_ = *std::move(shipped);
  return keep("root", options_.shipped_root);
}

Result<void> Refresh::follow_roots() {
  for (std::size_t count = 0; count < options_.limits.root_versions; ++count) {
    const auto bytes = fetch("root", trusted_->root().version + 1, options_.limits.root_bytes);
    if (!bytes && bytes.error().kind == ErrorKind::not_found) return {};
    if (!bytes) return bytes.error();
    const auto changed = trusted_->follow_root(*bytes);
    if (!changed) return changed.error();
    if (*changed)
      if (auto done = forget_online(); !done) return done;
    if (auto done = keep("root", *bytes); !done) return done;
  }
  return {};
}

Result<void> Refresh::forget_online() {
  for (const std::string& path : {kept_path("timestamp"), kept_path("snapshot"), below(options_.folder, kFloor)})
    if (auto done = files_.remove(path); !done) return done;
  return files_.sync_directory(options_.folder);
}

Result<void> Refresh::refresh_timestamp() {
  if (const auto old = kept("timestamp", options_.limits.timestamp_bytes)) (void)trusted_->remember_timestamp(*old);
  const auto bytes = fetch("timestamp", std::nullopt, options_.limits.timestamp_bytes);
  if (!bytes) return bytes.error();
  const auto verdict = trusted_->take_timestamp(*bytes);
  if (!verdict) return verdict.error();
  return *verdict == TrustedSet::Verdict::accepted ? keep("timestamp", *bytes) : Result<void>{};
}

Result<void> Refresh::refresh_snapshot() {
  if (const auto old = kept("snapshot", options_.limits.snapshot_bytes); old && trusted_->remember_snapshot(*old))
    if (trusted_->take_snapshot(*old)) return {};
  const auto wanted = trusted_->wanted_snapshot();
  const bool consistent = trusted_->root().consistent_snapshot.value_or(false);
  const auto bytes = fetch("snapshot", consistent ? std::optional(wanted.version) : std::nullopt, wanted.max_bytes);
  if (!bytes) return bytes.error();
  if (auto fine = trusted_->take_snapshot(*bytes); !fine) return fine;
  return keep("snapshot", *bytes);
}

Result<const Targets*> Refresh::role(const std::string& name, const std::string& delegator) {
  if (const Targets* const known = trusted_->targets(name, delegator)) return known;
  if (const auto old = kept(name, options_.limits.targets_bytes); old && trusted_->take_targets(*old, name, delegator))
    return trusted_->targets(name, delegator);
  const auto wanted = trusted_->wanted_targets(name);
  if (!wanted) return wanted.error();
  const bool consistent = trusted_->root().consistent_snapshot.value_or(false);
  const auto bytes = fetch(name, consistent ? std::optional(wanted->version) : std::nullopt, wanted->max_bytes);
  if (!bytes) return bytes.error();
  if (auto fine = trusted_->take_targets(*bytes, name, delegator); !fine) return fine.error();
  if (auto done = keep(name, *bytes); !done) return done.error();
  return trusted_->targets(name, delegator);
}

Result<std::optional<FoundTarget>> Refresh::find(std::string_view path) {
  return find_target(path, [this](const std::string& name, const std::string& delegator) { return role(name, delegator); }, options_.limits);
}

std::optional<Time> Refresh::kept_floor() {
  if (!options_.keeps_floor) return std::nullopt;
  const auto bytes = files_.read(below(options_.folder, kFloor), kFloorBytes);
  const auto json = bytes ? parse_json(*bytes, kFloor) : Result<Json>(bytes.error());
  if (!json || !json->is_object()) return std::nullopt;
  const auto text = [&](const char* key) { return json->contains(key) && (*json)[key].is_string() ? (*json)[key].get<std::string>() : ""; };
  return text("check") == check_of(text("time")) ? parse_time(text("time")) : std::nullopt;
}

// A signed time where there is one. Else the clock's: that nothing had expired bounds how far ahead it can be.
Result<void> Refresh::raise_floor() {
  if (!options_.keeps_floor) return {};
  const auto issued = trusted_->timestamp().issued;
  const Time next = issued ? *issued : trusted_->time();
  if (floor_ && (issued ? next <= *floor_ : next < *floor_ + kFloorStep)) return {};
  const OrderedJson json{{"format", 1}, {"time", to_string(next)}, {"check", check_of(to_string(next))}};
  return replace_file(files_, below(options_.folder, kFloor), json.dump() + "\n");
}

std::string target_address(const std::string& base, const FoundTarget& target, bool consistent_snapshot) {
  if (!consistent_snapshot) return base + encode_path(target.path);
  const auto sha256 = target.file.hashes.find("sha256");
  const std::string& hash = sha256 != target.file.hashes.end() ? sha256->second : target.file.hashes.begin()->second;
  const std::size_t slash = target.path.rfind('/') + 1;  // 0 where there is none
  return base + encode_path(target.path.substr(0, slash)) + encode_segment(hash) + "." + encode_segment(target.path.substr(slash));
}

}  // namespace kiosk::sync
