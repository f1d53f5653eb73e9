#include "kiosk/app/last_good.h"

#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/base/files.h"

namespace kiosk::app {
namespace {

class LastGoodTest : public testing::Test {
 protected:
  LastGoodTest() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(record);
  }
  ~LastGoodTest() override { std::filesystem::remove_all(folder); }
  void write(const std::string& text) { std::ofstream(file, std::ios::trunc) << text; }

  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / ("last_good_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
  const std::filesystem::path record = folder / "record", file = folder / "kiosk.toml";
};

TEST_F(LastGoodTest, WhatWasKept_ComesBackAfterTheFileIsSpoilt) {
  write("[times]\nidle_s = 77\n[display]\npack = \"packs/here\"\n");
  ASSERT_TRUE(keep_as_last_good(record, file));
  write("[times]\nidle_s = soon\n");
  const auto settings = last_good_settings(record, file);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->idle_s, 77);
  EXPECT_EQ(settings->pack, folder / "packs/here");
}

TEST_F(LastGoodTest, WhatIsRefused_IsNeverKept) {
  write("[times]\nidle_s = 77\n");
  ASSERT_TRUE(keep_as_last_good(record, file));
  write("[times]\nidle_s = 7777\n");
  ASSERT_TRUE(keep_as_last_good(record, file));
  EXPECT_EQ(last_good_settings(record, file)->idle_s, 77);
}

TEST_F(LastGoodTest, BeforeTheFirstTime_OrWithARottenCopy_ThereIsNone) {
  write("[times]\nidle_s = 77\n");
  EXPECT_FALSE(last_good_settings(record, file));
  EXPECT_FALSE(last_good_settings({}, file));
  ASSERT_TRUE(keep_as_last_good(record, file));
  std::ofstream(record / "kiosk.toml.good", std::ios::trunc) << "[tim";
  EXPECT_FALSE(last_good_settings(record, file));
}

TEST_F(LastGoodTest, SameSettings_AreNotWrittenAgain) {
  write("[times]\nidle_s = 77\n");
  ASSERT_TRUE(keep_as_last_good(record, file));
  const auto before = std::filesystem::last_write_time(record / "kiosk.toml.good");
  std::filesystem::last_write_time(record / "kiosk.toml.good", before - std::chrono::hours{1});
  ASSERT_TRUE(keep_as_last_good(record, file));
  EXPECT_EQ(std::filesystem::last_write_time(record / "kiosk.toml.good"), before - std::chrono::hours{1});
}

}  // namespace
}  // namespace kiosk::app
