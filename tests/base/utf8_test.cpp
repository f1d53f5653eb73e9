// Unicode 15 §3.9: well-formed sequences (table 3-7) and how ill-formed ones are replaced (tables 3-8 to 3-11).
#include "kiosk/base/utf8.h"

#include <gtest/gtest.h>

namespace kiosk::utf8 {
namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (int v : values) out += static_cast<char>(v);
  return out;
}

TEST(Utf8, EveryCodePoint_ComesBackFromItsBytes) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append(text, c);
    std::size_t at = 0;
    ASSERT_EQ(next(text, at), c);
    ASSERT_EQ(at, text.size());
    ASSERT_FALSE(find_ill_formed(text));
  }
}

TEST(Utf8, EveryPairOfLeadAndSecondByte_IsWellFormedExactlyAsInTable37) {
  for (int lead = 0x80; lead < 0x100; ++lead)
    for (int second = 0; second < 0x100; ++second) {
      const std::string text = bytes({lead, second, 0x80, 0x80});
      int length = 0;
      if (lead >= 0xC2 && lead <= 0xDF && second >= 0x80 && second <= 0xBF) length = 2;
      const int low3 = lead == 0xE0 ? 0xA0 : 0x80, high3 = lead == 0xED ? 0x9F : 0xBF;
      if (lead >= 0xE0 && lead <= 0xEF && second >= low3 && second <= high3) length = 3;
      const int low4 = lead == 0xF0 ? 0x90 : 0x80, high4 = lead == 0xF4 ? 0x8F : 0xBF;
      if (lead >= 0xF0 && lead <= 0xF4 && second >= low4 && second <= high4) length = 4;

      std::size_t at = 0;
      const char32_t c = next(text, at);

      if (length == 0) {
        ASSERT_EQ(c, kReplacement) << lead << " " << second;
        ASSERT_EQ(at, 1u) << lead << " " << second;
        ASSERT_EQ(find_ill_formed(text), std::optional<std::size_t>(0));
      } else {
        ASSERT_NE(c, kReplacement) << lead << " " << second;
        ASSERT_EQ(at, static_cast<std::size_t>(length)) << lead << " " << second;
      }
    }
}

TEST(Utf8, IllFormedParts_AreReplacedAsTheStandardShows) {
  const char32_t F = kReplacement;
  const std::pair<std::string, std::u32string> cases[] = {
      {bytes({0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41}),
       {F, F, F, F, F, F, F, F, U'A'}},  // 3-8 not shortest
      {bytes({0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41}),
       {F, F, F, F, F, F, F, F, U'A'}},  // 3-9 surrogates
      {bytes({0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42}),
       {F, F, F, F, F, U'A', F, F, U'B'}},                                                  // 3-10 others
      {bytes({0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41}), {F, F, F, F, U'A'}},  // 3-11 truncated
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(decode(text), want);
}

TEST(Utf8, TruncatedAtTheEnd_IsOneReplacement) {
  for (const std::string& text : {bytes({0xE4}), bytes({0xE4, 0xB8}), bytes({0xF0, 0xA0, 0x80})})
    EXPECT_EQ(decode(text), std::u32string(1, kReplacement));
}

TEST(Utf8, FindIllFormed_GivesTheFirstOffset) {
  EXPECT_FALSE(find_ill_formed("长廊 abc"));
  EXPECT_FALSE(find_ill_formed(""));
  EXPECT_EQ(find_ill_formed("长\xFFx\xFE"), std::optional<std::size_t>(3));
}

TEST(Utf8, AppendOfWhatIsNoCharacter_WritesTheReplacement) {
  for (char32_t c : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}, char32_t{0xFFFFFFFF}}) {
    std::string text;
    append(text, c);
    EXPECT_EQ(text, "\xEF\xBF\xBD");
  }
}

TEST(Utf8, Encode_IsTheOtherWayOfDecode) { EXPECT_EQ(encode(decode("青浦 Qingpu 𠮷 é")), "青浦 Qingpu 𠮷 é"); }

TEST(IsHan, Characters_AreToldFromPunctuationAndKana) {
  for (char32_t c : {U'一', U'长', U'龥', U'々', U'〇', U'\u3400', U'\uF900', U'\U00020000', U'\U000323AF'})
    EXPECT_TRUE(is_han(c)) << std::hex << static_cast<unsigned>(c);
  for (char32_t c : {U'a', U'，', U'。', U'《', U'ア', U'가', U'１', U'\u33FF', U'\U0001F600'})
    EXPECT_FALSE(is_han(c)) << std::hex << static_cast<unsigned>(c);
}

TEST(PlainLine, TextWithControlCharacters_CarriesNoneToATerminal) {
  EXPECT_EQ(plain_line("a\nb\r\tc\x1b[31m\x7f d\xC2\x9B" "e 青浦"), "a b  c [31m  d e 青浦");
  EXPECT_EQ(plain_line("\xFF" "a"), "\uFFFD" "a");
}

}  // namespace
}  // namespace kiosk::utf8
