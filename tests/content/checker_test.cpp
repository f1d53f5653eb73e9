// Each tests/packs/broken-RULE (written by tests/tools/make_broken_packs.py) must give the findings of its
// expected.txt, all of them and no other; and each rule of the code must have such a pack, or a case here, and a row
// in content/RULES.md.
#include <unistd.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "kiosk/base/files.h"
#include "kiosk/base/utf8.h"
#include "kiosk/content/checker.h"
#include "kiosk/content/parts.h"
#include "kiosk/content/rules.h"
#include "kiosk/content/story.h"
#include "kiosk/content/toml_tree.h"
#include "packs.h"

namespace kiosk::content {
namespace {

// Too large for a repository: made by the cases below.
const std::set<std::string> kMadeHere{"file-large", "files-limit"};

// Found by `kioskctl pack check` alone, beyond what a wall checks: their cases are in tests/author.
const std::set<std::string> kOfTheWorkshop{
    "date-future",  "fact-differs",     "fact-uncited",   "file-name",         "file-name-case",   "hant-unproved",
    "hours-old",    "illustration-caption", "name-converted", "name-unproved", "note-inside",      "pack-large",
    "page-long",    "picture-animated", "picture-broken", "picture-location",  "picture-profile",  "picture-rights",
    "question-open", "schedule-gap", "review-missing",  "review-unreadable", "review-void",      "contrast-low",     "glyph-missing",
    "picture-crop", "picture-small", "run-long", "text-cut", "text-scrolls", "words-overlap"};

bool has_han(std::string_view text) {
  return std::ranges::any_of(utf8::decode(text), utf8::is_han);
}

// Without what is quoted, and without the names of the two scripts.
std::string unquoted(std::string text) {
  for (const auto& [open, close] : {std::pair{"“", "”"}, std::pair{"`", "`"}, std::pair{"\"", "\""}})
    for (std::size_t at = 0; (at = text.find(open, at)) != text.npos;) {
      const std::size_t end = text.find(close, at + 1);
      if (end == text.npos) break;
      text.erase(at, end + std::string_view(close).size() - at);
    }
  for (std::string_view script : {"简体", "繁體"})
    for (std::size_t at = 0; (at = text.find(script)) != text.npos;) text.erase(at, script.size());
  return text;
}

void expect_two_languages(const Bilingual& text) {
  EXPECT_FALSE(text.en.empty()) << text.zh;
  EXPECT_TRUE(has_han(text.zh)) << text.zh;
  EXPECT_FALSE(has_han(unquoted(text.en))) << text.en;
}

std::string line_of(const Finding& finding) {
  return finding.file + ':' + std::to_string(finding.line) +
         ' ' + std::string(name_of(finding.severity)) + ' ' + finding.rule;
}

class BrokenPack : public testing::TestWithParam<std::string> {};

TEST_P(BrokenPack, GivesItsFindings_AndNoOther) {
  const std::filesystem::path folder = kPacks / ("broken-" + GetParam());
  const auto expected = read_file(folder / "expected.txt", 100'000);
  ASSERT_TRUE(expected) << "run tests/tools/make_broken_packs.py";

  const Findings findings = check(folder);

  std::vector<std::string> lines;
  for (const Finding& finding : findings) {
    lines.push_back(line_of(finding));
    expect_two_languages(finding.message);
    expect_two_languages(finding.mend);
  }
  std::ranges::sort(lines);
  std::string all;
  for (const std::string& line : lines) all += line + '\n';
  EXPECT_EQ(all, *expected) << listed(findings);
  EXPECT_NE(all.find(' ' + GetParam() + '\n'), all.npos);
}

std::vector<std::string> rules_with_packs() {
  std::vector<std::string> out;
  for (const Rule& rule : rules())
    if (!kMadeHere.contains(std::string(rule.id)) && !kOfTheWorkshop.contains(std::string(rule.id))) out.emplace_back(rule.id);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Each, BrokenPack, testing::ValuesIn(rules_with_packs()),
                         [](const testing::TestParamInfo<std::string>& broken) {
                           std::string name = broken.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(Check, GoodPack_HasNoFindings) { EXPECT_EQ(listed(check(kPacks / "good")), ""); }

TEST(Check, ErrorsComeBeforeWarnings) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("一[^x]"));
  folder.write("points/p/point.toml", "title.zh-Hans = \"点\"\nstories = [\"s\", \"wanting\"]\n");

  const Findings findings = check(folder.path());

  ASSERT_EQ(findings.size(), 2u) << listed(findings);
  EXPECT_EQ(findings[0].rule, "file-missing");
  EXPECT_EQ(findings[1].rule, "note-unknown");
}

TEST(Check, NoPackAtAll_IsAFinding) {
  TemporaryFolder folder;
  EXPECT_EQ(check(folder.path() / "gone").size(), 1u);
  const Findings findings = check(folder.path());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(line_of(findings[0]), "pack.toml:0 error file-missing");
}

TEST(Check, FileLargerThanAMebibyte_IsAFinding) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("一"));
  folder.write("names.toml", "");
  ASSERT_EQ(::truncate((folder.path() / "names.toml").c_str(), 1024 * 1024 + 1), 0);

