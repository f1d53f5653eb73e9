#include "kiosk/media/header.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "kiosk/media/bytes.h"

namespace kiosk::media {
namespace {

using detail::Bytes;
using MaybeHeader = Result<std::optional<Header>>;

constexpr std::optional<Header> kNeedMore = std::nullopt;

Error malformed(const char* what) { return {ErrorKind::malformed, what, {}}; }

Result<void> check_limits(const Header& header) {
  if (header.width <= 0 || header.height <= 0) return malformed("is a picture without width or height");
  const auto pixels = static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.height);
  if (header.width <= kMaxSide && header.height <= kMaxSide && pixels <= kMaxPixels) return {};
  return Error{ErrorKind::limit,
               "is " + std::to_string(header.width) + " × " + std::to_string(header.height) + " pixels; at most " +
                   std::to_string(kMaxSide) + " a side and " + std::to_string(kMaxPixels / 1'000'000) +
                   " megapixels are allowed",
               {}};
}

// Bytes a pixel that libjpeg keeps of a progressive picture: 16-bit coefficients of every component.
std::size_t coefficient_bytes(const Bytes& in, std::size_t at, std::size_t components) {
  std::size_t largest = 1, sum = 0;
  for (std::size_t i = 0; i < components; ++i) {
    const std::uint32_t sampling = in.u8(at + 3 * i + 1);
    const std::size_t blocks = (sampling >> 4) * (sampling & 15);
    sum += blocks;
    largest = std::max(largest, blocks);
  }
  return (2 * sum + largest - 1) / largest;
}

}  // namespace

namespace detail {

MaybeHeader read_png(std::string_view bytes) {
  const Bytes in(bytes);
  if (!in.has(0, 33)) return kNeedMore;
  if (in.be32(8) != 13 || in.part(12, 4) != "IHDR") return malformed("is a PNG without its header");
  const std::uint32_t width = in.be32(16), height = in.be32(20), depth = in.u8(24), color = in.u8(25);
  if (width > INT32_MAX || height > INT32_MAX || depth > 16 || color > 6)
    return malformed("is a PNG with a header that means nothing");
  Header header{Format::png, static_cast<int>(width), static_cast<int>(height)};
  // A palette, greys or a transparent colour make SDL convert the whole surface once more (decode.cpp).
  header.bytes_per_pixel = color == 3 || color == 0 ? 5 : color == 2 ? 3 : 4;
  if (const auto fits = check_limits(header); !fits) return fits.error();
  for (std::size_t at = 33;;) {
    if (!in.has(at, 8)) return kNeedMore;
    const std::size_t length = in.be32(at);
    const std::string_view type = in.part(at + 4, 4);
    if (length > INT32_MAX) return malformed("is a PNG with a part of impossible length");
    if (type == "IDAT") return std::optional(header);
    if (type == "tRNS") header.bytes_per_pixel = 8;
    if (type == "IEND") return malformed("is a PNG without a picture in it");
    if (type == "eXIf") {
      if (!in.has(at + 8, length)) return kNeedMore;
      header.orientation = exif_orientation(in.part(at + 8, length));
    }
    at += 12 + length;
  }
}

MaybeHeader read_jpeg(std::string_view bytes) {
  const Bytes in(bytes);
  Header header{Format::jpeg};
  for (std::size_t at = 2;;) {
    if (!in.has(at, 4)) return kNeedMore;
    if (in.u8(at) != 0xFF) return malformed("is a JPEG with bytes between its parts");
    const std::uint32_t marker = in.u8(at + 1);
    if (marker == 0xFF) {
      ++at;
      continue;
    }  // fill bytes, T.81 B.1.1.2
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
      at += 2;
      continue;
    }  // parts without a length
    if (marker == 0xD8 || marker == 0xD9 || marker == 0) return malformed("is a JPEG without a picture in it");
    const std::size_t length = in.be16(at + 2), content = at + 4;
    if (length < 2) return malformed("is a JPEG with a part of impossible length");
    if (marker == 0xDA) {  // the picture's data begin
      if (header.width == 0) return malformed("is a JPEG without its size");
      return std::optional(header);
    }
    const bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (!in.has(content, length - 2)) return kNeedMore;
    if (marker == 0xE1 && in.part(content, 6) == std::string_view("Exif\0\0", 6))
      header.orientation = exif_orientation(in.part(content + 6, length - 8));
    if (is_frame) {
      if (header.width != 0) return malformed("is a JPEG with two sizes");
      const std::size_t components = in.u8(content + 5);
      if (length < 8 || length != 8 + 3 * components) return malformed("is a JPEG with a header that means nothing");
      if (marker > 0xC2 || in.u8(content) != 8)
        return Error{ErrorKind::refused,
                     "is a JPEG of a rare kind (lossless, arithmetic or 12 bits); save it as an ordinary one",
                     {}};
      if (components != 1 && components != 3)
        return Error{ErrorKind::refused, "is a JPEG in the colours of printing (CMYK); save it as RGB", {}};
      header.height = static_cast<int>(in.be16(content + 1));
      header.width = static_cast<int>(in.be16(content + 3));
      header.bytes_per_pixel = 3 + (marker == 0xC2 ? coefficient_bytes(in, content + 6, components) : 0);
      if (const auto fits = check_limits(header); !fits) return fits.error();
    }
    at += 2 + length;
  }
}

