#include "kiosk/repo/push.h"

#include <algorithm>
#include <map>
#include <set>
#include <type_traits>

#include "kiosk/repo/layout.h"
#include "kiosk/repo/packs.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::repo {
namespace {

constexpr sync::MetadataLimits kLimits;
constexpr int kRounds = 8;  // of others being faster

bool is_missing(const Error& error) { return error.kind == ErrorKind::not_found; }

class Pull {
 public:
  Pull(const Folder& folder, Place& place, sync::Time now) : folder_(folder), place_(place), now_(now) {}

  Result<Pulled> run(std::string_view first_root) {
    auto timestamp = place_.read(kTimestamp, kLimits.timestamp_bytes);
    if (!timestamp && !is_missing(timestamp.error())) return timestamp.error();
    if (auto done = roots(first_root); !done) return done.error();
    if (timestamp) {
      pulled_.timestamp = *timestamp;
      if (auto done = published(*timestamp); !done) return done.error();
    }
    if (auto done = unpublished(); !done) return done.error();
    return std::move(pulled_);
  }

 private:
  Result<void> roots(std::string_view first_root) {
    auto newest = folder_.newest("root");
    if (!newest) return newest.error();
    if (*newest == 0 && first_root.empty()) return {};  // a root that lacks signatures: there is nothing to compare with yet
    auto first = *newest == 0 ? Result<std::string>(std::string(first_root)) : folder_.read(metadata_path(*newest, "root"), kLimits.root_bytes);
    if (!first) return first.error();
    // At no time: what expired is about to be renewed, and must be taken over first. Its signatures and versions count as ever.
    auto trusted = sync::TrustedSet::start(*first, sync::Time{});
    if (!trusted) return trusted.error();
    if (*newest == 0) {
      // Kiosks that were set up with an older one need the whole chain.
      for (std::uint64_t version = 1; version < trusted->root().version; ++version) {
        const auto bytes = place_.read(metadata_path(version, "root"), kLimits.root_bytes);
        if (!bytes) return bytes.error();
        if (auto done = folder_.add(metadata_path(version, "root"), *bytes); !done) return done;
      }
      if (auto done = folder_.add(metadata_path(trusted->root().version, "root"), *first); !done) return done;
    }
    for (std::size_t i = 0; i < kLimits.root_versions; ++i) {
      const std::string path = metadata_path(trusted->root().version + 1, "root");
      const auto bytes = place_.read(path, kLimits.root_bytes);
      if (!bytes && is_missing(bytes.error())) break;
      if (!bytes) return bytes.error();
      if (const auto followed = trusted->follow_root(*bytes); !followed) return followed.error();
      if (auto done = folder_.add(path, *bytes); !done) return done;
      pulled_.news.push_back(path);
    }
    trusted_ = *std::move(trusted);
    return {};
  }

  Result<void> published(const std::string& timestamp) {
    if (!trusted_) return Error{ErrorKind::refused, "something is published there already, by another root; push this repository to another place", place_.name()};
    if (const auto taken = trusted_->take_timestamp(timestamp); !taken) return taken.error();
    const auto wanted = trusted_->wanted_snapshot();
    const std::string path = metadata_path(wanted.version, "snapshot");
    const auto snapshot = place_.read(path, wanted.max_bytes);
    if (!snapshot) return snapshot.error();
    if (auto taken = trusted_->take_snapshot(*snapshot); !taken) return taken;
    if (auto done = document_from_there("targets", "root"); !done) return done;
    if (const auto* const top = trusted_->targets("targets", "root"); top && top->delegations)
      for (const sync::DelegatedRole& role : top->delegations->roles)
        if (trusted_->wanted_targets(role.name))
          if (auto done = document_from_there(role.name, "targets"); !done) return done;
    return adopt(path, *snapshot, timestamp);
  }

