// What a site must fetch to go from one pack to another: the files of the second whose content the first does not have, as sync fetches them.
//
// Source  : of a folder with a manifest it is believed; else the files that would be published are hashed.
// Errors  : io; malformed (a manifest).
#pragma once

#include <cstdint>
#include <filesystem>

#include "kiosk/base/result.h"

namespace kiosk::author {

struct Transfer {
  std::uint64_t files_fetched = 0, bytes_fetched = 0, bytes_freed = 0;
};

Result<Transfer> transfer_of(const std::filesystem::path& before, const std::filesystem::path& after);

}  // namespace kiosk::author
