#include "kiosk/repo/move.h"

#include <set>

#include "kiosk/base/files.h"
#include "kiosk/repo/layout.h"
#include "kiosk/repo/packs.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::repo {
namespace {

namespace fs = std::filesystem;

constexpr sync::MetadataLimits kLimits;

// Paths of the targets and blobs that a document names.
Result<std::vector<Item>> named_by(const Folder& folder, const std::string& document_path) {
  const auto bytes = folder.read(document_path, kLimits.targets_bytes);
  if (!bytes) return bytes.error();
  const auto document = sync::parse_document<sync::Targets>(*bytes, document_path);
  if (!document) return document.error();
  std::vector<Item> items;
  for (const auto& [target, file] : document->content.targets) {
    const auto content = read_target(folder, document->content, target);
    if (!content) return content.error();
    const std::string at = target_path(target, file.hashes.at("sha256"));
    if (target.starts_with("packs/")) {
      const auto manifest = sync::parse_manifest(*content, target);
      if (!manifest) return manifest.error();
      for (const sync::File& each : manifest->files) {
        const std::string sha256 = crypto::hex(each.sha256);
        items.push_back({blob_path(sha256), folder.at(blob_path(sha256)), sha256, each.size});
      }
    }
    items.push_back({at, folder.at(at), file.hashes.at("sha256"), file.length});
  }
  return items;
}

Result<std::pair<std::string, sync::Snapshot>> current_snapshot(const Folder& folder) {
  const auto bytes = folder.read(kTimestamp, kLimits.timestamp_bytes);
  if (!bytes && bytes.error().kind == ErrorKind::not_found) return Error{ErrorKind::usage, "nothing was published yet: kioskctl repo publish", folder.root().string()};
  if (!bytes) return bytes.error();
  const auto timestamp = sync::parse_document<sync::Timestamp>(*bytes, kTimestamp);
  if (!timestamp) return timestamp.error();
  const std::string path = metadata_path(timestamp->content.snapshot.version, "snapshot");
  const auto snapshot_bytes = folder.read(path, kLimits.snapshot_bytes);
  if (!snapshot_bytes) return snapshot_bytes.error();
  auto snapshot = sync::parse_document<sync::Snapshot>(*snapshot_bytes, path);
  if (!snapshot) return snapshot.error();
  return std::pair{path, std::move(snapshot->content)};
}

}  // namespace

Result<Sent> export_to(const Folder& folder, Place& place, const std::function<void(std::size_t, std::size_t, std::uint64_t)>& progress) {
  const auto snapshot = current_snapshot(folder);
  if (!snapshot) return snapshot.error();
  std::vector<Item> items, documents;
  const auto append = [&](const std::string& path) -> Result<void> {
    const auto sum = folder.sum(path);
    if (!sum) return sum.error();
    documents.push_back({path, folder.at(path), sum->first, sum->second});
    return {};
  };
  std::set<std::string> seen;
  for (const auto& [name, file] : snapshot->second.meta) {
    const std::string path = metadata_path(file.version, name.substr(0, name.size() - 5));
    auto named = named_by(folder, path);
    if (!named) return named.error();
    for (Item& each : *named)
      if (seen.insert(each.path).second) {
        if (!folder.has(each.path)) return Error{ErrorKind::refused, "is not in this folder; export where the packs were signed, or on the server", each.path};
        items.push_back(std::move(each));
      }
    if (auto done = append(path); !done) return done.error();
  }
  const auto roots = folder.newest("root");
  if (!roots) return roots.error();
  for (std::uint64_t version = 1; version <= *roots; ++version)
    if (auto done = append(metadata_path(version, "root")); !done) return done.error();
  if (auto done = append(snapshot->first); !done) return done.error();
  items.insert(items.end(), documents.begin(), documents.end());
  const auto held = place.lock("an export");
  if (!held) return held.error();
  std::size_t done = 0;
  std::uint64_t bytes = 0;
  auto sent = place.send(items, [&](const Item& item) {
    bytes += item.size;
    if (progress) progress(++done, items.size(), bytes);
  });
  if (!sent) return sent;
  const auto timestamp = folder.read(kTimestamp, kLimits.timestamp_bytes);
  if (!timestamp) return timestamp.error();
  if (auto replaced = place.replace(kTimestamp, *timestamp); !replaced) return replaced.error();
  return sent;
}

namespace {

class Pruning {
 public:
  Pruning(const Folder& folder, std::chrono::hours keep, bool only_count)
      : folder_(folder), oldest_(fs::file_time_type::clock::now() - keep), only_count_(only_count) {}

  Result<Pruned> run() {
    const auto snapshot = current_snapshot(folder_);
    if (!snapshot) return snapshot.error();
    const auto names = folder_.list("metadata");
    if (!names) return names.error();
    std::vector<std::string> superseded;
    for (const std::string& name : *names) {
      const std::string path = "metadata/" + name;
      const auto dot = name.find('.');
      if (path == kTimestamp || dot == name.npos || !name.ends_with(".json")) continue;
      const std::string role = name.substr(dot + 1, name.size() - dot - 6);
      const auto version = version_of(name, role);
      if (!version || role == "root") continue;
      const auto named = snapshot->second.meta.find(role + ".json");
      const bool is_needed = role == "snapshot" ? path == snapshot->first : named == snapshot->second.meta.end() || *version >= named->second.version;
      if (!is_needed && is_old(path)) superseded.push_back(path);
      else if (role != "snapshot")
        if (auto done = keep(path); !done) return done.error();
    }
    const auto staged = folder_.list("staged");
    if (!staged) return staged.error();
    for (const std::string& name : *staged)
      if (name.ends_with(".json") && name != "root.json")
        if (auto done = keep("staged/" + name); !done) return done.error();
    for (const std::string& path : superseded)
      if (auto done = remove(path); !done) return done.error();
    for (const char* part : {"targets", "blobs", "incoming"})
      if (auto done = sweep(part); !done) return done.error();
    return pruned_;
  }

 private:
  bool is_old(const std::string& path) const {
    std::error_code error;
    const auto time = fs::last_write_time(folder_.at(path), error);
    return !error && time < oldest_;
  }

  // A document that cannot be read names nobody knows what: then nothing goes.
  Result<void> keep(const std::string& document) {
    const auto items = named_by(folder_, document);
    if (!items) return items.error();
    for (const Item& each : *items) kept_.insert(each.path);
    return {};
  }

  Result<void> remove(const std::string& path) {
    std::error_code ignored;
    const auto size = fs::file_size(folder_.at(path), ignored);
    if (!only_count_)
      if (auto done = folder_.remove(path); !done) return done;
    ++pruned_.files;
    pruned_.bytes += ignored ? 0 : size;
    return {};
  }

  Result<void> sweep(const char* part) {
    std::vector<std::string> gone;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder_.at(part), error), end; !error && it != end; it.increment(error)) {
      const std::string path = it->path().lexically_relative(folder_.root()).generic_string();
      if (it->is_regular_file() && !it->is_symlink() && !kept_.contains(path) && is_old(path)) gone.push_back(path);
    }
    if (error && error != std::errc::no_such_file_or_directory) return system_error("cannot read", folder_.at(part), error.value());
    for (const std::string& path : gone)
      if (auto done = remove(path); !done) return done;
    return {};
  }

  const Folder& folder_;
  fs::file_time_type oldest_;
  bool only_count_;
  std::set<std::string> kept_;
  Pruned pruned_;
};

}  // namespace

Result<Pruned> prune(const Folder& folder, std::chrono::hours keep, bool only_count) { return Pruning(folder, keep, only_count).run(); }

}  // namespace kiosk::repo