  Result<void> document_from_there(const std::string& role, const std::string& delegator) {
    const auto wanted = trusted_->wanted_targets(role);
    if (!wanted) return wanted.error();
    const std::string path = metadata_path(wanted->version, role);
    auto bytes = place_.read(path, wanted->max_bytes);
    if (!bytes) return bytes.error();
    const auto taken = trusted_->take_targets(*bytes, role, delegator);
    if (taken) return take(path, *bytes);
    // A memorial whose curators changed may stand there without enough signatures (suspended). It was published all the same, and has its version:
    // what is signed next follows it. publish() still asks for the signatures.
    const auto& meta = trusted_->snapshot().meta.at(role + ".json").hashes;
    const bool was_published = meta.contains("sha256") && meta.at("sha256") == crypto::hex(crypto::sha256(*bytes));
    return role != "targets" && was_published ? take(path, *bytes) : taken;
  }

  Result<void> take(const std::string& path, const std::string& bytes) {
    if (auto done = targets_of(path, bytes); !done) return done;
    if (!folder_.has(path)) {
      pulled_.news.push_back(path);
    } else {
      const auto here = folder_.read(path, kLimits.targets_bytes);
      if (here && *here == bytes) return {};
      const std::string aside = "conflicts/" + path.substr(path.find('/') + 1);
      if (here)
        if (auto done = folder_.replace(aside, *here); !done) return done;
      if (auto done = folder_.remove(path); !done) return done;
      pulled_.conflicts.push_back(aside);
    }
    return folder_.add(path, bytes);
  }

  // The small files that a document names. Blobs stay where they are.
  Result<void> targets_of(const std::string& path, const std::string& bytes) {
    const auto document = sync::parse_document<sync::Targets>(bytes, path);
    if (!document) return document.error();
    for (const auto& [target, file] : document->content.targets) {
      if (!file.hashes.contains("sha256")) continue;
      const std::string at = target_path(target, file.hashes.at("sha256"));
      if (folder_.has(at)) continue;
      const auto content = place_.read(at, file.length);
      if (!content) return content.error();
      sync::TargetCheck check(file);
      check.update(*content);
      if (auto fine = check.finish(target); !fine) return fine;
      if (auto done = folder_.add(at, *content); !done) return done;
    }
    return {};
  }

  // What is published there is what the next publication begins with, unless ours follows from it already.
  Result<void> adopt(const std::string& path, const std::string& snapshot, const std::string& timestamp) {
    const auto here = folder_.read(path, kLimits.snapshot_bytes);
    const auto ours = folder_.read(kTimestamp, kLimits.timestamp_bytes);
    if (here && *here == snapshot && ours) {
      const auto document = sync::parse_document<sync::Timestamp>(*ours, kTimestamp);
      if (document && document->content.version > trusted_->timestamp().version) return {};
    }
    if (here && *here != snapshot)
      if (auto done = folder_.remove(path); !done) return done;
    if (auto done = folder_.add(path, snapshot); !done) return done;
    if (ours && *ours == timestamp) return {};
    return folder_.replace(kTimestamp, timestamp);
  }

  // What others signed and sent, but nobody has published; and what waits for a second signature.
  Result<void> unpublished() {
    Keyring nobody({}, {});
    const Drafts drafts(folder_, nobody, now_);
    std::vector<std::string> roles{"targets"};
    if (auto delegated = drafts.delegated()) roles.insert(roles.end(), delegated->begin(), delegated->end());
    for (const std::string& role : roles) {
      for (bool more = true; more;) {
        const auto newest = folder_.newest(role);
        if (!newest) return newest.error();
        const std::string path = metadata_path(*newest + 1, role);
        const auto bytes = place_.read(path, kLimits.targets_bytes);
        if (!bytes && !is_missing(bytes.error())) return bytes.error();
        const auto document = bytes ? sync::parse_document<sync::Targets>(*bytes, path) : Result<sync::Document<sync::Targets>>(bytes.error());
        const auto authority = drafts.authority(role);
        more = document && authority && document->content.version == *newest + 1 &&
               is_signed(document->signatures, document->signed_bytes, *authority);
        if (!more) break;
        if (auto done = take(path, *bytes); !done) return done;
      }
      if (auto done = staged(role); !done) return done;
    }
    return staged("root");
  }

