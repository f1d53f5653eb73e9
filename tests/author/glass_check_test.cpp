#include "kiosk/author/glass_check.h"

#include <gtest/gtest.h>

#include "kiosk/media/save_png.h"
#include "tests/content/packs.h"

namespace kiosk::author {
namespace {

using content::Finding;
using content::Findings;
using content::TemporaryFolder;
using content::story_of;
using content::write_small_pack;

constexpr std::string_view kSentence = "船从桥下过，水面很静，岸上有人走。";

Findings check(const std::filesystem::path& pack, unsigned workers = 0) {
  Result<Findings> found = check_on_glass(pack, {{}, workers});
  if (!found) throw std::runtime_error(to_string(found.error()));
  return *found;
}

std::string times(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

// Findings of one rule in one file.
Findings of(const Findings& findings, std::string_view rule, std::string_view file) {
  Findings some;
  for (const Finding& f : findings)
    if (f.rule == rule && f.file == file) some.push_back(f);
  return some;
}

void write_picture(const TemporaryFolder& folder, const std::string& name, int width, int height) {
  gfx::Bitmap picture(width, height);
  picture.opaque = true;
  std::ranges::fill(picture.pixels, 0xFF708090u);
  std::filesystem::create_directories(folder.path() / "pictures");
  ASSERT_TRUE(media::save_png(picture, folder.path() / "pictures" / name));
}

TEST(GlassCheck, ShortPack_HasNoFindings) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("## 桥\n\n" + std::string(kSentence)));
  EXPECT_EQ(content::listed(check(folder.path())), "");
}

TEST(GlassCheck, LongPage_SaysByHowManyLinesAndWhere) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("## 短\n\n水。\n\n---\n\n## 长\n\n" + times(kSentence, 40)));
  const Findings findings = check(folder.path());
  const Findings found = of(findings, "text-scrolls", "points/p/s/story.zh-Hans.md");
  ASSERT_EQ(found.size(), 1u) << content::listed(findings);
  EXPECT_EQ(found.front().line, 13);
  EXPECT_EQ(found.front().column, 1);
  EXPECT_NE(found.front().message.zh.find("屏"), std::string::npos) << found.front().message.zh;
}

TEST(GlassCheck, PageThatScrollsInLargeTextAlone_IsByDesign) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("## 桥\n\n" + times(kSentence, 11)));
  EXPECT_EQ(content::listed(check(folder.path())), "");
}

TEST(GlassCheck, NameTooLongForItsSlip_IsCutAtThatKey) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("水。"));
  folder.write("points/p/point.toml", "title.zh-Hans = \"点\"\nslip.zh-Hans = \"" + times("很长的名称", 12) + "\"\nstories = [\"s\"]\n");
  const Findings findings = check(folder.path()), found = of(findings, "text-cut", "points/p/point.toml");
  ASSERT_EQ(found.size(), 1u) << content::listed(findings);
  EXPECT_EQ(found.front().line, 2);
}

TEST(GlassCheck, TitleWiderThanTheGlass_IsCut) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("水。"));
  folder.write("pack.toml", "format = 1\nid = \"t\"\nversion = \"1\"\nlanguages = [\"zh-Hans\"]\ntitle.zh-Hans = \"" + times("沿河读青浦", 10) +
                                "\"\npoints = [\"p\"]\n[about]\npresented_by.zh-Hans = \"一\"\nsources.zh-Hans = \"二\"\ntext_licence.zh-Hans = \"三\"\n"
                                "picture_licence.zh-Hans = \"四\"\nreport.zh-Hans = \"五\"\n");
  const Findings findings = check(folder.path()), found = of(findings, "text-cut", "pack.toml");
  ASSERT_EQ(found.size(), 1u) << content::listed(findings);
  EXPECT_EQ(found.front().line, 5);
}

TEST(GlassCheck, SlideTitleUpToTheSeal_LiesOverIt) {
  TemporaryFolder folder;
  write_picture(folder, "wide.png", 1920, 1920);
  write_small_pack(folder, story_of("水。"), "seal = \"长廊\"\n[[slides]]\npicture = \"pictures/wide.png\"\ntitle.zh-Hans = \"" + times("船从桥下过水面很静", 13) + "\"\n");
  const Findings findings = check(folder.path());
  EXPECT_FALSE(of(findings, "words-overlap", "pack.toml").empty()) << content::listed(findings);
}

TEST(GlassCheck, RunWithoutAPlaceToBreak_IsNamedWhole) {
  TemporaryFolder folder;
  const std::string run = times("Qingpu", 20);
  write_small_pack(folder, story_of("## 桥\n\n水。" + run + "\n"));
  const Findings findings = check(folder.path()), found = of(findings, "run-long", "points/p/s/story.zh-Hans.md");
  ASSERT_EQ(found.size(), 1u) << content::listed(findings);
  EXPECT_EQ(found.front().line, 7);
}

