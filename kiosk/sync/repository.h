// The verified repository, read as an exhibition: who has which packs in it, and what they say at once. What a repository has, and under which
// names, is docs/repository.md.
//
// Memorials: the roles that `targets` delegates to, in their order, which is the order on Home. "<memorial>.withdraw" is no memorial but the
//            role that takes its lines down.
// Targets  : packs/<memorial>/<pack>.json and notices/<memorial>.json that the memorial's role names, withdrawn/<memorial>.json that the other
//            names; looked up as TUF does, so that a role before it may overrule.
// Errors   : of a role: kept beside the memorial, the others go on. Of the way to the server: of the whole.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/sync/manifest.h"
#include "kiosk/sync/refresh.h"

namespace kiosk::sync {

// A file that somebody vouches for.
struct SignedFile {
  File file;            // path: of the target
  std::string address;
  std::vector<std::string> signed_by;  // ids of the keys
};

struct SignedPack {
  std::string owner, pack;
  SignedFile manifest;

  std::string name() const { return owner + "/" + pack; }
};

struct Memorial {
  std::string name;
  std::vector<SignedPack> packs;
  std::optional<SignedFile> notices, withdrawn;
  // Why the role cannot be trusted: nothing is known of its packs and notices, or of its withdrawals. not_found: it has not signed anything yet,
  // which is no fault.
  std::optional<Error> unreadable, withdrawn_unreadable;
};

struct Repository {
  std::vector<Memorial> memorials;
  std::map<std::string, std::uint64_t> metadata;  // versions of the documents that say so, by role
};

// `base` is the repository's address (base_address). Pre: refresh.run() succeeded.
Result<Repository> read_repository(Refresh& refresh, const std::string& base);

}  // namespace kiosk::sync
