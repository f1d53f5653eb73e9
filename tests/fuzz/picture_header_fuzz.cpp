// Headers of pictures: any bytes give a size within the limits, a question for more, or an error; the answer for a prefix
// is never another size than that for the whole.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/media/header.h"
#include "kiosk/media/svg_guard.h"

namespace {

void check(const kiosk::media::Header& header) {
  const auto pixels = static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.height);
  if (header.width <= 0 || header.height <= 0 || header.width > kiosk::media::kMaxSide || header.height > kiosk::media::kMaxSide) std::abort();
  if (pixels > kiosk::media::kMaxPixels || header.orientation < 1 || header.orientation > 8) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = kiosk::media::read_header(bytes, size);
  if (whole && !*whole) std::abort();
  if (whole) check(**whole);
  const auto part = kiosk::media::read_header(bytes.substr(0, size / 2), size);
  if (part && *part) check(**part);
  const int orientation = kiosk::media::exif_orientation(bytes);
  if (orientation < 1 || orientation > 8) std::abort();
  (void)kiosk::media::check_svg(bytes);
  return 0;
}
