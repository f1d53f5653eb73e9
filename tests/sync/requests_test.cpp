#include "kiosk/sync/requests.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace kiosk::sync {
namespace {

TEST(Request, IsReadStrictly) {
  const auto confirm = parse_request("confirm", "{\"generation\":17}\n");
  ASSERT_TRUE(confirm);
  EXPECT_EQ(std::get<ConfirmRequest>(*confirm).generation, 17u);
  const auto rollback = parse_request("rollback", R"({"generation":3,"reason":"the display crashed 2 times in a row"})");
  ASSERT_TRUE(rollback);
  EXPECT_EQ(std::get<RollbackRequest>(*rollback).reason, "the display crashed 2 times in a row");
  const auto import = parse_request("import", R"({"path":"/media/stick"})");
  ASSERT_TRUE(import);
  EXPECT_EQ(std::get<ImportRequest>(*import).path, "/media/stick");
}

TEST(Request, IsRefused_WhenItIsNotExactlyOne) {
  const std::pair<const char*, const char*> cases[] = {
      {"confirm", ""}, {"confirm", "{}"}, {"confirm", "[17]"}, {"confirm", R"({"generation":0})"}, {"confirm", R"({"generation":-1})"},
      {"confirm", R"({"generation":"17"})"}, {"confirm", R"({"generation":4294967296})"}, {"confirm", R"({"generation":1,"more":2})"},
      {"confirm", R"({"generation":1,"generation":2})"}, {"rollback", R"({"generation":1})"}, {"rollback", R"({"generation":1,"reason":""})"},
      {"rollback", R"({"generation":1,"reason":"a\nb"})"}, {"import", R"({"path":"stick"})"}, {"import", R"({"path":"/a/../etc"})"},
      {"import", R"({"path":"/a/.."})"}, {"delete", R"({"path":"/a"})"}};
  for (const auto& [kind, bytes] : cases) EXPECT_EQ(parse_request(kind, bytes).error().kind, ErrorKind::malformed) << kind << " " << bytes;
}

class RequestsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "changlang-requests-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    files = *open_file_system(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; }

  std::filesystem::path folder;
  std::unique_ptr<FileSystem> files;
};

TEST_F(RequestsTest, AreTakenRollbackFirst_AndComeAgainUntilTheyAreRemoved) {
  write("confirm.json", R"({"generation":2})");
  write("rollback.json", R"({"generation":3,"reason":"crashed"})");
  write("other.txt", "not ours");

  const auto first = take_requests(*files);
  ASSERT_TRUE(first);
  ASSERT_EQ(first->size(), 2u);
  EXPECT_EQ((*first)[0].kind, "rollback");
  EXPECT_EQ((*first)[1].kind, "confirm");
  EXPECT_FALSE(std::filesystem::exists(folder / "confirm.json"));

  ASSERT_EQ(take_requests(*files)->size(), 2u);
  ASSERT_TRUE(remove_request(*files, "rollback"));
  EXPECT_EQ(take_requests(*files)->size(), 1u);
  EXPECT_TRUE(std::filesystem::exists(folder / "other.txt"));
}

TEST_F(RequestsTest, ANewerOneIsNotLost_WhenTheFirstIsBeingDone) {
  write("confirm.json", R"({"generation":2})");
  ASSERT_EQ(take_requests(*files)->size(), 1u);
  write("confirm.json", R"({"generation":3})");

  ASSERT_TRUE(remove_request(*files, "confirm"));

  const auto next = take_requests(*files);
  ASSERT_EQ(next->size(), 1u);
  EXPECT_EQ(std::get<ConfirmRequest>(*(*next)[0].request).generation, 3u);
}

TEST_F(RequestsTest, LinksPipesAndLargeFilesAreNotRead) {
  std::filesystem::create_symlink("/etc/passwd", folder / "confirm.json");
  ASSERT_EQ(::mkfifo((folder / "rollback.json").c_str(), 0600), 0);
  write("import.json", std::string(5000, ' '));

  const auto taken = take_requests(*files);

  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->size(), 3u);
  for (const TakenRequest& each : *taken) EXPECT_FALSE(each.request) << each.kind;
}

}  // namespace
}  // namespace kiosk::sync
