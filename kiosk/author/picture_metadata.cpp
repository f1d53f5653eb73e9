#include "kiosk/author/picture_metadata.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace kiosk::author {
namespace {

using std::string_view_literals::operator""sv;

Error cut_off() { return {ErrorKind::malformed, "ends before its picture does", {}, "文件不完整，画面没有结束"}; }

std::uint32_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) << 24 | byte_at(bytes, at + 1) << 16 | byte_at(bytes, at + 2) << 8 | byte_at(bytes, at + 3);
}
std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at + 3) << 24 | byte_at(bytes, at + 2) << 16 | byte_at(bytes, at + 1) << 8 | byte_at(bytes, at);
}
std::string as_big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8), static_cast<char>(value)};
}
std::string as_little_endian(std::uint32_t value) {
  return {static_cast<char>(value), static_cast<char>(value >> 8), static_cast<char>(value >> 16), static_cast<char>(value >> 24)};
}

// A TIFF structure with one entry: tag 0x0112, a short.
std::string orientation_alone(int orientation) {
  std::string tiff("MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0"sv);
  tiff[19] = static_cast<char>(orientation);
  return tiff;
}

// Of APPn and COM: what the picture needs to look as it does.
bool is_needed(unsigned marker, std::string_view payload) {
  if (marker == 0xE0) return payload.starts_with("JFIF\0"sv);
  if (marker == 0xE2) return payload.starts_with("ICC_PROFILE\0"sv);
  if (marker == 0xEE) return payload.starts_with("Adobe"sv);
  return !(marker >= 0xE0 && marker <= 0xEF) && marker != 0xFE;
}

// The place of the next marker's 0xFF behind a scan's data: not a stuffed byte, nor a restart.
std::size_t end_of_scan(std::string_view jpeg, std::size_t at) {
  for (; (at = jpeg.find('\xFF', at)) != jpeg.npos && at + 1 < jpeg.size(); ++at) {
    const std::uint32_t next = byte_at(jpeg, at + 1);
    if (next != 0 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) return at;
  }
  return jpeg.npos;
}

Result<std::string> clean_jpeg(std::string_view jpeg, int orientation) {
  if (!jpeg.starts_with("\xFF\xD8"sv)) return cut_off();
  std::string out("\xFF\xD8");
  bool scanned = false, exif = orientation == 1;
  const auto add_exif = [&] {
    if (exif) return;
    exif = true;
    const std::string tiff = orientation_alone(orientation);
    const std::size_t length = 2 + 6 + tiff.size();
    out += "\xFF\xE1"sv;
    out += {static_cast<char>(length >> 8), static_cast<char>(length)};
    (out += "Exif\0\0"sv) += tiff;
  };
  for (std::size_t at = 2;;) {
    while (at + 1 < jpeg.size() && byte_at(jpeg, at) == 0xFF && byte_at(jpeg, at + 1) == 0xFF) ++at;  // fill bytes
    if (at + 4 > jpeg.size() && !(scanned && at + 2 <= jpeg.size())) return cut_off();
    if (byte_at(jpeg, at) != 0xFF) return cut_off();
    const unsigned marker = byte_at(jpeg, at + 1);
    if (marker == 0xD9) return scanned ? Result<std::string>(out += "\xFF\xD9"sv) : cut_off();
    if (at + 4 > jpeg.size()) return cut_off();
    const std::size_t length = byte_at(jpeg, at + 2) << 8 | byte_at(jpeg, at + 3);
    if (length < 2 || length > jpeg.size() - at - 2) return cut_off();
    const std::string_view segment = jpeg.substr(at, 2 + length);
    if (marker != 0xE0) add_exif();  // behind JFIF's header, which comes first
    if (is_needed(marker, segment.substr(4))) out += segment;
    at += segment.size();
    if (marker != 0xDA) continue;
    const std::size_t end = end_of_scan(jpeg, at);
    if (end == jpeg.npos) return cut_off();
    out += jpeg.substr(at, end - at);
    at = end;
    scanned = true;
  }
}

