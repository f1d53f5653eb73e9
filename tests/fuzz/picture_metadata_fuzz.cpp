// Cutting metadata out of a picture file: what comes out is hardly larger, and comes out of a second cut unchanged.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/author/picture_metadata.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using kiosk::content::PictureFormat;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const PictureFormat format : {PictureFormat::png, PictureFormat::jpeg, PictureFormat::webp})
    for (const int orientation : {1, 6}) {
      const auto clean = kiosk::author::without_metadata(bytes, format, orientation);
      if (!clean) continue;
      if (clean->size() > size + 64) std::abort();
      const auto again = kiosk::author::without_metadata(*clean, format, orientation);
      if (!again || *again != *clean) std::abort();
    }
  return 0;
}
