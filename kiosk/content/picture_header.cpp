#include "kiosk/content/picture_header.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kiosk::content {
namespace {

using namespace std::string_view_literals;

// Big- or little-endian number of `count` bytes at `at`. Pre: they are there.
std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t count, bool big) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[big ? at + i : at + count - 1 - i]);
  return value;
}

std::optional<PictureHeader> png(std::string_view b) {
  if (b.size() < 24 || b.substr(12, 4) != "IHDR") return std::nullopt;
  return PictureHeader{PictureFormat::png, number(b, 16, 4, true), number(b, 20, 4, true)};
}

std::optional<PictureHeader> jpeg(std::string_view b) {
  std::size_t at = 2;
  while (at + 4 <= b.size()) {
    if (b[at] != '\xFF') return std::nullopt;
    const auto marker = static_cast<unsigned char>(b[at + 1]);
    if (marker == 0xFF) {
      ++at;
      continue;
    }  // fill byte
    const std::size_t length = number(b, at + 2, 2, true);
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) {
      if (length < 8 || at + 9 > b.size()) return std::nullopt;
      return PictureHeader{PictureFormat::jpeg, number(b, at + 7, 2, true), number(b, at + 5, 2, true)};
    }
    if (length < 2 || marker == 0xD9 || marker == 0xDA || marker < 0xC0) return std::nullopt;
    at += 2 + length;
  }
  return std::nullopt;
}

std::optional<PictureHeader> webp(std::string_view b) {
  if (b.size() < 30) return std::nullopt;
  const std::string_view chunk = b.substr(12, 4);
  if (chunk == "VP8 " && b.substr(23, 3) == "\x9D\x01\x2A"sv)
    return PictureHeader{PictureFormat::webp, number(b, 26, 2, false) & 0x3FFF, number(b, 28, 2, false) & 0x3FFF};
  if (chunk == "VP8L" && b[20] == '\x2F') {
    const std::uint32_t bits = number(b, 21, 4, false);
    return PictureHeader{PictureFormat::webp, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1};
  }
  if (chunk == "VP8X")
    return PictureHeader{PictureFormat::webp, number(b, 24, 3, false) + 1, number(b, 27, 3, false) + 1};
  return std::nullopt;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The number that a length begins with; 0 for percentages and what is none.
double length(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  double value = 0, scale = 0;
  std::size_t at = 0;
  for (; at < text.size() && at < 32; ++at) {
    if (text[at] == '.' && scale == 0) {
      scale = 1;
      continue;
    }
    if (text[at] < '0' || text[at] > '9') break;
    value = value * 10 + (text[at] - '0');
    scale *= 10;
  }
  if (at < text.size() && text[at] == '%') return 0;
  return scale > 1 ? value / scale : value;
}

// The value of attribute `name` in the tag; empty where it is not there.
std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = 0; (at = tag.find(name, at)) != tag.npos; at += name.size()) {
    if (at == 0 || !is_blank(tag[at - 1])) continue;
    std::size_t next = at + name.size();
    while (next < tag.size() && is_blank(tag[next])) ++next;
    if (next >= tag.size() || tag[next] != '=') continue;
    ++next;
    while (next < tag.size() && is_blank(tag[next])) ++next;
    if (next >= tag.size() || (tag[next] != '"' && tag[next] != '\'')) return {};
    const std::size_t end = tag.find(tag[next], next + 1);
    return end == tag.npos ? std::string_view() : tag.substr(next + 1, end - next - 1);
  }
  return {};
}

std::optional<PictureHeader> svg(std::string_view b) {
  std::size_t at = b.find_first_not_of(" \t\r\n");
  while (at < b.size() && b[at] == '<') {
    if (b.substr(at, 4) == "<svg" && at + 4 < b.size() && (is_blank(b[at + 4]) || b[at + 4] == '>')) break;
    const bool comment = b.substr(at, 4) == "<!--";
    if (!comment && b.substr(at, 2) != "<?" && b.substr(at, 2) != "<!") return std::nullopt;
    const std::size_t end = b.find(comment ? "-->" : ">", at);
    at = end == b.npos ? b.npos : b.find_first_not_of(" \t\r\n", end + (comment ? 3 : 1));
  }
  if (at >= b.size() || b[at] != '<') return std::nullopt;
  const std::size_t end = b.find('>', at);
  if (end == b.npos) return std::nullopt;
  const std::string_view tag = b.substr(at, end - at);
  double width = length(attribute(tag, "width")), height = length(attribute(tag, "height"));
  if (width == 0 || height == 0) {
    std::string_view box = attribute(tag, "viewBox");
    for (double* into : std::array<double*, 4>{nullptr, nullptr, &width, &height}) {
      while (!box.empty() && (is_blank(box.front()) || box.front() == ',')) box.remove_prefix(1);
      if (into) *into = length(box);
      while (!box.empty() && !is_blank(box.front()) && box.front() != ',') box.remove_prefix(1);
    }
  }
  const auto whole = [](double v) { return static_cast<std::uint64_t>(std::ceil(std::clamp(v, 0.0, 1e15))); };
  return PictureHeader{PictureFormat::svg, whole(width), whole(height)};
}

}  // namespace

std::optional<PictureHeader> read_picture_header(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return png(bytes);
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return jpeg(bytes);
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return webp(bytes);
  if (bytes.starts_with("\xEF\xBB\xBF"sv)) bytes.remove_prefix(3);
  return svg(bytes);
}

std::string_view active_part(std::string_view svg) {
  constexpr std::array kForbidden{"<script"sv, "<!ENTITY"sv, "<foreignObject"sv, "@import"sv, "<?xml-stylesheet"sv};
  for (std::string_view word : kForbidden)
    if (svg.find(word) != svg.npos) return word;
  for (std::size_t at = 0; (at = svg.find("href", at)) != svg.npos;) {
    at += 4;
    while (at < svg.size() && is_blank(svg[at])) ++at;
    if (at >= svg.size() || svg[at] != '=') continue;
    ++at;
    while (at < svg.size() && (is_blank(svg[at]) || svg[at] == '"' || svg[at] == '\'')) ++at;
    if (at < svg.size() && svg[at] != '#' && svg.substr(at, 11) != "data:image/") return "href";
  }
  for (std::size_t at = 0; (at = svg.find("url(", at)) != svg.npos;) {
    at += 4;
    while (at < svg.size() && (is_blank(svg[at]) || svg[at] == '"' || svg[at] == '\'')) ++at;
    if (at < svg.size() && svg[at] != '#' && svg.substr(at, 5) != "&quot" && svg.substr(at, 11) != "data:image/")
      return "url(";
  }
  return {};
}

}  // namespace kiosk::content
