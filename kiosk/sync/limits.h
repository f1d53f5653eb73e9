// Every bound that sync puts on what comes from outside, in one record; the numbers are those of the sync design
// (kiosk/sync/STATE.md#limits) and each has a test.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kiosk::sync {

struct Limits {
  std::size_t manifest_bytes = 32u << 20;       // refused before parsing (threat: endless data)
  std::size_t files = 200'000;                  // in one pack, as in content/FORMAT.md
  std::uint64_t file_bytes = (4ull << 30) - 1;  // the largest file that FAT32 on a stick can hold
  std::uint64_t total_bytes = 20ull << 30;      // of one pack; a site may set another
  std::size_t path_bytes = 512;                 // of a path in a pack
  std::size_t segment_bytes = 200;              // of one name in it; file systems end at 255
  std::size_t path_depth = 8;                   // names in a path
  std::size_t uses_of_a_blob = 1'000;           // ext4 holds 65,000 links to a file, and several generations share one blob
  std::uint64_t reserve_bytes = 256ull << 20;   // left free on the disk, so that the display can always write its own state
};

}  // namespace kiosk::sync
