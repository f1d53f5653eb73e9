// The comparison with JavaScript's @tufjs/canonical-json is tests/sync/tuf_peer_test.py.
#include "kiosk/sync/canonical_json.h"

#include <gtest/gtest.h>

namespace kiosk::sync {
namespace {

std::string canonical(const std::string& text) {
  const auto json = parse_json(text, "test");
  EXPECT_TRUE(json) << text;
  const auto out = canonical_json(*json, "test");
  return out ? *out : "error: " + out.error().message;
}

TEST(CanonicalJson, KeysAreSortedByBytesAndSpaceGoes) {
  EXPECT_EQ(canonical("{ \"b\" : [ 1 , true , null ],\n \"a\":{\"ab\":false,\"aa\":\"\"},\"B\":{} }"),
            R"({"B":{},"a":{"aa":"","ab":false},"b":[1,true,null]})");
  // By bytes, as everybody but JavaScript sorts: U+FF5E before U+1F600, whose first UTF-16 unit is smaller.
  EXPECT_EQ(canonical("{\"😀\":1,\"～\":2}"), "{\"～\":2,\"😀\":1}");
}

TEST(CanonicalJson, InStringsOnlyQuoteAndBackslashAreEscaped) {
  EXPECT_EQ(canonical(R"(["\"\\\/\n\t\u0001\u957f长"])"), std::string("[\"\\\"\\\\/\n\t\x01长长\"]"));
}

TEST(CanonicalJson, WholeNumbersAsFarAsEveryReaderKeepsThem) {
  EXPECT_EQ(canonical("[0,-1,9007199254740991,-9007199254740991]"), "[0,-1,9007199254740991,-9007199254740991]");
  for (const char* text : {"[9007199254740992]", "[-9007199254740992]", "[18446744073709551615]", "[1.0]", "[1e2]", "[-0.0]", "{\"a\":{\"b\":[0.5]}}"})
    EXPECT_TRUE(canonical(text).starts_with("error: ")) << text;
}

}  // namespace
}  // namespace kiosk::sync
