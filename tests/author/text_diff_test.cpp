#include "kiosk/author/text_diff.h"

#include <gtest/gtest.h>

namespace kiosk::author {
namespace {

using Kind = Piece::Kind;

TEST(DiffTexts, ChineseByCharacter_OtherWordsWhole) {
  EXPECT_EQ(diff_texts("他曾住在 Shanghai", "他曾经住在 Qingpu"),
            (std::vector<Piece>{{Kind::same, "他曾"}, {Kind::in, "经"}, {Kind::same, "住在 "}, {Kind::out, "Shanghai"}, {Kind::in, "Qingpu"}}));
}

TEST(DiffTexts, EqualTexts_AreOnePieceOrNone) {
  EXPECT_EQ(diff_texts("水", "水"), (std::vector<Piece>{{Kind::same, "水"}}));
  EXPECT_TRUE(diff_texts("", "").empty());
}

TEST(DiffTexts, TextsBeyondTheBound_AreWrittenAnew) {
  std::string a, b;
  for (std::size_t i = 0; i < kMostEdits + 10; ++i) a += "甲", b += "乙";
  EXPECT_EQ(diff_texts(a, b), (std::vector<Piece>{{Kind::out, a}, {Kind::in, b}}));
}

TEST(DiffTexts, Pieces_GiveBothTextsBack) {
  const std::vector<std::string> texts{"沿着水走，看见一座桥。", "水边有桥。沿着走", "", "桥", "一座一座一座桥，水水水"};
  for (const std::string& a : texts)
    for (const std::string& b : texts) {
      std::string one, two;
      for (const Piece& piece : diff_texts(a, b)) {
        if (piece.kind != Kind::in) one += piece.text;
        if (piece.kind != Kind::out) two += piece.text;
      }
      EXPECT_EQ(one, a);
      EXPECT_EQ(two, b);
    }
}

}  // namespace
}  // namespace kiosk::author
