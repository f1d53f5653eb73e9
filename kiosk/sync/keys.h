// A public key as TUF metadata describe it (TUF specification §4.2), and what it takes for its signatures to count.
//
// A key that cannot be used, of a type that is not known here, ill-formed or under an id that is not its own, makes no document invalid
// (a later program's keys must not lock this one out); its signatures count for nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "kiosk/base/crypto.h"
#include "kiosk/base/result.h"

namespace kiosk::sync {

struct Key {
  std::string type;    // "ed25519", "ecdsa", "rsa"
  std::string scheme;  // "ed25519", "ecdsa-sha2-nistp256", "rsassa-pss-sha256"
  std::string value;   // keyval.public: 64 lower-case hexadecimal digits of an Ed25519 key; PEM of the others; empty where there is none
  // Members that nobody here knows, of the key and of its keyval: the text of a JSON object, empty where there are none.
  std::string other, other_of_value;

  bool operator==(const Key&) const = default;
};

using Keys = std::map<std::string, Key>;  // by id

// The key of an Ed25519 secret, as we publish it.
Key describe(const crypto::PrivateKey& key);

// SHA-256 of the key's canonical JSON, in hexadecimal. Of what we write; has_id is for reading.
std::string key_id(const Key& key);
// Whether `id` is this key's. Publishers differ in what they hash: the whole object, or type, scheme and value alone, with or without
// "keyid_hash_algorithms" (TUF before 1.0.20); each of them is bound to the key.
bool has_id(const Key& key, std::string_view id);

// refused or malformed where signatures by this key count for nothing: the reason.
Result<crypto::PublicKey> open_key(const Key& key, std::string_view id);

}  // namespace kiosk::sync
