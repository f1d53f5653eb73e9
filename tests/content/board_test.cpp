#include "kiosk/content/board.h"

#include <gtest/gtest.h>

#include "kiosk/base/clock.h"

namespace kiosk::content {
namespace {

constexpr const char* kBoard = R"({"withdrawn":[{"route":"qingpu/bridge/stone","time":"2026-11-23T01:00:00Z"},{"route":"qingpu/bridge/wood#2","time":""},
  {"route":"qingpu/hall"},{"route":"qingpu/routes/ring"}],
 "notices":[{"id":"a","from":"2026-11-23T01:00:00Z","until":"2026-11-23T10:00:00Z","page":true,"text":{"zh-Hans":"今日闭馆","en":"Closed today"}},
  {"id":"b","from":"2026-11-24T01:00:00Z","until":"2026-11-25T01:00:00Z","page":false,"text":{"zh-Hans":"明日开放"}}]})";

Board board() {
  const auto board = parse_board(kBoard, "notices.json");
  EXPECT_TRUE(board);
  return *board;
}
std::chrono::sys_seconds at(const char* time) { return *parse_utc_time(time); }

TEST(Board, StoryWithdrawn_ItsPagesGoAndItsNeighboursStay) {
  EXPECT_TRUE(board().withdrawn("qingpu", "bridge", "stone"));
  EXPECT_TRUE(board().withdrawn("qingpu", "bridge", "stone", 3));
  EXPECT_FALSE(board().withdrawn("qingpu", "bridge", "iron"));
  EXPECT_FALSE(board().withdrawn("qingpu", "bridge"));
  EXPECT_FALSE(board().withdrawn("other", "bridge", "stone"));
}

TEST(Board, PageWithdrawn_TheStoryStaysWithoutIt) {
  EXPECT_TRUE(board().withdrawn("qingpu", "bridge", "wood", 2));
  EXPECT_FALSE(board().withdrawn("qingpu", "bridge", "wood", 1));
  EXPECT_FALSE(board().withdrawn("qingpu", "bridge", "wood"));
}

TEST(Board, PointWithdrawn_AllOfItGoes) {
  EXPECT_TRUE(board().withdrawn("qingpu", "hall"));
  EXPECT_TRUE(board().withdrawn("qingpu", "hall", "any"));
  EXPECT_TRUE(board().withdrawn("qingpu", "hall", "any", 9));
}

TEST(Board, RouteWithdrawn_ItGoes) {
  EXPECT_TRUE(board().route_withdrawn("qingpu", "ring"));
  EXPECT_FALSE(board().route_withdrawn("qingpu", "other"));
}

TEST(Board, Notices_AreShownFromTheirBeginningToTheirEnd) {
  EXPECT_TRUE(board().notices(at("2026-11-23T00:59:59Z")).empty());
  ASSERT_EQ(board().notices(at("2026-11-23T01:00:00Z")).size(), 1u);
  EXPECT_EQ(board().notices(at("2026-11-23T01:00:00Z"))[0].text[Language::en], "Closed today");
  EXPECT_TRUE(board().notices(at("2026-11-23T10:00:00Z")).empty());
  EXPECT_FALSE(board().notices(at("2026-11-24T12:00:00Z"))[0].page);
}

TEST(Board, NextChange_IsTheNextBeginningOrEnd) {
  EXPECT_EQ(board().next_change(at("2026-11-23T00:00:00Z")), at("2026-11-23T01:00:00Z"));
  EXPECT_EQ(board().next_change(at("2026-11-23T01:00:00Z")), at("2026-11-23T10:00:00Z"));
  EXPECT_EQ(board().next_change(at("2026-11-25T01:00:00Z")), std::nullopt);
}

TEST(Board, EntryThatIsWrong_IsLeftOutAndNoted) {
  for (const char* one : {R"({"withdrawn":[{"route":"../etc"},{"route":"qingpu/a"}],"notices":[]})", R"({"withdrawn":[3,{"route":"qingpu/a"}],"notices":[]})",
                          R"({"withdrawn":[{"route":"qingpu"},{"route":"qingpu/a"}],"notices":[]})",
                          R"({"withdrawn":[{"route":"qingpu/a"}],"notices":[{"id":"x"}]})", R"({"withdrawn":[{"route":"qingpu/a"}],"notices":["x"]})",
                          R"({"withdrawn":[{"route":"qingpu/a"}],"notices":[{"id":"x","page":true,"from":"tomorrow","until":"2026-11-25T01:00:00Z","text":{"zh-Hans":"一"}}]})",
                          R"({"withdrawn":[{"route":"qingpu/a"}],"notices":[{"id":"x","page":true,"from":"2026-11-24T01:00:00Z","until":"2026-11-25T01:00:00Z","text":{"en":"No Chinese"}}]})",
                          "{\"withdrawn\":[{\"route\":\"qingpu/a\"}],\"notices\":[{\"id\":\"x\",\"page\":true,\"from\":\"2026-11-24T01:00:00Z\",\"until\":\"2026-11-25T01:00:00Z\","
                          "\"text\":{\"zh-Hans\":\"\\u0007\"}}]}"}) {
    const auto board = parse_board(one, "notices.json");
    ASSERT_TRUE(board) << one;
    EXPECT_EQ(board->problems().size(), 1u) << one;
    EXPECT_TRUE(board->withdrawn("qingpu", "a")) << one;
    EXPECT_TRUE(board->notices(at("2026-11-24T02:00:00Z")).empty()) << one;
  }
}

TEST(Board, TextThatIsNoBoard_IsMalformed) {
  for (const char* text : {"", "[]", "{}", R"({"withdrawn":[]})", R"({"withdrawn":{},"notices":[]})", R"({"withdrawn":[],"notices":[]} x)"})
    EXPECT_FALSE(parse_board(text, "notices.json")) << text;
}

}  // namespace
}  // namespace kiosk::content
