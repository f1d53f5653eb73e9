#include "kiosk/repo/packs.h"

#include <set>

#include "kiosk/base/files.h"
#include "kiosk/repo/layout.h"
#include "kiosk/sync/limits.h"

namespace kiosk::repo {
namespace {

namespace fs = std::filesystem;

Result<sync::Manifest> read_built(const fs::path& built) {
  const fs::path file = built / "manifest.json";
  const auto bytes = read_file(file, sync::Limits{}.manifest_bytes);
  if (bytes) return sync::parse_manifest(*bytes, file.string());
  std::error_code ignored;
  if (bytes.error().kind != ErrorKind::not_found) return bytes.error();
  if (fs::exists(built / "pack.toml", ignored))
    return Error{ErrorKind::usage, "was not built yet; build it and sign what comes out: kioskctl pack build " + built.string() + " -o OUT", built.string()};
  return Error{ErrorKind::usage, "is no built pack: it has no manifest.json; kioskctl pack build PACK -o OUT makes one", built.string()};
}

}  // namespace

Result<Taken> take_pack(const Folder& folder, sync::Targets& into, const std::string& memorial, const fs::path& built,
                        const std::function<void(const sync::File&)>& took) {
  auto manifest = read_built(built);
  if (!manifest) return manifest.error();
  Taken taken{manifest->pack, manifest->version, pack_target(memorial, manifest->pack), manifest->files.size(), 0, sync::total_bytes(*manifest), 0, false};
  for (const sync::File& file : manifest->files) {
    const std::string sha256 = crypto::hex(file.sha256);
    const std::string path = blob_path(sha256);
    if (!folder.has(path)) {
      if (auto done = folder.add_file(path, built / file.path, sha256, file.size); !done) return done.error();
      ++taken.new_files;
      taken.new_bytes += file.size;
    }
    if (took) took(file);
  }
  manifest->owner = memorial;
  const auto text = sync::write_manifest(*manifest);
  if (!text) return text.error();
  const auto changed = put_target(folder, into, taken.target, *text);
  if (!changed) return changed.error();
  taken.is_changed = *changed;
  return taken;
}

Result<void> drop_pack(sync::Targets& from, const std::string& memorial, const std::string& pack) {
  if (from.targets.erase(pack_target(memorial, pack)) == 1) return {};
  return Error{ErrorKind::usage, "the memorial has no such pack; `kioskctl repo status` shows what it has", memorial + "/" + pack};
}

Result<bool> put_target(const Folder& folder, sync::Targets& into, const std::string& target, std::string_view bytes, std::string custom) {
  const std::string sha256 = crypto::hex(crypto::sha256(bytes));
  const auto at = into.targets.find(target);
  if (at != into.targets.end() && at->second.length == bytes.size() && at->second.hashes.contains("sha256") && at->second.hashes.at("sha256") == sha256 &&
      at->second.custom == custom)
    return false;
  if (at == into.targets.end() && into.targets.size() >= sync::MetadataLimits{}.targets)
    return Error{ErrorKind::limit, "a memorial has at most " + std::to_string(sync::MetadataLimits{}.targets) + " packs", target};
  if (auto done = folder.add(target_path(target, sha256), bytes); !done) return done.error();
  into.targets[target] = {bytes.size(), {{"sha256", sha256}}, std::move(custom), ""};
  return true;
}

Result<std::string> read_target(const Folder& folder, const sync::Targets& from, const std::string& target) {
  const auto at = from.targets.find(target);
  if (at == from.targets.end() || !at->second.hashes.contains("sha256"))
    return Error{ErrorKind::not_found, "is not in this document", target};
  const std::string path = target_path(target, at->second.hashes.at("sha256"));
  auto bytes = folder.read(path, at->second.length);
  if (!bytes) return bytes;
  if (crypto::hex(crypto::sha256(*bytes)) != at->second.hashes.at("sha256"))
    return Error{ErrorKind::refused, "has another content than its name says; fetch it again: kioskctl repo pull", folder.at(path).string()};
  return bytes;
}

}  // namespace kiosk::repo
