// Documents on their way to being published: who may sign one, what it takes, and what stands in it next.
//
// Model   : metadata/N.<role>.json are complete, the highest N counts. staged/<role>.json is the next one, which lacks a signature; every change
//           to it begins its signatures anew. With its last signature it moves to metadata/, in the same step as it is signed.
// Names   : of keys, for people, stand in the root and in the delegations as "x-names": {keyid: name}.
// Needs   : the caller holds the Folder's lock for everything that signs.
// Errors  : usage (not a role, not one of its keys), refused (nothing to sign; signed by nobody that counts), and those of Folder and Keyring.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/repo/folder.h"
#include "kiosk/repo/keyring.h"
#include "kiosk/sync/metadata.h"

namespace kiosk::repo {

using Names = std::map<std::string, std::string>;  // by key id
Names names_in(const std::string& other);
std::string with_names(const std::string& other, const Names& names);

struct Authority {
  sync::Role role;
  sync::Keys keys;
  Names names;
  // "wang", or the beginning of the id where it has no name.
  std::string name_of(const std::string& id) const;
};

// The ids in `authority` whose signatures are right; one key under two ids counts once.
std::vector<std::string> signers(const std::vector<sync::Signature>& signatures, std::string_view signed_bytes, const Authority& authority);

// They are as many as it takes.
bool is_signed(const std::vector<sync::Signature>& signatures, std::string_view signed_bytes, const Authority& authority);

// How far a document is after signing.
struct Signing {
  std::string role;
  std::uint64_t version = 0, threshold = 0;
  bool is_complete = false;
  bool is_changed = false;                        // against what was there before
  std::vector<std::string> signed_by, could_sign;  // names
};

class Drafts {
 public:
  Drafts(const Folder& folder, Keyring& keyring, sync::Time now) : folder_(folder), keyring_(keyring), now_(now) {}

  // The newest complete ones. not_found where there is none.
  Result<sync::Document<sync::Root>> root() const;
  Result<sync::Document<sync::Targets>> targets(const std::string& role) const;
  // Of "targets" and of what it delegates. usage where nobody delegated it.
  Result<Authority> authority(const std::string& role) const;
  // Roles that targets delegates to.
  Result<std::vector<std::string>> delegated() const;
  // Of the documents in staged/.
  Result<std::vector<std::string>> staged() const;

  // What the next document begins with: the staged one, or the newest complete one; an empty one where there is neither.
  Result<sync::Targets> next_targets(const std::string& role) const;
  Result<sync::Root> next_root() const;

  // Signs with each of `ids`, or where it is empty with the one key of the role whose secret is here (usage where there is none, or more). Content that does not differ from the staged
  // one keeps its signatures; content that does not differ from the complete one changes nothing (is_changed), unless `renew`.
  Result<Signing> sign(const std::string& role, sync::Targets content, const std::vector<std::string>& ids, bool renew = false);
  // A root needs its own threshold and that of the root before it. It stays staged when it is complete: kiosks follow it as soon as it has its place.
  Result<Signing> sign(sync::Root content, const std::vector<std::string>& ids);
  // Begins a root with no signature.
  Result<Signing> stage(sync::Root content);
  // Gives a complete root its place. refused where it is not complete.
  Result<void> release_root();
  Result<void> drop(const std::string& role);

 private:
  template <typename T>
  Result<Signing> sign_and_store(const std::string& role, const T& content, const std::vector<Authority>& authorities, const std::set<std::string>& ids);
  Result<std::set<std::string>> choose(const std::string& role, const std::vector<Authority>& authorities, const std::vector<std::string>& ids) const;
  Result<Signing> store_root(sync::Root content, const std::vector<std::string>* ids);

  const Folder& folder_;
  Keyring& keyring_;
  sync::Time now_;
};

}  // namespace kiosk::repo
