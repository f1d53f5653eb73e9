// Any bytes as text: breaks must be as many as characters and one, none inside a surrogate's place, the last a must.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/utf8.h"
#include "kiosk/text/line_break.h"
#include "kiosk/text/wholes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kiosk::text;
  const std::u32string text = kiosk::utf8::decode({reinterpret_cast<const char*>(data), size});
  for (Tailoring tailoring : {Tailoring::none, Tailoring::chinese}) {
    const auto breaks = find_breaks(text, tailoring);
    if (breaks.size() != text.size() + 1 || breaks.back() != Break::must) std::abort();
    if (!text.empty() && breaks.front() != Break::none) std::abort();
  }
  std::size_t at = 0;
  for (const Whole& whole : find_wholes(text)) {
    if (whole.begin < at || whole.end <= whole.begin || whole.end > text.size()) std::abort();
    at = whole.end;
  }
  return 0;
}
