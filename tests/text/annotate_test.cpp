// Ruby and emphasis dots, in lines and in columns.
#include "layout.h"

namespace kiosk::text {
namespace {

constexpr float kSize = 100;

Setting line(std::string text, float extent_em = 0) {
  Setting setting;
  setting.text = std::move(text);
  setting.size_px = kSize;
  setting.extent_px = extent_em * kSize;
  return setting;
}

void annotate(Setting& setting, std::string_view base, std::string ruby) {
  const Unbroken place = place_of(setting.text, base);
  setting.annotations.push_back({place.begin, place.end, std::move(ruby)});
}

// The glyphs of annotations: those that are small.
std::vector<Glyph> ruby_of(const Paragraph& paragraph) {
  std::vector<Glyph> out;
  for (const Glyph& glyph : paragraph.glyphs)
    if (glyph.size_px < kSize) out.push_back(glyph);
  return out;
}

TEST(Ruby, StandsOverTheMiddleOfItsBase_AtHalfTheSize) {
  Setting setting = line("水乡长廊");
  annotate(setting, "乡长", "水");
  const Paragraph paragraph = lay_out(setting);
  const auto ruby = ruby_of(paragraph);

  ASSERT_EQ(ruby.size(), 1u);
  EXPECT_FLOAT_EQ(ruby[0].size_px, kSize / 2);
  EXPECT_FLOAT_EQ(ruby[0].x, 2 * kSize - kSize / 4);
  EXPECT_LT(ruby[0].y, paragraph.lines[0].baseline - 0.88f * kSize + 0.01f);
  EXPECT_FLOAT_EQ(paragraph.lines[0].width, 4 * kSize) << "a narrow annotation takes no room";
}

TEST(Ruby, WiderThanItsBase_StandsOverItsNeighboursByAQuarterAtMost) {
  Setting setting = line("水乡长");
  const float plain = lay_out(setting).lines[0].width;
  annotate(setting, "乡", "水乡长");  // 1.5 em over 1 em: a quarter on each side
  EXPECT_FLOAT_EQ(lay_out(setting).lines[0].width, plain);

  setting.annotations[0].text = "水乡长廊";  // 2 em: half an em on each side, of which a quarter hangs over
  const Paragraph wide = lay_out(setting);
  EXPECT_FLOAT_EQ(wide.lines[0].width, plain + 0.5f * kSize);
  EXPECT_FLOAT_EQ(wide.glyphs[1].x, 1.25f * kSize) << "the base stands in the middle of its room";
}

TEST(Ruby, NeverGoesBeyondALinesEdge) {
  Setting setting = line("乡水水");
  annotate(setting, "乡", "水乡长廊");
  for (const Glyph& glyph : ruby_of(lay_out(setting))) EXPECT_GE(glyph.x, -0.01f);

  setting = line("水水乡", 3);
  annotate(setting, "乡", "水乡长廊");
  const Paragraph carried = lay_out(setting);
  for (const Line& one : carried.lines) EXPECT_LE(one.x + one.width, setting.extent_px + 0.05f);
  for (const Glyph& glyph : ruby_of(carried)) EXPECT_LE(glyph.x + kSize / 2, setting.extent_px + 0.05f);
}

TEST(Ruby, KeepsApartFromTheNextAnnotation) {
  Setting setting = line("水乡水乡");
  setting.annotations = {{0, 3, "水乡"}, {3, 6, "长廊"}};
  const Paragraph close = lay_out(setting);
  auto ruby = ruby_of(close);
  ASSERT_EQ(ruby.size(), 4u);
  EXPECT_NEAR(ruby[2].x - (ruby[1].x + kSize / 2), 0.25f * kSize / 2, 0.01f);

  setting.annotations = {{0, 3, "水乡长"}, {3, 6, "长廊水"}};
  ruby = ruby_of(lay_out(setting));
  EXPECT_GE(ruby[3].x - (ruby[2].x + kSize / 2), 0.25f * kSize / 2 - 0.01f) << "never onto another";
}

TEST(Ruby, AndItsBase_AreNeverTorn) {
  for (float em = 4; em < 12; em += 0.3f) {
    Setting setting = line("沿着水乡的长廊走进纪念馆，再走回来", em);
    annotate(setting, "长廊", "cháng láng");
    const Unbroken base = place_of(setting.text, "长廊");
    for (const Line& one : lay_out(setting).lines) EXPECT_FALSE(one.text_begin > base.begin && one.text_begin < base.end) << em;
  }
}

TEST(Ruby, StandsRightOfItsBaseInAColumn) {
  Setting setting = line("水乡长");
  setting.direction = Direction::vertical_rl;
  annotate(setting, "乡", "水");
  const Paragraph paragraph = lay_out(setting);
  const auto ruby = ruby_of(paragraph);
  ASSERT_EQ(ruby.size(), 1u);
  const float middle = paragraph.lines[0].x;
  EXPECT_GE(ruby[0].x + kSize / 4, middle + kSize / 2);
  EXPECT_FLOAT_EQ(paragraph.lines[0].width, 3 * kSize);
}

TEST(Ruby, DoesNotMoveLinesApart) {
  Setting plain = line("水乡长廊水乡长廊", 4), annotated = plain;
  annotate(annotated, "廊", "水");
  EXPECT_FLOAT_EQ(lay_out(plain).lines[1].baseline, lay_out(annotated).lines[1].baseline);
}

TEST(Dots, StandUnderEachCharacter_ButNotUnderMarks) {
  Setting setting = line("水乡，长廊");
  setting.dotted = {{0, setting.text.size()}};
  const Paragraph paragraph = lay_out(setting);
  const auto dots = ruby_of(paragraph);
  ASSERT_EQ(dots.size(), 4u);
  for (const Glyph& dot : dots) EXPECT_GT(dot.y, paragraph.lines[0].baseline);
  EXPECT_FLOAT_EQ(dots[1].x - dots[0].x, kSize);
  EXPECT_FLOAT_EQ(paragraph.lines[0].width, lay_out(line("水乡，长廊")).lines[0].width);
}

TEST(Dots, StandRightOfEachCharacterInAColumn) {
  Setting setting = line("水乡");
  setting.direction = Direction::vertical_rl;
  setting.dotted = {{0, setting.text.size()}};
  const Paragraph paragraph = lay_out(setting);
  const auto dots = ruby_of(paragraph);
  ASSERT_EQ(dots.size(), 2u);
  for (const Glyph& dot : dots) EXPECT_GT(dot.x, paragraph.lines[0].x + 0.3f * kSize);
  EXPECT_FLOAT_EQ(dots[1].y - dots[0].y, kSize);
}

}  // namespace
}  // namespace kiosk::text
