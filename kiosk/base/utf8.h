// UTF-8 to code points and back, and the few classes of characters that several rooms ask for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kiosk::utf8 {

inline constexpr char32_t kReplacement = U'\uFFFD';

// Reads the code point at text[at] and moves `at` behind it. Ill-formed bytes (Unicode 15 §3.9, table 3-7) give
// U+FFFD, one for each maximal ill-formed part. Pre: at < text.size().
char32_t next(std::string_view text, std::size_t& at);

std::u32string decode(std::string_view text);
std::string encode(std::u32string_view text);
void append(std::string& out, char32_t c);

// Offset of the first ill-formed byte, or nothing where all is well-formed.
std::optional<std::size_t> find_ill_formed(std::string_view text);

// Unified ideographs with extensions and compatibility ideographs, and 々〇: what readers call a Han character.
bool is_han(char32_t c);

// Foreign text for a terminal or a log: control characters (C0, DEL, C1 of ISO/IEC 6429, of which escape sequences are made) become spaces.
std::string plain_line(std::string_view text);

}  // namespace kiosk::utf8
