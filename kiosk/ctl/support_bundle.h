// `kioskctl support-bundle`: one .tar.gz for whoever helps from afar, and nothing in it that is secret.
//
// In it   : doctor.json, status.json, journal.txt (the last lines of our units), kiosk.toml, units/, versions.txt, starts.json, last.json,
//           blackbox-*.json, system.txt, contents.txt (what is in it, what is not and why).
// Never   : identity.pem, keys, the password file; words of theirs are taken out of all that is in it (redact.h).
// Size    : bounded by the constants below; what is longer loses its beginning, which is the older part.
// Made by tar and gzip, which every Debian has. The file belongs to whoever asks, 0600.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/ctl/machine.h"

namespace kiosk::ctl {

inline constexpr std::size_t kBundleFile = 2u << 20;     // bytes of one file in it
inline constexpr std::size_t kBundleBytes = 16u << 20;   // of all, before they are packed
inline constexpr std::size_t kBundleBlackBoxes = 4;      // the newest by name
inline constexpr int kBundleJournalLines = 3'000;

struct BundledFile {
  std::string name;  // "units/kiosk.service"
  std::string text;
};

// What would be packed, contents.txt last.
std::vector<BundledFile> collect_bundle(const Machine& machine, const std::filesystem::path& config);

// Packs it; all lies in one folder named after the file. Errors: of writing; transient where tar is not there or fails.
Result<void> write_bundle(const std::vector<BundledFile>& files, const std::filesystem::path& target);

}  // namespace kiosk::ctl
