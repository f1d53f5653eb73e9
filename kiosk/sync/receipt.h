// A receipt: what a kiosk shows, how it is, and since when, signed by the kiosk itself, for those who pushed (RECEIPTS.md).
//
// Size    : at most kReceiptBytes; packs that do not fit are counted instead of named.
// Trust   : the key says that two receipts are of the same kiosk, no more; whoever reads them decides whose key it is.
// Errors  : malformed, limit; refused where the signature is not that of the key in it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/crypto.h"
#include "kiosk/base/result.h"
#include "kiosk/sync/generation.h"
#include "kiosk/sync/metadata.h"

namespace kiosk::sync {

inline constexpr std::size_t kReceiptBytes = 2048;

struct Receipt {
  std::string id;    // of the kiosk's key; its first 16 digits name the file
  std::string name;  // [site] name
  Time time{};
  std::string program;
  unsigned generation = 0;  // current; 0: none
  bool on_trial = false;
  std::vector<PackRecord> packs;  // owner, pack, version; the first 16 digits of the hash and of the keys that signed
  std::uint64_t packs_left_out = 0;
  // What the display says of itself; nothing where it says nothing.
  struct Display {
    std::string time;  // of its words
    std::uint64_t generation = 0;
    std::optional<std::uint64_t> frame_age_s, touch_age_s;
    std::string failure;  // code of the failure screen; empty: none
    std::map<std::string, std::uint64_t> errors;  // by class, since its start
    bool operator==(const Display&) const = default;
  };
  std::optional<Display> display;
  std::uint64_t disk_free_mb = 0;
  bool clock_suspect = false;
  int last_exit = 0;        // of the last sync
  std::string last_error;   // cut to 200 bytes
  std::string last_success; // time
};

// Sets id from the key, cuts what does not fit.
std::string write_receipt(Receipt receipt, const crypto::PrivateKey& key);
Result<Receipt> read_receipt(std::string_view bytes, std::string_view subject);

// "status.json" of the display; nothing where it cannot be read or is not one.
std::optional<Receipt::Display> parse_display_status(std::string_view bytes);

// <first 16 digits of the id>.json
std::string receipt_file_name(const std::string& id);

}  // namespace kiosk::sync
