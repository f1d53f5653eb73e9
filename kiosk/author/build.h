// `kioskctl-pack build`: from the folder that a curator writes to the folder that is published.
//
// Model   : the files of content/FORMAT.md go over: pictures made ready for the screens (renditions.h), 繁體 where it is missing (traditional.h), all
//           else as it is. The result is checked as the display would read it, and manifest.json names what is in it.
// Same    : two builds of the same files give the same bytes: no times, no places, no order of a disk; with or without a cache.
// Promise : OUT is replaced as a whole or left alone; the folder that is read is never written.
// Errors  : usage (folders that cannot be used so), refused (links, names that no pack may have, findings of level error), io, disk_full; not_found
//           where 繁體 is wanted and its dictionaries are not installed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/author/check.h"
#include "kiosk/author/traditional.h"
#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"
#include "kiosk/content/finding.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::author {

struct BuildArguments {
  std::filesystem::path pack, out;
  std::string minimum_program;  // of the display and of sync; "0.1.0"
  std::vector<Size> screens;    // in pixels; besides those of pack.toml
  bool tiles = true;            // of very large scans
  std::filesystem::path cache;  // empty: none
  std::filesystem::path proof;  // the list for proof-reading; empty: OUT with .proof.txt behind it
};

struct Built {
  sync::Manifest manifest;            // empty where errors stopped the build
  content::Findings findings;         // also of a build that went through: warnings
  std::vector<std::string> left_out;  // files that are no part of a pack, relative to it, sorted
  std::vector<ConvertedLine> converted;
  std::filesystem::path proof;                        // the list, where something was converted
  std::size_t pictures = 0, changed = 0, reused = 0;  // seen; other bytes than the source's; taken from an earlier build
  bool stopped = false;                               // by findings of level error; OUT was left alone
};

Result<Built> build_pack(const BuildArguments& arguments, const ReportProgress& progress);

// Whether a file belongs to a pack: by its place and ending (content/FORMAT.md). `path` is relative to the pack.
bool belongs_to_pack(const std::string& path);
// Whether only build puts such a file there, anew each time.
bool is_made_by_build(const std::string& path);

}  // namespace kiosk::author
