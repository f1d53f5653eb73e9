// `kioskctl repo init | key | delegate | root`: who may sign what.
#include "kiosk/ctl/repo_session.h"

#include <algorithm>
#include <iostream>

#include "kiosk/base/clock.h"
#include "kiosk/repo/ceremony.h"
#include "kiosk/repo/layout.h"
#include "kiosk/repo/publish.h"

namespace kiosk::ctl {

using repo::NamedKey;

Result<NamedKey> Session::find_or_make(const std::string& name) {
  auto key = keyring_.find(name);
  if (key) {
    std::cout << "takes the key " << name << " of " << keyring_.folder().string() << "\n";
    return key;
  }
  return keyring_.make(name);
}

Result<void> Session::init() {
  auto folder = repo::Folder::create(a_.dir);
  if (!folder) return folder.error();
  repo::People root{{}, a_.root_threshold}, targets{{}, a_.targets_threshold};
  if (a_.root_keys.empty()) {
    auto key = find_or_make("coordinator");
    if (!key) return key.error();
    root.keys = {*std::move(key)};
  } else {
    auto keys = find_all(a_.root_keys);
    if (!keys) return keys.error();
    root.keys = *std::move(keys);
  }
  if (a_.targets_keys.empty()) targets = root;
  else {
    auto keys = find_all(a_.targets_keys);
    if (!keys) return keys.error();
    targets.keys = *std::move(keys);
  }
  const auto online = a_.online.empty() ? find_or_make("online") : keyring_.find(a_.online);
  if (!online) return online.error();
  const auto content = repo::first_root(root, targets, *online);
  if (!content) return content.error();
  repo::Drafts drafts(*folder, keyring_, now_);
  std::vector<std::string> ids;
  for (const NamedKey& key : root.keys)
    if (keyring_.can_open(key.id)) ids.push_back(key.id);
  // With several root keys here, each is asked for on purpose: `root sign`.
  const auto signing = ids.size() == 1 ? drafts.sign(*content, ids) : drafts.stage(*content);
  if (!signing) return signing.error();
  std::cout << "made " << folder->root().string() << "; keys are in " << keyring_.folder().string() << "\n";
  if (!signing->is_complete) return say(*signing), Result<void>();
  if (auto done = drafts.release_root(); !done) return done;
  std::cout << "metadata/1.root.json is what kiosks trust: put it on each as [sync] root.\n"
            << "Copy the keys to a stick that lies in a safe. Next: kioskctl repo key new NAME, for each curator\n";
  return {};
}

Result<void> Session::key_new() {
  const auto key = keyring_.make(a_.name);
  if (!key) return key.error();
  std::cout << "made " << (keyring_.folder() / (key->name + ".key")).string() << " (keep it, and a copy in a safe) and\n     "
            << (keyring_.folder() / (key->name + ".pub.json")).string() << " (give it to the coordinator)\nid   " << key->id
            << " (read its beginning to the coordinator on the telephone)\nNext: kioskctl repo delegate add MEMORIAL " << key->name << "\n";
  return {};
}

Result<void> Session::key_list() {
  const auto keys = keyring_.list();
  if (!keys) return keys.error();
  for (const NamedKey& key : *keys) std::cout << key.name << "  " << key.id << (keyring_.can_open(key.id) ? "" : "  (public half alone)") << "\n";
  if (keys->empty()) std::cout << "no keys in " << keyring_.folder().string() << "; make one: kioskctl repo key new NAME\n";
  return {};
}

Result<void> Session::change_targets(const std::function<Result<void>(sync::Targets&)>& change, repo::Signing* how) {
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  auto targets = drafts.next_targets("targets");
  if (!targets) return targets.error();
  if (auto done = change(*targets); !done) return done;
  const auto ids = signing_ids();
  if (!ids) return ids.error();
  const auto signing = drafts.sign("targets", *std::move(targets), *ids);
  if (!signing) return signing.error();
  say(*signing);
  if (how) *how = *signing;
  return {};
}

Result<void> Session::delegate_add() {
  const auto keys = find_all(a_.people);
  if (!keys) return keys.error();
  return change_targets([&](sync::Targets& targets) { return repo::add_curators(targets, a_.memorial, *keys, a_.threshold); });
}

Result<void> Session::delegate_remove() {
  return change_targets([&](sync::Targets& targets) {
    return a_.name.empty() ? repo::remove_memorial(targets, a_.memorial) : repo::remove_curator(targets, a_.memorial, a_.name);
  });
}

Result<void> Session::delegate_rotate() {
  const auto by = keyring_.find(a_.new_key);
  if (!by) return by.error();
  std::vector<std::string> roles;
  repo::Signing how;
  if (auto done = change_targets([&](sync::Targets& targets) -> Result<void> {
        auto replaced = repo::replace_curator(targets, a_.old_key, *by);
        if (!replaced) return replaced.error();
        roles = *std::move(replaced);
        return {};
      }, &how); !done)
    return done;
  if (!how.is_complete) return {};
  // What the old key signed counts no more; who holds a key that does signs it anew.
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  for (const std::string& role : roles) {
    const auto newest = drafts.targets(role);
    if (!newest) {
      if (newest.error().kind == ErrorKind::not_found) continue;
      return newest.error();
    }
    const auto authority = drafts.authority(role);
    if (!authority) return authority.error();
    if (repo::is_signed(newest->signatures, newest->signed_bytes, *authority)) continue;
    if (!keyring_.can_open(by->id)) {
      std::cout << role << ": nobody who counts has signed what is published; " << by->name << " runs: kioskctl repo sign --role " << role << "\n";
      continue;
    }
    const auto signing = drafts.sign(role, newest->content, {by->id});
    if (!signing) return signing.error();
    say(*signing);
  }
  return {};
}

Result<void> Session::delegate_list() {
  const auto folder = repo::Folder::open(a_.repo);
  if (!folder) return folder.error();
  const repo::Drafts drafts(*folder, keyring_, now_);
  const auto roles = drafts.delegated();
  if (!roles) {
    if (roles.error().kind != ErrorKind::not_found) return roles.error();
    std::cout << "no memorial yet; add one: kioskctl repo delegate add MEMORIAL KEY.pub.json\n";
    return {};
  }
  for (const std::string& role : *roles) {
    if (role.ends_with(".withdraw")) continue;
    const auto authority = drafts.authority(role);
    if (!authority) return authority.error();
    std::cout << role << "  " << authority->role.threshold << " of:";
    for (const std::string& id : authority->role.keyids) std::cout << "  " << authority->name_of(id) << " " << id.substr(0, 8);
    std::cout << "\n";
  }
  return {};
}

Result<void> Session::root_propose() {
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  if (a_.discard) return drafts.drop("root");
  auto root = drafts.next_root();
  if (!root) return root.error();
  if (!a_.old_key.empty()) {
    const auto by = keyring_.find(a_.new_key);
    if (!by) return by.error();
    std::string id = a_.old_key;
    for (const auto& [key, name] : repo::names_in(root->other))
      if (name == a_.old_key || (a_.old_key.size() >= 8 && key.starts_with(a_.old_key))) id = key;
    if (auto done = repo::replace_key(*root, id, *by); !done) return done;
  }
  if (!a_.role.empty()) {
    const auto keys = find_all(a_.people);
    if (!keys) return keys.error();
    if (auto done = repo::set_people(*root, a_.role, {*keys, a_.threshold == 0 ? 1 : a_.threshold}); !done) return done;
  }
  root->expires = now_;  // a new one in any case: renewing it is the least that a proposal does
  const auto signing = drafts.stage(*std::move(root));
  if (!signing) return signing.error();
  std::cout << "root " << signing->version << " is proposed in " << repo::staged_path("root") << "; it takes the signatures of: " << join(signing->could_sign)
            << ".\nEach runs: kioskctl repo root sign. Then: kioskctl repo root publish\n";
  return {};
}

Result<void> Session::root_sign() {
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  if (!open->folder.has(repo::staged_path("root"))) return Error{ErrorKind::usage, "nothing to sign: no root is proposed (kioskctl repo root propose)", open->folder.root().string()};
  const auto root = drafts.next_root();
  if (!root) return root.error();
  const auto ids = signing_ids();
  if (!ids) return ids.error();
  const repo::Names names = repo::names_in(root->other);
  for (const char* role : {"root", "targets", "timestamp"}) {
    std::cout << role << ": " << root->roles.at(role).threshold << " of";
    for (const std::string& id : root->roles.at(role).keyids) std::cout << "  " << (names.contains(id) ? names.at(id) : "?") << " " << id.substr(0, 8);
    std::cout << "\n";
  }
  const auto signing = drafts.sign(*root, *ids);
  if (!signing) return signing.error();
  say(*signing);
  return {};
}

Result<void> Session::root_publish() {
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  if (!open->folder.has(repo::staged_path("root"))) return Error{ErrorKind::usage, "no root is proposed (kioskctl repo root propose)", open->folder.root().string()};
  const auto root = drafts.next_root();
  if (!root) return root.error();
  const bool was_published = open->folder.has(repo::kTimestamp);
  // Opened before anything changes: with a new root and no timestamp by its key, kiosks would have nothing to read.
  if (was_published) {
    const auto& online = root->roles.at("timestamp").keyids;
    const auto here = std::find_if(online.begin(), online.end(), [&](const std::string& id) { return keyring_.can_open(id); });
    if (here == online.end())
      return Error{ErrorKind::usage, "publish it where the online key is: kiosks need a new timestamp with it", keyring_.folder().string()};
    if (const auto opened = keyring_.open(*here); !opened) return opened.error();
  }
  if (auto done = drafts.release_root(); !done) return done;
  std::cout << "root " << root->version << " is in its place\n";
  if (!was_published) return {};
  const auto published = repo::publish(open->folder, keyring_, {now_, true, {}, {}});
  if (!published) return published.error();
  std::cout << "timestamp " << published->timestamp << " holds until " << to_utc_string(published->until) << "\n";
  return {};
}

}  // namespace kiosk::ctl
