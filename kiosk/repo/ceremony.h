// Who may sign what: the first documents of a repository, and how its keys and memorials change. Values in, values out; Drafts signs them.
//
// Rule    : a memorial's curators sign packs/<memorial>/* and notices/<memorial>.json, by their threshold; withdrawn/<memorial>.json by any one of
//           them. Both roles are terminating: what they do not say, nobody else says.
// Errors  : usage, with what to do instead.
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/repo/drafts.h"

namespace kiosk::repo {

struct People {
  std::vector<NamedKey> keys;
  std::uint64_t threshold = 1;
};

// Snapshot and timestamp share the online key.
Result<sync::Root> first_root(const People& root, const People& targets, const NamedKey& online);
// Replaces who holds a top role ("root", "targets"; "online" is snapshot and timestamp).
Result<void> set_people(sync::Root& root, const std::string& role, const People& people);
// The key counts nowhere any more, the other in all its places.
Result<void> replace_key(sync::Root& root, const std::string& old_id, const NamedKey& by);

// A new memorial, or more curators for one that is there; threshold 0 keeps the one it has (1 for a new one).
Result<void> add_curators(sync::Targets& targets, const std::string& memorial, const std::vector<NamedKey>& keys, std::uint64_t threshold);
// One curator's key, by name or the beginning of its id; a memorial keeps as many as it takes to sign.
Result<void> remove_curator(sync::Targets& targets, const std::string& memorial, const std::string& key);
Result<void> remove_memorial(sync::Targets& targets, const std::string& memorial);
// In every memorial that has it; their names.
Result<std::vector<std::string>> replace_curator(sync::Targets& targets, const std::string& key, const NamedKey& by);

}  // namespace kiosk::repo
