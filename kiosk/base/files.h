// Reading and writing whole files. Writing is durable: new name, fsync, rename, fsync of the folder.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

// The file's bytes. Refuses what is not a regular file and what is larger than `max_bytes` (kind limit).
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

// Replaces `path` by `bytes` so that after a power cut either the old or the new file is there, whole.
Result<void> write_file_durably(const std::filesystem::path& path, std::string_view bytes);

// fsync of a folder, which makes a rename in it durable.
Result<void> sync_directory(const std::filesystem::path& path);

// An Error from errno, with its kind (ENOSPC, EDQUOT → disk_full; ENOENT → not_found; else io).
Error system_error(std::string_view what, const std::filesystem::path& path, int errno_value);

}  // namespace kiosk
