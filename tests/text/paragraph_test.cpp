// Lines of paragraphs over many widths, and what a Setting asks for.
#include <algorithm>
#include <cmath>

#include "layout.h"

namespace kiosk::text {
namespace {

constexpr std::u32string_view kNeverFirst = U"，。、；：？！）》〉」』】〕”·～／…％℃";
constexpr std::u32string_view kNeverLast = U"（《〈「『【〔“￥";

Setting body(std::string text, float extent_em, Language language = Language::hans) {
  Setting setting;
  setting.text = std::move(text);
  setting.language = language;
  setting.size_px = 32;
  setting.extent_px = extent_em * 32;
  return setting;
}

// 8 to 40 em in steps that are no whole characters.
std::vector<float> widths() {
  std::vector<float> all;
  for (float em = 8; em <= 40; em += 0.37f) all.push_back(em);
  return all;
}

template <typename Check>
void over_the_corpus(Check check) {
  for (Language language : kLanguages)
    for (const std::string& text : corpus(language))
      for (float em : widths())
        for (Align align : {Align::start, Align::justify}) {
          Setting setting = body(text, em, language);
          setting.align = align;
          check(setting, lay_out(setting));
        }
}

int words_and_han(const std::u32string& line) {
  int han = 0, letters = 0;
  for (char32_t c : line) {
    han += utf8::is_han(c);
    letters += (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  }
  return han + letters / 4 * 2;
}

TEST(Corpus, HasNoForbiddenLineStartOrEnd_AtAnyWidth) {
  int lines = 0;
  over_the_corpus([&](const Setting& setting, const Paragraph& paragraph) {
    const auto texts = lines_of(setting, paragraph);
    for (std::size_t i = 0; i < texts.size(); ++i, ++lines) {
      const std::u32string line = utf8::decode(texts[i]);
      ASSERT_FALSE(line.empty());
      const auto npos = std::u32string_view::npos;
      ASSERT_TRUE(i == 0 || kNeverFirst.find(line.front()) == npos) << dump(setting, paragraph);
      ASSERT_EQ(kNeverLast.find(line.back()), npos) << dump(setting, paragraph);
    }
  });
  EXPECT_GT(lines, 10'000);
}

TEST(Corpus, LeavesNoLastLineWithFewerThanTwoHanCharacters) {
  over_the_corpus([](const Setting& setting, const Paragraph& paragraph) {
    if (paragraph.lines.size() < 2) return;
    ASSERT_GE(words_and_han(utf8::decode(lines_of(setting, paragraph).back())), 2) << dump(setting, paragraph);
  });
}

TEST(Corpus, KeepsEveryLineInItsColumn_AndEveryByteInOneLine) {
  over_the_corpus([](const Setting& setting, const Paragraph& paragraph) {
    std::size_t at = 0;
    for (const Line& line : paragraph.lines) {
      ASSERT_LE(line.x + line.width, setting.extent_px + 0.05f) << dump(setting, paragraph);
      ASSERT_EQ(line.text_begin, at);
      at = line.text_end;
    }
    ASSERT_EQ(at, setting.text.size());
    ASSERT_TRUE(paragraph.missing.empty());
  });
}

TEST(Corpus, NeverTearsDatesAndNumbers) {
  over_the_corpus([](const Setting& setting, const Paragraph& paragraph) {
    for (std::string_view whole : {"1786 年 3 月 18 日", "12 分钟", "1200 平方米", "021-5973-0000",
                                   "二〇二一年七月一日", "3.5 公里", "v2.0.1", "18 March 1786", "3.5 km", "C++20"}) {
      const std::size_t at = setting.text.find(whole);
      // Where one does not fit into the column with the marks that cling to it, tearing is all that is left.
      if (at == std::string::npos || setting.extent_px < 13 * setting.size_px) continue;
      for (const Line& line : paragraph.lines)
        ASSERT_FALSE(line.text_begin > at && line.text_begin < at + whole.size()) << whole << '\n'
                                                                                  << dump(setting, paragraph);
    }
  });
}

TEST(Justified, FillsTheColumn_ButForLastLinesAndLinesThatWouldGape) {
  int lines = 0, filled = 0;
  for (const std::string& text : corpus(Language::hans)) {
    if (text.find("C++20") != std::string::npos) continue;  // more Latin than Chinese: gaps of its own
    for (float em : {18.f, 22.f, 24.f, 26.f, 30.f}) {
      Setting setting = body(text, em);
      setting.align = Align::justify;
      const Paragraph paragraph = lay_out(setting);
      for (std::size_t i = 0; i + 1 < paragraph.lines.size(); ++i, ++lines)
        filled += std::abs(paragraph.lines[i].width - setting.extent_px) <= 0.02f * setting.size_px;
    }
  }
  EXPECT_GT(lines, 150);
  EXPECT_GE(filled * 100, lines * 95) << filled << " of " << lines;
}

TEST(Justified, NeverOpensDashesWordsOrNotes) {
  Setting setting = body("水乡长廊——水乡Hall的长廊1水乡长廊水乡", 12.3f);
  setting.align = Align::justify;
  const Unbroken note = place_of(setting.text, "1");
  setting.stretches = {{note.begin, note.end, Role::note}};
  Setting loose = setting;
  loose.align = Align::start;

  const Paragraph justified = lay_out(setting), ragged = lay_out(loose);

  ASSERT_GT(justified.lines[0].width, ragged.lines[0].width);
  const auto step = [](const Paragraph& p, std::size_t i) { return p.glyphs[i + 1].x - p.glyphs[i].x; };
  EXPECT_GT(step(justified, 0), step(ragged, 0));
  for (std::size_t i = 7; i < 10; ++i) EXPECT_NEAR(step(justified, i), step(ragged, i), 0.01f) << i;  // inside Hall
}

TEST(PushIn, TakesAMarkIntoTheLine_ByHalvingAnotherMark) {
  // Ten places, the eleventh a mark: 「（水）」 gives what the comma's half needs.
  Setting setting = body("水乡（长廊）水乡水乡，长廊长廊", 10.2f);

  EXPECT_EQ(lines_of(setting)[0], "水乡（长廊）水乡水乡，");
  EXPECT_LE(lay_out(setting).lines[0].width, setting.extent_px + 0.05f);
}

TEST(PushIn, CarriesTheCharacterDown_WhereNothingCanGive) {
  EXPECT_EQ(lines_of(body("水乡长廊水乡长廊水乡，长廊长廊", 10.2f))[0], "水乡长廊水乡长廊水");
}

TEST(LastLine, TakesCompanyFromTheLineBefore) {
  EXPECT_EQ(lines_of(body("水乡长廊水乡长廊水乡长", 10)), (std::vector<std::string>{"水乡长廊水乡长廊水", "乡长"}));
}

TEST(LastLine, IsDrawnUp_WhereMarksCanGiveRoom) {
  EXPECT_EQ(lines_of(body("水乡，（长廊）水乡，水乡：长", 12.6f)).size(), 1u);
}

TEST(Names, StayWhole_AtEveryWidth) {
  for (float em = 4; em < 20; em += 0.3f) {
    Setting setting = body("沿着水乡的长廊走进陈云纪念馆，再走回来", em);
    setting.unbroken.push_back(place_of(setting.text, "陈云"));
    for (const std::string& line : lines_of(setting)) EXPECT_NE(line.substr(line.size() - 3), "陈") << em;
  }
}

TEST(Names, BreakWhereUnicodeAllows_WhenTheColumnIsTooNarrow) {
  Setting setting = body("弗拉基米尔·伊里奇", 5.7f);
  setting.unbroken.push_back({0, setting.text.size()});

  const auto lines = lines_of(setting);

  EXPECT_GT(lines.size(), 1u);
  EXPECT_EQ(lines[0], "弗拉基米尔·");
}

TEST(LongWord, IsBrokenAnywhere_RatherThanLeaveTheColumn) {
  Setting setting = body(std::string(100, 'W'), 5);
  const Paragraph paragraph = lay_out(setting);
  EXPECT_GT(paragraph.lines.size(), 10u);
  for (const Line& line : paragraph.lines) EXPECT_LE(line.width, setting.extent_px + 0.05f);
}

TEST(LineEnds, AreKept_AndEmptyLinesToo) {
  EXPECT_EQ(lines_of(body("水乡\n\n长廊\r\n水", 10)), (std::vector<std::string>{"水乡", "", "长廊\r", "水"}));
  EXPECT_EQ(lay_out(body("水乡\n", 10)).lines.size(), 1u);
}

TEST(Spaces, HangAtTheLineEnd) {
  const Paragraph paragraph = lay_out(body("水乡水乡    长廊", 4));
  ASSERT_EQ(paragraph.lines.size(), 2u);
  EXPECT_FLOAT_EQ(paragraph.lines[0].width, 4 * 32);
}

TEST(Heading, IsBalanced_AndRatherBreaksAfterAMark) {
  Setting setting = body("从小镇走出的革命家，长廊水乡", 11);
  setting.balance = true;
  EXPECT_EQ(lines_of(setting)[0], "从小镇走出的革命家，");

  setting.text = "沿着水乡的长廊走进陈云纪念馆";
  const Paragraph paragraph = lay_out(setting);
  ASSERT_EQ(paragraph.lines.size(), 2u);
  EXPECT_NEAR(paragraph.lines[0].width, paragraph.lines[1].width, 33);
}

TEST(Alignment, PutsLinesInTheMiddleOrAtTheEnd) {
  Setting setting = body("水乡", 10);
  setting.align = Align::centre;
  EXPECT_FLOAT_EQ(lay_out(setting).lines[0].x, 4 * 32);
  setting.align = Align::end;
  EXPECT_FLOAT_EQ(lay_out(setting).lines[0].x, 8 * 32);
}

TEST(Alignment, CentresTheInk_WhenALineEndsInAMark) {
  Setting setting = body("水乡，", 10);
  setting.align = Align::centre;
  EXPECT_FLOAT_EQ(lay_out(setting).lines[0].x, (10 - 2.5f) / 2 * 32);
}

TEST(Tracking, StandsBetweenCharacters_NotAfterTheLast) {
  Setting setting = body("水乡长廊", 0);
  setting.tracking_em = 0.1f;
  EXPECT_FLOAT_EQ(lay_out(setting).size.w, 4.3f * 32);
}

TEST(Indent, MovesTheFirstLineOnly) {
  Setting setting = body("水乡长廊水乡长廊", 6);
  setting.indent_em = 2;
  const Paragraph paragraph = lay_out(setting);
  EXPECT_FLOAT_EQ(paragraph.lines[0].x, 64);
  EXPECT_FLOAT_EQ(paragraph.lines[1].x, 0);
  EXPECT_EQ(lines_of(setting, paragraph)[0], "水乡长廊");
}

TEST(MaxLines, CutsWithAnEllipsis_AndSaysSo) {
  Setting setting = body("沿着水乡的长廊走进陈云纪念馆，再走回来。", 8);
  setting.max_lines = 1;

  const Paragraph paragraph = lay_out(setting);

  EXPECT_TRUE(paragraph.cut);
  ASSERT_EQ(paragraph.lines.size(), 1u);
  EXPECT_LE(paragraph.lines[0].width, setting.extent_px + 0.05f);
  EXPECT_EQ(lines_of(setting, paragraph)[0].find("沿着水乡的"), 0u);
  EXPECT_EQ(paragraph.glyphs.size(), 6u + 2u);
  setting.max_lines = 4;
  EXPECT_FALSE(lay_out(setting).cut);
}

TEST(Missing, IsShownAsGeta_AndReported) {
  const Setting setting = body("水\xF0\x9F\x98\x80廊\xFF", 0);  // U+1F600, then an ill-formed byte

  const Paragraph paragraph = lay_out(setting);

  ASSERT_EQ(paragraph.missing.size(), 2u);
  EXPECT_EQ(paragraph.missing[0].character, U'\U0001F600');
  EXPECT_EQ(paragraph.missing[0].at, 3u);
  EXPECT_EQ(paragraph.missing[1].character, U'\uFFFD');
  EXPECT_EQ(paragraph.glyphs[1].id, lay_out(body("〓", 0)).glyphs[0].id);
  for (const Glyph& glyph : paragraph.glyphs) EXPECT_NE(glyph.id, 0u);
}

TEST(Controls, AreNeitherDrawnNorReported) {
  const Paragraph paragraph = lay_out(body("水\u202E乡\x01\u200F长\u200B廊\uFEFF", 0));
  EXPECT_TRUE(paragraph.missing.empty());
  EXPECT_FLOAT_EQ(paragraph.size.w, 4 * 32);
}

TEST(Roles, ChangeTheFace_AndRaiseNotes) {
  Setting setting = body("水乡长廊1，一", 0);
  setting.stretches = {{3, 6, Role::strong}, {12, 13, Role::note}};

  const Paragraph paragraph = lay_out(setting);

  EXPECT_EQ(paragraph.glyphs[1].role, Role::strong);
  EXPECT_NE(paragraph.glyphs[1].face, paragraph.glyphs[0].face);
  const Glyph& note = paragraph.glyphs[4];
  EXPECT_EQ(note.role, Role::note);
  EXPECT_FLOAT_EQ(note.size_px, 0.55f * 32);
  EXPECT_LT(note.y, paragraph.glyphs[0].y);
  EXPECT_FALSE(note.whole_px);
}

TEST(Notes, NeverBeginALine) {
  for (float em = 3; em < 12; em += 0.21f) {
    Setting setting = body("水乡长廊水乡，1长廊。2水乡长廊3", em);
    for (const char* note : {"1", "2", "3"}) {
      const Unbroken at = place_of(setting.text, note);
      setting.stretches.push_back({at.begin, at.end, Role::note});
    }
    for (const std::string& line : lines_of(setting)) EXPECT_FALSE(line[0] >= '1' && line[0] <= '3') << em;
  }
}

TEST(Notes, NeverBeginALine_EvenAfterASpace) {
  Setting setting = body("水乡长廊 1水乡", 4.1f);
  const Unbroken note = place_of(setting.text, "1");
  setting.stretches = {{note.begin, note.end, Role::note}};
  for (const std::string& line : lines_of(setting)) EXPECT_NE(line[0], '1') << line;
}

TEST(Notes, StandClose_WithoutTheGapOfHanAndLatin) {
  Setting setting = body("馆1水", 0);
  setting.stretches = {{3, 4, Role::note}};
  const float digit = lay_out(body("1", 0)).size.w;
  EXPECT_NEAR(lay_out(setting).size.w, 2 * 32 + 0.55f * digit, 0.01f);
}

TEST(Column, StandsUpright_WithVerticalForms) {
  Setting setting = body("“四史”，2", 0);
  setting.direction = Direction::column;

  const Paragraph column = lay_out(setting);

  ASSERT_EQ(column.lines.size(), 1u);
  EXPECT_FLOAT_EQ(column.size.h, 6 * 32 - 16);  // ” gives its half to ，
  setting.text = "『四史』，2";
  const Paragraph corners = lay_out(setting);
  EXPECT_EQ(column.glyphs[0].id, corners.glyphs[0].id);
  for (std::size_t i = 1; i < column.glyphs.size(); ++i) {
    EXPECT_GT(column.glyphs[i].y, column.glyphs[i - 1].y);
    EXPECT_TRUE(column.glyphs[i].upright);
  }
}

TEST(Column, IsCentredInItsExtent) {
  Setting setting = body("水乡", 10);
  setting.direction = Direction::column;
  setting.align = Align::centre;
  EXPECT_FLOAT_EQ(lay_out(setting).lines[0].baseline, 4 * 32);
}

TEST(Cache, ReturnsTheSameParagraph_AndForgetsTheOldest) {
  Typesetter typesetter(test_fonts(), 20'000);
  const Setting first = body("水乡长廊", 10);
  const ParagraphPtr kept = typesetter.set(first);
  EXPECT_EQ(typesetter.set(first), kept);
  Setting other = first;
  other.size_px = 33;
  EXPECT_NE(typesetter.set(other), kept);

  for (int i = 0; i < 100; ++i) typesetter.set(body("水乡" + std::to_string(i), 10));

  EXPECT_LE(typesetter.cached_bytes(), 20'000u);
  EXPECT_NE(typesetter.set(first), kept);
}

TEST(Cache, LetsAParagraphLiveOn_WhileItIsHeld) {
  ParagraphPtr held;
  {
    Typesetter typesetter(test_fonts());
    held = typesetter.set(body("水乡", 10));
  }
  EXPECT_EQ(held->glyphs.size(), 2u);
}

}  // namespace
}  // namespace kiosk::text
