// The commit of a publication: a snapshot of the newest complete documents and, last, the timestamp that every kiosk asks for.
//
// Rule    : before a byte is written, all of it is read as a kiosk would (sync/trusted_set.h), from what kiosks know today; and every target that a
//           document names must be here, or have been published before.
// Order   : N.snapshot.json, then timestamp.json: between the two nothing has changed for a kiosk.
// Needs   : the Folder's lock.
// Errors  : refused (a document that a kiosk would refuse: which, and what to do), usage (no key that may), and those of Folder and Keyring.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/repo/drafts.h"
#include "kiosk/sync/trusted_set.h"

namespace kiosk::repo {

struct Published {
  bool is_changed = false;  // content; a renewed timestamp alone is none
  std::uint64_t snapshot = 0, timestamp = 0;
  std::vector<std::string> news;          // roles with a new version
  std::vector<std::string> unsigned_yet;  // delegated, but never signed: kiosks do not see them
  std::vector<std::string> suspended;
  sync::Time until{};                     // to be renewed before
};

struct PublishOptions {
  sync::Time now{};
  bool only_renew = false;             // new documents wait
  std::vector<std::string> suspend;    // memorials whose document nobody signs any more: kiosks keep what they have of them
  // Whether a blob that is not here is where kiosks will read it. Empty: what is not here is missing.
  std::function<Result<bool>(const std::string& path, std::uint64_t size)> is_elsewhere;
};

Result<Published> publish(const Folder& folder, Keyring& keyring, const PublishOptions& options);

// What a kiosk that comes new would trust of the folder today, every document with it.
Result<sync::TrustedSet> read_as_kiosk(const Folder& folder, sync::Time now);

struct Checked {
  std::size_t documents = 0, packs = 0, files = 0;
  std::uint64_t bytes = 0;
};
// read_as_kiosk, then every target and every blob by its hash.
Result<Checked> verify(const Folder& folder, sync::Time now);

}  // namespace kiosk::repo