MaybeHeader read_webp(std::string_view bytes) {
  const Bytes in(bytes);
  if (!in.has(0, 30)) return kNeedMore;
  const std::string_view type = in.part(12, 4);
  Header header{Format::webp};
  header.bytes_per_pixel = 8;  // the surface, and the decoder's own picture where it is lossless
  bool look_for_exif = false;
  if (type == "VP8 ") {
    if ((in.u8(20) & 1) != 0 || in.le24(23) != 0x2A019D) return malformed("is a WebP with a broken header");
    header.width = static_cast<int>(in.le16(26) & 0x3FFF);
    header.height = static_cast<int>(in.le16(28) & 0x3FFF);
  } else if (type == "VP8L") {
    if (in.u8(20) != 0x2F) return malformed("is a WebP with a broken header");
    const std::uint32_t sizes = in.le32(21);
    header.width = static_cast<int>(sizes & 0x3FFF) + 1;
    header.height = static_cast<int>(sizes >> 14 & 0x3FFF) + 1;
  } else if (type == "VP8X") {
    if (in.u8(20) & 0x02) return Error{ErrorKind::refused, "is an animated WebP; only still pictures are shown", {}};
    look_for_exif = (in.u8(20) & 0x08) != 0;
    header.width = static_cast<int>(in.le24(24)) + 1;
    header.height = static_cast<int>(in.le24(27)) + 1;
  } else {
    return malformed("is a WebP with a broken header");
  }
  if (const auto fits = check_limits(header); !fits) return fits.error();
  const std::size_t end = std::size_t{8} + in.le32(4);
  for (std::size_t at = 12; look_for_exif && at + 8 <= end;) {
    if (!in.has(at, 8)) return kNeedMore;
    const std::size_t length = in.le32(at + 4);
    if (in.part(at, 4) == "EXIF") {
      if (!in.has(at + 8, length)) return kNeedMore;
      std::string_view exif = in.part(at + 8, length);
      if (exif.starts_with(std::string_view("Exif\0\0", 6))) exif.remove_prefix(6);  // some writers keep JPEG's prefix
      header.orientation = exif_orientation(exif);
      break;
    }
    at += 8 + length + (length & 1);
  }
  return std::optional(header);
}

}  // namespace detail

int exif_orientation(std::string_view tiff) {
  const Bytes in(tiff);
  const bool big = tiff.starts_with("MM");
  if (!big && !tiff.starts_with("II")) return 1;
  const auto u16 = [&](std::size_t at) { return big ? in.be16(at) : in.le16(at); };
  const auto u32 = [&](std::size_t at) { return big ? in.be32(at) : in.le32(at); };
  const std::size_t directory = u32(4);
  if (u16(2) != 42 || !in.has(directory, 2)) return 1;
  const std::size_t count = u16(directory);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (!in.has(entry, 12)) return 1;
    if (u16(entry) != 0x0112) continue;
    const std::uint32_t value = u16(entry + 2) == 3 ? u16(entry + 8) : 0;
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

MaybeHeader read_header(std::string_view bytes, std::size_t file_bytes) {
  const auto read = [&]() -> MaybeHeader {
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return detail::read_png(bytes);
    if (bytes.starts_with("\xFF\xD8\xFF")) return detail::read_jpeg(bytes);
    if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return detail::read_webp(bytes);
    if (detail::looks_like_svg(bytes)) {
      if (file_bytes > kMaxSvgBytes)
        return Error{ErrorKind::limit, "is an SVG larger than " + std::to_string(kMaxSvgBytes >> 20) + " MiB", {}};
      return detail::read_svg(bytes);
    }
    return malformed("is not a JPEG, PNG, WebP or SVG picture");
  };
  MaybeHeader header = read();
  if (header && !*header && bytes.size() >= file_bytes) return malformed("ends before its picture begins");
  return header;
}

}  // namespace kiosk::media
