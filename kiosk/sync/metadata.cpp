#include "kiosk/sync/metadata.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "kiosk/base/clock.h"
#include "kiosk/sync/canonical_json.h"
#include "kiosk/sync/keys_json.h"
#include "kiosk/sync/manifest_json.h"

namespace kiosk::sync {
namespace {

constexpr std::array<const char*, 4> kTopRoles{"root", "snapshot", "targets", "timestamp"};

// What goes wrong first, of a whole document; later ones would only follow from it.
struct Fault {
  std::optional<Error> error;
  std::string subject;
  void say(ErrorKind kind, std::string message) {
    if (!error) error = Error{kind, std::move(message), subject};
  }
};

// The members of one object, each taken once; what is left at the end nobody here knows.
class Members {
 public:
  Members(Json object, std::string where, Fault& fault) : object_(std::move(object)), where_(std::move(where)), fault_(fault) {
    if (object_.is_object()) return;
    fault_.say(ErrorKind::malformed, where_ + " is not an object");
    object_ = Json::object();
  }

  bool has(const char* key) const { return object_.contains(key); }

  Json take(const char* key, Json::value_t type, const char* kind) {
    const auto at = object_.find(key);
    if (at == object_.end()) {
      missing(key, kind);
      return Json(type);
    }
    Json value = std::move(*at);
    object_.erase(at);
    if (value.type() == type) return value;
    missing(key, kind);
    return Json(type);
  }
  std::string text(const char* key) { return take(key, Json::value_t::string, "a text").get<std::string>(); }
  bool flag(const char* key) { return take(key, Json::value_t::boolean, "true or false").get<bool>(); }
  Json list(const char* key) { return take(key, Json::value_t::array, "a list"); }
  Members object(const char* key) { return {take(key, Json::value_t::object, "an object"), where_ + "." + key, fault_}; }
  std::uint64_t number(const char* key, std::uint64_t least) {
    const auto value = take(key, Json::value_t::number_unsigned, "a whole number").get<std::uint64_t>();
    if (value < least || value > kLargestNumber) missing(key, ("a whole number from " + std::to_string(least)).c_str());
    return value;
  }
  std::vector<std::string> texts(const char* key) {
    std::vector<std::string> all;
    for (Json& each : list(key)) {
      if (!each.is_string()) return missing(key, "a list of texts"), all;
      all.push_back(std::move(each.get_ref<std::string&>()));
    }
    return all;
  }
  Time time(const char* key) {
    const auto value = parse_time(text(key));
    if (!value) missing(key, "a time like 2026-11-23T14:51:00Z");
    return value.value_or(Time{});
  }
  // Every member as an object, by name.
  template <typename Take>
  void each(Take take_one) {
    auto all = std::exchange(object_, Json::object());
    for (auto& [name, value] : all.get_ref<Json::object_t&>()) take_one(name, Members(std::move(value), where_ + "." + printable(name), fault_));
  }
  std::string rest() const { return object_.empty() ? std::string() : object_.dump(); }

  void missing(const char* key, const char* kind) { fault_.say(ErrorKind::malformed, where_ + " has no \"" + key + "\" that is " + kind); }
  void say(ErrorKind kind, const std::string& what) { fault_.say(kind, where_ + " " + what); }

