// The commands of `kioskctl repo`, one method each: what they do, and what they say on standard output. Used by repo_command.cpp alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/repo/drafts.h"
#include "kiosk/repo/folder.h"
#include "kiosk/repo/place.h"
#include "kiosk/repo/publish.h"

namespace kiosk::ctl {

std::string join(const std::vector<std::string>& all, const char* between = ", ");

struct RepoArguments {
  std::filesystem::path repo = ".", keys, passphrase_file;
  std::string dir, name, memorial, role;
  std::vector<std::string> people, as, root_keys, targets_keys, suspend;
  std::vector<std::filesystem::path> packs;
  std::uint64_t threshold = 0, root_threshold = 1, targets_threshold = 1;
  std::string online, old_key, new_key, drop, from, until;
  std::vector<std::string> routes, texts;
  std::string place, user;
  std::filesystem::path root_file, password_file, known_file;
  unsigned keep_days = 7, lock_wait_s = 30;
  std::uint16_t port = 8000;
  bool break_lock = false, only_count = false, renew = false, discard = false, lift = false, page = false;
};

// One method a command; what they share is private.
class Session {
 public:
  explicit Session(const RepoArguments& arguments);

  Result<void> init();
  Result<void> key_new();
  Result<void> key_list();
  Result<void> delegate_add();
  Result<void> delegate_remove();
  Result<void> delegate_rotate();
  Result<void> delegate_list();
  Result<void> root_propose();
  Result<void> root_sign();
  Result<void> root_publish();
  Result<void> sign();
  Result<void> publish(bool only_renew);
  Result<void> withdraw();
  Result<void> notice_add();
  Result<void> notice_remove();
  Result<void> notice_list();
  Result<void> push();
  Result<void> pull();
  Result<void> export_to_stick();
  Result<void> prune();
  Result<void> serve();
  Result<void> screens();
  Result<void> verify();
  Result<void> status();

 private:
  // The repository's folder; nobody else signs or publishes in it meanwhile.
  struct OpenFolder {
    repo::Folder folder;
    repo::FolderLock lock;
  };
  static Result<OpenFolder> lock(Result<repo::Folder> folder);
  Result<OpenFolder> open_folder() const { return lock(repo::Folder::open(a_.repo)); }
  Result<std::vector<repo::NamedKey>> find_all(const std::vector<std::string>& names) const;
  Result<std::vector<std::string>> signing_ids() const;
  Result<repo::NamedKey> find_or_make(const std::string& name);
  // The memorial that is meant: named, or the only one that a key here signs.
  Result<std::string> memorial_of(const repo::Drafts& drafts) const;
  Result<void> sign_packs(const repo::Folder& folder, repo::Drafts& drafts);
  Result<void> sign_staged(const repo::Folder& folder, repo::Drafts& drafts);
  Result<void> change_targets(const std::function<Result<void>(sync::Targets&)>& change, repo::Signing* how = nullptr);
  Result<std::string> memorial_with(const repo::Drafts& drafts, const std::string& pack) const;
  Result<void> sign_and_publish(const repo::Folder& folder, repo::Drafts& drafts, const std::string& role, sync::Targets document);
  Result<void> list_withdrawn(const repo::Folder& folder, const repo::Drafts& drafts) const;
  Result<std::string> place_name(const repo::Folder& folder) const;
  // Of --user at the place; empty where there is none.
  Result<std::string> ask_place_password(const std::string& name) const;
  Result<std::unique_ptr<repo::Place>> open_place(const std::string& name) const;
  void say(const repo::Signing& signing) const;
  void say(const repo::Published& published) const;

  const RepoArguments& a_;
  repo::Keyring keyring_;
  sync::Time now_;
};

}  // namespace kiosk::ctl
