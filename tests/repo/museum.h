// A repository in a temporary folder, its coordinator and its curators, for tests. All of them share one keyring and one passphrase.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "kiosk/repo/ceremony.h"
#include "kiosk/repo/packs.h"
#include "kiosk/repo/publish.h"

namespace kiosk::repo {

inline constexpr const char* kPassphrase = "correct horse battery";
inline const sync::Time kNow = *sync::parse_time("2026-11-23T09:00:00Z");

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "changlang-repo-XXXXXX").string();
    if (!::mkdtemp(name.data())) ADD_FAILURE() << "no temporary folder";
    path = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  std::filesystem::path path;
};

inline void write(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

inline Ask answering(std::string passphrase) {
  return [passphrase](const Question& question) -> Result<std::string> {
    if (question.was_wrong) return Error{ErrorKind::refused, "was wrong", question.key};
    return passphrase;
  };
}

// The value, or the test fails with the error.
template <typename T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << to_string(result.error());
    std::abort();
  }
  return *std::move(result);
}
inline void must(Result<void> result) {
  if (!result) ADD_FAILURE() << to_string(result.error());
}

class Museum {
 public:
  Museum() : keyring(temporary.path / "keys", answering(kPassphrase)), folder(must(Folder::create(temporary.path / "repo"))) {
    coordinator = must(keyring.make("coordinator"));
    online = must(keyring.make("online"));
    Drafts drafts = this->drafts();
    must(drafts.sign(must(first_root({{coordinator}, 1}, {{coordinator}, 1}, online)), {coordinator.id}));
    must(drafts.release_root());
  }

  Drafts drafts(sync::Time now = kNow) { return Drafts(folder, keyring, now); }

  // A memorial with these curators.
  void add(const std::string& memorial, const std::vector<NamedKey>& curators, std::uint64_t threshold = 1) {
    Drafts drafts = this->drafts();
    sync::Targets targets = must(drafts.next_targets("targets"));
    must(add_curators(targets, memorial, curators, threshold));
    must(drafts.sign("targets", targets, {coordinator.id}));
  }

  // A built pack with one file of these words.
  std::filesystem::path build(const std::string& pack, const std::string& words) {
    const std::filesystem::path built = temporary.path / ("built-" + pack);
    std::filesystem::remove_all(built);
    write(built / "pack.toml", words);
    sync::Manifest manifest;
    manifest.owner = "local";
    manifest.pack = pack;
    manifest.version = "1";
    manifest.minimum_program = "0.1.0";
    manifest.files = {{"pack.toml", words.size(), crypto::sha256(words), "application/toml"}};
    write(built / "manifest.json", must(sync::write_manifest(manifest)));
    return built;
  }

  Signing sign(const std::string& memorial, const std::string& pack, const std::string& words, const NamedKey& by) {
    Drafts drafts = this->drafts();
    sync::Targets targets = must(drafts.next_targets(memorial));
    must(take_pack(folder, targets, memorial, build(pack, words)));
    return must(drafts.sign(memorial, targets, {by.id}));
  }

  Result<Published> publish(sync::Time now = kNow) { return repo::publish(folder, keyring, {now, false, {}, {}}); }

  TemporaryFolder temporary;
  Keyring keyring;
  Folder folder;
  NamedKey coordinator, online;
};

}  // namespace kiosk::repo
