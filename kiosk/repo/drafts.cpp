#include "kiosk/repo/drafts.h"

#include <algorithm>
#include <optional>
#include <set>

#include "kiosk/base/json.h"
#include "kiosk/repo/layout.h"

namespace kiosk::repo {
namespace {

constexpr const char* kNames = "x-names";
constexpr sync::MetadataLimits kLimits;

template <typename T>
Result<sync::Document<T>> read_document(const Folder& folder, const std::string& path, std::size_t max_bytes) {
  const auto bytes = folder.read(path, max_bytes);
  if (!bytes) return bytes.error();
  return sync::parse_document<T>(*bytes, folder.at(path).string(), kLimits);
}

std::size_t largest(const std::string& role) { return role == "root" ? kLimits.root_bytes : kLimits.targets_bytes; }

template <typename T>
Result<sync::Document<T>> newest_document(const Folder& folder, const std::string& role) {
  const auto version = folder.newest(role);
  if (!version) return version.error();
  if (*version == 0) return Error{ErrorKind::not_found, "nobody has signed this document yet", role};
  return read_document<T>(folder, metadata_path(*version, role), largest(role));
}

Authority authority_of(const sync::Root& root, const std::string& role) { return {root.roles.at(role), root.keys, names_in(root.other)}; }

// Equal but for version and expiry, which every new document has anew.
template <typename T>
bool says_the_same(T a, const T& b) {
  a.version = b.version;
  a.expires = b.expires;
  return sync::signed_bytes(a) == sync::signed_bytes(b);
}

// As it is to be signed: what was begun with the same words and this version goes on, with its expiry, so that signatures add up.
template <typename T>
T continued(T content, const T* begun, std::uint64_t version, sync::Time expires) {
  if (begun && begun->version == version && says_the_same(content, *begun)) return *begun;
  content.version = version;
  content.expires = expires;
  return content;
}

bool contains(const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

}  // namespace

Names names_in(const std::string& other) {
  Names names;
  if (other.empty()) return names;
  const auto json = parse_json(other, kNames);
  if (!json || !json->is_object() || !json->contains(kNames) || !(*json)[kNames].is_object()) return names;
  for (const auto& [id, name] : (*json)[kNames].items())
    if (name.is_string() && is_name(name.get_ref<const std::string&>())) names[id] = name.get<std::string>();
  return names;
}

std::string with_names(const std::string& other, const Names& names) {
  auto json = other.empty() ? Result<Json>(Json::object()) : parse_json(other, kNames);
  if (!json || !json->is_object()) json = Json::object();
  (*json)[kNames] = names;
  return json->dump();
}

std::string Authority::name_of(const std::string& id) const {
  const auto at = names.find(id);
  return at == names.end() ? id.substr(0, 8) : at->second;
}

std::vector<std::string> signers(const std::vector<sync::Signature>& signatures, std::string_view signed_bytes, const Authority& authority) {
  std::vector<std::string> found;
  std::set<std::string> persons;
  for (const std::string& id : authority.role.keyids) {
    const auto signature = std::find_if(signatures.begin(), signatures.end(), [&](const sync::Signature& each) { return each.keyid == id; });
    const auto key = authority.keys.find(id);
    if (signature == signatures.end() || key == authority.keys.end()) continue;
    const auto opened = sync::open_key(key->second, id);
    const auto bytes = crypto::from_hex(signature->value);
    if (opened && bytes && opened->verifies(signed_bytes, *bytes) && persons.insert(opened->identity()).second) found.push_back(id);
  }
  return found;
}

bool is_signed(const std::vector<sync::Signature>& signatures, std::string_view signed_bytes, const Authority& authority) {
  return signers(signatures, signed_bytes, authority).size() >= authority.role.threshold;
}

Result<sync::Document<sync::Root>> Drafts::root() const { return newest_document<sync::Root>(folder_, "root"); }

Result<sync::Document<sync::Targets>> Drafts::targets(const std::string& role) const { return newest_document<sync::Targets>(folder_, role); }

Result<Authority> Drafts::authority(const std::string& role) const {
  if (role == "targets") {
    const auto by = root();
    if (!by) return by.error();
    return authority_of(by->content, role);
  }
  const auto by = targets("targets");
  if (!by) return by.error();
  if (by->content.delegations)
    for (const sync::DelegatedRole& each : by->content.delegations->roles)
      if (each.name == role) return Authority{each, by->content.delegations->keys, names_in(by->content.delegations->other)};
  return Error{ErrorKind::usage, "there is no such memorial here; a coordinator adds it: kioskctl repo delegate add " + role + " KEY.pub.json", role};
}

Result<std::vector<std::string>> Drafts::delegated() const {
  const auto by = targets("targets");
  if (!by) return by.error();
  std::vector<std::string> names;
  if (by->content.delegations)
    for (const sync::DelegatedRole& each : by->content.delegations->roles) names.push_back(each.name);
  return names;
}

Result<std::vector<std::string>> Drafts::staged() const {
  auto names = folder_.list("staged");
  if (!names) return names;
  std::vector<std::string> roles;
  for (const std::string& name : *names)
    if (name.ends_with(".json")) roles.push_back(name.substr(0, name.size() - 5));
  return roles;
}

Result<sync::Targets> Drafts::next_targets(const std::string& role) const {
  const auto version = folder_.newest(role);
  if (!version) return version.error();
  if (folder_.has(staged_path(role))) {
    auto staged = read_document<sync::Targets>(folder_, staged_path(role), kLimits.targets_bytes);
    if (!staged) return staged.error();
    // One that began before the newest complete one would take back what that one brought.
    if (staged->content.version > *version) return std::move(staged->content);
  }
  auto newest = targets(role);
  if (newest) return std::move(newest->content);
  if (newest.error().kind != ErrorKind::not_found) return newest.error();
  return sync::Targets{};
}

Result<sync::Root> Drafts::next_root() const {
  if (folder_.has(staged_path("root"))) {
    auto staged = read_document<sync::Root>(folder_, staged_path("root"), kLimits.root_bytes);
    if (!staged) return staged.error();
    return std::move(staged->content);
  }
  auto newest = root();
  if (!newest) return newest.error();
  return std::move(newest->content);
}

// Which keys are to sign. One person has one voice: which of several keys here is meant, must be said.
Result<std::set<std::string>> Drafts::choose(const std::string& role, const std::vector<Authority>& authorities, const std::vector<std::string>& ids) const {
  std::set<std::string> here;
  std::string names, all;
  for (const Authority& authority : authorities)
    for (const std::string& id : authority.role.keyids) {
      const std::string name = authority.name_of(id);
      if ((", " + all).find(", " + name) == std::string::npos) all += (all.empty() ? "" : ", ") + name;
      if (keyring_.can_open(id) && here.insert(id).second) names += (names.empty() ? "" : " or ") + name;
    }
  for (const std::string& id : ids)
    if (std::none_of(authorities.begin(), authorities.end(), [&](const Authority& each) { return contains(each.role.keyids, id); }))
      return Error{ErrorKind::usage, "this key may not sign " + role + "; those that may: " + all + ". A coordinator adds one: kioskctl repo delegate add", id.substr(0, 8)};
  if (!ids.empty()) return std::set<std::string>(ids.begin(), ids.end());
  if (here.empty()) return Error{ErrorKind::usage, "no key in " + keyring_.folder().string() + " may sign it; those that may: " + all, role};
  if (here.size() > 1) return Error{ErrorKind::usage, "several keys here may sign it; name one: --as " + names, role};
  return here;
}

template <typename T>
Result<Signing> Drafts::sign_and_store(const std::string& role, const T& content, const std::vector<Authority>& authorities,
                                       const std::set<std::string>& ids) {
  const std::string bytes = sync::signed_bytes(content);
  std::vector<sync::Signature> signatures;
  Signing signing{role, content.version, authorities.front().role.threshold, true, true, {}, {}};
  if (folder_.has(staged_path(role))) {
    auto staged = read_document<T>(folder_, staged_path(role), largest(role));
    if (staged && staged->signed_bytes == bytes) signatures = std::move(staged->signatures);
  }
  for (const std::string& id : ids) {
    if (std::any_of(signatures.begin(), signatures.end(), [&](const sync::Signature& each) { return each.keyid == id; })) continue;
    const auto key = keyring_.open(id);
    if (!key) return key.error();
    signatures.push_back(sync::sign(**key, bytes));
  }
  for (const Authority& authority : authorities) {
    const auto by = signers(signatures, bytes, authority);
    signing.is_complete = signing.is_complete && by.size() >= authority.role.threshold;
    for (const std::string& id : authority.role.keyids) {
      auto& list = contains(by, id) ? signing.signed_by : signing.could_sign;
      if (!contains(list, authority.name_of(id))) list.push_back(authority.name_of(id));
    }
  }
  const std::string document = sync::write_document(content, signatures);
  if (document.size() > largest(role))
    return Error{ErrorKind::limit, "would be larger than the " + std::to_string(largest(role)) + " bytes that a kiosk takes", role};
  if (!signing.is_complete || role == "root") {
    if (auto done = folder_.replace(staged_path(role), document); !done) return done.error();
    return signing;
  }
  if (auto done = folder_.add(metadata_path(content.version, role), document); !done) return done.error();
  if (auto done = folder_.remove(staged_path(role)); !done) return done.error();
  return signing;
}

Result<Signing> Drafts::sign(const std::string& role, sync::Targets content, const std::vector<std::string>& ids, bool renew) {
  auto authority = this->authority(role);
  if (!authority) return authority.error();
  if (!ids.empty())
    if (const auto chosen = choose(role, {*authority}, ids); !chosen) return chosen.error();
  const auto newest = targets(role);
  if (!newest && newest.error().kind != ErrorKind::not_found) return newest.error();
  // Content that is complete already is kept, as long as those who signed it still count.
  if (newest && !renew && says_the_same(content, newest->content) &&
      is_signed(newest->signatures, newest->signed_bytes, *authority)) {
    if (auto done = drop(role); !done) return done.error();
    return Signing{role, newest->content.version, authority->role.threshold, true, false, {}, {}};
  }
  const std::uint64_t next = newest ? newest->content.version + 1 : 1;
  const auto begun = next_targets(role);
  if (!begun && begun.error().kind != ErrorKind::not_found) return begun.error();
  content = continued(std::move(content), begun ? &*begun : nullptr, next, now_ + kTargetsLife);
  const auto chosen = choose(role, {*authority}, ids);
  if (!chosen) return chosen.error();
  return sign_and_store(role, content, {*std::move(authority)}, *chosen);
}

Result<Signing> Drafts::store_root(sync::Root content, const std::vector<std::string>* ids) {
  std::vector<Authority> authorities{authority_of(content, "root")};
  const auto newest = root();
  if (newest) authorities.push_back(authority_of(newest->content, "root"));
  else if (newest.error().kind != ErrorKind::not_found) return newest.error();
  const std::uint64_t next = newest ? newest->content.version + 1 : 1;
  const auto begun = next_root();
  if (!begun && begun.error().kind != ErrorKind::not_found) return begun.error();
  content = continued(std::move(content), begun ? &*begun : nullptr, next, now_ + kRootLife);
  if (!ids) return sign_and_store("root", content, authorities, {});
  const auto chosen = choose("root", authorities, *ids);
  if (!chosen) return chosen.error();
  return sign_and_store("root", content, authorities, *chosen);
}

Result<Signing> Drafts::sign(sync::Root content, const std::vector<std::string>& ids) { return store_root(std::move(content), &ids); }

Result<Signing> Drafts::stage(sync::Root content) { return store_root(std::move(content), nullptr); }

Result<void> Drafts::release_root() {
  const auto content = next_root();
  if (!content) return content.error();
  const auto state = stage(*content);
  if (!state) return state.error();
  if (!state->is_complete) {
    std::string who;
    for (const std::string& name : state->could_sign) who += (who.empty() ? "" : ", ") + name;
    return Error{ErrorKind::refused, "lacks signatures of " + who + "; each runs `kioskctl repo root sign`", staged_path("root")};
  }
  const auto bytes = folder_.read(staged_path("root"), kLimits.root_bytes);
  if (!bytes) return bytes.error();
  if (auto done = folder_.add(metadata_path(content->version, "root"), *bytes); !done) return done;
  return drop("root");
}

Result<void> Drafts::drop(const std::string& role) { return folder_.remove(staged_path(role)); }

}  // namespace kiosk::repo
