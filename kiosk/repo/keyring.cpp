#include "kiosk/repo/keyring.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"
#include "kiosk/repo/layout.h"

namespace kiosk::repo {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyFileBytes = 16u << 10;
constexpr int kTries = 3;  // of a person who mistypes
constexpr std::string_view kPublicEnd = ".pub.json";

// Neither half-written nor readable by others for an instant, and never in the place of another.
Result<void> write_new(const fs::path& path, std::string_view bytes, mode_t mode) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0 && errno == EEXIST) return Error{ErrorKind::usage, "is there already; take another name", path.string()};
  if (fd < 0) return system_error("cannot write", path, errno);
  const ssize_t written = ::write(fd, bytes.data(), bytes.size());
  const int error = written == static_cast<ssize_t>(bytes.size()) && ::fsync(fd) == 0 ? 0 : errno == 0 ? EIO : errno;
  ::close(fd);
  if (error == 0) return sync_directory(path.parent_path());
  ::unlink(path.c_str());
  return system_error("cannot write", path, error);
}

Error not_a_key(std::string_view subject, const std::string& why) {
  return {ErrorKind::malformed, "is no public key of this program: " + why, std::string(subject)};
}

}  // namespace

Result<NamedKey> parse_public_key(std::string_view bytes, std::string_view subject) {
  const auto json = parse_json(bytes, subject, 4);
  if (!json) return json.error();
  const auto text = [](const Json& object, const char* key) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  if (!json->is_object() || !json->contains("format") || (*json)["format"] != 1) return not_a_key(subject, "it has no \"format\": 1");
  if (!json->contains("keyval") || !(*json)["keyval"].is_object()) return not_a_key(subject, "it has no \"keyval\"");
  NamedKey key;
  key.name = text(*json, "name");
  if (!is_name(key.name)) return not_a_key(subject, "its \"name\" is not of a-z 0-9 . _ -");
  key.key = {text(*json, "keytype"), text(*json, "scheme"), text((*json)["keyval"], "public"), "", ""};
  if (key.key.type != "ed25519") return not_a_key(subject, "its \"keytype\" is not ed25519");
  key.id = sync::key_id(key.key);
  if (const auto opened = sync::open_key(key.key, key.id); !opened) return not_a_key(subject, opened.error().message);
  return key;
}

std::string write_public_key(const NamedKey& key) {
  const OrderedJson json{{"format", 1}, {"name", key.name}, {"keytype", key.key.type}, {"scheme", key.key.scheme}, {"keyval", {{"public", key.key.value}}}};
  return json.dump() + "\n";
}

Result<NamedKey> Keyring::make(const std::string& name) {
  if (!is_name(name))
    return Error{ErrorKind::usage, "a key's name has a-z 0-9 . _ - alone and begins with a letter or digit: kioskctl repo key new wang", name};
  if (fs::exists(folder_ / (name + ".key")) || fs::exists(folder_ / (name + std::string(kPublicEnd))))
    return Error{ErrorKind::usage, "is there already; take another name", (folder_ / (name + ".key")).string()};
  const auto passphrase = ask_({name, true, false});
  if (!passphrase) return passphrase.error();
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) return system_error("cannot make", folder_, error.value());
  fs::permissions(folder_, fs::perms(0700), error);
  const crypto::PrivateKey secret = crypto::PrivateKey::generate();
  NamedKey key{name, "", sync::describe(secret)};
  key.id = sync::key_id(key.key);
  // The public half first: a secret that nobody can name would be of no use.
  if (auto done = write_new(folder_ / (name + std::string(kPublicEnd)), write_public_key(key), 0644); !done) return done.error();
  if (auto done = write_new(folder_ / (name + ".key"), secret.to_pem(*passphrase), 0600); !done) return done.error();
  opened_.emplace(key.id, secret);
  return key;
}

Result<std::vector<NamedKey>> Keyring::list() const {
  std::vector<NamedKey> keys;
  std::error_code error;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    if (!it->path().filename().string().ends_with(kPublicEnd)) continue;
    auto key = find(it->path().string());
    if (!key) return key.error();
    keys.push_back(*std::move(key));
  }
  if (error && error != std::errc::no_such_file_or_directory) return system_error("cannot read", folder_, error.value());
  std::sort(keys.begin(), keys.end(), [](const NamedKey& a, const NamedKey& b) { return a.name < b.name; });
  return keys;
}

Result<NamedKey> Keyring::find(const std::string& name_or_file) const {
  const bool is_file = name_or_file.ends_with(kPublicEnd);
  if (!is_file && !is_name(name_or_file)) return Error{ErrorKind::usage, "is neither a key's name nor a file ending in .pub.json", name_or_file};
  const fs::path path = is_file ? fs::path(name_or_file) : folder_ / (name_or_file + std::string(kPublicEnd));
  const auto bytes = read_file(path, kKeyFileBytes);
  if (bytes) return parse_public_key(*bytes, path.string());
  if (bytes.error().kind != ErrorKind::not_found) return bytes.error();
  return Error{ErrorKind::usage, "there is no such key; `kioskctl repo key list` shows those of this machine, `key new NAME` makes one", path.string()};
}

std::optional<std::string> Keyring::name_of_secret(const std::string& id) const {
  const auto keys = list();
  if (!keys) return std::nullopt;
  for (const NamedKey& key : *keys)
    if (std::error_code ignored; key.id == id && fs::exists(folder_ / (key.name + ".key"), ignored)) return key.name;
  return std::nullopt;
}

bool Keyring::can_open(const std::string& id) const { return opened_.contains(id) || name_of_secret(id).has_value(); }

Result<const crypto::PrivateKey*> Keyring::open(const std::string& id) {
  if (const auto at = opened_.find(id); at != opened_.end()) return &at->second;
  const auto name = name_of_secret(id);
  if (!name) return Error{ErrorKind::usage, "the secret of this key is not in " + folder_.string(), id.substr(0, 8)};
  const fs::path path = folder_ / (*name + ".key");
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return system_error("cannot read", path, errno);
  if ((info.st_mode & 077) != 0) return Error{ErrorKind::refused, "may be read by others; mend it: chmod 600 " + path.string(), path.string()};
  const auto pem = read_file(path, kKeyFileBytes);
  if (!pem) return pem.error();
  const auto encrypted = crypto::is_encrypted(*pem);
  if (!encrypted) return Error{encrypted.error().kind, encrypted.error().message, path.string()};
  auto secret = *encrypted ? Result<crypto::PrivateKey>(Error{}) : crypto::PrivateKey::from_pem(*pem, std::nullopt);
  for (int tries = 0; *encrypted && !secret && tries < kTries; ++tries) {
    const auto passphrase = ask_({*name, false, tries > 0});
    if (!passphrase) return passphrase.error();
    secret = crypto::PrivateKey::from_pem(*pem, *passphrase);
    if (!secret && secret.error().kind != ErrorKind::refused) break;
  }
  if (!secret) return Error{secret.error().kind, secret.error().message, path.string()};
  // Otherwise a mixed-up pair would sign under an id that its signatures do not fit.
  if (sync::key_id(sync::describe(*secret)) != id)
    return Error{ErrorKind::refused, "does not belong to " + *name + std::string(kPublicEnd) + " beside it", path.string()};
  return &opened_.emplace(id, *std::move(secret)).first->second;
}

}  // namespace kiosk::repo
