#include "kiosk/content/story.h"
#include "packs.h"

namespace kiosk::content {
namespace {

std::vector<std::pair<int, std::string>> split(std::string_view body) {
  Report report("");
  std::vector<std::pair<int, std::string>> out;
  for (const PageText& page : split_pages(body, 10, report)) out.emplace_back(page.line, page.text);
  return out;
}

using Pages = std::vector<std::pair<int, std::string>>;

TEST(SplitPages, LineOfThreeDashes_AlwaysBreaks) {
  EXPECT_EQ(split("一\n---\n二\n"), (Pages{{10, "一\n"}, {12, "二\n"}}));
  EXPECT_EQ(split("一\n\n---  \n\n二"), (Pages{{10, "一\n\n"}, {14, "二"}}));
}

TEST(SplitPages, OtherDashes_DoNot) { EXPECT_EQ(split("一\n----\n ---\n--- 二\n").size(), 1u); }

TEST(SplitPages, InAFence_DoesNot) {
  EXPECT_EQ(split("```\n---\n```\n---\n二").size(), 2u);
  EXPECT_EQ(split("~~~~\n---\n~~~\n---\n~~~~\n二").size(), 1u);
  EXPECT_EQ(split("```\n---\n~~~\n---\n```\n二").size(), 1u);
  EXPECT_EQ(split("``` a`b\n---\n二").size(), 2u);
}

TEST(SplitPages, EmptyBody_HasNoPage) { EXPECT_TRUE(split(" \n\n").empty()); }

StoryPtr read(const TemporaryFolder& folder, Findings* findings = nullptr) {
  auto pack = Pack::open(folder.path());
  EXPECT_TRUE(pack) << to_string(pack.error());
  StoryPtr story = (*pack)->story("p", "s", Language::hans);
  if (findings) *findings = (*pack)->findings();
  return story;
}

TEST(Story, WindowsLineEndsAndMark_AreRead) {
  TemporaryFolder folder;
  write_small_pack(folder, "\xEF\xBB\xBF+++\r\ntitle = \"题\"\r\nsummary = \"要\"\r\n+++\r\n一\r\n---\r\n二\r\n");

  const StoryPtr story = read(folder);

  ASSERT_TRUE(story);
  ASSERT_EQ(story->pages.size(), 3u);
  EXPECT_EQ(story->pages[2].line, 7);
  EXPECT_EQ(story->pages[2].blocks[0].text.text, "二");
}

TEST(Story, WhatIsOnAPage_DecidesItsKind) {
  const auto pack = Pack::open(kPacks / "good");
  const StoryPtr story = (*pack)->story("bridge", "stone", Language::hans);

  ASSERT_TRUE(story);
  std::vector<PageKind> kinds;
  for (const Page& page : story->pages) kinds.push_back(page.kind);
  EXPECT_EQ(kinds, (std::vector<PageKind>{PageKind::cover, PageKind::text, PageKind::picture_text, PageKind::quotation,
                                          PageKind::full_picture, PageKind::sources}));
  EXPECT_EQ(story->pages[1].title.text, "落成");
  EXPECT_EQ(story->pages[2].caption, "雨中的听雨桥（示意图）");
  EXPECT_EQ(story->pages[2].picture->alt[Language::hans], "雨中的桥");
  EXPECT_EQ(story->pages[5].blocks[2].text.text, "3　陈远舟口述");
  EXPECT_EQ(story->cited, (std::vector<std::string>{"《示例镇志》", "示例日报", "陈远舟口述"}));
}

TEST(Story, Translation_TakesPictureAndSourcesFromTheReference) {
  const auto pack = Pack::open(kPacks / "good");
  const StoryPtr story = (*pack)->story("bridge", "stone", Language::en);

  ASSERT_TRUE(story);
  EXPECT_EQ(story->language, Language::en);
  ASSERT_TRUE(story->picture);
  EXPECT_EQ(story->picture->file.filename(), "bridge.svg");
  EXPECT_EQ(story->cited.back(), "陈远舟口述 (in Chinese)");
}

TEST(Story, MissingTranslation_IsAnsweredInSimplified) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("一"));
  auto pack = Pack::open(folder.path());

  const StoryPtr story = (*pack)->story("p", "s", Language::en);

  ASSERT_TRUE(story);
  EXPECT_EQ(story->language, Language::hans);
  EXPECT_TRUE((*pack)->findings().empty());
}

TEST(Story, BrokenTranslation_IsAnsweredInSimplifiedAndReported) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("一"));
  folder.write("points/p/s/story.en.md", "no front matter");
  auto pack = Pack::open(folder.path());

  const StoryPtr story = (*pack)->story("p", "s", Language::en);

  ASSERT_TRUE(story);
  EXPECT_EQ(story->language, Language::hans);
  EXPECT_EQ(listed((*pack)->findings()).find("points/p/s/story.en.md:1: error front-matter"), 0u);
}

TEST(Story, NotListed_IsNotThere) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("一"));
  folder.write("points/p/draft/story.zh-Hans.md", story_of("一"));
  auto pack = Pack::open(folder.path());

  EXPECT_FALSE((*pack)->story("p", "draft", Language::hans));
  EXPECT_FALSE((*pack)->story("p", "../p/s", Language::hans));
  EXPECT_FALSE((*pack)->story("..", "s", Language::hans));
  EXPECT_FALSE((*pack)->point("../points/p"));
}

TEST(Story, FindingsBelowFrontMatter_HaveTheLineOfTheFile) {
  TemporaryFolder folder;
  write_small_pack(folder, "+++\ntitle = \"题\"\nsummary = \"要\"\nwrong = 1\n+++\n\n一\n\n---\n\n二\n三[^x]\n");

  Findings findings;
  read(folder, &findings);

  ASSERT_EQ(findings.size(), 2u) << listed(findings);
  EXPECT_EQ(findings[0].line, 4);
  EXPECT_EQ(findings[1].line, 12);
}

TEST(Story, LargerThanAMebibyte_IsLeftOut) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of(std::string(1024 * 1024, 'x')));

  Findings findings;
  EXPECT_FALSE(read(folder, &findings));

  ASSERT_EQ(findings.size(), 1u) << listed(findings);
  EXPECT_EQ(findings[0].rule, "file-large");
}

TEST(Story, Characters_AreHanAndWords) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("在 2026 年，Chen Yun’s hall 开馆。"));
  EXPECT_EQ(read(folder)->characters, 1u + 1u + 8u);
}

}  // namespace
}  // namespace kiosk::content