std::string png_chunk(std::string_view type, std::string_view data) {
  const std::string body = std::string(type) + std::string(data);
  std::uint32_t crc = 0xFFFFFFFFu;  // PNG annex D
  for (const char c : body) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
  }
  return as_big_endian(static_cast<std::uint32_t>(data.size())) + body + as_big_endian(~crc);
}

Result<std::string> clean_png(std::string_view png, int orientation) {
  constexpr auto kSignature = "\x89PNG\r\n\x1A\n"sv;
  constexpr std::array kNeeded{"IHDR"sv, "PLTE"sv, "IDAT"sv, "IEND"sv, "tRNS"sv, "cHRM"sv, "gAMA"sv, "iCCP"sv, "sBIT"sv, "sRGB"sv, "cICP"sv};
  constexpr std::size_t kAround = 12;  // a chunk's length, type and sum
  if (!png.starts_with(kSignature)) return cut_off();
  std::string out(kSignature);
  for (std::size_t at = kSignature.size(); png.size() - at >= kAround;) {
    const std::size_t length = big_endian(png, at);
    if (length > png.size() - at - kAround) return cut_off();
    const std::string_view chunk = png.substr(at, length + kAround), type = chunk.substr(4, 4);
    if (at == kSignature.size() && type != "IHDR") return cut_off();
    if (std::ranges::find(kNeeded, type) != kNeeded.end()) out += chunk;
    if (type == "IEND") return out;
    if (at == kSignature.size() && orientation != 1) out += png_chunk("eXIf", orientation_alone(orientation));
    at += chunk.size();
  }
  return cut_off();
}

Result<std::string> clean_webp(std::string_view webp, int orientation) {
  constexpr std::size_t kHead = 12, kChunkHead = 8;
  constexpr std::array kNeeded{"VP8X"sv, "VP8 "sv, "VP8L"sv, "ALPH"sv, "ICCP"sv, "ANIM"sv, "ANMF"sv};
  constexpr char kHasExif = 0x08, kHasXmp = 0x04;
  if (webp.size() < kHead || !webp.starts_with("RIFF") || webp.substr(8, 4) != "WEBP") return cut_off();
  std::string out;
  bool picture = false, extended = false;
  const std::size_t end = std::min<std::size_t>(webp.size(), std::size_t{little_endian(webp, 4)} + 8);
  for (std::size_t at = kHead; end > at && end - at >= kChunkHead;) {
    const std::size_t length = little_endian(webp, at + 4), padded = length + length % 2;
    if (length > end - at - kChunkHead) return cut_off();
    const std::string_view type = webp.substr(at, 4);
    if (std::ranges::find(kNeeded, type) != kNeeded.end()) {
      std::string chunk(webp.substr(at, kChunkHead + length));
      if (length % 2 == 1) chunk += '\0';
      if (type == "VP8X" && length >= 10) {
        extended = true;
        chunk[kChunkHead] = static_cast<char>(chunk[kChunkHead] & ~(kHasExif | kHasXmp));
        if (orientation != 1) chunk[kChunkHead] = static_cast<char>(chunk[kChunkHead] | kHasExif);
      }
      picture = picture || type == "VP8 " || type == "VP8L" || type == "ANMF";
      out += chunk;
    }
    at += kChunkHead + std::min(padded, end - at - kChunkHead);
  }
  if (!picture) return cut_off();
  if (orientation != 1 && extended) {
    const std::string tiff = orientation_alone(orientation);
    (out += "EXIF"sv) += as_little_endian(static_cast<std::uint32_t>(tiff.size())) + tiff;
  }
  return "RIFF" + as_little_endian(static_cast<std::uint32_t>(out.size() + 4)) + "WEBP" + out;
}

}  // namespace

Result<std::string> without_metadata(std::string_view picture, content::PictureFormat format, int orientation) {
  switch (format) {
    case content::PictureFormat::jpeg: return clean_jpeg(picture, orientation);
    case content::PictureFormat::png: return clean_png(picture, orientation);
    case content::PictureFormat::webp: return clean_webp(picture, orientation);
    case content::PictureFormat::svg: break;
  }
  return Error{ErrorKind::internal, "a drawing is no picture of pixels", {}};
}

}  // namespace kiosk::author
