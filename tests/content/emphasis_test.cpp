// Each case is read by md4c as on the wall; «…» stands for strong, ‹…› for emphasis, {id} for a note.
#include "kiosk/base/utf8.h"
#include "kiosk/content/markdown.h"
#include "packs.h"

namespace kiosk::content {
namespace {

std::string shown(std::string_view markdown) {
  Report report("");
  const RawPage page = parse_page(markdown, 1, report);
  std::string out;
  for (const RawBlock& block : page.blocks) {
    bool strong = false, emphasis = false;
    const auto change = [&](bool to_strong, bool to_emphasis) {
      if (emphasis && !to_emphasis) out += "›";
      if (strong && !to_strong) out += "»";
      if (!strong && to_strong) out += "«";
      if (!emphasis && to_emphasis) out += "‹";
      strong = to_strong;
      emphasis = to_emphasis;
    };
    for (const MarkedChar& m : block.chars) {
      change(m.strong, m.emphasis);
      if (m.note >= 0) out += '{' + page.notes[static_cast<std::size_t>(m.note)].id + '}';
      else utf8::append(out, m.c == kSoftBreak ? U'\n' : m.c);
    }
    change(false, false);
    out += '|';
  }
  if (!out.empty()) out.pop_back();
  return out;
}

struct Case {
  const char* markdown;
  const char* expected;
};

class Emphasis : public testing::TestWithParam<Case> {};

TEST_P(Emphasis, BesideHan_OpensAndCloses) {
  EXPECT_EQ(shown(GetParam().markdown), GetParam().expected) << GetParam().markdown;
}

INSTANTIATE_TEST_SUITE_P(
    Chinese, Emphasis,
    testing::Values(Case{"学习**“四史”**教育", "学习«“四史”»教育"}, Case{"**“四史”**学习", "«“四史”»学习"},
                    Case{"学习**“四史”**", "学习«“四史”»"}, Case{"《**红色家书**》", "《«红色家书»》"},
                    Case{"读**《红色家书》**一书", "读«《红色家书》»一书"},
                    Case{"读*《红色家书》*一书", "读‹《红色家书》›一书"}, Case{"一**（二）**三", "一«（二）»三"},
                    Case{"他说：**“走。”**然后走了", "他说：«“走。”»然后走了"}, Case{"**重点：**内容", "«重点：»内容"},
                    Case{"**甲**，**乙**。", "«甲»，«乙»。"}, Case{"“**甲**”与“**乙**”", "“«甲»”与“«乙»”"},
                    Case{"**“甲”**与**“乙”**", "«“甲”»与«“乙”»"}, Case{"***“四史”***教育", "«‹“四史”›»教育"},
                    Case{"**学习*“四史”*教育**", "«学习‹“四史”›教育»"},
                    Case{"*学习**“四史”**教育*", "‹学习«“四史”»教育›"},
                    Case{"用**API（接口）**连接", "用«API（接口）»连接"}, Case{"在**2026 年**开馆", "在«2026 年»开馆"},
                    Case{"一**——二**三", "一«——二»三"}, Case{"《**书》**的", "《«书》»的"}));

INSTANTIATE_TEST_SUITE_P(Notes, Emphasis,
                         testing::Values(Case{"**“四史”**[^a]教育", "«“四史”»{a}教育"},
                                         Case{"教育[^a]**“四史”**", "教育{a}«“四史”»"},
                                         Case{"**教育[^a]**后", "«教育»{a}后"}, Case{"一[^a][^b]二", "一{a}{b}二"},
                                         Case{"一[^a](二)", "一{a}(二)"}, Case{"\\[^a]", "[^a]"},
                                         Case{"`[^a]`", "[^a]"}, Case{"[^]", "[^]"}, Case{"[^a b]", "[^a b]"},
                                         Case{"一[^_a_]", "一{_a_}"}));

INSTANTIATE_TEST_SUITE_P(Western, Emphasis,
                         testing::Values(Case{"a **b** c", "a «b» c"}, Case{"a**b**c", "a«b»c"},
                                         Case{"a**\"b\"**c", "a**\"b\"**c"}, Case{"5 * 3 * 2", "5 * 3 * 2"},
                                         Case{"**\"b\"** c", "«\"b\"» c"}));

INSTANTIATE_TEST_SUITE_P(LeftAlone, Emphasis,
                         testing::Values(Case{"一\\*\\*“二”\\*\\*三", "一**“二”**三"},
                                         Case{"一`**“二”**`三", "一**“二”**三"}, Case{"一**“二”三", "一**“二”三"},
                                         Case{"一“二”**三", "一“二”**三"}, Case{"一** “二” **三", "一** “二” **三"},
                                         Case{"（一**）二**", "（一**）二**"}, Case{"**甲：“**乙**”", "**甲：“«乙»”"},
                                         Case{"* 一\n* 二", "一|二"}, Case{"一\\\\**“二”**三", "一\\«“二”»三"}));

}  // namespace
}  // namespace kiosk::content
