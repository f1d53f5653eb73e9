// What the tests publish, and the promise that every state on the disk must keep.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "kiosk/sync/updater.h"
#include "tests/sync/fake_fetcher.h"
#include "tests/sync/memory_file_system.h"

namespace kiosk::sync {

inline const std::string kUrl = "https://site.example/qingpu/";

inline Manifest manifest_of(const std::map<std::string, std::string>& files, std::string version) {
  Manifest manifest{"local", "qingpu", std::move(version), "0.1.0", {}};
  for (const auto& [path, bytes] : files)
    manifest.files.push_back({path, bytes.size(), crypto::sha256(bytes), std::string(media_type(path))});
  return manifest;
}

// Puts a pack on the server, manifest and all, in the place of what was there.
inline void publish(FakeFetcher& server, const std::map<std::string, std::string>& files, const std::string& version) {
  server.files.clear();
  for (const auto& [path, bytes] : files) server.files[kUrl + path] = bytes;
  server.files[kUrl + "manifest.json"] = *write_manifest(manifest_of(files, version));
}

inline Options options() {
  Options options;
  options.url = kUrl;
  options.program = "0.1.0";
  options.time = "2026-11-23T09:00:00Z";
  return options;
}

inline Result<Outcome> sync_once(FileSystem& files, Fetcher& server, Options with = options()) {
  Store store(files);
  return Updater(store, server, std::move(with)).run();
}

// The version that is current, after everything in it was read and hashed; "none" where nothing is current; what is wrong, else.
inline std::string current_version(FileSystem& files) {
  if (!files.look("current")) return "none";
  Store store(files);
  const auto current = store.current();
  if (!current) return "current leads nowhere";
  const std::string folder = "gen/" + std::to_string(current->number) + "/packs/" + current->owner + "/" + current->pack + "/";
  const auto bytes = files.read(folder + "manifest.json", 1u << 20);
  if (!bytes) return "no manifest in current";
  const auto manifest = parse_manifest(*bytes, "manifest.json");
  if (!manifest) return "broken manifest in current: " + to_string(manifest.error());
  for (const File& file : manifest->files) {
    const auto content = files.read(folder + file.path, 1u << 20);
    if (!content || crypto::sha256(*content) != file.sha256) return "broken in current: " + file.path;
  }
  const auto packs = files.read("gen/" + std::to_string(current->number) + "/packs.json", 1u << 10);
  if (!packs || *packs != "{\"packs\":[\"local/qingpu\"]}\n") return "broken packs.json";
  return manifest->version;
}

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

inline const std::map<std::string, std::string> kOld{
    {"pack.toml", "old pack"}, {"points/a/point.toml", std::string(3000, 'a')}, {"pictures/x.svg", std::string(5000, 'x')}};
inline const std::map<std::string, std::string> kNew{
    {"pack.toml", "new pack"}, {"points/a/point.toml", std::string(3000, 'a')}, {"points/b/point.toml", std::string(2500, 'b')},
    {"pictures/x.svg", std::string(5000, 'y')}};

}  // namespace kiosk::sync
