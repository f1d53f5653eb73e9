#include "kiosk/repo/layout.h"

#include <gtest/gtest.h>

namespace kiosk::repo {
namespace {

TEST(Layout, NamesKeysAndMemorialsThatAnyFileSystemKeeps) {
  for (const char* name : {"wang", "a", "9.x_y-z"}) EXPECT_TRUE(is_name(name)) << name;
  for (const char* name : {"", ".a", "-a", "A", "a/b", "王", "a b"}) EXPECT_FALSE(is_name(name)) << name;
  EXPECT_FALSE(is_name(std::string(65, 'a')));
  EXPECT_TRUE(is_memorial("qingpu"));
  for (const char* name : {"root", "targets", "snapshot", "timestamp", "a.b", "a_b", ""}) EXPECT_FALSE(is_memorial(name)) << name;
}

TEST(Layout, ReadsVersionsOfOneRoleAlone) {
  EXPECT_EQ(version_of("12.qingpu.json", "qingpu"), 12u);
  EXPECT_EQ(version_of("12.qingpu.withdraw.json", "qingpu"), std::nullopt);
  EXPECT_EQ(version_of("12.qingpu.withdraw.json", "qingpu.withdraw"), 12u);
  for (const char* name : {"0.qingpu.json", "01.qingpu.json", "-1.qingpu.json", "qingpu.json", "1x.qingpu.json", "1.qingpu.json.half-1"})
    EXPECT_EQ(version_of(name, "qingpu"), std::nullopt) << name;
}

TEST(Layout, PutsTheHashBeforeTheLastName) {
  EXPECT_EQ(target_path("packs/qingpu/bridges.json", "ab"), "targets/packs/qingpu/ab.bridges.json");
  EXPECT_EQ(blob_path("abcd"), "blobs/ab/abcd");
}

}  // namespace
}  // namespace kiosk::repo