  // Taken where this folder has none, or the same with other signatures; ours stays where they differ.
  Result<void> staged(const std::string& role) {
    const std::string path = staged_path(role);
    const auto theirs = place_.read(path, kLimits.targets_bytes);
    if (!theirs) return is_missing(theirs.error()) ? Result<void>() : theirs.error();
    return role == "root" ? merge<sync::Root>(role, *theirs) : merge<sync::Targets>(role, *theirs);
  }

  template <typename T>
  Result<void> merge(const std::string& role, const std::string& theirs) {
    auto there = sync::parse_document<T>(theirs, staged_path(role));
    if (!there) return {};  // no document: nothing that anybody signed
    const auto newest = folder_.newest(role);
    if (!newest) return newest.error();
    if (there->content.version <= *newest) return {};  // it was completed since
    const auto bytes = folder_.read(staged_path(role), kLimits.targets_bytes);
    if (bytes) {
      auto here = sync::parse_document<T>(*bytes, staged_path(role));
      if (here && here->content.version > *newest && here->signed_bytes != there->signed_bytes) return {};
      if (here && here->signed_bytes == there->signed_bytes)
        for (sync::Signature& each : here->signatures)
          if (std::none_of(there->signatures.begin(), there->signatures.end(), [&](const sync::Signature& one) { return one.keyid == each.keyid; }))
            there->signatures.push_back(std::move(each));
    }
    if constexpr (std::is_same_v<T, sync::Targets>)
      if (auto done = targets_of(staged_path(role), theirs); !done) return done;
    const std::string merged = sync::write_document(there->content, there->signatures);
    if (bytes && *bytes == merged) return {};
    pulled_.news.push_back(staged_path(role));
    return folder_.replace(staged_path(role), merged);
  }

  const Folder& folder_;
  Place& place_;
  sync::Time now_;
  std::optional<sync::TrustedSet> trusted_;
  Pulled pulled_;
};

// What is to be there before anybody reads the next snapshot: blobs, what names them, documents; in this order.
class Shipment {
 public:
  Shipment(const Folder& folder, const std::string& remote_timestamp) : folder_(folder), remote_timestamp_(remote_timestamp) {}

  Result<std::vector<Item>> run() {
    if (auto done = what_is_there(); !done) return done.error();
    auto names = folder_.list("metadata");
    if (!names) return names.error();
    std::map<std::string, std::uint64_t> newest;
    for (const std::string& name : *names) {
      const auto dot = name.find('.');
      if (dot == name.npos || name == "timestamp.json" || !name.ends_with(".json")) continue;
      const std::string role = name.substr(dot + 1, name.size() - dot - 6);
      const auto version = version_of(name, role);
      if (!version || role == "snapshot") continue;
      if (role == "root") documents_.push_back("metadata/" + name);
      newest[role] = std::max(newest[role], *version);
    }
    for (const auto& [role, version] : newest) {
      if (role == "root") continue;
      documents_.push_back(metadata_path(version, role));
      if (auto done = content_of(documents_.back()); !done) return done.error();
    }
    const auto staged = folder_.list("staged");
    if (!staged) return staged.error();
    for (const std::string& name : *staged)
      if (name.ends_with(".json") && name != "root.json")
        if (auto done = content_of("staged/" + name); !done) return done.error();
    for (const std::string& path : documents_)
      if (auto done = append(path); !done) return done.error();
    return std::move(items_);
  }

 private:
  // Files of what kiosks read there today need not be asked for again.
  Result<void> what_is_there() {
    if (remote_timestamp_.empty()) return {};
    const auto timestamp = sync::parse_document<sync::Timestamp>(remote_timestamp_, kTimestamp);
    if (!timestamp) return timestamp.error();
    const std::string path = metadata_path(timestamp->content.snapshot.version, "snapshot");
    const auto bytes = folder_.read(path, kLimits.snapshot_bytes);
    if (!bytes) return bytes.error();
    const auto snapshot = sync::parse_document<sync::Snapshot>(*bytes, path);
    if (!snapshot) return snapshot.error();
    for (const auto& [name, file] : snapshot->content.meta) {
      const std::string document = metadata_path(file.version, name.substr(0, name.size() - 5));
      skip_ = true;
      if (auto done = content_of(document); !done && !is_missing(done.error())) return done;
      skip_ = false;
      seen_.insert(document);
    }
    return {};
  }

