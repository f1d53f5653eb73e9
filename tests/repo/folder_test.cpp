#include "kiosk/repo/folder.h"

#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

TEST(Folder, MakesAFileOnceAndNeverChangesIt) {
  TemporaryFolder temporary;
  const Folder folder = must(Folder::create(temporary.path / "repo"));
  must(folder.add("metadata/1.qingpu.json", "one"));

  must(folder.add("metadata/1.qingpu.json", "one"));
  EXPECT_FALSE(folder.add("metadata/1.qingpu.json", "two"));
  EXPECT_FALSE(folder.add("metadata/1.qingpu.json", "on"));
  EXPECT_EQ(must(folder.read("metadata/1.qingpu.json", 10)), "one");
  EXPECT_EQ(must(folder.list("metadata")).size(), 1u) << "nothing half-made stays";
}

TEST(Folder, TakesAFileOnlyWithTheHashThatWasSaid) {
  TemporaryFolder temporary;
  const Folder folder = must(Folder::create(temporary.path / "repo"));
  write(temporary.path / "words", "words");
  const std::string sha256 = crypto::hex(crypto::sha256("words"));

  EXPECT_FALSE(folder.add_file("blobs/ab/x", temporary.path / "words", std::string(64, '0'), 5));
  EXPECT_FALSE(folder.add_file("blobs/ab/x", temporary.path / "words", sha256, 4));
  EXPECT_FALSE(folder.has("blobs/ab/x"));
  must(folder.add_file("blobs/ab/x", temporary.path / "words", sha256, 5));
  EXPECT_EQ(must(folder.sum("blobs/ab/x")), std::pair(sha256, std::uint64_t{5}));
}

TEST(Folder, FollowsNoLinkToAFile) {
  TemporaryFolder temporary;
  const Folder folder = must(Folder::create(temporary.path / "repo"));
  write(temporary.path / "words", "words");
  std::filesystem::create_symlink("words", temporary.path / "link");

  EXPECT_FALSE(folder.add_file("blobs/ab/x", temporary.path / "link", crypto::hex(crypto::sha256("words")), 5));
}

TEST(Folder, IsMadeOnlyWhereNothingIs) {
  TemporaryFolder temporary;
  write(temporary.path / "repo/diary.txt", "mine");

  EXPECT_FALSE(Folder::create(temporary.path / "repo"));
  EXPECT_FALSE(Folder::open(temporary.path / "repo")) << "it is no repository";
}

TEST(Folder, IsLockedByOneAtATime) {
  TemporaryFolder temporary;
  const Folder folder = must(Folder::create(temporary.path / "repo"));
  auto held = folder.lock(std::chrono::milliseconds(0));
  ASSERT_TRUE(held);

  const auto second = folder.lock(std::chrono::milliseconds(0));

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::busy);
}

}  // namespace
}  // namespace kiosk::repo
