// A TUF repository in memory with the secrets of all its roles, for tests: change a value, publish, and it is signed again.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "kiosk/sync/metadata.h"

namespace kiosk::sync {

struct SignedRepository {
  using Secrets = std::vector<crypto::PrivateKey>;

  static Time noon() { return *parse_time("2026-11-23T12:00:00Z"); }

  std::map<std::string, Secrets> secrets;  // by role
  Root root;
  Timestamp timestamp;
  Snapshot snapshot;
  Targets targets;
  std::map<std::string, Targets> roles;  // delegated ones
  std::map<std::string, std::string> files;  // "1.root.json" → bytes: what lies in the metadata folder
  bool hashes = true;                    // length and hashes of documents in snapshot and timestamp

  SignedRepository() {
    root.expires = noon() + std::chrono::days{700};
    targets.expires = noon() + std::chrono::days{365};
    snapshot.expires = noon() + std::chrono::days{30};
    timestamp.expires = noon() + std::chrono::days{14};
    for (const char* role : {"root", "timestamp", "snapshot", "targets"}) give_keys(role, 1);
    root.version = targets.version = snapshot.version = timestamp.version = 0;
    publish_root();
    publish();
  }

  static std::string id(const crypto::PrivateKey& secret) { return key_id(describe(secret)); }
  static TargetFile file(std::string_view bytes) { return {bytes.size(), {{"sha256", crypto::hex(crypto::sha256(bytes))}}, "", ""}; }

  // New keys in the place of all old ones; of a top-level role.
  void give_keys(const std::string& role, std::size_t count, std::uint64_t threshold = 0) {
    Role& how = root.roles[role];
    how.keyids.clear();
    secrets[role].clear();
    for (std::size_t i = 0; i < count; ++i) add_key(role);
    how.threshold = threshold == 0 ? count : threshold;
  }
  void add_key(const std::string& role) {
    secrets[role].push_back(crypto::PrivateKey::generate());
    root.keys[id(secrets[role].back())] = describe(secrets[role].back());
    root.roles[role].keyids.push_back(id(secrets[role].back()));
  }

  // `from` delegates to a role with one key; the last one delegated is the last one asked.
  DelegatedRole& delegate(Targets& from, const std::string& name, std::vector<std::string> paths, bool terminating = false) {
    if (!from.delegations) from.delegations.emplace();
    if (!secrets.contains(name)) secrets[name].push_back(crypto::PrivateKey::generate());
    Targets& role = roles[name];
    role.expires = targets.expires;
    DelegatedRole how;
    how.name = name;
    how.paths = std::move(paths);
    how.terminating = terminating;
    how.keyids = {id(secrets[name][0])};
    from.delegations->keys[how.keyids[0]] = describe(secrets[name][0]);
    from.delegations->roles.push_back(how);
    return from.delegations->roles.back();
  }

  template <typename T>
  static std::string signed_with(const T& content, const Secrets& by) {
    std::vector<Signature> signatures;
    for (const auto& secret : by) signatures.push_back(sign(secret, signed_bytes(content)));
    return write_document(content, signatures);
  }
  template <typename T>
  std::string signed_by(const T& content, const std::string& role) const { return signed_with(content, secrets.at(role)); }

  // Signed by the keys of the root before it too.
  void publish_root() {
    ++root.version;
    Secrets by = secrets["root"];
    for (const auto& secret : last_root_secrets_)
      if (std::none_of(by.begin(), by.end(), [&](const auto& each) { return id(each) == id(secret); })) by.push_back(secret);
    last_root_secrets_ = secrets["root"];
    files[std::to_string(root.version) + ".root.json"] = signed_with(root, by);
  }

  // A new version of everything else.
  void publish() {
    ++targets.version;
    put("targets", signed_by(targets, "targets"), targets.version);
    for (auto& [name, role] : roles) {
      role.version = targets.version;
      put(name, signed_by(role, name), role.version);
    }
    publish_online();
  }
  // Only snapshot and timestamp.
  void publish_online() {
    ++snapshot.version;
    const std::string bytes = signed_by(snapshot, "snapshot");
    files[std::to_string(snapshot.version) + ".snapshot.json"] = bytes;
    timestamp.snapshot = describe_file(bytes, snapshot.version);
    ++timestamp.version;
    put_timestamp();
  }
  void put_timestamp() { files["timestamp.json"] = signed_by(timestamp, "timestamp"); }

  std::string at(const std::string& role, std::uint64_t version) const { return files.at(std::to_string(version) + "." + role + ".json"); }

 private:
  MetaFile describe_file(const std::string& bytes, std::uint64_t version) const {
    MetaFile file;
    file.version = version;
    if (hashes) {
      file.length = bytes.size();
      file.hashes["sha256"] = crypto::hex(crypto::sha256(bytes));
    }
    return file;
  }
  void put(const std::string& name, const std::string& bytes, std::uint64_t version) {
    files[std::to_string(version) + "." + name + ".json"] = bytes;
    snapshot.meta[name + ".json"] = describe_file(bytes, version);
  }

  Secrets last_root_secrets_;
};

}  // namespace kiosk::sync
