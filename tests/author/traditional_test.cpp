#include "kiosk/author/traditional.h"

#include <gtest/gtest.h>

#include "tests/content/packs.h"

namespace kiosk::author {
namespace {

struct Pack {
  content::TemporaryFolder folder;
  std::unique_ptr<content::Folder> opened;

  explicit Pack(const std::string& names = "") {
    if (!names.empty()) folder.write("names.toml", names);
    opened = *content::Folder::open(folder.path());
  }
  Traditional traditional() const { return *Traditional::open(*opened); }
};

TEST(Traditional, Words_AreConvertedByPhrase) {
  const Pack pack;
  EXPECT_EQ(pack.traditional().convert("干部在后面学习"), "幹部在後面學習");
}

TEST(Traditional, QuotationMarks_BecomeCornerBrackets_AndApostrophesStay) {
  const Pack pack;
  EXPECT_EQ(pack.traditional().convert("他说“要读‘四史’”，it’s fine。"), "他說「要讀『四史』」，it’s fine。");
}

TEST(Traditional, Names_HaveTheirOwnFormOrStay) {
  const Pack pack("[[names]]\nzh-Hans = \"云里村\"\n\n[[names]]\nzh-Hans = \"陈云\"\nzh-Hant = \"陳雲\"\n");
  EXPECT_EQ(pack.traditional().convert("陈云到云里村"), "陳雲到云里村");
}

TEST(Traditional, NotesPathsAndAddresses_Stay) {
  const Pack pack;
  EXPECT_EQ(pack.traditional().convert("看图[^后记]![](pictures/后门.jpg \"后门\") https://a.cn/b后"), "看圖[^后记]![](pictures/后门.jpg \"後門\") https://a.cn/b後");
}

TEST(Traditional, Toml_GetsWhatItLacksAndKeepsTheRest) {
  const Pack pack;
  std::vector<ConvertedLine> proof;
  const std::string toml = "# 后\ntitle.zh-Hans = \"后门\"\nline = { zh-Hans = \"里面\", en = \"Inside\" }\n";
  EXPECT_EQ(pack.traditional().complete_toml(toml, "a.toml", proof),
            "# 后\ntitle.zh-Hans = \"后门\"\ntitle.zh-Hant = \"後門\"\nline = { zh-Hans = \"里面\", zh-Hant = \"裡面\", en = \"Inside\" }\n");
  ASSERT_EQ(proof.size(), 2u);
  EXPECT_EQ(proof[0].line, 3);
  EXPECT_EQ(proof[0].choices, (std::vector<std::string>{"后→後"}));
}

}  // namespace
}  // namespace kiosk::author
