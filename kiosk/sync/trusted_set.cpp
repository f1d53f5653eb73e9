#include "kiosk/sync/trusted_set.h"

#include <algorithm>
#include <cassert>
#include <set>

#include "kiosk/sync/manifest_json.h"

namespace kiosk::sync {
namespace {

Error refused(std::string message, std::string subject) { return {ErrorKind::refused, std::move(message), std::move(subject)}; }

std::string named(const std::string& role) { return printable(role) + ".json"; }

// Distinct keys are counted, not ids: one key under two ids is one person.
Result<std::vector<std::string>> check_signatures(const std::vector<Signature>& signatures, std::string_view signed_bytes, const Role& role,
                                                  const Keys& keys, const std::string& subject) {
  std::set<std::string> persons;
  std::vector<std::string> signers;
  std::string why_not;
  for (const std::string& id : role.keyids) {
    const auto signature = std::find_if(signatures.begin(), signatures.end(), [&](const Signature& each) { return each.keyid == id; });
    const auto key = keys.find(id);
    if (signature == signatures.end() || key == keys.end()) continue;
    const auto opened = open_key(key->second, id);
    if (!opened) {
      why_not = "; the key " + printable(id).substr(0, 8) + "… " + opened.error().message;
      continue;
    }
    const auto bytes = crypto::from_hex(signature->value);
    if (bytes && opened->verifies(signed_bytes, *bytes) && persons.insert(opened->identity()).second) signers.push_back(id);
  }
  if (signers.size() >= role.threshold) return signers;
  return refused("is signed by " + std::to_string(signers.size()) + " of the " + std::to_string(role.threshold) + " keys that it takes" + why_not,
                 subject);
}

Result<void> check_content(std::string_view bytes, const MetaFile& file, const std::string& subject) {
  if (file.length && bytes.size() != *file.length)
    return refused("has " + std::to_string(bytes.size()) + " bytes; signed are " + std::to_string(*file.length), subject);
  if (file.hashes.empty()) return {};
  TargetFile target;
  target.length = bytes.size();
  target.hashes = file.hashes;
  TargetCheck check(target);
  check.update(bytes);
  return check.finish(subject);
}

Result<void> check_version(std::uint64_t is, std::uint64_t wanted, const std::string& subject) {
  if (is == wanted) return {};
  return refused("is version " + std::to_string(is) + "; signed is version " + std::to_string(wanted), subject);
}

// Some key that counted before does not count any more.
bool took_keys_away(const Role& old, const Role& next) {
  return std::any_of(old.keyids.begin(), old.keyids.end(),
                     [&](const std::string& id) { return std::find(next.keyids.begin(), next.keyids.end(), id) == next.keyids.end(); });
}

std::size_t bounded(const MetaFile& file, std::size_t cap) {
  return file.length && *file.length < cap ? static_cast<std::size_t>(*file.length) : cap;
}

// One character in UTF-8 is one "?".
std::size_t next_character(std::string_view text, std::size_t at) {
  do ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return at;
}

bool segment_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = pattern.npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t = next_character(text, t);
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != pattern.npos) {
      // Only the last star can still take more: an earlier one would gain nothing.
      p = star + 1;
      t = resume = next_character(text, resume);
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool pattern_matches(std::string_view pattern, std::string_view path) {
  while (true) {
    const std::size_t pattern_end = pattern.find('/'), path_end = path.find('/');
    if (!segment_matches(pattern.substr(0, pattern_end), path.substr(0, path_end))) return false;
    if (pattern_end == pattern.npos || path_end == path.npos) return pattern_end == path_end;
    pattern.remove_prefix(pattern_end + 1);
    path.remove_prefix(path_end + 1);
  }
}

bool is_delegated(const DelegatedRole& role, std::string_view path) {
  if (std::any_of(role.paths.begin(), role.paths.end(), [&](const std::string& pattern) { return pattern_matches(pattern, path); })) return true;
  if (role.hash_prefixes.empty()) return false;
  const std::string sum = crypto::hex(crypto::sha256(path));
  return std::any_of(role.hash_prefixes.begin(), role.hash_prefixes.end(), [&](const std::string& prefix) { return sum.starts_with(prefix); });
}

Result<TrustedSet> TrustedSet::start(std::string_view bytes, Time now, const MetadataLimits& limits) {
  auto read = parse_document<Root>(bytes, "root.json", limits);
  if (!read) return read.error();
  if (auto signers = check_signatures(read->signatures, read->signed_bytes, read->content.roles.at("root"), read->content.keys, "root.json"); !signers)
    return signers.error();
  TrustedSet set(now, limits);
  set.root_ = std::move(read->content);
  return set;
}

Result<bool> TrustedSet::follow_root(std::string_view bytes) {
  const std::string subject = std::to_string(root_.version + 1) + ".root.json";
  auto read = parse_document<Root>(bytes, subject, limits_);
  if (!read) return read.error();
  Root& next = read->content;
  for (const Root* whose : {&std::as_const(root_), &std::as_const(next)})
    if (auto signers = check_signatures(read->signatures, read->signed_bytes, whose->roles.at("root"), whose->keys, subject); !signers)
      return signers.error();
  if (auto fine = check_version(next.version, root_.version + 1, subject); !fine) return fine.error();
  bool changed = false;
  for (const char* role : {"timestamp", "snapshot"}) changed = changed || took_keys_away(root_.roles.at(role), next.roles.at(role));
  root_ = std::move(next);
  return changed;
}

Result<void> TrustedSet::end_roots() { return check_expiry(root_, "root.json"); }

Result<void> TrustedSet::check_expiry(const Head& head, const std::string& what) const {
  if (head.expires > time_) return {};
  return refused("expired on " + to_string(head.expires) + "; what plays goes on, new content waits until the publisher renews it", what);
}

// A lie about the time hurts little: a time behind the root's expiry is not believed.
Result<void> TrustedSet::learn_time(const Timestamp& timestamp) {
  if (!timestamp.issued || *timestamp.issued <= time_) return {};
  if (*timestamp.issued >= root_.expires) return refused("claims to be issued after the root expires", "timestamp.json");
  time_ = *timestamp.issued;
  return {};
}

Result<void> TrustedSet::remember_timestamp(std::string_view bytes) {
  auto read = parse_document<Timestamp>(bytes, "timestamp.json", limits_);
  if (!read) return read.error();
  if (auto signers = check_signatures(read->signatures, read->signed_bytes, root_.roles.at("timestamp"), root_.keys, "timestamp.json"); !signers)
    return signers.error();
  if (auto fine = learn_time(read->content); !fine) return fine;
  old_timestamp_ = std::move(read->content);
  return {};
}

Result<TrustedSet::Verdict> TrustedSet::take_timestamp(std::string_view bytes) {
  const std::string subject = "timestamp.json";
  auto read = parse_document<Timestamp>(bytes, subject, limits_);
  if (!read) return read.error();
  Timestamp& next = read->content;
  if (auto signers = check_signatures(read->signatures, read->signed_bytes, root_.roles.at("timestamp"), root_.keys, subject); !signers)
    return signers.error();
  if (old_timestamp_) {
    if (next.version < old_timestamp_->version)
      return refused("is version " + std::to_string(next.version) + ", older than " + std::to_string(old_timestamp_->version) +
                     ", which was seen before", subject);
    if (next.version == old_timestamp_->version) {
      // §5.4.3.1 ends the cycle here. That would leave a kiosk that lost power behind this point without a snapshot until the next publication.
      if (auto fine = check_expiry(*old_timestamp_, subject); !fine) return fine.error();
      timestamp_ = old_timestamp_;
      return Verdict::unchanged;
    }
    if (next.snapshot.version < old_timestamp_->snapshot.version)
      return refused("names version " + std::to_string(next.snapshot.version) + " of the snapshot, older than " +
                     std::to_string(old_timestamp_->snapshot.version) + ", which was seen before", subject);
  }
  const Time before = time_;
  auto fine = learn_time(next);
  if (fine) fine = check_expiry(next, subject);
  if (!fine) {
    time_ = before;
    return fine.error();
  }
  timestamp_ = std::move(next);
  return Verdict::accepted;
}

Result<void> TrustedSet::remember_snapshot(std::string_view bytes) {
  auto read = parse_document<Snapshot>(bytes, "snapshot.json", limits_);
  if (!read) return read.error();
  if (auto signers = check_signatures(read->signatures, read->signed_bytes, root_.roles.at("snapshot"), root_.keys, "snapshot.json"); !signers)
    return signers.error();
  old_snapshot_ = std::move(read->content);
  return {};
}

Result<void> TrustedSet::take_snapshot(std::string_view bytes) {
  assert(timestamp_);
  const std::string subject = "snapshot.json";
  if (auto fine = check_content(bytes, timestamp_->snapshot, subject); !fine) return fine;
  auto read = parse_document<Snapshot>(bytes, subject, limits_);
  if (!read) return read.error();
  Snapshot& next = read->content;
  if (auto signers = check_signatures(read->signatures, read->signed_bytes, root_.roles.at("snapshot"), root_.keys, subject); !signers)
    return signers.error();
  if (auto fine = check_version(next.version, timestamp_->snapshot.version, subject); !fine) return fine;
  if (old_snapshot_)
    for (const auto& [name, old] : old_snapshot_->meta) {
      const auto at = next.meta.find(name);
      if (at == next.meta.end()) return refused("does not name " + printable(name) + " any more", subject);
      if (at->second.version < old.version)
        return refused("names version " + std::to_string(at->second.version) + " of " + printable(name) + ", older than " +
                       std::to_string(old.version) + ", which was seen before", subject);
    }
  if (auto fine = check_expiry(next, subject); !fine) return fine;
  snapshot_ = std::move(next);
  return {};
}

Result<void> TrustedSet::take_targets(std::string_view bytes, const std::string& role, const std::string& delegator) {
  assert(snapshot_);
  const std::string subject = named(role);
  const Keys* keys = &root_.keys;
  const Role* whose = &root_.roles.at("targets");
  if (delegator != "root") {
    const Targets* const from = targets_by(delegator);
    if (!from || !from->delegations) return refused("is not delegated by " + named(delegator), subject);
    const auto& roles = from->delegations->roles;
    const auto at = std::find_if(roles.begin(), roles.end(), [&](const DelegatedRole& each) { return each.name == role; });
    if (at == roles.end()) return refused("is not delegated by " + named(delegator), subject);
    keys = &from->delegations->keys;
    whose = &*at;
  }
  const auto meta = snapshot_->meta.find(role + ".json");
  if (meta == snapshot_->meta.end()) return refused("is not named by the snapshot", subject);
  if (auto fine = check_content(bytes, meta->second, subject); !fine) return fine;
  auto read = parse_document<Targets>(bytes, subject, limits_);
  if (!read) return read.error();
  auto signers = check_signatures(read->signatures, read->signed_bytes, *whose, *keys, subject);
  if (!signers) return signers.error();
  if (auto fine = check_version(read->content.version, meta->second.version, subject); !fine) return fine;
  if (auto fine = check_expiry(read->content, subject); !fine) return fine;
  targets_[{role, delegator}] = {std::move(read->content), *std::move(signers)};
  return {};
}

const Targets* TrustedSet::targets_by(const std::string& role) const {
  const auto at = targets_.lower_bound({role, ""});
  return at == targets_.end() || at->first.first != role ? nullptr : &at->second.content;
}

const Targets* TrustedSet::targets(const std::string& role, const std::string& delegator) const {
  const auto at = targets_.find({role, delegator});
  return at == targets_.end() ? nullptr : &at->second.content;
}

std::vector<std::string> TrustedSet::signers(const std::string& role, const std::string& delegator) const {
  const auto at = targets_.find({role, delegator});
  return at == targets_.end() ? std::vector<std::string>() : at->second.signers;
}

std::map<std::string, const TargetFile*> TrustedSet::targets_of(const std::string& role, const std::string& delegator) const {
  std::map<std::string, const TargetFile*> found;
  const Targets* const own = targets(role, delegator);
  if (!own) return found;
  const DelegatedRole* how = nullptr;
  if (const Targets* const from = delegator == "root" ? nullptr : targets_by(delegator); from && from->delegations)
    for (const DelegatedRole& each : from->delegations->roles)
      if (each.name == role) how = &each;
  for (const auto& [path, file] : own->targets)
    if (delegator == "root" || (how && is_delegated(*how, path))) found[path] = &file;
  return found;
}

TrustedSet::Wanted TrustedSet::wanted_snapshot() const {
  return {timestamp_->snapshot.version, bounded(timestamp_->snapshot, limits_.snapshot_bytes)};
}

Result<TrustedSet::Wanted> TrustedSet::wanted_targets(const std::string& role) const {
  const auto meta = snapshot_->meta.find(role + ".json");
  if (meta == snapshot_->meta.end()) return refused("is not named by the snapshot", named(role));
  return Wanted{meta->second.version, bounded(meta->second, limits_.targets_bytes)};
}

Result<std::optional<FoundTarget>> find_target(
    std::string_view path, const std::function<Result<const Targets*>(const std::string& role, const std::string& delegator)>& load,
    const MetadataLimits& limits) {
  struct Step {
    std::string role, delegator;
  };
  std::vector<Step> waiting{{"targets", "root"}};
  std::set<std::string> visited;
  while (!waiting.empty()) {
    const Step step = std::move(waiting.back());
    waiting.pop_back();
    if (visited.contains(step.role)) continue;
    if (visited.size() == limits.roles_visited)
      return Error{ErrorKind::limit, "is looked for in more than " + std::to_string(limits.roles_visited) + " roles", printable(path)};
    visited.insert(step.role);
    const auto role = load(step.role, step.delegator);
    if (!role) return role.error();
    if (const auto at = (*role)->targets.find(std::string(path)); at != (*role)->targets.end())
      return std::optional(FoundTarget{at->first, at->second, step.role, step.delegator});
    if (!(*role)->delegations) continue;
    std::vector<Step> next;
    for (const DelegatedRole& each : (*role)->delegations->roles) {
      if (!is_delegated(each, path)) continue;
      next.push_back({each.name, step.role});
      if (!each.terminating) continue;
      waiting.clear();
      break;
    }
    waiting.insert(waiting.end(), next.rbegin(), next.rend());
  }
  return std::optional<FoundTarget>();
}

bool TargetCheck::update(std::string_view bytes) {
  size_ += bytes.size();
  if (size_ > file_.length) return false;
  if (file_.hashes.contains("sha256")) sha256_.update(bytes);
  if (file_.hashes.contains("sha512")) sha512_.update(bytes);
  return true;
}

Result<void> TargetCheck::finish(std::string_view subject) {
  if (size_ != file_.length)
    return refused("has another length than the " + std::to_string(file_.length) + " bytes that are signed", printable(subject));
  bool known = false;
  for (const auto& [name, value] : file_.hashes) {
    if (name != "sha256" && name != "sha512") continue;
    known = true;
    if (value != (name == "sha256" ? crypto::hex(sha256_.finish()) : crypto::hex(sha512_.finish())))
      return refused("does not have the " + name + " that is signed", printable(subject));
  }
  if (!known) return refused("is signed with no hash that this program knows", printable(subject));
  return {};
}

}  // namespace kiosk::sync
