// Every bound that sync puts on what comes from outside, in one place; each has a test.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kiosk::sync {

struct Limits {
  std::size_t manifest_bytes = 32u << 20;       // refused before more of it is parsed (threat: endless data)
  std::size_t files = 200'000;                  // in one pack, as in content/FORMAT.md
  std::uint64_t file_bytes = (4ull << 30) - 1;  // the largest file that FAT32 on a stick can hold
  std::uint64_t total_bytes = 20ull << 30;      // of one pack; a site may set another
  std::size_t path_bytes = 512;                 // of a path in a pack
  std::size_t segment_bytes = 200;              // of one name in it; file systems end at 255
  std::size_t path_depth = 8;                   // names in a path
  std::size_t uses_of_a_blob = 1'000;           // ext4 holds 65,000 links to a file, and several generations share one blob
  std::uint64_t reserve_bytes = 256ull << 20;   // left free on the disk, so that the display can always write its own state
};

// Of signed metadata. What is larger is refused before it is parsed, whatever another document says of its length.
struct MetadataLimits {
  std::size_t root_bytes = 64u << 10;
  std::size_t root_versions = 1'024;      // followed in one refresh (threat: endless data; TUF specification §5.3.3)
  std::size_t timestamp_bytes = 16u << 10;
  std::size_t snapshot_bytes = 1u << 20;
  std::size_t targets_bytes = 1u << 20;   // of `targets` and of each delegated role
  std::size_t targets = 1'000;            // in one role
  std::size_t roles_visited = 64;         // in the search for one target (threat: delegations without end)
  std::size_t keys_of_a_role = 64;
  std::size_t signatures = 64;            // on one document
  int depth = 32;                         // of the JSON
};

}  // namespace kiosk::sync
