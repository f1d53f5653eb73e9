// What a generation is: the packs in it, who signed them, and where they came from. As a file: gen/<n>/generation.json (STATE.md).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk::sync {

struct PackRecord {
  std::string owner, pack, version;
  std::string manifest_sha256;         // hexadecimal: the pack's identity
  std::vector<std::string> signed_by;  // ids of the keys that vouch for it

  std::string name() const { return owner + "/" + pack; }
  bool same_bytes(const PackRecord& other) const { return name() == other.name() && manifest_sha256 == other.manifest_sha256; }
};

struct Generation {
  unsigned number = 0;
  std::string url;   // or the folder that it was imported from
  std::string time;  // "2026-11-23T14:51:00Z", when it was laid out
  std::vector<PackRecord> packs;  // in their order on Home
  std::map<std::string, std::uint64_t> metadata;  // versions of the signed documents that named them: "root" → 3

  bool same_packs(const Generation& other) const;
};

// `number` is the folder's. Errors: malformed.
Result<Generation> parse_generation(std::string_view bytes, unsigned number);
std::string write_generation(const Generation& generation);

// The names that a display reads: {"packs":["owner/pack", …]}.
std::string write_pack_list(const Generation& generation);

}  // namespace kiosk::sync
