// What the first bytes of a picture say about it: its format and size, without decoding anything.
// Sources: PNG (W3C, 3rd ed.) §11.2.1 IHDR; ITU-T T.81 §B.2.2 (frame header); RFC 9649 (WebP) §2.5-2.7; SVG 1.1 §7.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kiosk::content {

enum class PictureFormat { png, jpeg, webp, svg };

struct PictureHeader {
  PictureFormat format = PictureFormat::png;
  std::uint64_t width = 0, height = 0;  // pixels; SVG: user units, 0 where it does not say
};

inline constexpr std::size_t kHeaderBytes = 256 * 1024;  // JPEG may have several segments of 64 KiB before its frame header
// FORMAT.md, limits: what is larger is not given to a decoder.
inline constexpr std::uint64_t kMostPictureBytes = 64u << 20, kMostDrawingBytes = 4u << 20, kMostPictureSide = 16'384, kMostPicturePixels = 64'000'000;

// `bytes` is the file's beginning: kHeaderBytes or all of it. Nothing where it is none of the four or cut.
std::optional<PictureHeader> read_picture_header(std::string_view bytes);

// What makes an SVG more than a drawing: a script, an entity, a reference out of the file. Empty where it has none.
std::string_view active_part(std::string_view svg);

}  // namespace kiosk::content
