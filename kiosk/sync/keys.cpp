#include "kiosk/sync/keys.h"

#include <cstdlib>

#include "kiosk/sync/canonical_json.h"
#include "kiosk/sync/keys_json.h"

namespace kiosk::sync {
namespace {

constexpr const char* kHashAlgorithms = "keyid_hash_algorithms";

std::string id_of(const Json& key) {
  const auto bytes = canonical_json(key, "key");
  return bytes ? crypto::hex(crypto::sha256(*bytes)) : std::string();
}

}  // namespace

Json to_json(const Key& key) {
  Json value = members_of(key.other_of_value);
  if (!key.value.empty()) value["public"] = key.value;
  Json json = members_of(key.other);
  json["keytype"] = key.type;
  json["scheme"] = key.scheme;
  json["keyval"] = std::move(value);
  return json;
}

Json members_of(const std::string& other) {
  if (other.empty()) return Json::object();
  auto json = parse_json(other, "other");
  if (!json || !json->is_object()) std::abort();
  return *std::move(json);
}

Key describe(const crypto::PrivateKey& key) {
  const std::string bytes = key.public_bytes();
  return {"ed25519", "ed25519", crypto::hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}), "", ""};
}

std::string key_id(const Key& key) { return id_of(to_json(key)); }

bool has_id(const Key& key, std::string_view id) {
  const Json whole = to_json(key);
  if (id_of(whole) == id) return true;
  Json plain{{"keytype", key.type}, {"scheme", key.scheme}, {"keyval", {{"public", key.value}}}};
  if (id_of(plain) == id) return true;
  if (!whole.contains(kHashAlgorithms)) return false;
  plain[kHashAlgorithms] = whole[kHashAlgorithms];
  return id_of(plain) == id;
}

Result<crypto::PublicKey> open_key(const Key& key, std::string_view id) {
  if (!has_id(key, id)) return Error{ErrorKind::refused, "stands under an id that is not its own", std::string(id)};
  auto opened = [&]() -> Result<crypto::PublicKey> {
    if (key.type == "ed25519" && key.scheme == "ed25519") {
      const auto bytes = crypto::from_hex(key.value);
      if (!bytes) return Error{ErrorKind::malformed, "is not in lower-case hexadecimal digits", ""};
      return crypto::PublicKey::ed25519(*bytes);
    }
    // The longer type is that of TUF before 1.0.30.
    if ((key.type == "ecdsa" || key.type == "ecdsa-sha2-nistp256") && key.scheme == "ecdsa-sha2-nistp256")
      return crypto::PublicKey::from_pem(key.value, crypto::Scheme::ecdsa_p256_sha256);
    if (key.type == "rsa" && key.scheme == "rsassa-pss-sha256")
      return crypto::PublicKey::from_pem(key.value, crypto::Scheme::rsa_pss_sha256);
    return Error{ErrorKind::refused, "is of a type or scheme that this program does not know", ""};
  }();
  if (opened) return opened;
  return Error{opened.error().kind, opened.error().message, std::string(id)};
}

}  // namespace kiosk::sync
