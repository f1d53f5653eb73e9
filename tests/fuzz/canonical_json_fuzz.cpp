// Canonical JSON of anything that is JSON: it depends on the values alone, not on how they were written.
#include <cstdlib>
#include <string_view>

#include "kiosk/sync/canonical_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kiosk;
  const auto value = parse_json({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!value) return 0;
  const auto bytes = sync::canonical_json(*value, "fuzz");
  for (const int indent : {-1, 2}) {
    const auto again = parse_json(value->dump(indent), "again");
    if (!again) std::abort();
    const auto same = sync::canonical_json(*again, "again");
    if (same.has_value() != bytes.has_value() || (bytes && *same != *bytes)) std::abort();
  }
  return 0;
}
