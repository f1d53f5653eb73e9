#include "kiosk/sync/notices.h"

#include <gtest/gtest.h>

namespace kiosk::sync {
namespace {

Time at(const char* text) { return *parse_time(text); }

const Notice kClosed{"closed", at("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z"), false, {{"zh-Hans", "今日闭馆"}, {"en", "Closed\ntoday"}}};

TEST(Notices, AreReadAsTheyWereWritten) {
  Notice page = kClosed;
  page.id = "long";
  page.page = true;
  const auto text = write_notices({kClosed, page});

  ASSERT_TRUE(text) << to_string(text.error());
  EXPECT_EQ(*parse_notices(*text, "notices"), (std::vector<Notice>{kClosed, page}));
}

TEST(Notices, IgnoreWhatLaterProgramsAdd) {
  const auto notices = parse_notices(R"({"format":1,"more":[],"notices":[{"id":"a","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z",
      "colour":"red","text":{"zh-Hans":"x","fr":"y"}}]})", "notices");

  ASSERT_TRUE(notices) << to_string(notices.error());
  EXPECT_EQ((*notices)[0].text.size(), 1u);
  EXPECT_FALSE((*notices)[0].page);
}

TEST(Notices, AreRefused_WithTheNumberOfTheWrongOne) {
  const std::string good = R"("id":"a","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","text":{"zh-Hans":"x"})";
  const std::pair<std::string, const char*> cases[] = {
      {R"("from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","text":{"zh-Hans":"x"})", "id"},
      {R"("id":"A","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","text":{"zh-Hans":"x"})", "id"},
      {R"("id":"a","from":"2026-01-01","until":"2027-01-01T00:00:00Z","text":{"zh-Hans":"x"})", "from"},
      {R"("id":"a","from":"2027-01-01T00:00:00Z","until":"2026-01-01T00:00:00Z","text":{"zh-Hans":"x"})", "ends before"},
      {R"("id":"a","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","page":1,"text":{"zh-Hans":"x"})", "page"},
      {R"("id":"a","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","text":{"fr":"x"})", "no text"},
      {R"("id":"a","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","text":{"zh-Hans":""})", "empty"},
      {R"("id":"a","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","text":{"zh-Hans":"\u001b[2J"})", "plain"},
      {R"("id":"a","from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z","text":{"zh-Hans":")" + std::string(201, 'x') + "\"}", "too long"},
      {good + "},{" + good, "notice 2"},
  };
  for (const auto& [body, says] : cases) {
    const auto notices = parse_notices("{\"format\":1,\"notices\":[{" + body + "}]}", "notices");
    ASSERT_FALSE(notices) << body;
    EXPECT_NE(notices.error().message.find(says), std::string::npos) << to_string(notices.error());
  }
}

TEST(Notices, AreRefusedAsAWhole_BeyondTheirLimits) {
  EXPECT_EQ(parse_notices(std::string((64u << 10) + 1, ' '), "n").error().kind, ErrorKind::limit);
  std::vector<Notice> many;
  for (int i = 0; i < 65; ++i) many.push_back(kClosed), many.back().id = std::to_string(i);
  EXPECT_EQ(write_notices(many).error().kind, ErrorKind::limit);
  EXPECT_EQ(parse_notices(R"({"format":2,"notices":[]})", "n").error().kind, ErrorKind::refused);
  EXPECT_EQ(parse_notices(R"({"notices":[]})", "n").error().kind, ErrorKind::malformed);
}

TEST(Withdrawn, IsReadAsItWasWritten) {
  const std::vector<Withdrawal> routes{{"qingpu/bridge/story#12", at("2026-11-23T09:00:00Z")}, {"qingpu/bridge", at("2026-11-23T09:00:01Z")}};
  const auto text = write_withdrawn(routes);

  ASSERT_TRUE(text) << to_string(text.error());
  EXPECT_EQ(*parse_withdrawn(*text, "withdrawn"), routes);
}

TEST(Withdrawn, TakesRoutesOnly) {
  for (const char* route : {"qingpu", "", "/a/b", "a//b", "a/b/c/d", "a/b#1", "a/b/c#", "a/b/c#0", "a/b/c#x", "a/b/c#12345", "A/b/c", "a/../c", "a/b/c#1#2"})
    EXPECT_FALSE(is_route(route)) << route;
  for (const char* route : {"a/b", "a/b/c", "a/b/c#1", "a/b/c#9999", "a/routes/c"}) EXPECT_TRUE(is_route(route)) << route;
  EXPECT_EQ(pack_of("qingpu/a/b"), "qingpu");
  EXPECT_FALSE(parse_withdrawn(R"({"format":1,"withdrawn":[{"route":"a/b"}]})", "w"));
  EXPECT_FALSE(parse_withdrawn(R"({"format":1,"withdrawn":["a/b"]})", "w"));
}

TEST(ForDisplay, NamesTheOwnerOfEachNotice) {
  const std::string text = write_for_display({{"a/b/c", at("2026-11-23T09:00:00Z")}}, {{"chen-yun", kClosed}});

  EXPECT_EQ(text,
            "{\"withdrawn\":[{\"route\":\"a/b/c\",\"time\":\"2026-11-23T09:00:00Z\"}],\"notices\":[{\"id\":\"closed\","
            "\"from\":\"2026-11-23T00:00:00Z\",\"until\":\"2026-11-24T00:00:00Z\",\"page\":false,"
            "\"text\":{\"zh-Hans\":\"今日闭馆\",\"en\":\"Closed\\ntoday\"},\"owner\":\"chen-yun\"}]}\n");
}

}  // namespace
}  // namespace kiosk::sync
