// `kioskctl-pack build`: from the folder that a curator writes to the folder that is published.
//
// Model   : the files of content/FORMAT.md are copied, the copy is checked as the display would read it, and manifest.json names what is in
//           it. Two builds of the same folder are the same bytes.
// Promise : OUT is replaced as a whole or left alone; the folder that is read is never written.
// Errors  : usage (folders that cannot be used so), refused (links, names that no pack may have, findings of level error), io, disk_full.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/content/finding.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::author {

struct BuildArguments {
  std::filesystem::path pack, out;
  std::string minimum_program;  // of the display and of sync; "0.1.0"
};

struct Built {
  sync::Manifest manifest;            // empty where errors stopped the build
  content::Findings findings;         // also of a build that went through: warnings
  std::vector<std::string> left_out;  // files that are no part of a pack, relative to it, sorted
  bool stopped = false;               // by findings of level error; OUT was left alone
};

Result<Built> build_pack(const BuildArguments& arguments);

// Whether a file belongs to a pack: by its place and ending (content/FORMAT.md). `path` is relative to the pack.
bool belongs_to_pack(const std::string& path);

}  // namespace kiosk::author