  const Findings findings = check(folder.path());

  ASSERT_EQ(findings.size(), 1u) << listed(findings);
  EXPECT_EQ(line_of(findings[0]), "names.toml:0 error file-large");
}

TEST(Check, MoreFilesThanAllowed_IsAFinding) {
  TemporaryFolder folder;
  write_small_pack(folder, story_of("一"));
  for (bool enough : {true, false}) {
    Library library(std::move(Folder::open(folder.path())).value());
    const auto index = read_index(library);
    ASSERT_TRUE(index);
    // Three files and three folders.
    Checker checker(
        library, *index, [&](const std::string& id) { return read_point(library, id); },
        [](const std::string&) { return nullptr; }, enough ? 6 : 5);
    while (checker.next()) {}

    EXPECT_EQ(listed(library.ledger().all()).find("pack.toml: error files-limit") == 0, !enough)
        << listed(library.ledger().all());
  }
}

TEST(Rules, EachHasARowInTheTable_AndNoOther) {
  const auto table = read_file(std::filesystem::path(SOURCE_DIR) / "content/RULES.md", 1'000'000);
  ASSERT_TRUE(table);
  std::set<std::string> written, known;
  std::istringstream lines(*table);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("| `")) {
      const std::size_t end = line.find('`', 3);
      const std::size_t level = line.find("| ", end);
      written.insert(line.substr(3, end - 3) + ' ' + line.substr(level + 2, line.find(' ', level + 2) - level - 2));
    }
  for (const Rule& rule : rules())
    known.insert(std::string(rule.id) + ' ' + std::string(name_of(rule.severity)));

  EXPECT_EQ(written, known);
}

TEST(Rules, EachIsExplainedInBothLanguages) {
  for (const Rule& rule : rules())
    for (const Words& words : {rule.what, rule.why, rule.mend}) expect_two_languages({std::string(words.en), std::string(words.zh)});
}

TEST(FullWidthSign, InToml_IsNamedWithTheSignToType) {
  for (const auto& [line, column, narrow] : {std::tuple{"title.zh-Hans = “桥”", 17, "\""}, {"title.zh-Hans ＝ \"桥\"", 15, "="}, {"stories = [\"a\"，\"b\"]", 15, ","}}) {
    Report report("a.toml");
    EXPECT_FALSE(parse_toml(std::string("\n") + line + "\n", 1, report)) << line;
    const Findings findings = report.take();
    const auto sign = std::ranges::find(findings, "full-width-sign", &Finding::rule);
    ASSERT_NE(sign, findings.end()) << line;
    EXPECT_EQ(std::pair(sign->line, sign->column), std::pair(2, column)) << line;
    EXPECT_TRUE(sign->mend.zh.ends_with(std::string("半角的 ") + narrow)) << sign->mend.zh;
  }
}

TEST(FullWidthSign, WithinAText_IsNoFinding) {
  Report report("a.toml");
  EXPECT_TRUE(parse_toml("a = \"“桥”，水＝河\" # “旧”", 1, report));
  EXPECT_TRUE(report.empty());
}

TEST(FullWidthSign, AroundTheDescription_IsNamed) {
  Report report("story.zh-Hans.md");
  EXPECT_FALSE(parse_front_matter("＋＋＋\ntitle = \"a\"\n＋＋＋\n正文\n", Language::hans, report));
  const Findings findings = report.take();
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].rule, "full-width-sign");
  EXPECT_EQ(findings[1].line, 3);
}

TEST(Finding, AsText_SaysWhereWhatAndHowToMend) {
  EXPECT_EQ(to_string(Finding{Severity::error, "toml-syntax", "a.toml", 3, 1, {"wrong", "错"}, {"mend", "改"}}),
            "a.toml:3:1: error toml-syntax: wrong — mend");
  EXPECT_EQ(to_string(Finding{Severity::warning, "table", "a.md", 0, 0, {"wrong", "错"}, {}}), "a.md: warning table: wrong");
}

TEST(Report, OfAHostileFile_IsCut) {
  Report report("a");
  for (int i = 0; i < 1000; ++i) report.add("table", i, 0, {"x", "甲"}, {"y", "乙"});
  const Findings findings = report.take();
  EXPECT_EQ(findings.size(), Report::kMost + 1);
  EXPECT_EQ(findings.back().rule, "findings-cut");
}

}  // namespace
}  // namespace kiosk::content
