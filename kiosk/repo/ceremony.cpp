#include "kiosk/repo/ceremony.h"

#include <algorithm>
#include <set>

#include "kiosk/repo/layout.h"
#include "kiosk/sync/limits.h"

namespace kiosk::repo {
namespace {

constexpr std::uint64_t kMostSignatures = 2;  // of a memorial: "four eyes"

Error usage(std::string message, std::string subject = "") { return {ErrorKind::usage, std::move(message), std::move(subject)}; }

Result<void> check(const People& people, const std::string& role) {
  if (people.keys.empty()) return usage("needs at least one key", role);
  if (people.keys.size() > sync::MetadataLimits{}.keys_of_a_role) return usage("has more keys than the 64 that a kiosk takes", role);
  std::set<std::string> ids;
  for (const NamedKey& key : people.keys)
    if (!ids.insert(key.id).second) return usage("the key " + key.name + " is named twice", role);
  if (people.threshold < 1 || people.threshold > people.keys.size())
    return usage("takes " + std::to_string(people.threshold) + " signatures, but has " + std::to_string(people.keys.size()) + " keys", role);
  return {};
}

// Keys that no role uses any more go, with their names.
void tidy(sync::Keys& keys, std::string& other, const std::set<std::string>& used) {
  std::erase_if(keys, [&](const auto& each) { return !used.contains(each.first); });
  Names names = names_in(other);
  std::erase_if(names, [&](const auto& each) { return !used.contains(each.first); });
  other = with_names(other, names);
}

void tidy(sync::Root& root) {
  std::set<std::string> used;
  for (const auto& [name, role] : root.roles) used.insert(role.keyids.begin(), role.keyids.end());
  tidy(root.keys, root.other, used);
}

void tidy(sync::Delegations& delegations) {
  std::set<std::string> used;
  for (const sync::DelegatedRole& role : delegations.roles) used.insert(role.keyids.begin(), role.keyids.end());
  tidy(delegations.keys, delegations.other, used);
}

void remember(sync::Keys& keys, std::string& other, const NamedKey& key) {
  keys[key.id] = key.key;
  Names names = names_in(other);
  names[key.id] = key.name;
  other = with_names(other, names);
}

sync::DelegatedRole* role_named(sync::Targets& targets, const std::string& name) {
  if (!targets.delegations) return nullptr;
  auto& roles = targets.delegations->roles;
  const auto at = std::find_if(roles.begin(), roles.end(), [&](const sync::DelegatedRole& each) { return each.name == name; });
  return at == roles.end() ? nullptr : &*at;
}

Error no_memorial(const std::string& memorial) { return usage("there is no such memorial; `kioskctl repo delegate list` shows them", memorial); }

// By name, or the beginning of an id that fits one key alone.
Result<std::string> id_of(const sync::Delegations& delegations, const std::string& key) {
  const Names names = names_in(delegations.other);
  std::vector<std::string> found;
  for (const auto& [id, ignored] : delegations.keys) {
    const auto name = names.find(id);
    if ((name != names.end() && name->second == key) || (key.size() >= 8 && id.starts_with(key))) found.push_back(id);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) return usage("no curator has this key; `kioskctl repo delegate list` shows them", key);
  return usage("fits more than one key; name the beginning of its id", key);
}

// The role that withdraws follows the memorial's keys.
void mirror(sync::Targets& targets, const std::string& memorial) {
  const std::vector<std::string> keyids = role_named(targets, memorial)->keyids;
  role_named(targets, withdraw_role(memorial))->keyids = keyids;
}

sync::DelegatedRole terminating(std::string name, std::vector<std::string> paths) {
  sync::DelegatedRole role;
  role.name = std::move(name);
  role.terminating = true;
  role.paths = std::move(paths);
  return role;
}

bool holds(const sync::Role& role, const std::string& id) { return std::find(role.keyids.begin(), role.keyids.end(), id) != role.keyids.end(); }

}  // namespace

Result<sync::Root> first_root(const People& root_people, const People& targets_people, const NamedKey& online) {
  sync::Root root;
  for (const char* role : {"root", "targets", "snapshot", "timestamp"}) root.roles[role];
  if (auto done = set_people(root, "root", root_people); !done) return done.error();
  if (auto done = set_people(root, "targets", targets_people); !done) return done.error();
  if (auto done = set_people(root, "online", {{online}, 1}); !done) return done.error();
  return root;
}

Result<void> set_people(sync::Root& root, const std::string& role, const People& people) {
  if (role != "root" && role != "targets" && role != "online") return usage("is not one of root, targets, online", role);
  if (auto fine = check(people, role); !fine) return fine;
  for (const std::string& each : role == "online" ? std::vector<std::string>{"snapshot", "timestamp"} : std::vector<std::string>{role}) {
    root.roles[each].keyids.clear();
    root.roles[each].threshold = people.threshold;
    for (const NamedKey& key : people.keys) {
      root.roles[each].keyids.push_back(key.id);
      remember(root.keys, root.other, key);
    }
  }
  tidy(root);
  return {};
}

Result<void> replace_key(sync::Root& root, const std::string& old_id, const NamedKey& by) {
  bool found = false;
  for (auto& [name, role] : root.roles) {
    if (!holds(role, old_id)) continue;
    if (holds(role, by.id)) return usage("holds the role " + name + " already", by.name);
    std::replace(role.keyids.begin(), role.keyids.end(), old_id, by.id);
    found = true;
  }
  if (!found) return usage("no top role has this key", old_id.substr(0, 8));
  remember(root.keys, root.other, by);
  tidy(root);
  return {};
}

Result<void> add_curators(sync::Targets& targets, const std::string& memorial, const std::vector<NamedKey>& keys, std::uint64_t threshold) {
  if (!is_memorial(memorial))
    return usage("a memorial's name has a-z 0-9 - alone and begins with a letter or digit (it becomes a folder on the kiosk)", memorial);
  if (!targets.delegations) targets.delegations.emplace();
  auto& delegations = *targets.delegations;
  if (!role_named(targets, memorial)) {
    delegations.roles.push_back(terminating(memorial, {"packs/" + memorial + "/*", notices_target(memorial)}));
    delegations.roles.push_back(terminating(withdraw_role(memorial), {withdrawn_target(memorial)}));
  }
  sync::DelegatedRole& role = *role_named(targets, memorial);
  for (const NamedKey& key : keys) {
    if (holds(role, key.id)) continue;
    const Names names = names_in(delegations.other);
    if (std::any_of(names.begin(), names.end(), [&](const auto& each) { return each.second == key.name && each.first != key.id; }))
      return usage("another curator's key has this name already; take one that says who it is", key.name);
    role.keyids.push_back(key.id);
    remember(delegations.keys, delegations.other, key);
  }
  if (threshold > 0) role.threshold = threshold;
  if (role.threshold > kMostSignatures) return usage("a memorial takes 1 signature, or 2 (four eyes)", memorial);
  if (role.threshold > role.keyids.size())
    return usage("takes " + std::to_string(role.threshold) + " signatures, but has " + std::to_string(role.keyids.size()) + " curator's key", memorial);
  if (role.keyids.size() > sync::MetadataLimits{}.keys_of_a_role) return usage("has more keys than the 64 that a kiosk takes", memorial);
  mirror(targets, memorial);
  return {};
}

Result<void> remove_curator(sync::Targets& targets, const std::string& memorial, const std::string& key) {
  sync::DelegatedRole* const role = role_named(targets, memorial);
  if (!role) return no_memorial(memorial);
  const auto id = id_of(*targets.delegations, key);
  if (!id) return id.error();
  if (!holds(*role, *id)) return usage(key + " is no curator of it", memorial);
  if (role->keyids.size() - 1 < role->threshold)
    return usage("takes " + std::to_string(role->threshold) + " signatures and would have " + std::to_string(role->keyids.size() - 1) +
                     " keys; add another curator first (delegate add), or replace this one (delegate rotate)", memorial);
  std::erase(role->keyids, *id);
  mirror(targets, memorial);
  tidy(*targets.delegations);
  return {};
}

Result<void> remove_memorial(sync::Targets& targets, const std::string& memorial) {
  if (!role_named(targets, memorial)) return no_memorial(memorial);
  std::erase_if(targets.delegations->roles,
                [&](const sync::DelegatedRole& each) { return each.name == memorial || each.name == withdraw_role(memorial); });
  tidy(*targets.delegations);
  return {};
}

Result<std::vector<std::string>> replace_curator(sync::Targets& targets, const std::string& key, const NamedKey& by) {
  if (!targets.delegations) return usage("there is no memorial yet", key);
  const auto id = id_of(*targets.delegations, key);
  if (!id) return id.error();
  std::vector<std::string> memorials;
  for (sync::DelegatedRole& role : targets.delegations->roles) {
    if (!holds(role, *id)) continue;
    if (holds(role, by.id)) return usage("is a curator of " + role.name + " already; remove the old key instead: delegate rm", by.name);
    std::replace(role.keyids.begin(), role.keyids.end(), *id, by.id);
    memorials.push_back(role.name);
  }
  remember(targets.delegations->keys, targets.delegations->other, by);
  tidy(*targets.delegations);
  return memorials;
}

}  // namespace kiosk::repo
