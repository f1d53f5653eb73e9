// Any bytes as each document of a repository: never a crash, and what is accepted is written so that signatures on it stay right.
#include <cstdlib>
#include <string_view>

#include "kiosk/sync/trusted_set.h"

namespace {

using namespace kiosk::sync;

template <typename T>
void try_as(std::string_view bytes) {
  const auto document = parse_document<T>(bytes, "fuzz");
  if (!document) return;
  if (signed_bytes(document->content) != document->signed_bytes) std::abort();
  MetadataLimits roomy;  // the same content takes more bytes with our spaces
  roomy.root_bytes = roomy.timestamp_bytes = roomy.snapshot_bytes = roomy.targets_bytes = 1u << 28;
  const auto again = parse_document<T>(write_document(document->content, document->signatures), "again", roomy);
  if (!again || again->signed_bytes != document->signed_bytes || again->signatures.size() != document->signatures.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try_as<Root>(bytes);
  try_as<Timestamp>(bytes);
  try_as<Snapshot>(bytes);
  try_as<Targets>(bytes);
  // The keys and signatures of a root that nobody signed are looked at too.
  (void)TrustedSet::start(bytes, Time{});
  return 0;
}
