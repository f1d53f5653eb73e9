// What the kiosks say of themselves: receipts (kiosk/sync/RECEIPTS.md) from a folder, or from a web server that lists one as JSON (nginx:
// autoindex_format json).
//
// Trust   : a receipt is signed by the kiosk's own key, whose id names its file: one kiosk cannot speak for another. What it says is its word.
// Errors  : of the folder or server as a whole; a receipt that cannot be read is an entry with the reason.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/sync/fetcher.h"
#include "kiosk/sync/receipt.h"

namespace kiosk::repo {

struct Screen {
  std::string file;
  Result<sync::Receipt> receipt;
};

// By name of the kiosk, then file.
Result<std::vector<Screen>> read_screens(const std::filesystem::path& folder);
Result<std::vector<Screen>> fetch_screens(sync::Fetcher& fetcher, const std::string& url);

// Names of receipts in a listing; others are passed over. malformed where it is none.
Result<std::vector<std::string>> parse_listing(std::string_view bytes, std::string_view subject);

}  // namespace kiosk::repo
