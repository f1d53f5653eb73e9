// Between the folder of a coordinator or curator and the place that kiosks read: nothing is lost or mixed, whoever else publishes meanwhile.
//
// Pull    : everything is taken as a kiosk would (from the roots that are trusted here), so that a server cannot bring in what nobody signed. A
//           document of the same version that somebody else published first wins; this folder's goes to conflicts/, to be signed again.
// Push    : pull; publish what is complete, where the online key is here; send what is missing, blobs first; then, with the lock of the place and only
//           where its timestamp is still the one that was pulled, the snapshot and last the timestamp. Else all of it once more.
// Without the online key: what was signed is sent, and waits for who has it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/repo/place.h"
#include "kiosk/repo/publish.h"

namespace kiosk::repo {

struct Pulled {
  std::vector<std::string> news;       // documents that were not here
  std::vector<std::string> conflicts;  // moved to conflicts/
  std::string timestamp;               // its bytes at the place; empty: nothing is published there
};

// Needs the Folder's lock. `first_root`: bytes, of a folder that has none yet.
Result<Pulled> pull(const Folder& folder, Place& place, sync::Time now, std::string_view first_root = {});

struct PushOptions {
  PublishOptions publish;
  std::string who;  // for those who wait at the lock
  std::function<void(std::size_t done, std::size_t all, std::uint64_t bytes)> progress;  // may be empty
};

struct Pushed {
  Sent sent;
  bool is_visible = false;  // the place's timestamp is ours
  std::optional<Published> published;
  std::vector<std::string> news, conflicts;  // of the pull
};

Result<Pushed> push(const Folder& folder, Keyring& keyring, Place& place, const PushOptions& options);

}  // namespace kiosk::repo
