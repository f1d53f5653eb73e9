// What the tests publish, and the promise that every state on the disk must keep.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "kiosk/sync/addresses.h"
#include "kiosk/sync/updater.h"
#include "tests/sync/fake_fetcher.h"
#include "tests/sync/memory_file_system.h"

namespace kiosk::sync {

inline const std::string kUrl = "https://site.example/";

using Files = std::map<std::string, std::string>;  // path → bytes

inline Manifest manifest_of(const Files& files, std::string version, std::string pack = "qingpu") {
  Manifest manifest{"local", std::move(pack), std::move(version), "0.1.0", {}};
  for (const auto& [path, bytes] : files)
    manifest.files.push_back({path, bytes.size(), crypto::sha256(bytes), std::string(media_type(path))});
  return manifest;
}

inline std::string blob_url(std::string_view bytes) {
  return blob_address(kUrl, {"", bytes.size(), crypto::sha256(bytes), ""});
}

// Puts a manifest's bytes on the server, and says of them what a signature would.
inline SignedPack sign_manifest(FakeFetcher& server, const std::string& bytes, const std::string& pack = "qingpu") {
  const std::string path = "targets/packs/local/" + crypto::hex(crypto::sha256(bytes)) + "." + pack + ".json";
  server.files[kUrl + path] = bytes;
  return {"local", pack, {{path, bytes.size(), crypto::sha256(bytes), "application/json"}, kUrl + path, {"some-key"}}};
}

// Puts a pack on the server beside what is there, manifest and all.
inline SignedPack publish(FakeFetcher& server, const Files& files, const std::string& version, const std::string& pack = "qingpu") {
  for (const auto& [path, bytes] : files) server.files[blob_url(bytes)] = bytes;
  return sign_manifest(server, *write_manifest(manifest_of(files, version, pack)), pack);
}

inline Options options() {
  Options options;
  options.base = options.source = kUrl;
  options.program = "0.1.0";
  options.time = "2026-11-23T09:00:00Z";
  return options;
}

inline Result<Outcome> sync_once(FileSystem& files, Fetcher& server, std::vector<SignedPack> packs, Options with = options()) {
  Store store(files);
  Repository repository{{}, {{"root", 1}}};
  repository.memorials.emplace_back().name = "local";
  repository.memorials.back().packs = std::move(packs);
  return Updater(store, server, std::move(with)).run(repository);
}

// The versions of the packs that `link` leads to, joined by "+", after everything in them was read and hashed; "none" where there is no
// such link; what is wrong, else.
inline std::string version_behind(FileSystem& files, const std::string& link) {
  if (!files.look(link)) return "none";
  Store store(files);
  const auto generation = link == "current" ? store.current() : store.previous();
  if (!generation) return link + " leads nowhere";
  const std::string top = "gen/" + std::to_string(generation->number) + "/";
  std::string versions;
  for (const PackRecord& pack : generation->packs) {
    const std::string folder = top + "packs/" + pack.name() + "/";
    const auto bytes = files.read(folder + "manifest.json", 1u << 20);
    if (!bytes || crypto::hex(crypto::sha256(*bytes)) != pack.manifest_sha256) return "no manifest in " + link;
    const auto manifest = parse_manifest(*bytes, "manifest.json");
    if (!manifest) return "broken manifest in " + link + ": " + to_string(manifest.error());
    for (const File& file : manifest->files) {
      const auto content = files.read(folder + file.path, 1u << 20);
      if (!content || crypto::sha256(*content) != file.sha256) return "broken in " + link + ": " + file.path;
    }
    versions += (versions.empty() ? "" : "+") + manifest->version;
  }
  const auto packs = files.read(top + "packs.json", 1u << 10);
  if (!packs || *packs != write_pack_list(*generation)) return "broken packs.json";
  return versions;
}

inline std::string current_version(FileSystem& files) { return version_behind(files, "current"); }

// Every name among the blobs is the hash of what it names.
inline std::string wrong_blob(FileSystem& files) {
  const auto shelves = files.list("blobs");
  if (!shelves) return "";
  for (const Entry& shelf : *shelves) {
    const auto blobs = files.list("blobs/" + shelf.name);
    for (const Entry& blob : *blobs)
      if (crypto::hex(crypto::sha256(*files.read("blobs/" + shelf.name + "/" + blob.name, 1u << 20))) != blob.name) return blob.name;
  }
  return "";
}

inline const Files kOld{
    {"pack.toml", "old pack"}, {"points/a/point.toml", std::string(3000, 'a')}, {"pictures/x.svg", std::string(5000, 'x')}};
inline const Files kNew{
    {"pack.toml", "new pack"}, {"points/a/point.toml", std::string(3000, 'a')}, {"points/b/point.toml", std::string(2500, 'b')},
    {"pictures/x.svg", std::string(5000, 'y')}};
// Another pack of the same exhibition; it shares a file with the one above.
inline const Files kSecond{{"pack.toml", "second pack"}, {"points/c/point.toml", std::string(3000, 'a')}};

}  // namespace kiosk::sync
