#include "kiosk/ctl/repo_session.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "kiosk/base/clock.h"
#include "kiosk/ctl/passphrase.h"
#include "kiosk/ctl/progress_line.h"
#include "kiosk/repo/layout.h"
#include "kiosk/repo/packs.h"

namespace kiosk::ctl {

namespace fs = std::filesystem;
using repo::NamedKey;

namespace {

fs::path default_keys() {
  if (const char* home = std::getenv("XDG_CONFIG_HOME"); home && *home) return fs::path(home) / "changlang/keys";
  const char* home = std::getenv("HOME");
  return fs::path(home ? home : ".") / ".config/changlang/keys";
}

}  // namespace

std::string join(const std::vector<std::string>& all, const char* between) {
  std::string text;
  for (const std::string& each : all) text += (text.empty() ? "" : between) + each;
  return text;
}

Result<Session::OpenFolder> Session::lock(Result<repo::Folder> folder) {
  if (!folder) return folder.error();
  auto lock = folder->lock();
  if (!lock) return lock.error();
  return OpenFolder{*std::move(folder), *std::move(lock)};
}

Session::Session(const RepoArguments& arguments)
    : a_(arguments), keyring_(a_.keys.empty() ? default_keys() : a_.keys, passphrases(a_.passphrase_file)), now_(utc_now()) {}

Result<std::vector<NamedKey>> Session::find_all(const std::vector<std::string>& names) const {
  std::vector<NamedKey> keys;
  for (const std::string& name : names) {
    auto key = keyring_.find(name);
    if (!key) return key.error();
    keys.push_back(*std::move(key));
  }
  return keys;
}

Result<std::vector<std::string>> Session::signing_ids() const {
  auto keys = find_all(a_.as);
  if (!keys) return keys.error();
  std::vector<std::string> ids;
  for (const NamedKey& key : *keys) ids.push_back(key.id);
  return ids;
}

void Session::say(const repo::Signing& signing) const {
  const std::string name = signing.role + " " + std::to_string(signing.version);
  if (!signing.is_changed) {
    std::cout << name << " says that already; nothing to sign\n";
    return;
  }
  std::cout << name << (signing.signed_by.empty() ? "" : ": signed by " + join(signing.signed_by));
  if (signing.is_complete) std::cout << "; complete. Next: kioskctl repo " << (signing.role == "root" ? "root " : "") << "publish\n";
  else
    std::cout << "; takes " << signing.threshold << ", still without: " << join(signing.could_sign) << ". Hand "
              << repo::staged_path(signing.role) << " to one of them (kioskctl repo push, or the folder itself), who runs: kioskctl repo "
              << (signing.role == "root" ? "root " : "") << "sign\n";
}

void Session::say(const repo::Published& published) const {
  std::cout << (published.is_changed ? "published" : "renewed") << ": snapshot " << published.snapshot << ", timestamp " << published.timestamp;
  if (!published.news.empty()) std::cout << "; new: " << join(published.news);
  std::cout << "\nholds until " << to_utc_string(published.until) << "; a timer renews it before: kioskctl repo refresh\n";
  for (const std::string& role : published.unsigned_yet) std::cout << role << ": its curators have signed nothing yet\n";
  for (const std::string& role : published.suspended) std::cout << role << ": left out; kiosks keep what they show of it\n";
}

Result<std::string> Session::memorial_of(const repo::Drafts& drafts) const {
  if (!a_.role.empty()) return a_.role;
  const auto roles = drafts.delegated();
  if (!roles) {
    if (roles.error().kind != ErrorKind::not_found) return roles.error();
    return Error{ErrorKind::usage, "there is no memorial yet; a coordinator adds it: kioskctl repo delegate add MEMORIAL KEY.pub.json", ""};
  }
  const auto ids = signing_ids();
  if (!ids) return ids.error();
  std::vector<std::string> mine, all;
  for (const std::string& role : *roles) {
    if (role.ends_with(".withdraw")) continue;
    all.push_back(role);
    const auto authority = drafts.authority(role);
    if (!authority) return authority.error();
    const auto& keys = authority->role.keyids;
    if (std::any_of(keys.begin(), keys.end(), [&](const std::string& id) {
          return ids->empty() ? keyring_.can_open(id) : std::find(ids->begin(), ids->end(), id) != ids->end();
        }))
      mine.push_back(role);
  }
  if (mine.size() == 1) return mine.front();
  if (mine.empty())
    return Error{ErrorKind::usage, "no key here is a curator's of " + (all.empty() ? "a memorial" : join(all, " or ")) + "; a coordinator adds it: kioskctl repo delegate add MEMORIAL KEY.pub.json",
                 keyring_.folder().string()};
  return Error{ErrorKind::usage, "keys here sign for several memorials; name one: --role " + join(mine, " or "), ""};
}

Result<void> Session::sign_packs(const repo::Folder& folder, repo::Drafts& drafts) {
  const auto memorial = memorial_of(drafts);
  if (!memorial) return memorial.error();
  if (const auto authority = drafts.authority(*memorial); !authority) return authority.error();
  auto targets = drafts.next_targets(*memorial);
  if (!targets) return targets.error();
  for (const fs::path& pack : a_.packs) {
    const auto taken = repo::take_pack(folder, *targets, *memorial, pack);
    if (!taken) return taken.error();
    std::cout << *memorial << "/" << taken->pack << " " << taken->version << ": " << taken->files << " files, " << size_text(taken->bytes) << "; new are "
              << taken->new_files << " files, " << size_text(taken->new_bytes) << "\n";
  }
  if (!a_.drop.empty())
    if (auto done = repo::drop_pack(*targets, *memorial, a_.drop); !done) return done;
  const auto ids = signing_ids();
  if (!ids) return ids.error();
  const auto signing = drafts.sign(*memorial, *std::move(targets), *ids, a_.renew);
  if (!signing) return signing.error();
  say(*signing);
  return {};
}

// What a document that waits for signatures would change.
static std::vector<std::string> changes(const sync::Targets& from, const sync::Targets& to) {
  std::vector<std::string> lines;
  for (const auto& [target, file] : to.targets) {
    const auto old = from.targets.find(target);
    if (old == from.targets.end()) lines.push_back("new      " + target);
    else if (old->second.hashes != file.hashes) lines.push_back("changed  " + target);
  }
  for (const auto& [target, ignored] : from.targets)
    if (!to.targets.contains(target)) lines.push_back("gone     " + target);
  return lines;
}

Result<void> Session::sign_staged(const repo::Folder& folder, repo::Drafts& drafts) {
  const auto ids = signing_ids();
  if (!ids) return ids.error();
  const auto staged = drafts.staged();
  if (!staged) return staged.error();
  bool any = false;
  for (const std::string& role : *staged) {
    if (role == "root" || (!a_.role.empty() && role != a_.role)) continue;
    const auto authority = drafts.authority(role);
    if (!authority) return authority.error();
    const auto& keys = authority->role.keyids;
    if (std::none_of(keys.begin(), keys.end(), [&](const std::string& id) {
          return ids->empty() ? keyring_.can_open(id) : std::find(ids->begin(), ids->end(), id) != ids->end();
        }))
      continue;
    any = true;
    auto next = drafts.next_targets(role);
    if (!next) return next.error();
    const auto newest = drafts.targets(role);
    for (const std::string& line : changes(newest ? newest->content : sync::Targets{}, *next)) std::cout << role << ": " << line << "\n";
    const auto signing = drafts.sign(role, *std::move(next), *ids, a_.renew);
    if (!signing) return signing.error();
    say(*signing);
  }
  if (any) return {};
  return Error{ErrorKind::usage, "nothing waits for a signature by a key that is here; name a built pack: kioskctl repo sign OUT", folder.root().string()};
}

Result<void> Session::sign() {
  const auto open = open_folder();
  if (!open) return open.error();
  repo::Drafts drafts(open->folder, keyring_, now_);
  // --role alone: also what is complete but counts no more.
  const bool is_staged = a_.role.empty() || open->folder.has(repo::staged_path(a_.role));
  if (a_.packs.empty() && a_.drop.empty() && !a_.renew && is_staged) return sign_staged(open->folder, drafts);
  return sign_packs(open->folder, drafts);
}

Result<void> Session::publish(bool only_renew) {
  const auto open = open_folder();
  if (!open) return open.error();
  const auto published = repo::publish(open->folder, keyring_, {now_, only_renew, a_.suspend, {}});
  if (!published) return published.error();
  say(*published);
  return {};
}

Result<void> Session::verify() {
  const auto folder = repo::Folder::open(a_.repo);
  if (!folder) return folder.error();
  const auto checked = repo::verify(*folder, now_);
  if (!checked) return checked.error();
  std::cout << "whole: " << checked->documents << " documents, " << checked->packs << " packs, " << checked->files << " files, " << size_text(checked->bytes) << "\n";
  return {};
}

Result<void> Session::status() {
  const auto folder = repo::Folder::open(a_.repo);
  if (!folder) return folder.error();
  const repo::Drafts drafts(*folder, keyring_, now_);
  const auto days = [&](sync::Time until) {
    const auto left = std::chrono::duration_cast<std::chrono::days>(until - now_).count();
    return until <= now_ ? std::string("EXPIRED") : "until " + to_utc_string(until).substr(0, 10) + " (" + std::to_string(left) + " days)";
  };
  if (const auto root = drafts.root()) std::cout << "root " << root->content.version << "  " << days(root->content.expires) << "\n";
  if (const auto trusted = repo::read_as_kiosk(*folder, now_)) {
    std::cout << "snapshot " << trusted->snapshot().version << "  " << days(trusted->snapshot().expires) << "\n"
              << "timestamp " << trusted->timestamp().version << "  " << days(trusted->timestamp().expires) << "\n";
    for (const auto& [name, file] : trusted->snapshot().meta) {
      const std::string role = name.substr(0, name.size() - 5);
      const auto* const targets = trusted->targets(role, role == "targets" ? "root" : "targets");
      if (!targets) continue;
      std::cout << role << " " << file.version << "  " << days(targets->expires) << "\n";
      for (const auto& [target, ignored] : targets->targets) std::cout << "  " << target << "\n";
    }
  } else {
    std::cout << "kiosks see nothing: " << to_string(trusted.error()) << "\n";
  }
  const auto staged = drafts.staged();
  if (!staged) return staged.error();
  for (const std::string& role : *staged) std::cout << "waits for signatures: " << role << "\n";
  return {};
}

}  // namespace kiosk::ctl
