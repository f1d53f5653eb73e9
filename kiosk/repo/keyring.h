// Key files of one person: NAME.key (encrypted PKCS#8 PEM, 0600) and NAME.pub.json, which may be given to anybody.
//
// Secrets : a passphrase comes from whoever asks the person; it stands in no argument and no log. An opened key stays in memory until the end.
// Threads : one.
// Errors  : usage (no such key, a name that cannot be one, there already), refused (wrong passphrase, readable by others), malformed, io.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/crypto.h"
#include "kiosk/base/result.h"
#include "kiosk/sync/keys.h"

namespace kiosk::repo {

struct NamedKey {
  std::string name;  // whose it is, for people; "" where nobody said
  std::string id;
  sync::Key key;
};

// {"format":1,"name":"wang","keytype":"ed25519","scheme":"ed25519","keyval":{"public":"…"}}; Ed25519 alone.
Result<NamedKey> parse_public_key(std::string_view bytes, std::string_view subject);
std::string write_public_key(const NamedKey& key);

struct Question {
  std::string key;         // its name
  bool is_new = false;     // to be asked twice
  bool was_wrong = false;  // the last answer did not open it
};
// Answers with the passphrase, or says why there is none.
using Ask = std::function<Result<std::string>(const Question&)>;

class Keyring {
 public:
  // `folder` is made (0700) with the first key.
  Keyring(std::filesystem::path folder, Ask ask) : folder_(std::move(folder)), ask_(std::move(ask)) {}

  const std::filesystem::path& folder() const { return folder_; }
  Result<NamedKey> make(const std::string& name);
  // All public keys here, by name.
  Result<std::vector<NamedKey>> list() const;
  // By the name of a key here, or the path of a .pub.json.
  Result<NamedKey> find(const std::string& name_or_file) const;
  // Whether its secret is here.
  bool can_open(const std::string& id) const;
  // Asks for the passphrase, up to three times where a person answers. The key belongs to this ring.
  Result<const crypto::PrivateKey*> open(const std::string& id);

 private:
  std::optional<std::string> name_of_secret(const std::string& id) const;

  std::filesystem::path folder_;
  Ask ask_;
  std::map<std::string, crypto::PrivateKey> opened_;  // by id
};

}  // namespace kiosk::repo
