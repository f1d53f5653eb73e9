#include "kiosk/base/utf8.h"

namespace kiosk::utf8 {
namespace {

// Well-formed sequence at text[at]: its length and code point; length 0 where ill-formed, with `skip` bytes to replace.
struct Step {
  std::size_t length;
  char32_t c;
  std::size_t skip;
};

Step step(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(at);
  if (lead < 0x80) return {1, lead, 0};
  std::size_t length = 0;
  unsigned low = 0x80, high = 0xBF;  // bounds of the second byte, Unicode table 3-7
  char32_t c = 0;
  if (lead >= 0xC2 && lead <= 0xDF) { length = 2; c = lead & 0x1F; }
  else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3; c = lead & 0x0F;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4; c = lead & 0x07;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else return {0, kReplacement, 1};
  for (std::size_t i = 1; i < length; ++i) {
    if (at + i >= text.size() || byte(at + i) < low || byte(at + i) > high) return {0, kReplacement, i};
    c = c << 6 | (byte(at + i) & 0x3F);
    low = 0x80;
    high = 0xBF;
  }
  return {length, c, 0};
}

}  // namespace

char32_t next(std::string_view text, std::size_t& at) {
  const Step s = step(text, at);
  at += s.length ? s.length : s.skip;
  return s.c;
}

std::u32string decode(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) out += next(text, at);
  return out;
}

void append(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) put(c);
  else if (c < 0x800) { put(0xC0 | c >> 6); put(0x80 | (c & 0x3F)); }
  else if (c < 0x10000) { put(0xE0 | c >> 12); put(0x80 | (c >> 6 & 0x3F)); put(0x80 | (c & 0x3F)); }
  else { put(0xF0 | c >> 18); put(0x80 | (c >> 12 & 0x3F)); put(0x80 | (c >> 6 & 0x3F)); put(0x80 | (c & 0x3F)); }
}

std::string encode(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (char32_t c : text) append(out, c);
  return out;
}

std::optional<std::size_t> find_ill_formed(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Step s = step(text, at);
    if (s.length == 0) return at;
    at += s.length;
  }
  return std::nullopt;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || c == 0x3005 || c == 0x3007;
}

std::string plain_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next(text, at);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) out += ' ';
    else if (c == kReplacement) append(out, c);
    else out += text.substr(begin, at - begin);
  }
  return out;
}

}  // namespace kiosk::utf8
