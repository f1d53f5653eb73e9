// Any bytes as a picture's beginning, and as a drawing.
#include <cstdint>
#include <string_view>

#include "kiosk/content/picture_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)kiosk::content::read_picture_header(bytes);
  (void)kiosk::content::active_part(bytes);
  return 0;
}
