// What is kept whole without being listed: numbers with units, dates, telephone numbers, versions.
#include "kiosk/text/wholes.h"

#include <gtest/gtest.h>

#include "kiosk/base/utf8.h"

namespace kiosk::text {
namespace {

std::string wholes_in(std::string_view text) {
  const std::u32string all = utf8::decode(text);
  std::string found;
  for (const Whole& whole : find_wholes(all))
    found += "[" + utf8::encode(all.substr(whole.begin, whole.end - whole.begin)) + "]";
  return found;
}

TEST(Wholes, AreNumbersAndDates) {
  const std::pair<const char*, const char*> cases[] = {
      {"于 2000 年 6 月 6 日开馆", "[2000 年 6 月 6 日]"},
      {"1905年6月13日出生", "[1905年6月13日]"},
      {"一九二一年七月一日，", "[一九二一年七月一日]"},
      {"二〇二一年，", "[二〇二一年]"},
      {"面积约 1200 平方米，", "[1200 平方米]"},
      {"投资 3.5 亿元", "[3.5 亿元]"},
      {"30 余万元", "[30 余万元]"},
      {"电话 021-5973-0000。", "[021-5973-0000]"},
      {"电话 (021) 5973 0000。", "[(021) 5973 0000]"},
      {"电话 +86 21 5973 0000。", "[+86 21 5973 0000]"},
      {"1921—1949年", "[1921—1949年]"},
      {"9:00–16:30", "[9:00–16:30]"},
      {"版本 2.0.1", "[2.0.1]"},
      {"第十二届，第 3 次，第二座桥", "[第十二届][第 3 次][第二座]"},
      {"6 June 2000 – 7", "[6 June 2000]"},
      {"June 6, 2000 – 7", "[June 6, 2000]"},
      {"～3.5 km 长", "[3.5 km]"},
      {"用 C++20 写成，依照 GB/T 15834", "[C++20][GB/T][15834]"},
      {"3840×2160", "[3840×2160]"},
      {"增长 12％，", "[12％]"},
      {"一生的信条", ""},
      {"第一", "[第一]"},
      {"2 people", "[people]"},  // a word, but without the number
      {"5 Mayors", "[Mayors]"},
  };
  for (const auto& [text, wanted] : cases) EXPECT_EQ(wholes_in(text), wanted) << text;
}

TEST(Wholes, EndAfterFortyCharacters_WhenDigitsGoOn) {
  const std::u32string text(200, U'7');
  for (const Whole& whole : find_wholes(text)) EXPECT_LE(whole.end - whole.begin, 40u);
}

}  // namespace
}  // namespace kiosk::text
