// What a visitor would see changed from one pack to another, part by part, and what must be fetched for it.
//
// Compared: what content reads, not files: spaces, comments and the order of keys change nothing. Pictures count as changed where they look other
//           (decoded small), so that a source folder and its built pack are alike.
// Errors  : of content::Pack::open and transfer_of for either.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/author/text_diff.h"
#include "kiosk/author/transfer.h"
#include "kiosk/base/bilingual.h"
#include "kiosk/base/result.h"

namespace kiosk::author {

struct Change {
  enum class Kind { added, removed, moved, changed } kind = Kind::changed;
  std::string part;           // "pack", "slides", "schedule", "programme", "about", "POINT", "POINT/STORY", "routes/ROUTE"
  std::string language;       // tag; empty where it is in none
  Bilingual what;             // "page 3", "第 3 页"
  std::vector<Piece> pieces;  // changed words; of what is added or removed its words, shortened
};

struct PackDiff {
  std::vector<Change> changes;  // in the order in which a visitor meets the parts
  Transfer transfer;
};

Result<PackDiff> diff_packs(const std::filesystem::path& before, const std::filesystem::path& after);

}  // namespace kiosk::author