 private:
  Json object_;
  std::string where_;
  Fault& fault_;
};

std::map<std::string, std::string> take_hashes(Members from) {
  std::map<std::string, std::string> hashes;
  for (const auto& [name, digits] : {std::pair{"sha256", 64u}, {"sha512", 128u}}) {
    if (!from.has(name)) continue;
    const std::string value = from.text(name);
    if (value.size() != digits || !crypto::from_hex(value)) from.missing(name, (std::to_string(digits) + " lower-case hexadecimal digits").c_str());
    hashes[name] = value;
  }
  const Json others = members_of(from.rest());
  for (const auto& [name, value] : others.items()) {
    if (value.is_string()) hashes[name] = value.get<std::string>();
    else from.say(ErrorKind::malformed, "has a hash that is not a text");
  }
  if (hashes.empty()) from.say(ErrorKind::malformed, "names no hash");
  return hashes;
}

MetaFile take_meta_file(Members from) {
  MetaFile file;
  file.version = from.number("version", 1);
  if (from.has("length")) file.length = from.number("length", 0);
  if (from.has("hashes")) file.hashes = take_hashes(from.object("hashes"));
  file.other = from.rest();
  return file;
}

// Without `other`: a delegated role has more members.
void take_role(Members& from, Role& role, const MetadataLimits& limits) {
  role.keyids = from.texts("keyids");
  role.threshold = from.number("threshold", 1);
  if (role.keyids.size() > limits.keys_of_a_role) from.say(ErrorKind::limit, "has too many keys");
  if (std::set<std::string>(role.keyids.begin(), role.keyids.end()).size() != role.keyids.size())
    from.say(ErrorKind::malformed, "names a key twice");
}

Keys take_keys(Members from) {
  Keys keys;
  from.each([&](const std::string& id, Members key) {
    Key& one = keys[id];
    one.type = key.text("keytype");
    one.scheme = key.text("scheme");
    Members value = key.object("keyval");
    // Types that are not known here may have something else as their value.
    if (value.has("public")) {
      one.value = value.text("public");
      if (one.value.empty()) value.missing("public", "a text");
    }
    one.other_of_value = value.rest();
    one.other = key.rest();
  });
  return keys;
}

Head take_head(Members& from) {
  Head head;
  head.spec_version = from.text("spec_version");
  if (!head.spec_version.starts_with("1.")) from.say(ErrorKind::refused, "follows version " + printable(head.spec_version) + " of the TUF specification; this program knows 1");
  head.version = from.number("version", 1);
  head.expires = from.time("expires");
  return head;
}

void take(Members& from, Root& root, const MetadataLimits& limits) {
  if (from.has("consistent_snapshot")) root.consistent_snapshot = from.flag("consistent_snapshot");
  else root.consistent_snapshot.reset();
  root.keys = take_keys(from.object("keys"));
  from.object("roles").each([&](const std::string& name, Members role) {
    Role& one = root.roles[name];
    take_role(role, one, limits);
    one.other = role.rest();
  });
  for (const char* name : kTopRoles)
    if (!root.roles.contains(name)) from.say(ErrorKind::malformed, std::string("has no role \"") + name + "\"");
}

void take(Members& from, Timestamp& timestamp, const MetadataLimits&) {
  Members meta = from.object("meta");
  timestamp.snapshot = take_meta_file(meta.object("snapshot.json"));
  if (!meta.rest().empty()) from.say(ErrorKind::malformed, "names other documents than the snapshot");
  if (from.has("x-issued")) timestamp.issued = from.time("x-issued");
}

void take(Members& from, Snapshot& snapshot, const MetadataLimits&) {
  from.object("meta").each([&](const std::string& name, Members file) { snapshot.meta[name] = take_meta_file(std::move(file)); });
  if (!snapshot.meta.contains("targets.json")) from.say(ErrorKind::malformed, "names no targets.json");
}

TargetFile take_target(Members from) {
  TargetFile file;
  file.length = from.number("length", 0);
  file.hashes = take_hashes(from.object("hashes"));
  if (from.has("custom")) file.custom = from.take("custom", Json::value_t::object, "an object").dump();
  file.other = from.rest();
  return file;
}

DelegatedRole take_delegated(Members from, const MetadataLimits& limits) {
  DelegatedRole role;
  role.name = from.text("name");
  take_role(from, role, limits);
  role.terminating = from.flag("terminating");
  if (from.has("paths") == from.has("path_hash_prefixes")) from.say(ErrorKind::malformed, "has not one of \"paths\" and \"path_hash_prefixes\"");
  if (from.has("paths")) role.paths = from.texts("paths");
  if (from.has("path_hash_prefixes")) {
    role.hash_prefixes = from.texts("path_hash_prefixes");
    if (role.hash_prefixes.empty()) from.missing("path_hash_prefixes", "a list of texts");
  }
  role.other = from.rest();
  const bool top = std::find(kTopRoles.begin(), kTopRoles.end(), role.name) != kTopRoles.end();
  if (role.name.empty() || top) from.say(ErrorKind::malformed, "has no name that a delegated role may have");
  return role;
}

Delegations take_delegations(Members from, Fault& fault, const MetadataLimits& limits) {
  Delegations delegations;
  delegations.keys = take_keys(from.object("keys"));
  std::set<std::string> names;
  if (from.has("roles"))
    for (Json& each : from.list("roles")) {
      delegations.roles.push_back(take_delegated(Members(std::move(each), "a delegated role", fault), limits));
      if (!names.insert(delegations.roles.back().name).second)
        from.say(ErrorKind::malformed, "names the role " + printable(delegations.roles.back().name) + " twice");
    }
  else from.say(ErrorKind::malformed, "has no \"roles\" (other ways to delegate are not known here)");
  delegations.other = from.rest();
  return delegations;
}

void take(Members& from, Targets& targets, const MetadataLimits& limits, Fault& fault) {
  from.object("targets").each([&](const std::string& path, Members file) { targets.targets[path] = take_target(std::move(file)); });
  if (targets.targets.size() > limits.targets) from.say(ErrorKind::limit, "names more than " + std::to_string(limits.targets) + " targets");
  if (from.has("delegations")) targets.delegations = take_delegations(from.object("delegations"), fault, limits);
}

std::vector<Signature> take_signatures(Json list, Fault& fault, const MetadataLimits& limits) {
  std::vector<Signature> signatures;
  std::set<std::string> seen;
  if (list.size() > limits.signatures) fault.say(ErrorKind::limit, "has too many signatures");
  for (Json& each : list) {
    Members one(std::move(each), "a signature", fault);
    signatures.push_back({one.text("keyid"), one.text("sig")});
    if (!seen.insert(signatures.back().keyid).second) fault.say(ErrorKind::malformed, "has two signatures by one key");
  }
  return signatures;
}

std::size_t largest(const Root*, const MetadataLimits& limits) { return limits.root_bytes; }
std::size_t largest(const Timestamp*, const MetadataLimits& limits) { return limits.timestamp_bytes; }
std::size_t largest(const Snapshot*, const MetadataLimits& limits) { return limits.snapshot_bytes; }
std::size_t largest(const Targets*, const MetadataLimits& limits) { return limits.targets_bytes; }

Json to_json(const MetaFile& file) {
  Json json = members_of(file.other);
  json["version"] = file.version;
  if (file.length) json["length"] = *file.length;
  if (!file.hashes.empty()) json["hashes"] = file.hashes;
  return json;
}

Json to_json(const Role& role) {
  Json json = members_of(role.other);
  json["keyids"] = role.keyids;
  json["threshold"] = role.threshold;
  return json;
}

Json to_json(const Keys& keys) {
  Json json = Json::object();
  for (const auto& [id, key] : keys) json[id] = to_json(key);
  return json;
}

Json to_json(const TargetFile& file) {
  Json json = members_of(file.other);
  json["length"] = file.length;
  json["hashes"] = file.hashes;
  if (!file.custom.empty()) json["custom"] = members_of(file.custom);
  return json;
}

Json to_json(const Delegations& delegations) {
  Json json = members_of(delegations.other);
  json["keys"] = to_json(delegations.keys);
  json["roles"] = Json::array();
  for (const DelegatedRole& role : delegations.roles) {
    Json one = to_json(static_cast<const Role&>(role));
    one["name"] = role.name;
    one["terminating"] = role.terminating;
    if (role.hash_prefixes.empty()) one["paths"] = role.paths;
    else one["path_hash_prefixes"] = role.hash_prefixes;
    json["roles"].push_back(std::move(one));
  }
  return json;
}

void put(Json& json, const Root& root) {
  if (root.consistent_snapshot) json["consistent_snapshot"] = *root.consistent_snapshot;
  json["keys"] = to_json(root.keys);
  json["roles"] = Json::object();
  for (const auto& [name, role] : root.roles) json["roles"][name] = to_json(role);
}

void put(Json& json, const Timestamp& timestamp) {
  json["meta"]["snapshot.json"] = to_json(timestamp.snapshot);
  if (timestamp.issued) json["x-issued"] = to_string(*timestamp.issued);
}

void put(Json& json, const Snapshot& snapshot) {
  json["meta"] = Json::object();
  for (const auto& [name, file] : snapshot.meta) json["meta"][name] = to_json(file);
}

void put(Json& json, const Targets& targets) {
  json["targets"] = Json::object();
  for (const auto& [path, file] : targets.targets) json["targets"][path] = to_json(file);
  if (targets.delegations) json["delegations"] = to_json(*targets.delegations);
}

template <typename T>
Json to_signed_json(const T& content) {
  Json json = members_of(content.other);
  json["_type"] = T::kType;
  json["spec_version"] = content.spec_version;
  json["version"] = content.version;
  json["expires"] = to_string(content.expires);
  put(json, content);
  return json;
}

}  // namespace

std::optional<Time> parse_time(std::string_view text) {
  const auto time = parse_utc_time(text);
  return time ? std::optional(*time) : std::nullopt;
}

std::string to_string(Time time) { return to_utc_string(time); }

template <typename T>
Result<Document<T>> parse_document(std::string_view bytes, std::string_view subject, const MetadataLimits& limits) {
  if (bytes.size() > largest(static_cast<const T*>(nullptr), limits))
    return Error{ErrorKind::limit, "is larger than the " + std::to_string(largest(static_cast<const T*>(nullptr), limits)) + " bytes allowed", std::string(subject)};
  auto json = parse_json(bytes, subject, limits.depth);
  if (!json) return json.error();
  Fault fault{{}, std::string(subject)};
  Members envelope(*std::move(json), "it", fault);
  Document<T> document;
  document.signatures = take_signatures(envelope.list("signatures"), fault, limits);
  Json content = envelope.take("signed", Json::value_t::object, "an object");
  // All numbers are checked here, also those that nobody reads.
  auto canonical = canonical_json(content, subject);
  if (!canonical) return canonical.error();
  document.signed_bytes = *std::move(canonical);
  Members from(std::move(content), "\"signed\"", fault);
  if (const std::string type = from.text("_type"); type != T::kType)
    fault.say(ErrorKind::malformed, std::string("is not of type \"") + T::kType + "\" but \"" + printable(type) + "\"");
  static_cast<Head&>(document.content) = take_head(from);
  if constexpr (std::is_same_v<T, Targets>) take(from, document.content, limits, fault);
  else take(from, document.content, limits);
  document.content.other = from.rest();
  if (fault.error) return *fault.error;
  return document;
}

template <typename T>
std::string signed_bytes(const T& content) {
  auto bytes = canonical_json(to_signed_json(content), T::kType);
  if (!bytes) std::abort();
  return *std::move(bytes);
}

template <typename T>
std::string write_document(const T& content, std::vector<Signature> signatures) {
  std::sort(signatures.begin(), signatures.end(), [](const Signature& a, const Signature& b) { return a.keyid < b.keyid; });
  Json list = Json::array();
  for (const Signature& each : signatures) list.push_back({{"keyid", each.keyid}, {"sig", each.value}});
  return Json{{"signatures", std::move(list)}, {"signed", to_signed_json(content)}}.dump(1) + "\n";
}

Signature sign(const crypto::PrivateKey& key, std::string_view bytes) {
  const std::string signature = key.sign(bytes);
  return {key_id(describe(key)), crypto::hex({reinterpret_cast<const std::uint8_t*>(signature.data()), signature.size()})};
}

template Result<Document<Root>> parse_document(std::string_view, std::string_view, const MetadataLimits&);
template Result<Document<Timestamp>> parse_document(std::string_view, std::string_view, const MetadataLimits&);
template Result<Document<Snapshot>> parse_document(std::string_view, std::string_view, const MetadataLimits&);
template Result<Document<Targets>> parse_document(std::string_view, std::string_view, const MetadataLimits&);
template std::string signed_bytes(const Root&);
template std::string signed_bytes(const Timestamp&);
template std::string signed_bytes(const Snapshot&);
template std::string signed_bytes(const Targets&);
template std::string write_document(const Root&, std::vector<Signature>);
template std::string write_document(const Timestamp&, std::vector<Signature>);
template std::string write_document(const Snapshot&, std::vector<Signature>);
template std::string write_document(const Targets&, std::vector<Signature>);

}  // namespace kiosk::sync
