// A repository in a folder, a USB stick for instance, fetched as if a server had it.
//
// Trust   : none, as with any Fetcher. Regular files below the folder only: no links, nothing of another file system mounted in it, no devices.
// Errors  : not_found, limit, io (the stick was pulled out).
#pragma once

#include <filesystem>
#include <memory>

#include "kiosk/sync/fetcher.h"

namespace kiosk::sync {

// The address that stands for the folder itself; what follows it in an address is a path in it.
inline constexpr const char* kFolderAddress = "folder:///";

Result<std::unique_ptr<Fetcher>> make_folder_fetcher(const std::filesystem::path& folder);

}  // namespace kiosk::sync
