// Squeezing of neighbouring marks, trimming at line ends, gaps between Han and Latin, as tables.
#include <map>

#include "layout.h"

namespace kiosk::text {
namespace {

constexpr float kSize = 100;

Setting line(std::string text, Language language, Direction direction = Direction::horizontal) {
  Setting setting;
  setting.text = std::move(text);
  setting.language = language;
  setting.size_px = kSize;
  setting.direction = direction;
  return setting;
}

float length_em(const Setting& setting) { return lay_out(setting).lines.at(0).width / kSize; }

// The classes of CLREQ's adjacent marks. D is C beside its neighbours in zh-Hans; in zh-Hant, where it stands in the
// middle of its square, it is M. In columns ；： belong to no class.
char class_of(char32_t c, Language language, bool vertical) {
  const auto in = [c](std::u32string_view set) { return set.find(c) != std::u32string_view::npos; };
  if (in(U"（《〈「『【〔“‘")) return 'O';
  if (in(U"）》〉」』】〕”’")) return 'C';
  if (in(U"；：") && vertical) return '-';
  if (in(U"，。、；：")) return language == Language::hant ? 'M' : 'D';
  if (in(U"·　")) return 'M';
  return '-';
}

int halves(char left, char right) {
  const bool left_gives = left == 'C' || left == 'D';
  if (left_gives && (right == 'C' || right == 'D' || right == 'M')) return 1;
  return right == 'O' && (left == 'O' || left_gives || left == 'M') ? 1 : 0;
}

void expect_squeeze_table(Language language, Direction direction) {
  const std::u32string marks = U"（《〈「『【〔“‘）》〉」』】〕”’，。、；：·　？！…～／";
  const bool vertical = direction == Direction::column;
  int pairs = 0;
  for (char32_t left : marks)
    for (char32_t right : marks) {
      if (left == U'…' && right == U'…') continue;  // one glyph of its own
      const std::string a = utf8::encode(std::u32string(1, left)), b = utf8::encode(std::u32string(1, right));
      const float apart = length_em(line("水" + a + "水" + b + "水", language, direction)) - 1;
      const float together = length_em(line("水" + a + b + "水", language, direction));
      const int wanted = halves(class_of(left, language, vertical), class_of(right, language, vertical));
      EXPECT_NEAR(apart - together, 0.5f * static_cast<float>(wanted), 0.001f) << a << b << ' ' << tag(language);
      ++pairs;
    }
  EXPECT_EQ(pairs, 30 * 30 - 1);
}

TEST(Squeeze, FollowsTheTable_InSimplifiedChinese) { expect_squeeze_table(Language::hans, Direction::horizontal); }
TEST(Squeeze, FollowsTheTable_InTraditionalChinese) { expect_squeeze_table(Language::hant, Direction::horizontal); }
TEST(Squeeze, FollowsTheTable_InSimplifiedColumns) { expect_squeeze_table(Language::hans, Direction::column); }
TEST(Squeeze, FollowsTheTable_InTraditionalColumns) { expect_squeeze_table(Language::hant, Direction::column); }

TEST(Squeeze, TakesOneHalfAtEachMeeting_WhenThreeMarksMeet) {
  EXPECT_FLOAT_EQ(length_em(line("水。）”水", Language::hans)), 2 + 2.0f);
  EXPECT_FLOAT_EQ(length_em(line("水）（水", Language::hans)), 2 + 1.5f);
}

TEST(Squeeze, MovesAnOpeningMarkByItsEmptyHalf_AndLeavesTheClosingOneInPlace) {
  const Paragraph apart = lay_out(line("水）水（水", Language::hans));
  const Paragraph together = lay_out(line("水）（水", Language::hans));

  EXPECT_FLOAT_EQ(together.glyphs[1].x, apart.glyphs[1].x);
  EXPECT_FLOAT_EQ(together.glyphs[2].x, 2 * kSize - 0.5f * kSize);
}

TEST(LineEnd, HalvesTheLastMark_WhereItStandsAtTheSideOfItsSquare) {
  for (const char* mark : {"，", "。", "、", "；", "：", "？", "！", "）", "”", "》"})
    EXPECT_NEAR(length_em(line(std::string("水") + mark, Language::hans)), 1.5f, 0.001f) << mark;
  for (const char* mark : {"，", "。", "、", "；", "："})
    EXPECT_NEAR(length_em(line(std::string("水") + mark, Language::hant)), 2.f, 0.001f) << mark;
  EXPECT_NEAR(length_em(line("水」", Language::hant)), 1.5f, 0.001f);
}

TEST(LineStart, KeepsAnOpeningMarkWhole) { EXPECT_NEAR(length_em(line("“水", Language::hans)), 2.f, 0.001f); }

TEST(MiddleDot, IsHalfAnEmWide) {
  const float plain = length_em(line("让雅克", Language::hans));
  EXPECT_NEAR(length_em(line("让·雅克", Language::hans)) - plain, 0.5f, 0.001f);
}

// As Chromium's text-autospace, probed mark by mark.
TEST(HanLatinGap, IsAnEighthOfAnEm_BesideLettersDigitsAndSomeMarks) {
  for (char32_t c : std::u32string(U"Aaz059éαΩМя!#%&,.:;?@\\§")) {
    const std::string mark = utf8::encode(std::u32string(1, c));
    const float alone = length_em(line(mark, Language::hans));
    EXPECT_NEAR(length_em(line("水" + mark + "水", Language::hans)) - 2 - alone, 0.25f, 0.001f) << mark;
  }
}

TEST(HanLatinGap, IsNone_BesideOtherMarksSpacesAndFullWidthForms) {
  for (char32_t c : std::u32string(U"()\"'$+-/<=>[]°℃×（")) {
    const std::string mark = utf8::encode(std::u32string(1, c));
    const float before = length_em(line("水" + mark + "水", Language::hans)) - 2;
    EXPECT_NEAR(before, length_em(line(mark + "水", Language::hans)) - 1, 0.001f) << mark;
  }
  EXPECT_NEAR(length_em(line("水 A", Language::hans)),
              length_em(line("水", Language::hans)) + length_em(line(" A", Language::hans)), 0.001f);
}

TEST(HanLatinGap, IsDropped_AtTheLineEnd) {
  Setting setting = line("水水2026水", Language::hans);
  const float digits = length_em(line("2026", Language::hans));
  setting.extent_px = (digits + 1.13f) * kSize;  // room for the digits, one Han character and the gap between them

  const Paragraph paragraph = lay_out(setting);

  ASSERT_EQ(paragraph.lines.size(), 2u) << dump(setting, paragraph);
  EXPECT_NEAR(paragraph.lines[0].width, 2 * kSize, 0.01f);
  EXPECT_NEAR(paragraph.lines[1].width, (digits + 1.125f) * kSize, 0.01f);
}

TEST(Quotes, AreFullWidthInChinese_AndProportionalInEnglish) {
  EXPECT_NEAR(length_em(line("水“水”水", Language::hans)), 5.f, 0.001f);
  EXPECT_LT(length_em(line("“Hall”", Language::en)), length_em(line("Hall", Language::en)) + 1.1f);
  EXPECT_LT(length_em(line("it’s", Language::hans)), length_em(line("its", Language::hans)) + 0.4f);
}

TEST(Traditional, SetsCommasInTheMiddle_FromTheSameFace) {
  const Paragraph hans = lay_out(line("水，骨", Language::hans)), hant = lay_out(line("水，骨", Language::hant));

  EXPECT_EQ(hans.glyphs[0].id, hant.glyphs[0].id);
  EXPECT_NE(hans.glyphs[1].id, hant.glyphs[1].id);
  EXPECT_NE(hans.glyphs[2].id, hant.glyphs[2].id);
  EXPECT_EQ(hans.glyphs[1].face, hant.glyphs[1].face);
}

}  // namespace
}  // namespace kiosk::text