  Result<void> content_of(const std::string& path) {
    const auto bytes = folder_.read(path, kLimits.targets_bytes);
    if (!bytes) return bytes.error();
    const auto document = sync::parse_document<sync::Targets>(*bytes, path);
    if (!document) return document.error();
    for (const auto& [target, file] : document->content.targets) {
      if (!file.hashes.contains("sha256")) continue;
      const std::string at = target_path(target, file.hashes.at("sha256"));
      if (seen_.contains(at)) continue;
      const auto content = read_target(folder_, document->content, target);
      if (!content) {
        if (skip_ && is_missing(content.error())) continue;
        return content.error();
      }
      if (target.starts_with("packs/")) {
        const auto manifest = sync::parse_manifest(*content, target);
        if (!manifest) return manifest.error();
        for (const sync::File& each : manifest->files) blob(each);
      }
      seen_.insert(at);
      if (!skip_) items_.push_back({at, folder_.at(at), file.hashes.at("sha256"), file.length});
    }
    return {};
  }

  void blob(const sync::File& file) {
    const std::string sha256 = crypto::hex(file.sha256);
    const std::string at = blob_path(sha256);
    // What came by a pull is there already, and not here.
    if (seen_.insert(at).second && !skip_ && folder_.has(at)) items_.push_back({at, folder_.at(at), sha256, file.size});
  }

  Result<void> append(const std::string& path) {
    if (seen_.contains(path)) return {};
    const auto sum = folder_.sum(path);
    if (!sum) return sum.error();
    items_.push_back({path, folder_.at(path), sum->first, sum->second});
    return {};
  }

  const Folder& folder_;
  const std::string& remote_timestamp_;
  std::set<std::string> seen_;
  std::vector<std::string> documents_;
  std::vector<Item> items_;
  bool skip_ = false;
};

// Whether a complete document is newer than what the folder's own snapshot names.
Result<bool> has_news(const Folder& folder, Keyring& keyring, sync::Time now) {
  const Drafts drafts(folder, keyring, now);
  const auto roles = drafts.delegated();
  if (!roles) return is_missing(roles.error()) ? Result<bool>(false) : roles.error();
  const auto bytes = folder.read(kTimestamp, kLimits.timestamp_bytes);
  if (!bytes) return is_missing(bytes.error()) ? Result<bool>(true) : bytes.error();
  const auto timestamp = sync::parse_document<sync::Timestamp>(*bytes, kTimestamp);
  if (!timestamp) return timestamp.error();
  const std::string path = metadata_path(timestamp->content.snapshot.version, "snapshot");
  const auto snapshot_bytes = folder.read(path, kLimits.snapshot_bytes);
  if (!snapshot_bytes) return snapshot_bytes.error();
  const auto snapshot = sync::parse_document<sync::Snapshot>(*snapshot_bytes, path);
  if (!snapshot) return snapshot.error();
  std::vector<std::string> all{"targets"};
  all.insert(all.end(), roles->begin(), roles->end());
  for (const std::string& role : all) {
    const auto newest = folder.newest(role);
    if (!newest) return newest.error();
    const auto named = snapshot->content.meta.find(role + ".json");
    if (*newest > (named == snapshot->content.meta.end() ? 0 : named->second.version)) return true;
  }
  return false;
}

Result<bool> can_publish(const Folder& folder, Keyring& keyring, sync::Time now) {
  const auto root = Drafts(folder, keyring, now).root();
  if (!root) return is_missing(root.error()) ? Result<bool>(false) : root.error();
  const auto& online = root->content.roles.at("timestamp").keyids;
  return std::any_of(online.begin(), online.end(), [&](const std::string& id) { return keyring.can_open(id); });
}

// The commit. False: somebody else published since the pull.
Result<bool> commit(const Folder& folder, Place& place, const std::string& pulled, const std::string& who) {
  const auto held = place.lock(who);
  if (!held) return held.error();
  const auto now_there = place.read(kTimestamp, kLimits.timestamp_bytes);
  if (!now_there && !is_missing(now_there.error())) return now_there.error();
  if ((now_there ? *now_there : std::string()) != pulled) return false;
  const auto timestamp = folder.read(kTimestamp, kLimits.timestamp_bytes);
  if (!timestamp) return timestamp.error();
  const auto document = sync::parse_document<sync::Timestamp>(*timestamp, kTimestamp);
  if (!document) return document.error();
  const std::string path = metadata_path(document->content.snapshot.version, "snapshot");
  const auto snapshot = folder.read(path, kLimits.snapshot_bytes);
  if (!snapshot) return snapshot.error();
  if (auto done = place.add(path, *snapshot); !done) return done.error();
  if (auto done = place.replace(kTimestamp, *timestamp); !done) return done.error();
  return true;
}

Result<void> send_staged(const Folder& folder, Place& place) {
  const auto names = folder.list("staged");
  if (!names) return names.error();
  for (const std::string& name : *names) {
    if (!name.ends_with(".json")) continue;
    const std::string path = "staged/" + name;
    const auto bytes = folder.read(path, kLimits.targets_bytes);
    if (!bytes) return bytes.error();
    const auto there = place.read(path, kLimits.targets_bytes);
    if (there && *there == *bytes) continue;
    if (auto done = place.replace(path, *bytes); !done) return done;
  }
  return {};
}

}  // namespace

