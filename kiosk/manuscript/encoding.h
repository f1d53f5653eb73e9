// Bytes of a text file to UTF-8: UTF-8 with or without byte-order mark, UTF-16 with one, else GB18030, which Chinese Windows writes.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::manuscript {

struct DecodedText {
  std::string text;      // well-formed, "\n" line ends, no byte-order mark
  std::string encoding;  // "UTF-8", "UTF-16", "GB18030"
};

// Errors: malformed (none of them: it is no text).
Result<DecodedText> decode_text(std::string_view bytes, std::string_view subject);

// One or two bytes of GBK for a character, empty where it has none there; and back, nothing where the two bytes are none.
std::string to_gbk(char32_t c);
char32_t from_gbk(unsigned char lead, unsigned char trail);  // 0: none

}  // namespace kiosk::manuscript
