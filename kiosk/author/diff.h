// What a visitor would see changed from one pack to another, part by part, and what must be fetched for it.
//
// Compared: what content reads, not files: spaces, comments and the order of keys change nothing. Pictures count as changed where they look other
//           (decoded small), so that a source folder and its built pack are alike.
// Bytes   : files of B whose content A does not have, as sync fetches them. Of a folder with a manifest it is believed; else its files are hashed.
// Errors  : of content::Pack::open for either; io.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/author/text_diff.h"
#include "kiosk/base/bilingual.h"
#include "kiosk/base/result.h"

namespace kiosk::author {

struct Change {
  enum class Kind { added, removed, moved, changed } kind = Kind::changed;
  std::string part;           // "pack", "slides", "about", "POINT", "POINT/STORY", "routes/ROUTE"
  std::string language;       // tag; empty where it is in none
  Bilingual what;             // "page 3", "第 3 页"
  std::vector<Piece> pieces;  // changed words; of what is added or removed its words, shortened
};

struct PackDiff {
  std::vector<Change> changes;  // in the order in which a visitor meets the parts
  std::uint64_t files_fetched = 0, bytes_fetched = 0, bytes_freed = 0;
};

Result<PackDiff> diff_packs(const std::filesystem::path& before, const std::filesystem::path& after);

}  // namespace kiosk::author
