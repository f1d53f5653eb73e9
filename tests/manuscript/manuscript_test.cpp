#include "kiosk/manuscript/manuscript.h"

#include <gtest/gtest.h>

namespace kiosk::manuscript {
namespace {

TEST(ReadPlain, ShortLineWithoutFullStop_IsAHeadingAndTheFirstTheTitle) {
  const Manuscript m = read_plain("听雨桥\n　　桥在村口。\n石头的桥\n它有三个孔。\n");
  EXPECT_EQ(m.title, "听雨桥");
  ASSERT_EQ(m.blocks.size(), 3u);
  EXPECT_EQ(m.blocks[0].text, "桥在村口。");
  EXPECT_EQ(m.blocks[1].kind, Block::Kind::heading);
}

TEST(StoryText, HeadingBeginsAPage_AndLongTextGoesOnWhereAParagraphEnds) {
  std::string words;
  for (int i = 0; i < 50; ++i) words += "水";
  Manuscript m = read_plain("题\n" + words + "。\n" + words + "。\n" + words + "。\n小题\n末。\n");
  EXPECT_EQ(story_text(m, {}, 120).body, words + "。\n\n" + words + "。\n\n---\n\n" + words + "。\n\n---\n\n## 小题\n\n末。\n");
}

TEST(StoryText, SummaryIsTheFirstSentence) { EXPECT_EQ(story_text(read_plain("题\n桥在村口[^a]。它有三个孔。\n"), {}).summary, "桥在村口"); }

TEST(StoryText, PictureHasItsCaptionAndOnlyOneIsOnAPage) {
  Manuscript m;
  m.pictures.resize(2);
  m.blocks = {{Block::Kind::paragraph, 0, "水。", -1}, {Block::Kind::picture, 0, "桥", 0}, {Block::Kind::picture, 0, "", 1}};
  EXPECT_EQ(story_text(m, {"pictures/a-1.jpg", "pictures/a-2.jpg"}).body, "水。\n\n![](pictures/a-1.jpg \"桥\")\n\n---\n\n![](pictures/a-2.jpg)\n");
}

TEST(ReadMarkdown, BlocksAreTakenAndTextStaysAsItIs) {
  const Manuscript m = read_markdown("# 题\n\n第一段**重**。\n\n- 一\n- 二\n\n---\n\n> 引\n");
  EXPECT_EQ(m.title, "题");
  EXPECT_EQ(story_text(m, {}).body, "第一段**重**。\n\n- 一\n- 二\n\n---\n\n> 引\n");
}

TEST(ReadMarkdown, PictureOnALineOfItsOwn_IsOneWithItsNameAltAndCaption) {
  const Manuscript m = read_markdown("# 桥\n\n桥在村口。\n\n![石桥](photos/bridge.jpg \"图一\")\n\n![网上](https://example.org/a.jpg)\n");
  ASSERT_EQ(m.pictures.size(), 1u);
  EXPECT_EQ(m.pictures[0].name, "photos/bridge.jpg");
  EXPECT_EQ(m.pictures[0].alt, "石桥");
  ASSERT_EQ(m.blocks.size(), 3u);
  EXPECT_EQ(m.blocks[1].kind, Block::Kind::picture);
  EXPECT_EQ(m.blocks[1].text, "图一");
  EXPECT_EQ(m.blocks[2].kind, Block::Kind::paragraph);
}

TEST(ReadMarkdown, DescriptionBeforeTheText_GivesItsTitleAndIsNoText) {
  const Manuscript m = read_markdown("---\ntitle: \"听雨桥\"\nauthor: 某人\ntags:\n  - 桥\n---\n桥在村口。\n");
  EXPECT_EQ(m.title, "听雨桥");
  ASSERT_EQ(m.blocks.size(), 1u);
  EXPECT_EQ(m.blocks[0].text, "桥在村口。");
  ASSERT_EQ(m.dropped.size(), 1u);
  EXPECT_NE(m.dropped[0].en.find("author, tags"), std::string::npos);
}

TEST(ReadMarkdown, LineOfDashesThatBeginsText_IsAPageBreakAsBefore) {
  const Manuscript m = read_markdown("---\n桥在村口。\n\n---\n\n水从桥下过。\n");
  EXPECT_EQ(m.title, "");
  EXPECT_EQ(m.blocks.size(), 4u);
}

}  // namespace
}  // namespace kiosk::manuscript
