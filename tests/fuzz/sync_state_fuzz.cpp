// Any bytes as each of the small files that sync reads from others or from its own disk: never a crash, and what is accepted is written and
// read back as the same.
#include <cstdlib>
#include <string_view>

#include "kiosk/sync/decisions.h"
#include "kiosk/sync/generation.h"
#include "kiosk/sync/notices.h"
#include "kiosk/sync/requests.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kiosk::sync;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto notices = parse_notices(bytes, "fuzz")) {
    const auto text = write_notices(*notices);
    if (!text || *parse_notices(*text, "again") != *notices) std::abort();
  }
  if (const auto withdrawn = parse_withdrawn(bytes, "fuzz")) {
    const auto text = write_withdrawn(*withdrawn);
    if (!text || *parse_withdrawn(*text, "again") != *withdrawn) std::abort();
  }
  for (const char* kind : {"confirm", "rollback", "import"})
    if (const auto request = parse_request(kind, bytes))
      if (const auto* import = std::get_if<ImportRequest>(&*request); import && import->path.front() != '/') std::abort();
  if (const auto generation = parse_generation(bytes, 1))
    if (const auto again = parse_generation(write_generation(*generation), 1); !again || !again->same_packs(*generation)) std::abort();
  if (const auto trial = parse_trial(bytes); trial && parse_trial(write_trial(*trial))->previous != trial->previous) std::abort();
  if (const auto pin = parse_pin(bytes); pin && parse_pin(write_pin(*pin))->generation != pin->generation) std::abort();
  if (const auto bad = parse_bad(bytes); bad && parse_bad(write_bad(*bad))->size() != bad->size()) std::abort();
  return 0;
}
