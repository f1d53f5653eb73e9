// Text that nobody would write: no crash, no hang, no line outside its column.
#include <cmath>
#include <limits>

#include "layout.h"

namespace kiosk::text {
namespace {

Setting hostile(std::string text) {
  Setting setting;
  setting.text = std::move(text);
  setting.extent_px = 640;
  return setting;
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += part;
  return all;
}

TEST(Hostile, MegabyteWithoutABreak) {
  const Setting setting = hostile(std::string(1'000'000, 'x'));
  const Paragraph paragraph = lay_out(setting);
  EXPECT_EQ(paragraph.lines.back().text_end, setting.text.size());
  for (const Line& line : paragraph.lines) ASSERT_LE(line.width, 640.05f);
}

TEST(Hostile, TenThousandCombiningMarks) {
  const Paragraph paragraph = lay_out(hostile("水" + repeated("\u0301", 10'000) + "乡"));
  EXPECT_GE(paragraph.lines.size(), 1u);
}

TEST(Hostile, LongRunsOfEachKind) {
  for (const char* part : {" ", "\u3000", "，", "（", "”", "\u200B", "\n", "\xFF", "\u202E", "\U0001F1E6", "\u200D",
                           "1", "—", "…", "\U000E0100"}) {
    const Setting setting = hostile(repeated(part, 20'000));
    EXPECT_EQ(lay_out(setting).lines.back().text_end, setting.text.size()) << part;
  }
}

TEST(Hostile, ColumnNarrowerThanACharacter) {
  Setting setting = hostile("水乡，（长廊）“四史”2026 年");
  for (float extent : {0.001f, 1.f, 16.f, 33.f}) {
    setting.extent_px = extent;
    for (bool balance : {false, true}) {
      setting.balance = balance;
      EXPECT_EQ(lay_out(setting).lines.back().text_end, setting.text.size());
    }
  }
}

TEST(Hostile, NumbersThatAreNone) {
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinite = std::numeric_limits<float>::infinity();
  for (float bad : {nan, infinite, -infinite, -1.f, 0.f, 1e30f}) {
    Setting setting = hostile("水乡长廊，A");
    setting.size_px = setting.extent_px = setting.tracking_em = setting.line_pitch_em = setting.indent_em = bad;
    Typesetter typesetter(test_fonts());
    for (int i = 0; i < 3; ++i) {
      const ParagraphPtr paragraph = typesetter.set(setting);
      for (const Glyph& glyph : paragraph->glyphs) EXPECT_TRUE(std::isfinite(glyph.x) && std::isfinite(glyph.y));
    }
  }
}

TEST(Hostile, StretchesAndNamesOutsideTheText) {
  Setting setting = hostile("水乡长廊");
  setting.stretches = {
      {100, 200, Role::strong}, {6, 2, Role::note}, {1, 2, Role::emphasis}, {9, std::string::npos, Role::note}};
  setting.unbroken = {{100, 200}, {6, 2}, {1, std::string::npos}};
  EXPECT_EQ(lay_out(setting).lines.size(), 1u);
}

TEST(Hostile, EmptyText) {
  const Paragraph paragraph = lay_out(hostile(""));
  EXPECT_TRUE(paragraph.lines.empty());
  EXPECT_EQ(paragraph.size, Size{});
}

}  // namespace
}  // namespace kiosk::text
