// File names that break on other systems (sticks are FAT, curators have Windows), and how large a pack is.
//
// Sources : Microsoft, "Naming Files, Paths, and Namespaces" (reserved names and characters); FAT32 and exFAT compare names without case.
#pragma once

#include "kiosk/content/finding.h"
#include "kiosk/content/folder.h"

namespace kiosk::author {

// More than a site's line carries in a night at 1 Mbit/s (about 5 GB in 12 hours), halved.
inline constexpr std::uint64_t kLargePack = 2'500'000'000;

content::Findings check_file_names(const content::Folder& folder);

}  // namespace kiosk::author
