#include "kiosk/content/folder.h"
#include <sys/stat.h>

#include "packs.h"

namespace kiosk::content {
namespace {

std::unique_ptr<Folder> open(const std::filesystem::path& path) {
  auto folder = Folder::open(path);
  EXPECT_TRUE(folder);
  return std::move(folder).value();
}

TEST(Folder, PathsThatLeadOut_AreRefused) {
  TemporaryFolder outside;
  outside.write("secret.txt", "secret");
  outside.write("pack/in.txt", "in");
  const auto folder = open(outside.path() / "pack");

  for (const std::string& path :
       {std::string("../secret.txt"), std::string("a/../../secret.txt"), (outside.path() / "secret.txt").string(),
        std::string("./in.txt"), std::string(""), std::string("a//b"), std::string("in.txt/"), std::string("a\\b"),
        std::string("a\nb"), std::string(1025, 'a')}) {
    const auto bytes = folder->read(path, 100);
    ASSERT_FALSE(bytes) << path;
    EXPECT_EQ(bytes.error().kind, ErrorKind::refused) << path;
  }
  EXPECT_EQ(folder->read("in.txt", 100).value(), "in");
}

TEST(Folder, LinksOnTheWay_AreRefused) {
  TemporaryFolder outside;
  outside.write("secret/secret.txt", "secret");
  outside.write("pack/real/in.txt", "in");
  std::filesystem::create_symlink("../secret/secret.txt", outside.path() / "pack/file.txt");
  std::filesystem::create_directory_symlink("../secret", outside.path() / "pack/folder");
  std::filesystem::create_symlink("real/in.txt", outside.path() / "pack/harmless.txt");
  const auto folder = open(outside.path() / "pack");

  for (const char* path : {"file.txt", "folder/secret.txt", "harmless.txt"}) {
    const auto bytes = folder->read(path, 100);
    ASSERT_FALSE(bytes) << path;
    EXPECT_EQ(bytes.error().kind, ErrorKind::refused) << path;
    EXPECT_FALSE(folder->is_file(path)) << path;
  }
}

TEST(Folder, ItselfALink_IsFollowedOnce) {
  TemporaryFolder place;
  place.write("one/a.txt", "1");
  place.write("two/a.txt", "2");
  std::filesystem::create_directory_symlink("one", place.path() / "current");
  const auto folder = open(place.path() / "current");

  std::filesystem::remove(place.path() / "current");
  std::filesystem::create_directory_symlink("two", place.path() / "current");

  EXPECT_EQ(folder->read("a.txt", 10).value(), "1");
  EXPECT_EQ(folder->path(), std::filesystem::canonical(place.path() / "one"));
}

TEST(Folder, NamedPipe_NeitherHangsNorIsRead) {
  TemporaryFolder place;
  ASSERT_EQ(::mkfifo((place.path() / "pipe.md").c_str(), 0600), 0);

  const auto bytes = open(place.path())->read("pipe.md", 10);

  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().kind, ErrorKind::io);
}

TEST(Folder, LargerThanAllowed_IsALimit) {
  TemporaryFolder place;
  place.write("a", "12345");
  const auto folder = open(place.path());

  EXPECT_EQ(folder->read("a", 5).value(), "12345");
  EXPECT_EQ(folder->read("a", 4).error().kind, ErrorKind::limit);
  std::uint64_t size = 0;
  EXPECT_EQ(folder->read_start("a", 2, size).value(), "12");
  EXPECT_EQ(size, 5u);
}

TEST(Folder, Walk_SeesLinksButDoesNotEnterThem) {
  TemporaryFolder place;
  place.write("b/c.txt", "");
  place.write("a.txt", "");
  place.write(".git/config", "");
  std::filesystem::create_directory_symlink("..", place.path() / "loop");
  const auto folder = open(place.path());

  for (int again = 0; again < 2; ++again) {
    std::vector<std::string> seen;
    folder->walk("", [&](const std::string& path, Folder::Entry entry) {
      seen.push_back(path + (entry == Folder::Entry::link ? "@" : entry == Folder::Entry::folder ? "/" : ""));
      return true;
    });
    EXPECT_EQ(seen, (std::vector<std::string>{"a.txt", "b/", "loop@", "b/c.txt"}));
  }
}

}  // namespace
}  // namespace kiosk::content
