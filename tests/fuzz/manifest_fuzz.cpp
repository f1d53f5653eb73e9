// Any bytes as a manifest: never a crash, and what is accepted is written and read back as the same.
#include <cstdlib>
#include <string_view>

#include "kiosk/sync/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kiosk::sync;
  const auto manifest = parse_manifest({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!manifest) return 0;
  for (const File& file : manifest->files)
    if (!check_path(file.path) || file.path.find("..") == 0) std::abort();
  const auto bytes = write_manifest(*manifest);
  if (!bytes) std::abort();
  const auto again = parse_manifest(*bytes, "again");
  if (!again || *write_manifest(*again) != *bytes) std::abort();
  return 0;
}
