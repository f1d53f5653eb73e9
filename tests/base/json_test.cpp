#include "kiosk/base/json.h"

#include <gtest/gtest.h>

#include <chrono>

namespace kiosk {
namespace {

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, WellFormed_IsRead) {
  const auto value = parse_json(R"({"a": [1, -2.5e3, true, null, "长廊 \u957f \"x\""], "b": {"a": 1}})", "x.json");

  ASSERT_TRUE(value);
  EXPECT_EQ((*value)["a"][4], "长廊 长 \"x\"");
  EXPECT_EQ((*value)["b"]["a"], 1);
}

TEST(Json, WhatOthersLetPass_IsRefused) {
  const char* const texts[] = {
      "",
      " ",
      "{",
      "[1,]",
      "{\"a\":1,}",
      "{a:1}",
      "{'a':1}",
      "[1] x",
      "[1][2]",
      "// c\n[1]",
      "[1/* c */]",
      "[NaN]",
      "[Infinity]",
      "[-Infinity]",
      "[01]",
      "[+1]",
      "[.5]",
      "[1.]",
      "[0x1]",
      "\xEF\xBB\xBF{",
      "[\"\t\"]",
      "[\"\n\"]",
      "[\"\\x41\"]",
      "[\"\\ud800\"]",
      "[\"\\udc00\"]",
      "[\"\xff\"]",
      "[\"\xc0\xaf\"]",
      "[\"\xed\xa0\x80\"]",
      "[\"\xf4\x90\x80\x80\"]",
      "[1e999]",
      "nul",
      "[\"a]",
  };
  for (const char* text : texts) {
    const auto value = parse_json(text, "x.json");
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().kind, ErrorKind::malformed) << text;
    EXPECT_EQ(value.error().subject, "x.json");
  }
}

TEST(Json, KeyTwiceInOneObject_IsRefusedAtAnyDepthAndInAnySpelling) {
  for (const char* text : {R"({"a":1,"a":1})", R"({"b":[{"a":1,"c":2,"a":3}]})", R"({"a":1,"\u0061":2})",
                           R"({"a":{"x":1},"a":{}})", R"({"":1,"":2})"}) {
    const auto value = parse_json(text, "x.json");
    ASSERT_FALSE(value) << text;
    EXPECT_NE(value.error().message.find("twice"), std::string::npos) << text;
  }
  EXPECT_TRUE(parse_json(R"([{"a":1},{"a":{"a":1}}])", "x.json"));
}

TEST(Json, Depth_IsAllowedUpToTheLimitAndNotBeyond) {
  EXPECT_TRUE(parse_json(nested(32), "x.json"));
  EXPECT_EQ(parse_json(nested(33), "x.json").error().kind, ErrorKind::limit);
  EXPECT_TRUE(parse_json(nested(4), "x.json", 4));
  EXPECT_EQ(parse_json(nested(5), "x.json", 4).error().kind, ErrorKind::limit);
  EXPECT_EQ(parse_json(std::string(1'000'000, '['), "x.json").error().kind, ErrorKind::limit);
}

TEST(Json, BracketsWithinText_AreNoDepth) { EXPECT_TRUE(parse_json(R"(["[[[[[[[[{{{{{{{{", "\"[[[["])", "x.json", 2)); }

TEST(Json, LongArray_TakesTimeAsItsLength) {
  std::string text = "[0";
  while (text.size() < 4'000'000) text += ",0";
  const auto start = std::chrono::steady_clock::now();

  ASSERT_EQ(parse_json(text + "]", "x")->size(), 2'000'000u);

  // Under a second with sanitizers; what grows with the square takes an hour.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(Json, LargeNumbers_AreNotRounded) {
  EXPECT_EQ(parse_json("9223372036854775807", "x")->get<std::int64_t>(), INT64_MAX);
  EXPECT_EQ(parse_json("18446744073709551615", "x")->get<std::uint64_t>(), UINT64_MAX);
}

}  // namespace
}  // namespace kiosk
