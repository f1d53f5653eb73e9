#include "kiosk/ctl/glass_command.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "kiosk/base/files.h"

namespace kiosk::ctl {
namespace {

class GlassCommandTest : public testing::Test {
 protected:
  GlassCommandTest() {
    std::filesystem::remove_all(record);
    std::filesystem::create_directories(record / "asks");
  }
  ~GlassCommandTest() override { std::filesystem::remove_all(record); }
  const std::filesystem::path record =
      std::filesystem::path(testing::TempDir()) / ("glass_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(GlassCommandTest, Asking_LeavesOneFile_HoweverOften) {
  EXPECT_TRUE(ask_display(record, "identify"));
  EXPECT_TRUE(ask_display(record, "identify"));
  EXPECT_TRUE(std::filesystem::is_regular_file(record / "asks/identify"));
}

TEST_F(GlassCommandTest, WhereNoDisplayRan_ThatIsSaid) {
  std::filesystem::remove(record / "asks");
  const auto asked = ask_display(record, "identify");
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().kind, ErrorKind::transient);
  EXPECT_NE(asked.error().message.find("systemctl status kiosk"), std::string::npos);
}

TEST_F(GlassCommandTest, ALinkInThePlaceOfTheFolderOrTheFile_IsNotFollowed) {
  const std::filesystem::path elsewhere = record / "elsewhere";
  std::filesystem::create_symlink(elsewhere, record / "asks/identify");
  (void)ask_display(record, "identify");
  EXPECT_FALSE(std::filesystem::exists(elsewhere));
  std::filesystem::remove_all(record / "asks");
  std::filesystem::create_directories(elsewhere);
  std::filesystem::create_symlink(elsewhere, record / "asks");
  EXPECT_FALSE(ask_display(record, "identify"));
  EXPECT_TRUE(std::filesystem::is_empty(elsewhere));
}

TEST_F(GlassCommandTest, AsRoot_TheFileBelongsToTheFoldersOwner) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  ASSERT_EQ(::chown(record.c_str(), 65534, 65534), 0);
  ASSERT_EQ(::chown((record / "asks").c_str(), 65534, 65534), 0);
  ASSERT_TRUE(ask_display(record, "identify"));
  struct stat info{};
  ASSERT_EQ(::stat((record / "asks/identify").c_str(), &info), 0);
  EXPECT_EQ(info.st_uid, 65534u);
  EXPECT_EQ(::geteuid(), 0u);
}

TEST_F(GlassCommandTest, TakesTheNewPicture_NotTheOneBefore) {
  std::ofstream(record / "screenshot.png") << "old";
  std::thread display([this] {
    while (!std::filesystem::remove(record / "asks/screenshot")) std::this_thread::yield();
    std::ignore = write_file_durably(record / "screenshot.png", "new");
  });
  const auto picture = take_screenshot(record);
  display.join();
  ASSERT_TRUE(picture) << to_string(picture.error());
  EXPECT_EQ(*picture, "new");
}

TEST_F(GlassCommandTest, WithoutAnAnswer_ItEndsAndSaysWhy) {
  const auto picture = take_screenshot(record, 1);
  ASSERT_FALSE(picture);
  EXPECT_EQ(picture.error().kind, ErrorKind::transient);
}

}  // namespace
}  // namespace kiosk::ctl
