#include "kiosk/author/statements.h"

#include <gtest/gtest.h>

namespace kiosk::author {
namespace {

using Texts = std::vector<std::string>;

Texts words_of(const std::vector<Sentence>& sentences) {
  Texts out;
  for (const Sentence& sentence : sentences) out.push_back(sentence.words);
  return out;
}

TEST(Statements, ChineseText_SentencesEndAtTheirStopsWithMarksAndNotes) {
  const auto found = sentences_of("他说：“走吧。”[^a]后来\n呢？[^b][^c]\n\n没有句号", Language::hans);
  EXPECT_EQ(words_of(found), (Texts{"他说：“走吧。”", "后来 呢？", "没有句号"}));
  EXPECT_EQ(found[0].cited, Texts{"a"});
  EXPECT_EQ(found[1].cited, (Texts{"b", "c"}));
  EXPECT_TRUE(found[1].cited_last);
}

TEST(Statements, EnglishText_AbbreviationsAndDecimalsEndNothing) {
  const auto found = sentences_of("It covers 1.38 ha, i.e. not much.[^a] The hall opened. “Then” it closed.", Language::en);
  EXPECT_EQ(words_of(found), (Texts{"It covers 1.38 ha, i.e. not much.", "The hall opened.", "“Then” it closed."}));
}

TEST(Statements, NoteInsideTheSentence_IsNotLast) {
  const auto found = sentences_of("1905 年[^a]生于练塘。", Language::hans);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(found[0].cited_last);
}

TEST(Statements, SentenceOnALaterLine_BeginsAtItsFirstCharacter) {
  const std::string text = "一。\n\n二。";
  EXPECT_EQ(sentences_of(text, Language::hans)[1].begin, text.find("二"));
}

TEST(Statements, ChineseDatesAndNumbers_AreWholeWhateverTheirSpacing) {
  EXPECT_EQ(values_in("2000 年 6 月 6 日，诞辰 95 周年，约 1.38 万平方米", Language::hans), (Texts{"2000年6月6日", "95", "1.38万"}));
  EXPECT_EQ(values_in("一九二七年九月九日，六月六日，三十周年", Language::hans), (Texts{"一九二七年", "九月九日", "六月六日", "三十周年"}));
  EXPECT_EQ(values_in("二話不說，週年三萬", Language::hant), Texts{});
  EXPECT_EQ(values_in("1月2日至3月4日，2019年5月", Language::hans), (Texts{"1月2日", "3月4日", "2019年5月"}));
}

TEST(Statements, EnglishDatesAndNumbers_AreWhole) {
  EXPECT_EQ(values_in("Opened on 6 June 2000, shown 5–10 November 2018 to 3,617 firms in May 2017", Language::en),
            (Texts{"6 June 2000", "5–10 November 2018", "May 2017", "3617"}));
}

TEST(Statements, PartOfALongerNumber_IsNotStated) {
  const std::u32string says = squeezed("约 21 公里，43.5 万平方米，2000年6月16日", Language::hans);
  EXPECT_TRUE(states(says, "21"));
  EXPECT_FALSE(states(says, "2"));
  EXPECT_FALSE(states(says, "43"));
  EXPECT_TRUE(states(says, "43.5万"));
  EXPECT_FALSE(states(says, "43.5"));
  EXPECT_FALSE(states(says, "6日"));
  EXPECT_TRUE(states(says, "2000年6月16日"));
}

TEST(Statements, ThousandsAndTraditionalUnits_CompareAsOne) {
  EXPECT_TRUE(states(squeezed("3,617 家", Language::hans), "3617"));
  EXPECT_TRUE(states(squeezed("1.38 萬", Language::hant), "1.38万"));
}

}  // namespace
}  // namespace kiosk::author
