// The real disk, in a temporary folder: what the one in memory pretends must hold here too.
#include "kiosk/sync/file_system.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <vector>

#include "tests/sync/publication.h"

namespace kiosk::sync {
namespace {

class FileSystemTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "changlang-sync-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    auto opened = open_file_system(folder / "state");
    ASSERT_TRUE(opened) << to_string(opened.error());
    files = *std::move(opened);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  Result<void> write(const std::string& path, std::string_view bytes, FileSystem::Open how = FileSystem::Open::fresh) {
    auto writer = files->open(path, how);
    if (!writer) return writer.error();
    return (*writer)->write(bytes);
  }

  std::filesystem::path folder;
  std::unique_ptr<FileSystem> files;
};

TEST_F(FileSystemTest, KeepsAWholePackThroughTwoSyncs) {
  FakeFetcher server;
  ASSERT_TRUE(sync_once(*files, server, {publish(server, kOld, "old")}));

  const auto outcome = sync_once(*files, server, {publish(server, kNew, "new")});

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(current_version(*files), "new");
  EXPECT_EQ(wrong_blob(*files), "");
  struct stat info {};
  ASSERT_EQ(::stat((folder / "state/current/packs/local/qingpu/pack.toml").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0444u);
  EXPECT_EQ(std::filesystem::read_symlink(folder / "state/current"), "gen/2");
}

TEST_F(FileSystemTest, ReplacesAFile_AndLeavesNothingElse) {
  ASSERT_TRUE(files->make_directory("trust"));
  ASSERT_TRUE(replace_file(*files, "trust/root.json", "old and longer"));

  ASSERT_TRUE(replace_file(*files, "trust/root.json", "new"));

  EXPECT_EQ(*files->read("trust/root.json", 100), "new");
  EXPECT_EQ(files->list("trust")->size(), 1u);
}

TEST_F(FileSystemTest, KnowsTheNamesOfOneFile) {
  ASSERT_TRUE(write("a", "bytes"));
  ASSERT_TRUE(files->link("a", "b"));
  ASSERT_TRUE(write("c", "bytes"));

  EXPECT_EQ(files->look("a")->node, files->look("b")->node);
  EXPECT_NE(files->look("a")->node, files->look("c")->node);
}

TEST_F(FileSystemTest, DoesNotLeaveItsRoot) {
  std::ofstream(folder / "outside") << "mine";
  std::filesystem::create_directory_symlink(folder, folder / "state/way-out");

  EXPECT_FALSE(write("../outside", "x"));
  EXPECT_FALSE(write("way-out/outside", "x"));
  EXPECT_FALSE(files->rename("way-out/outside", "inside"));
  EXPECT_FALSE(files->make_directory("../made"));
  EXPECT_FALSE(files->sync_directory("way-out"));
  std::string text;
  std::ifstream(folder / "outside") >> text;
  EXPECT_EQ(text, "mine");
}

TEST_F(FileSystemTest, ReplacesAFileWithoutTouchingItsOtherNames) {
  ASSERT_TRUE(write("a", "first"));
  ASSERT_TRUE(files->link("a", "b"));

  ASSERT_TRUE(write("a", "second"));

  EXPECT_EQ(*files->read("b", 100), "first");
  EXPECT_EQ(*files->read("a", 100), "second");
}

TEST_F(FileSystemTest, CountsNamesAndSizes) {
  ASSERT_TRUE(write("a", "12345"));
  ASSERT_TRUE(write("a", "678", FileSystem::Open::append));
  ASSERT_TRUE(files->link("a", "b"));
  ASSERT_TRUE(files->symlink("a", "l"));
  ASSERT_TRUE(files->make_directory("d"));
  ASSERT_TRUE(files->make_directory("d"));

  const auto entries = files->list("");

  ASSERT_EQ(entries->size(), 4u);
  EXPECT_EQ((*entries)[0].size, 8u);
  EXPECT_EQ((*entries)[0].links, 2u);
  EXPECT_EQ((*entries)[2].kind, Entry::Kind::folder);
  EXPECT_EQ((*entries)[3].kind, Entry::Kind::link);
  EXPECT_TRUE(files->remove("not there"));
  EXPECT_EQ(files->look("not there").error().kind, ErrorKind::not_found);
}

TEST_F(FileSystemTest, SaysThatTheDiskIsFull) {
  // /dev/full is a disk without room: writing to it ends as on a full one.
  auto full = open_file_system("/dev");
  ASSERT_TRUE(full);
  auto writer = (*full)->open("full", FileSystem::Open::append);
  ASSERT_TRUE(writer);

  const auto done = (*writer)->write("x");

  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::disk_full);
}

TEST_F(FileSystemTest, RemovesATree) {
  ASSERT_TRUE(files->make_directory("d"));
  ASSERT_TRUE(files->make_directory("d/e"));
  ASSERT_TRUE(write("d/e/f", "x"));
  ASSERT_TRUE(files->symlink("/etc", "d/link"));

  ASSERT_TRUE(remove_tree(*files, "d"));
  ASSERT_TRUE(remove_tree(*files, "d"));

  EXPECT_TRUE(files->list("")->empty());
  EXPECT_TRUE(std::filesystem::exists("/etc"));
}

TEST_F(FileSystemTest, GivesTheLockToOneOnly) {
  {
    const auto first = Lock::take(folder / "state/lock");
    ASSERT_TRUE(first);
    const auto second = Lock::take(folder / "state/lock");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::busy);
  }
  EXPECT_TRUE(Lock::take(folder / "state/lock"));
}

}  // namespace
}  // namespace kiosk::sync
