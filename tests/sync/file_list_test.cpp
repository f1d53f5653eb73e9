#include "kiosk/sync/file_list.h"

#include <gtest/gtest.h>

namespace kiosk::sync {
namespace {

File file(const std::string& path, const std::string& content, const std::string& type = "text/markdown") {
  return {path, content.size(), crypto::sha256(content), type};
}

TEST(FileList, GivesBackWhatItWasGiven_WithMoreTypesThanItRemembers) {
  FileList files;
  for (int i = 0; i < 200; ++i) files.push_back(file(std::to_string(i), std::string(static_cast<std::size_t>(i), 'x'), "kind/" + std::to_string(i % 40)));

  ASSERT_EQ(files.size(), 200u);
  std::size_t i = 0;
  for (const File& each : files) {
    EXPECT_EQ(each.path, std::to_string(i));
    EXPECT_EQ(each.size, i);
    EXPECT_EQ(each.sha256, crypto::sha256(std::string(i, 'x')));
    EXPECT_EQ(each.type, "kind/" + std::to_string(i % 40));
    ++i;
  }
  EXPECT_EQ(i, 200u);
}

TEST(FileList, SortsBytewise_EachFileWithAllThatIsItsOwn) {
  FileList files{file("b", "1", "b/b"), file("a/b", "22", "c/c"), file("a-b", "333", "d/d"), file("B", "4444", "e/e")};

  files.sort_by_path();

  std::string order;
  for (const File& each : files) order += each.path + " " + each.type + " " + std::to_string(each.size) + ", ";
  EXPECT_EQ(order, "B e/e 4, a-b d/d 3, a/b c/c 2, b b/b 1, ");
}

TEST(FileList, CopiesStandAlone) {
  FileList copy;
  {
    const FileList first{file("a/long/path/that/lives/elsewhere.md", "1")};
    copy = first;
  }
  EXPECT_EQ(copy[0].path, "a/long/path/that/lives/elsewhere.md");
  EXPECT_EQ(copy[0].type, "text/markdown");
}

TEST(FileList, NamesEachContentOnce_AndOnlyWhatIsNotKnown) {
  const FileList known{file("x", "two"), file("y", "four")};
  const FileList files{file("a", "one"), file("b", "two"), file("c", "three"), file("d", "one"), file("e", "three"), file("f", "four"), file("g", "five")};

  EXPECT_EQ(files.contents_beyond(known), (std::vector<std::uint32_t>{0, 2, 6}));
  EXPECT_EQ(files.contents_beyond({}), (std::vector<std::uint32_t>{0, 1, 2, 5, 6}));
  EXPECT_TRUE(FileList().contents_beyond(known).empty());
}

}  // namespace
}  // namespace kiosk::sync
