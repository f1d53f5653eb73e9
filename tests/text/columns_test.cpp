// Columns from right to left.
#include <set>

#include "layout.h"

namespace kiosk::text {
namespace {

constexpr float kSize = 100;

Setting columns(std::string text, float extent_em = 0, Language language = Language::hans) {
  Setting setting;
  setting.text = std::move(text);
  setting.language = language;
  setting.size_px = kSize;
  setting.extent_px = extent_em * kSize;
  setting.direction = Direction::vertical_rl;
  return setting;
}

TEST(Columns, RunFromRightToLeft_EachALinePitchApart) {
  const Setting setting = columns("水乡长廊水乡长廊", 4);
  const Paragraph paragraph = lay_out(setting);

  ASSERT_EQ(paragraph.lines.size(), 2u);
  EXPECT_TRUE(paragraph.column);
  EXPECT_FLOAT_EQ(paragraph.lines[0].x - paragraph.lines[1].x, 1.75f * kSize);
  EXPECT_FLOAT_EQ(paragraph.size.w, 2 * 1.75f * kSize);
  EXPECT_FLOAT_EQ(paragraph.size.h, 4 * kSize);
  EXPECT_FLOAT_EQ(paragraph.lines[0].baseline, 0);
  EXPECT_FLOAT_EQ(paragraph.glyphs[1].y - paragraph.glyphs[0].y, kSize);
}

TEST(Columns, LatinLiesOnItsSide_AndHanStands) {
  const Paragraph paragraph = lay_out(columns("水Hall水"));
  ASSERT_EQ(paragraph.glyphs.size(), 6u);
  EXPECT_TRUE(paragraph.glyphs[0].upright);
  for (std::size_t i = 1; i < 5; ++i) EXPECT_FALSE(paragraph.glyphs[i].upright) << i;
  EXPECT_TRUE(paragraph.glyphs[5].upright);
  EXPECT_FLOAT_EQ(paragraph.glyphs[1].x, paragraph.glyphs[4].x) << "one baseline";
  EXPECT_LT(paragraph.glyphs[1].y, paragraph.glyphs[4].y);

  Setting across = columns("Hall");
  across.direction = Direction::horizontal;
  EXPECT_NEAR(lay_out(columns("Hall")).lines[0].width, lay_out(across).lines[0].width, 0.01f);
}

TEST(Columns, TwoDigitsStandSideBySide_InTheWidthOfOneCharacter) {
  const Paragraph paragraph = lay_out(columns("水12水"));
  ASSERT_EQ(paragraph.glyphs.size(), 4u);
  const Glyph &one = paragraph.glyphs[1], &two = paragraph.glyphs[2];
  EXPECT_TRUE(one.upright && two.upright);
  EXPECT_FLOAT_EQ(one.y, two.y);
  EXPECT_LT(one.x, two.x);
  EXPECT_GE(one.x, paragraph.lines[0].x - 0.5f * kSize - 0.01f);
  EXPECT_FLOAT_EQ(paragraph.lines[0].width, 3 * kSize);
}

TEST(Columns, OneDigitStands_AndThreeLie) {
  EXPECT_TRUE(lay_out(columns("水6水")).glyphs[1].upright);
  EXPECT_FALSE(lay_out(columns("水365水")).glyphs[1].upright);
  EXPECT_FALSE(lay_out(columns("水3.5水")).glyphs[1].upright);
  EXPECT_FALSE(lay_out(columns("水v2水")).glyphs[2].upright);
}

TEST(Columns, BlanksBesideUprightDigits_LeaveNoHole) {
  EXPECT_FLOAT_EQ(lay_out(columns("共 36 件")).lines[0].width, 3 * kSize);
  EXPECT_GT(lay_out(columns("共 2005 件")).lines[0].width, lay_out(columns("共2005件")).lines[0].width);
}

TEST(Columns, MarksTakeTheirVerticalForms) {
  for (const char* mark : {"，", "。", "（", "《", "“", "—", "…"}) {
    Setting setting = columns(std::string("水") + mark);
    const std::uint32_t down = lay_out(setting).glyphs[1].id;
    setting.direction = Direction::horizontal;
    EXPECT_NE(down, lay_out(setting).glyphs[1].id) << mark;
  }
}

TEST(Columns, DashesAndEllipses_AreOneStroke) {
  EXPECT_FLOAT_EQ(lay_out(columns("水——水")).lines[0].width, 4 * kSize);
  EXPECT_FLOAT_EQ(lay_out(columns("水……水")).lines[0].width, 4 * kSize);
}

TEST(Columns, AreFilledByTheSameRules_AtEveryHeight) {
  constexpr std::u32string_view kNeverFirst = U"，。、；：？！）》〉」』】〕”·～／…％℃", kNeverLast = U"（《〈「『【〔“￥";
  int lines = 0;
  for (Language language : {Language::hans, Language::hant})
    for (const std::string& text : corpus(language))
      for (float em = 8; em < 30; em += 1.3f)
        for (Align align : {Align::start, Align::justify}) {
          Setting setting = columns(text, em, language);
          setting.align = align;
          const Paragraph paragraph = lay_out(setting);
          const auto texts = lines_of(setting, paragraph);
          for (std::size_t i = 0; i < texts.size(); ++i, ++lines) {
            const std::u32string line = utf8::decode(texts[i]);
            ASSERT_TRUE(i == 0 || kNeverFirst.find(line.front()) == kNeverFirst.npos) << dump(setting, paragraph);
            ASSERT_EQ(kNeverLast.find(line.back()), kNeverLast.npos) << dump(setting, paragraph);
            ASSERT_LE(paragraph.lines[i].baseline + paragraph.lines[i].width, setting.extent_px + 0.05f) << dump(setting, paragraph);
          }
        }
  EXPECT_GT(lines, 2'000);
}

TEST(Columns, JustifiedColumnsEndTogether) {
  Setting setting = columns(corpus(Language::hans).front(), 16.4f);
  setting.align = Align::justify;
  const Paragraph paragraph = lay_out(setting);
  ASSERT_GT(paragraph.lines.size(), 3u);
  for (std::size_t i = 0; i + 1 < paragraph.lines.size(); ++i) EXPECT_NEAR(paragraph.lines[i].width, setting.extent_px, 0.02f * kSize) << i;
}

TEST(Columns, ThatAreCut_EndInAnEllipsis) {
  Setting setting = columns("水乡长廊水乡长廊水乡长廊", 4);
  setting.max_lines = 2;
  const Paragraph paragraph = lay_out(setting);
  EXPECT_TRUE(paragraph.cut);
  ASSERT_EQ(paragraph.lines.size(), 2u);
  EXPECT_LE(paragraph.lines[1].width, 4 * kSize + 0.05f);
}

}  // namespace
}  // namespace kiosk::text
