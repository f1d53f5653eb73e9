#include "packs.h"

namespace kiosk::content {
namespace {

using Kind = Address::Kind;

TEST(Address, EachForm_IsReadAndWrittenBack) {
  struct Case {
    const char* text;
    Kind kind;
    const char* written;
  };
  for (const Case& c :
       {Case{"", Kind::home, ""}, Case{"qingpu", Kind::home, "qingpu"}, Case{"bridge", Kind::point, "bridge"},
        Case{"bridge/stone", Kind::story, "bridge/stone"}, Case{"bridge/stone#3", Kind::story, "bridge/stone#3"},
        Case{"bridge/stone#1", Kind::story, "bridge/stone"}, Case{"routes/walk", Kind::route, "routes/walk"},
        Case{"qingpu/bridge", Kind::point, "qingpu/bridge"},
        Case{"qingpu/bridge/stone#2", Kind::story, "qingpu/bridge/stone#2"},
        Case{"qingpu/routes/walk", Kind::route, "qingpu/routes/walk"},
        Case{"other/bridge/stone", Kind::story, "other/bridge/stone"}}) {
    const auto address = parse_address(c.text, "qingpu");

    ASSERT_TRUE(address) << c.text;
    EXPECT_EQ(address->kind, c.kind) << c.text;
    EXPECT_EQ(to_string(*address), c.written);
  }
}

TEST(Address, Page_IsRead) { EXPECT_EQ(parse_address("a/b#12", "")->page, 12); }

TEST(Address, WhatCannotBeOne_IsRefused) {
  for (const char* text :
       {"/",    "a/",    "/a",      "a//b",    "..",  "../a",   "a/../b",     "a b",          "A",       "桥",  "a/b#0",
        "a/b#", "a/b#x", "a/b#100", "a/b#1#2", "a#1", "routes", "routes/a#1", "routes/a/b/c", "p/a/b/c", "a\\b"})
    EXPECT_FALSE(parse_address(text, "p")) << text;
  EXPECT_FALSE(parse_address(std::string(65, 'a'), ""));
}

}  // namespace
}  // namespace kiosk::content
