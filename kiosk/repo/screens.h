// What the kiosks say of themselves: receipts (kiosk/sync/RECEIPTS.md) from a folder, or from a web server that lists one as JSON (nginx:
// autoindex_format json).
//
// Trust   : a receipt is signed by the kiosk's own key, whose id names its file: one kiosk cannot speak for another. What it says is its word;
//           which ids are kiosks of this house, a list says that people keep.
// Errors  : of the folder or server as a whole; a receipt that cannot be read is an entry with the reason.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/sync/fetcher.h"
#include "kiosk/sync/receipt.h"

namespace kiosk::repo {

struct Screen {
  std::string file;
  Result<sync::Receipt> receipt;
  std::optional<std::string> listed_as;  // its name in the list of known kiosks
};

// By name of the kiosk, then file.
Result<std::vector<Screen>> read_screens(const std::filesystem::path& folder);
Result<std::vector<Screen>> fetch_screens(sync::Fetcher& fetcher, const std::string& url);

// Names of receipts in a listing; others are passed over. malformed where it is none.
Result<std::vector<std::string>> parse_listing(std::string_view bytes, std::string_view subject);

// The list of known kiosks, one a line: the first 16 digits of its id or more (`kioskctl sync status`), a space, its name. Lines that are empty or
// begin with # say nothing. Errors: malformed, with the line.
struct KnownKiosk {
  std::string id;
  std::string name;
};
Result<std::vector<KnownKiosk>> parse_known_kiosks(std::string_view text, std::string_view subject);

// Sets listed_as, and adds an entry (not_found) for each of the list that left no receipt.
void compare(std::vector<Screen>& screens, const std::vector<KnownKiosk>& known);

// A kiosk puts a receipt each hour; its timer is up to 18 minutes late, and one try may fail.
inline constexpr std::chrono::hours kSilentAfter{3};

// What is not well with a screen at `now`, most serious first, in words for people; empty: all is. Foreign text in it is not made safe for a terminal.
std::vector<std::string> troubles(const sync::Receipt& receipt, sync::Time now);

// "95 s", "12 min", "31 days".
std::string span_text(std::chrono::seconds span);

}  // namespace kiosk::repo
