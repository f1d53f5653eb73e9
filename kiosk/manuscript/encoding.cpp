#include "kiosk/manuscript/encoding.h"

#include <iconv.h>

#include <memory>
#include <optional>

#include "kiosk/base/utf8.h"

namespace kiosk::manuscript {
namespace {

// Nothing where the bytes are not of that encoding.
std::optional<std::string> converted(const char* from, const char* to, std::string_view bytes) {
  const iconv_t opened = ::iconv_open(to, from);
  if (opened == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  const std::unique_ptr<void, int (*)(iconv_t)> converter(opened, &::iconv_close);
  std::string out;
  std::string in(bytes);
  char* read = in.data();
  std::size_t left = in.size();
  char buffer[4096];
  while (left > 0) {
    char* write = buffer;
    std::size_t room = sizeof buffer;
    const std::size_t done = ::iconv(opened, &read, &left, &write, &room);
    out.append(buffer, sizeof buffer - room);
    if (done == static_cast<std::size_t>(-1) && room == sizeof buffer) return std::nullopt;
  }
  return out;
}

std::string with_plain_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      if (i + 1 < text.size() && text[i + 1] == '\n') continue;
      out += '\n';
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Result<DecodedText> decode_text(std::string_view bytes, std::string_view subject) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    if (const auto text = converted("UTF-16", "UTF-8", bytes)) return DecodedText{with_plain_line_ends(*text), "UTF-16"};
  } else if (!utf8::find_ill_formed(bytes)) {
    return DecodedText{with_plain_line_ends(bytes), "UTF-8"};
  } else if (bytes.find('\0') == bytes.npos) {
    if (const auto text = converted("GB18030", "UTF-8", bytes)) return DecodedText{with_plain_line_ends(*text), "GB18030"};
  }
  return Error{ErrorKind::malformed, "is not a text in UTF-8 or GB18030; save it again as UTF-8", std::string(subject),
               "不是 UTF-8 或 GB18030 编码的文本；请另存为 UTF-8"};
}

std::string to_gbk(char32_t c) {
  std::string text;
  utf8::append(text, c);
  return converted("UTF-8", "GBK", text).value_or("");
}

char32_t from_gbk(unsigned char lead, unsigned char trail) {
  const char bytes[] = {static_cast<char>(lead), static_cast<char>(trail)};
  const auto text = converted("GBK", "UTF-8", {bytes, 2});
  if (!text) return 0;
  const std::u32string characters = utf8::decode(*text);
  return characters.size() == 1 ? characters[0] : 0;
}

}  // namespace kiosk::manuscript
