#include "kiosk/content/markdown.h"
#include "kiosk/base/utf8.h"
#include "kiosk/content/names.h"
#include "kiosk/content/sources.h"
#include "packs.h"

namespace kiosk::content {
namespace {

struct Read {
  RawPage page;
  std::vector<RichText> texts;
  std::vector<std::string> titles;
  Findings findings;
};

constexpr std::string_view kSources = R"(
[[sources]]
id = "a"
tier = "A"
title.zh-Hans = "甲书"
title.en = "Book A"
[[sources]]
id = "b"
tier = "B"
title.zh-Hans = "乙报"
[[sources]]
id = "hidden"
tier = "C"
title.zh-Hans = "丙"
[[facts]]
id = "both"
sources = ["a", "hidden", "b"]
says.zh-Hans = "x"
[[facts]]
id = "one"
sources = ["b"]
says.zh-Hans = "y"
)";

Read read(std::string_view markdown, Language language = Language::hans, const std::vector<OwnSource>& own = {}) {
  Read out;
  Report report("page.md");
  const Sources sources = Sources::parse(kSources, report, nullptr);
  out.page = parse_page(markdown, 1, report);
  NoteBook book(sources, own, language, report);
  for (const RawBlock& block : out.page.blocks)
    out.texts.push_back(finish_text(block.chars, out.page, book, Names(), language));
  out.titles = book.titles();
  out.findings = report.take();
  return out;
}

std::string text_of(std::string_view markdown, Language language = Language::hans) {
  const Read page = read(markdown, language);
  return page.texts.empty() ? "" : page.texts[0].text;
}

TEST(Markdown, LineEndsInAParagraph_AreSpacesOnlyBetweenWesternWords) {
  EXPECT_EQ(text_of("沿着河\n走。"), "沿着河走。");
  EXPECT_EQ(text_of("by the\nriver"), "by the river");
  EXPECT_EQ(text_of("沿着\nNECC\n走"), "沿着NECC走");
  EXPECT_EQ(text_of("到 NECC\n去"), "到 NECC去");
  EXPECT_EQ(text_of("The end.[^a]\nNext", Language::en), "The end.1 Next");
  EXPECT_EQ(text_of("一行  \n又一行"), "一行\n又一行");
}

std::vector<std::string> rubies_of(std::string_view markdown) {
  std::vector<std::string> out;
  const Read page = read(markdown);
  for (const RichText& rich : page.texts)
    for (const Annotation& one : rich.annotations) out.push_back(rich.text.substr(one.begin, one.end - one.begin) + "=" + one.text);
  return out;
}

using Strings = std::vector<std::string>;

TEST(Ruby, AsManyReadingsAsCharacters_StandOneBesideEach) {
  EXPECT_EQ(text_of("在{淀山湖|diàn shān hú}畔。"), "在淀山湖畔。");
  EXPECT_EQ(rubies_of("在{淀山湖|diàn shān hú}畔。"), (Strings{"淀=diàn", "山=shān", "湖=hú"}));
  EXPECT_EQ(rubies_of("{淀湖|diàn|hú}"), (Strings{"淀=diàn", "湖=hú"}));
}

TEST(Ruby, OtherReadings_StandBesideTheWhole) {
  EXPECT_EQ(rubies_of("{章练塘|旧名}与{练塘|liantang zhen cun}"), (Strings{"章练塘=旧名", "练塘=liantang zhen cun"}));
}

TEST(Ruby, TwoBesideEachOther_StayTwo) { EXPECT_EQ(rubies_of("{淀|diàn}{山|shān}"), (Strings{"淀=diàn", "山=shān"})); }

TEST(Ruby, WithinEmphasisAndBesideNotes_KeepsItsPlace) {
  EXPECT_EQ(rubies_of("**看{淀|diàn}湖**[^a]。"), (Strings{"淀=diàn"}));
  EXPECT_EQ(text_of("**看{淀|diàn}湖**[^a]。"), "看淀湖1。");
}

TEST(Ruby, OtherBraces_AreShownAsTheyStand) {
  for (const char* same : {"{水}", "{|水}", "{水|}", "{水", "水|乡}", "{{水|乡}", "{水\n乡|x}"}) EXPECT_TRUE(rubies_of(same).size() <= 1) << same;
  EXPECT_EQ(text_of("{水}"), "{水}");
  EXPECT_EQ(text_of("{|水}"), "{|水}");
  EXPECT_EQ(text_of("{{水|乡}"), "{水");
  EXPECT_EQ(text_of("\\{水|乡}"), "{水|乡}");
  EXPECT_EQ(text_of("`{水|乡}`"), "{水|乡}");
  EXPECT_EQ(text_of("{" + std::string(200, 'x') + "|y}"), "{" + std::string(200, 'x') + "|y}");
}

TEST(Markdown, FullWidthIndent_IsTakenAway) { EXPECT_EQ(text_of("　　沿着河走。"), "沿着河走。"); }

TEST(Markdown, FourSpaces_AreNoCode) { EXPECT_EQ(text_of("    沿着河走。"), "沿着河走。"); }

TEST(Notes, AreNumberedByFirstCitation_AndOnceASource) {
  const Read page = read("一[^one]二[^both]\n\n三[^a]");

  ASSERT_EQ(page.texts.size(), 2u);
  EXPECT_EQ(page.texts[0].text, "一1二2,1");
  EXPECT_EQ(page.texts[1].text, "三2");
  EXPECT_EQ(page.titles, (std::vector<std::string>{"乙报", "甲书"}));
}

TEST(Notes, BesideEachOther_AreNotRepeated) { EXPECT_EQ(text_of("一[^both][^one][^a]二"), "一1,2二"); }

TEST(Notes, OfHiddenSources_HaveNoNumber) { EXPECT_EQ(text_of("一[^hidden]二"), "一二"); }

TEST(Notes, OwnSource_GoesBeforeTheOthers) {
  const Read page = read("一[^a]", Language::hans, {{"a", "自己的", Language::hans}});
  EXPECT_EQ(page.titles, std::vector<std::string>{"自己的"});
}

TEST(Notes, TitleInAnotherLanguage_IsMarked) {
  const Read page = read("One[^a] two[^b]", Language::en);
  EXPECT_EQ(page.titles, (std::vector<std::string>{"Book A", "乙报 (in Chinese)"}));
}

TEST(Notes, UnknownId_IsReportedOnItsLine) {
  const Read page = read("一\n二[^nothing]");

  EXPECT_EQ(page.texts[0].text, "一二");
  ASSERT_EQ(page.findings.size(), 1u) << listed(page.findings);
  EXPECT_EQ(page.findings[0].rule, "note-unknown");
  EXPECT_EQ(page.findings[0].line, 2);
}

TEST(Notes, SpanCoversTheNumberAsShown) {
  const RichText text = read("一[^a]").texts[0];

  ASSERT_EQ(text.spans.size(), 1u);
  EXPECT_EQ(text.text.substr(text.spans[0].begin, text.spans[0].end - text.spans[0].begin), "1");
  EXPECT_EQ(text.spans[0].note, 0);
}

TEST(Blocks, EachKind_IsKnown) {
  const Read page = read("## 题\n\n文\n\n> 引\n>\n> —— 人\n\n- 甲\n- 乙\n\n3. 丙\n4. 丁\n");

  std::vector<std::pair<BlockKind, std::string>> seen;
  for (std::size_t i = 0; i < page.texts.size(); ++i) seen.emplace_back(page.page.blocks[i].kind, page.texts[i].text);
  using K = BlockKind;
  EXPECT_EQ(seen, (decltype(seen){{K::heading, "题"},
                                  {K::paragraph, "文"},
                                  {K::quotation, "引"},
                                  {K::attribution, "—— 人"},
                                  {K::bullet, "甲"},
                                  {K::bullet, "乙"},
                                  {K::paragraph, "3. 丙"},
                                  {K::paragraph, "4. 丁"}}));
  EXPECT_TRUE(page.findings.empty()) << listed(page.findings);
}

TEST(Blocks, AttributionOnTheLastLine_IsParted) {
  const Read page = read("> 引\n> ——人");

  ASSERT_EQ(page.texts.size(), 2u);
  EXPECT_EQ(page.texts[0].text, "引");
  EXPECT_EQ(page.texts[1].text, "——人");
  EXPECT_EQ(page.page.blocks[1].kind, BlockKind::attribution);
}

TEST(Blocks, LinesAreThoseOfTheFile) {
  const Read page = read("\n一\n\n二\n三\n\n> 四\n");

  ASSERT_EQ(page.page.blocks.size(), 3u);
  EXPECT_EQ(page.page.blocks[0].line, 2);
  EXPECT_EQ(page.page.blocks[1].line, 4);
  EXPECT_EQ(page.page.blocks[2].line, 7);
}

TEST(Pictures, PathAltAndCaption_AreRead) {
  const Read page = read("![雨中的**桥**](pictures/a.svg \"桥 &amp; 雨\")");

  ASSERT_TRUE(page.page.picture);
  EXPECT_EQ(page.page.picture->path, "pictures/a.svg");
  EXPECT_EQ(page.page.picture->alt, "雨中的桥");
  EXPECT_EQ(page.page.picture->caption, "桥 & 雨");
  EXPECT_TRUE(page.page.blocks.empty());
}

TEST(Entities, KnownOnesAreRead_OthersStay) {
  EXPECT_EQ(text_of("a&nbsp;b &#38; &#x4E00; &unknown; &#xD800; &#0;"), "a\u00A0b & 一 &unknown; \uFFFD \uFFFD");
}

TEST(Html, IsShownAsItStands) { EXPECT_EQ(text_of("<script>alert(1)</script>"), "<script>alert(1)</script>"); }

TEST(Marks, EscapedOrBetweenSpaces_AreNoFindings) {
  for (const char* text : {"一\\*二", "5 * 3", "a \\<b", "1 < 2", "\\*\\*一"})
    EXPECT_TRUE(read(text).findings.empty()) << text << listed(read(text).findings);
}

TEST(Hostile, DeepNesting_EndsSoon) {
  for (const std::string& part : {std::string("> "), std::string("[!["), std::string("**“"), std::string("- "),
                                  std::string("`"), std::string("[^a]"), std::string("*a_")}) {
    std::string text;
    while (text.size() < 4000) text += part;
    EXPECT_LE(read(text).page.blocks.size(), 4000u);
  }
}

}  // namespace
}  // namespace kiosk::content
