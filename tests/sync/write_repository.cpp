// A repository of ours on the disk, for other people's clients: write_repository FOLDER
// metadata/ and targets/ with packs/qingpu/story.json ("from our side\n"), delegated to `qingpu` (threshold 2, terminating), behind two rotated roots.
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "kiosk/base/files.h"
#include "tests/sync/signed_repository.h"

int main(int argc, char** argv) {
  using namespace kiosk::sync;
  if (argc != 2) return 2;
  const std::filesystem::path folder = argv[1];
  const Time now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::string content = "from our side\n";
  SignedRepository repo;
  repo.root.expires = now + std::chrono::days{700};
  repo.targets.expires = now + std::chrono::days{300};
  repo.snapshot.expires = now + std::chrono::days{30};
  repo.timestamp.expires = now + std::chrono::days{14};
  repo.timestamp.issued = now;
  for (int i = 0; i < 2; ++i) {
    repo.give_keys("root", 3, 2);
    repo.give_keys("timestamp", 1);
    repo.publish_root();
  }
  DelegatedRole& role = repo.delegate(repo.targets, "qingpu", {"packs/qingpu/*", "notices/qingpu.json"}, true);
  repo.secrets["qingpu"].push_back(kiosk::crypto::PrivateKey::generate());
  role.keyids.push_back(SignedRepository::id(repo.secrets["qingpu"][1]));
  role.threshold = 2;
  repo.targets.delegations->keys[role.keyids[1]] = describe(repo.secrets["qingpu"][1]);
  TargetFile file = SignedRepository::file(content);
  file.custom = R"({"title":"长廊 \"…\"","n":[1,-2,null,true]})";
  repo.roles["qingpu"].targets["packs/qingpu/story.json"] = file;
  repo.publish();

  std::filesystem::create_directories(folder / "metadata");
  std::filesystem::create_directories(folder / "targets/packs/qingpu");
  bool fine = kiosk::write_file_durably(folder / "targets/packs/qingpu" / (file.hashes["sha256"] + ".story.json"), content).has_value();
  for (const auto& [name, bytes] : repo.files) fine = kiosk::write_file_durably(folder / "metadata" / name, bytes) && fine;
  if (!fine) std::fprintf(stderr, "cannot write %s\n", folder.c_str());
  return fine ? 0 : 1;
}
