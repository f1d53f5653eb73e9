// UAX #14 against the Unicode Consortium's own cases (Debian: unicode-data), and the Chinese tailoring pair by pair.
#include "kiosk/text/line_break.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "kiosk/base/utf8.h"

namespace kiosk::text {
namespace {

struct Case {
  std::u32string text;
  std::vector<bool> breaks;  // before each character but the first, and at the end
};

Case parse_case(const std::string& line) {
  Case parsed;
  std::istringstream words(line.substr(0, line.find('#')));
  std::string word;
  words >> word;
  while (words >> word)
    if (word == "÷" || word == "×") parsed.breaks.push_back(word == "÷");
    else parsed.text.push_back(static_cast<char32_t>(std::stoul(word, nullptr, 16)));
  return parsed;
}

TEST(LineBreak, AgreesWithEveryCaseOfUnicode_WhenNotTailored) {
  std::ifstream file(UNICODE_DATA_DIR "/auxiliary/LineBreakTest.txt");
  ASSERT_TRUE(file) << "package unicode-data is not installed";
  int cases = 0, wrong = 0;

  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const Case wanted = parse_case(line);
    const auto breaks = find_breaks(wanted.text, Tailoring::none);
    ++cases;
    for (std::size_t i = 1; i < breaks.size(); ++i)
      if ((breaks[i] != Break::none) != wanted.breaks[i - 1]) {
        if (++wrong <= 20) ADD_FAILURE() << "at character " << i << ": " << line;
        break;
      }
  }

  EXPECT_EQ(cases, 7654);
  EXPECT_EQ(wrong, 0);
}

// May a line break between the two characters of `pair` inside Chinese text?
bool breaks_between(const std::u32string& pair) {
  const std::u32string text = U"水" + pair + U"水";
  return find_breaks(text, Tailoring::chinese)[2] != Break::none;
}

std::string shown(char32_t a, char32_t b) { return utf8::encode(std::u32string{a, b}); }

TEST(ChineseTailoring, ForbidsLineStarts) {
  const std::u32string never_first = U"，。、；：？！）》〉」』】〕”’·‧–～／…";
  const std::u32string after_han_or_digit = U";/%％℃‰";

  for (char32_t c : never_first)
    for (char32_t before : std::u32string(U"水）”，A1")) EXPECT_FALSE(breaks_between({before, c})) << shown(before, c);
  for (char32_t c : after_han_or_digit)
    for (char32_t before : std::u32string(U"水1")) EXPECT_FALSE(breaks_between({before, c})) << shown(before, c);
}

TEST(ChineseTailoring, ForbidsLineEnds) {
  for (char32_t c : std::u32string(U"（《〈「『【〔“‘"))
    for (char32_t after : std::u32string(U"水A1“（")) EXPECT_FALSE(breaks_between({c, after})) << shown(c, after);
  for (char32_t c : std::u32string(U"￥$№+"))
    for (char32_t after : std::u32string(U"水1")) EXPECT_FALSE(breaks_between({c, after})) << shown(c, after);
}

TEST(ChineseTailoring, AllowsWhatPlainUnicodeGlues) {
  EXPECT_TRUE(breaks_between(U"学“"));  // 学习│“四史”│学习
  EXPECT_TRUE(breaks_between(U"”学"));
  EXPECT_TRUE(breaks_between(U"”—"));   // as Chromium's line-break: auto, not its strict
  EXPECT_TRUE(breaks_between(U"水—"));  // level basic: a dash may begin a line
  EXPECT_TRUE(breaks_between(U"水水"));
  EXPECT_TRUE(breaks_between(U"水ァ"));  // small kana as ideographs, level normal
  EXPECT_TRUE(breaks_between(U"·雅"));
}

TEST(ChineseTailoring, NeverSplitsDashesAndEllipses) {
  EXPECT_FALSE(breaks_between(U"——"));
  EXPECT_FALSE(breaks_between(U"……"));
}

TEST(ChineseTailoring, KeepsAnApostropheInItsWord) {
  const std::u32string text = U"水it’s水";
  const auto breaks = find_breaks(text, Tailoring::chinese);
  for (std::size_t i = 2; i < 5; ++i) EXPECT_EQ(breaks[i], Break::none) << i;
}

TEST(LineBreak, IsLinear_OnAMillionCharactersOfEachKind) {
  for (char32_t c : std::u32string(U"水a1 \u0300\u200B(“－\U0001F1E6")) {
    const auto breaks = find_breaks(std::u32string(1'000'000, c), Tailoring::chinese);
    EXPECT_EQ(breaks.size(), 1'000'001u);
  }
}

}  // namespace
}  // namespace kiosk::text
