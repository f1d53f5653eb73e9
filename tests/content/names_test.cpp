#include "kiosk/content/names.h"
#include "packs.h"

namespace kiosk::content {
namespace {

constexpr std::string_view kNames = R"(
[[names]]
kind = "place"
zh-Hans = "陈云纪念馆"
zh-Hant = "陳雲紀念館"
en = "Chen Yun Memorial"
[[names]]
kind = "person"
zh-Hans = "陈云"
zh-Hant = "陳雲"
en = "Chen Yun"
[[names]]
kind = "place"
zh-Hans = "黎里"
)";

std::vector<std::string> marked(std::string_view text, Language language) {
  Report report("names.toml");
  const Names names = Names::parse(kNames, report);
  EXPECT_TRUE(report.empty());
  RichText rich;
  rich.text = text;
  names.mark(rich, language);
  std::vector<std::string> out;
  for (const Unbroken& part : rich.unbroken) out.push_back(rich.text.substr(part.begin, part.end - part.begin));
  return out;
}

using List = std::vector<std::string>;

TEST(Names, LongestIsTaken) {
  EXPECT_EQ(marked("到陈云纪念馆看陈云手迹", Language::hans), (List{"陈云纪念馆", "陈云"}));
}
TEST(Names, FormIsThatOfTheLanguage) {
  EXPECT_EQ(marked("陳雲紀念館", Language::hant), List{"陳雲紀念館"});
  EXPECT_TRUE(marked("陈云纪念馆", Language::hant).empty());
}
TEST(Names, WithoutTraditionalForm_KeepTheirSimplifiedOne) { EXPECT_EQ(marked("黎里", Language::hant), List{"黎里"}); }
TEST(Names, LatinOnes_AreWholeWords) {
  EXPECT_EQ(marked("Chen Yun's and Chen Yunnan", Language::en), List{"Chen Yun"});
  EXPECT_TRUE(marked("KitChen Yun", Language::en).empty());
}
TEST(Names, PartOfANameAtTheEnd_IsNone) { EXPECT_TRUE(marked("陈", Language::hans).empty()); }

TEST(Names, SimplifiedFormInTraditionalText_IsFound) {
  Report report("names.toml");
  const Names names = Names::parse(kNames, report);
  EXPECT_EQ(names.simplified_in("參觀陈云紀念館"), "陈云");
  EXPECT_EQ(names.simplified_in("參觀陳雲紀念館，黎里"), "");
}

}  // namespace
}  // namespace kiosk::content
