#include "kiosk/content/toml_tree.h"
#include "packs.h"

namespace kiosk::content {
namespace {

Findings findings_of(std::string_view text, int first_line = 1) {
  Report report("a.toml");
  (void)parse_toml(text, first_line, report);
  return report.take();
}

TEST(TomlTree, Values_KeepTheirTypesAndLines) {
  Report report("a.toml");
  const auto tree = parse_toml("a = \"x\"\n\nb.c = 1.5\nd = 2026-11-01\n[[e]]\nf = [1, true]\n", 10, report);

  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->find("a")->text, "x");
  EXPECT_EQ(tree->find("a")->line, 10);
  EXPECT_EQ(tree->find("b")->find("c")->number, 1.5);
  EXPECT_EQ(tree->find("b")->line, 12);
  EXPECT_EQ(tree->find("d")->text, "2026-11-01");
  EXPECT_EQ(tree->find("e")->items[0].line, 14);
  EXPECT_EQ(tree->find("e")->items[0].find("f")->items.size(), 2u);
  EXPECT_EQ(tree->find("g"), nullptr);
}

TEST(TomlTree, TextOfManyLines_BeginsBelowItsMarks) {
  Report report("a.toml");
  const auto tree = parse_toml("a = \"\"\"\none\ntwo\"\"\"\nb = \"\"\"one\ntwo\"\"\"\nc = \"one\\ntwo\"\n", 1, report);

  EXPECT_EQ(tree->find("a")->text_line, 2);
  EXPECT_EQ(tree->find("b")->text_line, 4);
  EXPECT_EQ(tree->find("c")->text_line, 6);
}

TEST(TomlTree, SyntaxError_NamesLineAndColumn) {
  const Findings findings = findings_of("a = 1\nb = = 2\n", 5);

  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "toml-syntax");
  EXPECT_EQ(findings[0].line, 6);
  EXPECT_GT(findings[0].column, 0);
}

std::string repeat(std::string_view part, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += part;
  return out;
}

TEST(TomlTree, NestingOfEveryFormAndTooMuch_AreRefusedBeforeParsing) {
  const std::string dots = repeat("a.", 500'000) + "a = 1\n";
  for (const std::string& text :
       {dots, "[" + repeat("a.", 400'000) + "a]\n", "a = " + repeat("[", 500'000), "a = " + repeat("{a=", 300'000),
        "a = [\"\"\"x\"\"\"\", {" + repeat("a.", 300'000) + "a = 1}]\n",
        "a = ['''x''''', {" + repeat("b.", 300'000) + "b = 1}]\n", repeat("\n", 40'002),
        "a = [" + repeat("1,", 100'001) + "]\n"}) {
    const Findings findings = findings_of(text);
    ASSERT_EQ(findings.size(), 1u) << text.substr(0, 40);
    EXPECT_EQ(findings[0].rule, "toml-nesting") << text.substr(0, 40);
  }
}

TEST(TomlTree, BracketsAndDotsInStringsAndComments_DoNotNest) {
  const std::string marks = repeat("[.{.", 50);
  EXPECT_TRUE(findings_of("a = \"" + marks + "\"\nb = '" + marks + "'\n# " + marks + "\nc = \"\"\"" + marks + "\n\\\"" +
                          marks + "\"\"\"\n")
                  .empty());
}

}  // namespace
}  // namespace kiosk::content
