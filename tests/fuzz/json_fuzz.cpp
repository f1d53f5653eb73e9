// Strict JSON: what is accepted is accepted again, and the same, after it was written.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = kiosk::parse_json(text, "input");
  if (!value) return 0;
  if (kiosk::utf8::find_ill_formed(text)) std::abort();
  const auto again = kiosk::parse_json(value->dump(), "written");
  if (!again || *again != *value) std::abort();
  return 0;
}
