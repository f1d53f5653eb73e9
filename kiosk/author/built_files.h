// Files on their way into the folder that is being built: written, made readable for everybody, and hashed by the bytes that are written, so that
// the manifest speaks of what is published.
// Errors: refused (not a regular file), io, disk_full; of copy_file also what read_file says.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/sync/file_list.h"

namespace kiosk::author {

// `name` is the path in the pack, below `to`, whose folders are made. Links are not followed.
Result<sync::File> copy_file(const std::filesystem::path& from, const std::filesystem::path& to, const std::string& name);
Result<sync::File> write_file(std::string_view bytes, const std::filesystem::path& to, const std::string& name);

}  // namespace kiosk::author
