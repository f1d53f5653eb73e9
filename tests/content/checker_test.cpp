// Each tests/packs/broken-RULE (written by tests/tools/make_broken_packs.py) must give the findings of its
// expected.txt, all of them and no other; and each rule of the code must have such a pack, or a case here, and a row
// in content/RULES.md.
#include <unistd.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "kiosk/base/files.h"
#include "kiosk/content/checker.h"
#include "kiosk/content/parts.h"
#include "kiosk/content/rules.h"
#include "packs.h"

namespace kiosk::content {
namespace {

// Too large for a repository: made by the cases below.
const std::set<std::string> kMadeHere{"file-large", "files-limit"};

std::string line_of(const Finding& finding) {
  return finding.file + ':' + std::to_string(finding.line) +
         (finding.severity == Severity::error ? " error " : " warning ") + finding.rule;
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
    EXPECT_FALSE(finding.message.empty());
    EXPECT_FALSE(finding.mend.empty());
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
    if (!kMadeHere.contains(std::string(rule.id))) out.emplace_back(rule.id);
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
    known.insert(std::string(rule.id) + (rule.severity == Severity::error ? " error" : " warning"));

  EXPECT_EQ(written, known);
}

TEST(Finding, AsText_SaysWhereWhatAndHowToMend) {
  EXPECT_EQ(to_string(Finding{Severity::error, "toml-syntax", "a.toml", 3, 1, "wrong", "mend"}),
            "a.toml:3:1: error toml-syntax: wrong — mend");
  EXPECT_EQ(to_string(Finding{Severity::warning, "table", "a.md", 0, 0, "wrong", ""}), "a.md: warning table: wrong");
}

TEST(Report, OfAHostileFile_IsCut) {
  Report report("a");
  for (int i = 0; i < 1000; ++i) report.add("table", i, 0, "x", "y");
  const Findings findings = report.take();
  EXPECT_EQ(findings.size(), Report::kMost + 1);
  EXPECT_EQ(findings.back().rule, "findings-cut");
}

}  // namespace
}  // namespace kiosk::content
