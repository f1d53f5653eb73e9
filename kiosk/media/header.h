// What a picture file says about itself, read from its first bytes without decoding anything.
//
// Hostile : every length is checked against the bytes at hand before it is used; limits are those of content/FORMAT.md.
// Sources : PNG 3rd edition §5, §11 (IHDR, eXIf); ITU-T T.81 annex B (JPEG markers); Exif 2.32 §4.6 (orientation);
//           RFC 9649 (WebP); SVG 1.1 §5.1.2, §7.7 (size, viewBox).
// Not here: what only a decoder can notice (a broken stream behind a good header).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"

namespace kiosk::media {

inline constexpr std::size_t kMaxFileBytes = 64u << 20;
inline constexpr std::size_t kMaxSvgBytes = 4u << 20;
inline constexpr int kMaxSide = 16384;
inline constexpr std::size_t kMaxPixels = 64'000'000;

enum class Format { png, jpeg, webp, svg };

struct Header {
  Format format = Format::png;
  int width = 0, height = 0;  // as stored; for SVG its own size in CSS px, at most kMaxSide
  int orientation = 1;  // Exif: 1 upright, 2 mirrored, 3 turned by 180°, 4 flipped, 5..8 with the sides exchanged
  // What decoding takes for each stored pixel besides the file and the result: SDL2_image's surface and the codec's buffers.
  std::size_t bytes_per_pixel = 4;

  bool sides_exchanged() const { return orientation >= 5; }
  // As a person sees it.
  Size upright() const {
    const Size stored{static_cast<float>(width), static_cast<float>(height)};
    return sides_exchanged() ? Size{stored.h, stored.w} : stored;
  }
};

// Reads the header from the first bytes of a file of `file_bytes` bytes. Nothing where more bytes are needed (never when
// all are given). Errors: malformed, refused (of a kind that is not shown: animated, CMYK), limit.
Result<std::optional<Header>> read_header(std::string_view bytes, std::size_t file_bytes);

// Orientation 1..8 from a TIFF structure as Exif holds it; 1 where it says none or nothing sensible.
int exif_orientation(std::string_view tiff);

namespace detail {
// The parsers behind read_header, one a format.
Result<std::optional<Header>> read_png(std::string_view bytes);
Result<std::optional<Header>> read_jpeg(std::string_view bytes);
Result<std::optional<Header>> read_webp(std::string_view bytes);
Result<std::optional<Header>> read_svg(std::string_view bytes);
bool looks_like_svg(std::string_view bytes);
}  // namespace detail

}  // namespace kiosk::media