TEST(GlassCheck, CharacterInNoFont_IsNamedWithItsPlaceInEachFile) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("## 桥\n\n水\U00012000，又是\U00012000。"));
  folder.write("points/p/point.toml", "# \U00012000 in a comment\ntitle.zh-Hans = \"点\"\nline.zh-Hans = \"河\U00012001\"\nstories = [\"s\"]\n");
  const Findings findings = check(folder.path());
  const Findings story = of(findings, "glyph-missing", "points/p/s/story.zh-Hans.md"), point = of(findings, "glyph-missing", "points/p/point.toml");
  ASSERT_EQ(story.size(), 1u) << content::listed(findings);
  EXPECT_EQ(story.front().line, 7);
  EXPECT_EQ(story.front().column, 2);
  EXPECT_NE(story.front().message.en.find("U+12000"), std::string::npos);
  ASSERT_EQ(point.size(), 1u) << content::listed(findings);
  EXPECT_EQ(point.front().line, 3);
}

TEST(GlassCheck, SmallPicture_IsMeasuredWhereItIsLargest) {
  TemporaryFolder folder;
  write_picture(folder, "small.png", 960, 960);
  folder.write("pictures/small.png.toml", "kind = \"illustration\"\nalt.zh-Hans = \"水\"\nfocus = [0.5, 0.5]\n");
  write_small_pack(folder, "+++\ntitle = \"题\"\nsummary = \"要\"\npicture = \"pictures/small.png\"\n+++\n## 桥\n\n水。\n");
  const Findings findings = check(folder.path()), found = of(findings, "picture-small", "pictures/small.png");
  ASSERT_EQ(found.size(), 1u) << content::listed(findings);
  EXPECT_NE(found.front().message.en.find("2.00 times"), std::string::npos) << found.front().message.en;  // 960 on 1920
  EXPECT_TRUE(of(findings, "picture-crop", "pictures/small.png").empty());
}

TEST(GlassCheck, BroadPictureOnAnUprightGlass_WantsAFocus) {
  TemporaryFolder folder;
  write_picture(folder, "broad.png", 3000, 2000);
  const std::string sidecar = "kind = \"illustration\"\nalt.zh-Hans = \"水\"\n";
  write_small_pack(folder, "+++\ntitle = \"题\"\nsummary = \"要\"\npicture = \"pictures/broad.png\"\n+++\n## 桥\n\n水。\n");
  folder.write("pictures/broad.png.toml", sidecar);
  EXPECT_EQ(of(check(folder.path()), "picture-crop", "pictures/broad.png").size(), 1u);
  folder.write("pictures/broad.png.toml", sidecar + "focus = [0.5, 0.5]\n");
  EXPECT_TRUE(of(check(folder.path()), "picture-crop", "pictures/broad.png").empty());
}

TEST(GlassCheck, OneWorkerOrSeveral_FindTheSame) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("## 长\n\n" + times(kSentence, 60) + times("Q", 120)));
  const std::string one = content::listed(check(folder.path(), 1));
  EXPECT_NE(one, "");
  EXPECT_EQ(one, content::listed(check(folder.path(), 3)));
}

TEST(GlassCheck, NoPack_IsLeftToTheFormatsCheck) {
  TemporaryFolder folder;
  EXPECT_TRUE(check(folder.path()).empty());
}

TEST(GlassCheck, EveryFault_SurvivesTheWayBetweenProcesses) {
  Fault fault{"text-cut", {"a/b.md", 3, 7}, "“水”\n", 1.25, "4k", "story.a.b#2", true, Language::hant, ui::TextSize::largest};
  const Result<Fault> read = read_fault(to_line(fault));
  ASSERT_TRUE(read);
  EXPECT_EQ(to_line(*read), to_line(fault));
  EXPECT_FALSE(read_fault("{\"rule\":3}"));
}

TEST(LeastContrast, KnownPairs_AreAsWcagSays) {
  gfx::Bitmap white(4, 4);
  std::ranges::fill(white.pixels, 0xFFFFFFFFu);
  EXPECT_NEAR(least_contrast(white, {0, 0, 4, 4}, rgb(0x000000)), 21, .01);
  EXPECT_NEAR(least_contrast(white, {0, 0, 4, 4}, rgb(0x777777)), 4.48, .01);
  white.pixels[5] = 0xFF777777u;  // the worst pixel counts
  EXPECT_NEAR(least_contrast(white, {0, 0, 4, 4}, rgb(0x777777)), 1, .001);
  EXPECT_NEAR(least_contrast(white, {2, 2, 2, 2}, rgb(0x777777)), 4.48, .01);
  EXPECT_EQ(least_contrast(white, {9, 9, 2, 2}, rgb(0x777777)), 21);
}

}  // namespace
}  // namespace kiosk::author
