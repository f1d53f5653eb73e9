#include "kiosk/manuscript/mend.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace kiosk::manuscript {
namespace {

std::string file(const char* name) {
  std::ifstream in(std::string(SOURCE_DIR "/tests/manuscript/data/") + name, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const Mender& mender() {
  static const auto kMender = Mender::make();
  return *kMender;
}

Mended mend(const std::string& text, bool accept = true, std::vector<std::string> names = {}) {
  MendOptions options;
  options.names = std::move(names);
  if (accept) options.accept = [](const Change&) { return true; };
  const auto mended = mender().mend(text, options, "text");
  EXPECT_TRUE(mended) << to_string(mended.error());
  return mended ? *mended : Mended{};
}

std::vector<std::string> of_rule(const Mended& mended, std::string_view rule) {
  std::vector<std::string> out;
  for (const Change& change : mended.changes)
    if (change.rule == rule) out.push_back(std::to_string(change.line) + ":" + std::to_string(change.column) + " " + change.after);
  return out;
}

TEST(Mend, ReportThatAConverterDamaged_ComesOutCleanAndOtherwiseAsItWas) {
  EXPECT_EQ(mend(file("four-histories.txt")).text, file("four-histories.mended.txt"));
}

TEST(Mend, ShiftedBytes_AreFoundInTheirThreePlaces) {
  const auto found = of_rule(mend(file("four-histories.txt"), false), "shifted");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].substr(0, 6), "2:146 ");
  EXPECT_NE(found[0].find("確保“四史”學"), std::string::npos);
  EXPECT_EQ(found[1].substr(0, 6), "11:29 ");
  EXPECT_NE(found[1].find("確保《推進方案》"), std::string::npos);
  EXPECT_EQ(found[2].substr(0, 7), "13:159 ");
  EXPECT_NE(found[2].find("黨校“搶拼實”奮"), std::string::npos);
}

TEST(Mend, WithoutAPersonsWord_WhatIsDoubtfulStays) {
  const Mended mended = mend(file("four-histories.txt"), false);
  for (const char* kept : {"確!八氖贰睂W(xué)習", "黨!皳屍磳崱眾^斗走廊", "青浦區(qū)黨建"}) EXPECT_NE(mended.text.find(kept), std::string::npos) << kept;
  for (const Change& change : mended.changes) EXPECT_EQ(change.applied, change.level == Change::Level::fixed) << change.rule;
}

TEST(Mend, FewReadings_AreOfferedAsRuby) {
  const std::string text = "茭白的茭(jiāo)字，与芰字不同；茭白与茭草。";
  EXPECT_EQ(mend(text).text, "茭白的{茭|jiāo}字，与芰字不同；茭白与茭草。");
  const Mended asked = mend(text, false);
  EXPECT_NE(asked.text.find("茭(jiāo)"), std::string::npos);
  EXPECT_EQ(of_rule(asked, "ruby").size(), 1u);
}

Mended mend_lines(const std::string& text, bool accept = true) {
  MendOptions options;
  options.lines_are_paragraphs = true;
  if (accept) options.accept = [](const Change&) { return true; };
  return *mender().mend(text, options, "text");
}

TEST(Mend, TextWrappedAtAWidth_IsJoinedIntoParagraphs) {
  const std::string wrapped = "长廊沿着环城水系展开，从东到西\n依次经过几处园子，每处都有一块\n石碑。\n\n再往前走，就看见一座白色的桥。\n桥下有船。\n";
  EXPECT_EQ(mend_lines(wrapped).text, "长廊沿着环城水系展开，从东到西依次经过几处园子，每处都有一块石碑。\n\n再往前走，就看见一座白色的桥。桥下有船。\n");
  const Mended asked = mend_lines(wrapped, false);
  EXPECT_EQ(asked.text, wrapped);
  EXPECT_EQ(of_rule(asked, "wrapped").size(), 1u);
}

TEST(Mend, LinesThatAreParagraphs_StayApart) {
  for (const char* same : {"第一段话说完了，很清楚明白。\n第二段话也说完了，也很清楚。\n第三段话同样说完了，结束了。\n",
                           "长廊\n沿着水\n走一走\n看一看\n",
                           "　　第一段话说到这里，还没有说完\n　　第二段话说到这里，还没有说完\n　　第三段话说到这里，还没有说完\n"})
    EXPECT_EQ(mend_lines(same).text, same);
}

TEST(Mend, EnglishThatWasWrapped_KeepsASpaceBetweenWords) {
  EXPECT_EQ(mend_lines("A corridor runs along the\nwater that rings the town\nand ends.\n").text,
            "A corridor runs along the water that rings the town and ends.\n");
}

TEST(Mend, CommaBetweenTitles_IsNotedOnceAndKept) {
  const Mended mended = mend("他读过《论语》、《孟子》、《大学》。");
  EXPECT_EQ(mended.text, "他读过《论语》、《孟子》、《大学》。");
  EXPECT_EQ(of_rule(mended, "doubtful").size(), 1u);
}

TEST(Mend, ExclamationMarkOfItsOwn_StaysOne) {
  EXPECT_EQ(mend("同志们!前进").text, "同志们！前进");
  EXPECT_EQ(mend("真好!").text, "真好！");
}

TEST(Mend, MarksBesideChinese_BecomeFullWidth) {
  EXPECT_EQ(mend("他说:好,走吧;好吗?").text, "他说：好，走吧；好吗？");
  EXPECT_EQ(mend("陈云(青浦人)生于练塘").text, "陈云（青浦人）生于练塘");
}

TEST(Mend, MarksWithinNumbersTimesAndAddresses_Stay) {
  for (const char* same : {"共 3,617 家", "9:30 开馆", "网址 https://a.cn/b?c=1 可查", "Hello, world", "比例 1:100", "---"}) EXPECT_EQ(mend(same).text, same) << same;
}

TEST(Mend, DotsDashesYearsAndPoints_AsPrintersSetThem) {
  EXPECT_EQ(mend("后来...走了").text, "后来……走了");
  EXPECT_EQ(mend("后来。。。走了").text, "后来……走了");
  EXPECT_EQ(mend("他--一个工人").text, "他——一个工人");
  EXPECT_EQ(mend("1921-1949 年").text, "1921—1949 年");
  EXPECT_EQ(mend("电话 021-5972").text, "电话 021-5972");
  EXPECT_EQ(mend("卡尔•马克思").text, "卡尔·马克思");
}

TEST(Mend, QuotesAndWideDigits_AreProposed) {
  EXPECT_EQ(mend("学习\"四史\"教育").text, "学习“四史”教育");
  EXPECT_EQ(mend("学习\"四史\"教育", false).text, "学习\"四史\"教育");
  EXPECT_EQ(mend("２０２１年").text, "2021年");
}

TEST(Mend, InvisibleCharactersAndSpareSpaces_Go) {
  EXPECT_EQ(mend("陈\xE2\x80\x8B云  同志 \n第二行").text, "陈云 同志\n第二行");
  EXPECT_EQ(mend("cafe\xCC\x81 很好").text, "café 很好");
}

TEST(Mend, PinyinThatHelpsReading_StaysUntilAPersonSaysOtherwise) {
  EXPECT_EQ(mend("练塘有一座垚(yáo)桥，桥边的垚字很少见", false).text, "练塘有一座垚(yáo)桥，桥边的垚字很少见");
}

TEST(Mend, TraditionalText_BecomesSimplifiedByPhrasesButNamesStay) {
  EXPECT_EQ(mend("幹部於發展中，頭髮與乾淨").text, "干部于发展中，头发与干净");
  EXPECT_EQ(mend("夏采曦在黎里", true, {"夏采曦", "黎里"}).text, "夏采曦在黎里");
  EXPECT_EQ(mend("於先生說", true, {"於先生"}).text, "於先生说");
}

TEST(Mend, DamagedBeyondItsCharacters_IsRefusedWithItsPlace) {
  for (const char* bad : {"第一行\n好\x01的", "第一行\n好\xEF\xBF\xBD的", "第一行\n好\xEE\x80\x80的", "第一行\n好\xE2\x80\xAE的"}) {
    const auto mended = mender().mend(bad, {}, "a.txt");
    ASSERT_FALSE(mended);
    EXPECT_EQ(mended.error().kind, ErrorKind::refused);
    EXPECT_EQ(mended.error().subject, "a.txt:2:2");
    EXPECT_FALSE(mended.error().chinese.empty());
  }
}

TEST(Mend, RareCharactersTogetherAndMarksWithoutTheirHalf_AreNoted) {
  EXPECT_EQ(of_rule(mend("他说“走吧。\n好"), "doubtful").size(), 1u);
  EXPECT_EQ(of_rule(mend("皳屍磳崱眾，青浦", false), "doubtful").empty(), false);
  EXPECT_TRUE(of_rule(mend("陈云生于练塘，“四史”学习。"), "doubtful").empty());
}

}  // namespace
}  // namespace kiosk::manuscript
