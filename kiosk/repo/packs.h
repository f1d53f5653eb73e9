// A built pack becomes part of a memorial's next document: its files blobs, its manifest a target.
//
// Promise : what goes in is what manifest.json says, byte by byte; nothing of it is read by a kiosk before the document is signed and published.
// Errors  : usage (a folder that was not built), refused (a file that differs from its manifest), and those of Folder and the manifest.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "kiosk/repo/folder.h"
#include "kiosk/sync/manifest.h"
#include "kiosk/sync/metadata.h"

namespace kiosk::repo {

struct Taken {
  std::string pack, version;
  std::string target;
  std::size_t files = 0, new_files = 0;
  std::uint64_t bytes = 0, new_bytes = 0;
  bool is_changed = false;
};

// `took` hears of every file; may be empty.
Result<Taken> take_pack(const Folder& folder, sync::Targets& into, const std::string& memorial, const std::filesystem::path& built,
                        const std::function<void(const sync::File&)>& took = {});
// The pack goes from every wall with the next publication.
Result<void> drop_pack(sync::Targets& from, const std::string& memorial, const std::string& pack);

// A target of these bytes: written into the folder, named in `into`. False: it is named so already.
Result<bool> put_target(const Folder& folder, sync::Targets& into, const std::string& target, std::string_view bytes, std::string custom = "");
// The bytes of a target of this document. not_found where it names none.
Result<std::string> read_target(const Folder& folder, const sync::Targets& from, const std::string& target);

}  // namespace kiosk::repo