Result<Pulled> pull(const Folder& folder, Place& place, sync::Time now, std::string_view first_root) { return Pull(folder, place, now).run(first_root); }

Result<Pushed> push(const Folder& folder, Keyring& keyring, Place& place, const PushOptions& options) {
  Pushed pushed;
  for (int round = 0; round < kRounds; ++round) {
    const auto pulled = pull(folder, place, options.publish.now);
    if (!pulled) return pulled.error();
    pushed.news.insert(pushed.news.end(), pulled->news.begin(), pulled->news.end());
    pushed.conflicts.insert(pushed.conflicts.end(), pulled->conflicts.begin(), pulled->conflicts.end());
    const auto news = has_news(folder, keyring, options.publish.now);
    if (!news) return news.error();
    const auto may = can_publish(folder, keyring, options.publish.now);
    if (!may) return may.error();
    if (*news && *may) {
      PublishOptions publishing = options.publish;
      publishing.is_elsewhere = [&](const std::string& path, std::uint64_t size) { return place.has(path, size); };
      auto published = publish(folder, keyring, publishing);
      if (!published) return published.error();
      pushed.published = *std::move(published);
    }
    const auto items = Shipment(folder, pulled->timestamp).run();
    if (!items) return items.error();
    // Several go at once: the documents wait until all that they name is there.
    const auto documents = std::find_if(items->begin(), items->end(), [](const Item& item) { return item.path.starts_with("metadata/"); });
    std::size_t done = 0;
    std::uint64_t bytes = 0;
    for (const std::vector<Item>& part : {std::vector<Item>(items->begin(), documents), std::vector<Item>(documents, items->end())}) {
      const auto sent = place.send(part, [&](const Item& item) {
        bytes += item.size;
        if (options.progress) options.progress(++done, items->size(), bytes);
      });
      if (!sent) return sent.error();
      pushed.sent.files += sent->files;
      pushed.sent.bytes += sent->bytes;
    }
    if (auto shared = send_staged(folder, place); !shared) return shared.error();
    const auto timestamp = folder.read(kTimestamp, kLimits.timestamp_bytes);
    if (!timestamp && !is_missing(timestamp.error())) return timestamp.error();
    pushed.is_visible = timestamp && *timestamp == pulled->timestamp && !*news;
    if (!timestamp || *timestamp == pulled->timestamp) return pushed;
    const auto committed = commit(folder, place, pulled->timestamp, options.who);
    if (!committed) return committed.error();
    pushed.is_visible = *committed;
    if (*committed) return pushed;
  }
  return Error{ErrorKind::busy, "others publish there all the time; try again", place.name()};
}

}  // namespace kiosk::repo
