// A stick with surprises on it.
#include "kiosk/sync/folder_fetcher.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

namespace kiosk::sync {
namespace {

class FolderFetcherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "changlang-stick-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    std::filesystem::create_directories(folder / "stick/metadata");
    std::ofstream(folder / "stick/metadata/1.root.json") << "0123456789";
    std::ofstream(folder / "outside") << "mine";
    fetcher = *make_folder_fetcher(folder / "stick");
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  Result<std::string> get(const std::string& path, std::size_t most = 100) { return fetcher->get(kFolderAddress + path, most); }

  std::filesystem::path folder;
  std::unique_ptr<Fetcher> fetcher;
};

TEST_F(FolderFetcherTest, GivesFiles) {
  EXPECT_EQ(*get("metadata/1.root.json"), "0123456789");
  EXPECT_EQ(*get("metadata/%31.root.json"), "0123456789");
  EXPECT_EQ(get("metadata/2.root.json").error().kind, ErrorKind::not_found);
  EXPECT_EQ(get("metadata/1.root.json", 9).error().kind, ErrorKind::limit);
}

TEST_F(FolderFetcherTest, GivesNothingElse) {
  std::filesystem::create_symlink("../outside", folder / "stick/link");
  std::filesystem::create_directory_symlink(folder, folder / "stick/way-out");
  ASSERT_EQ(::mkfifo((folder / "stick/pipe").c_str(), 0600), 0);

  for (const char* path : {"link", "way-out/outside", "../outside", "%2e%2e/outside", "metadata/../../outside", "pipe", "metadata", "", "a%00b", "a%4"})
    EXPECT_FALSE(get(path)) << path;
  EXPECT_FALSE(fetcher->get("file:///etc/passwd", 10000));
}

TEST_F(FolderFetcherTest, GoesOnBehindWhatIsHere) {
  class Part final : public Transfer {
   public:
    explicit Part(std::string& into) : into_(into) {}
    std::string url() const override { return std::string(kFolderAddress) + "metadata/1.root.json"; }
    std::string type() const override { return ""; }
    std::uint64_t max_bytes() const override { return 10; }
    std::uint64_t resume_from() const override { return 4; }
    Result<void> begin(std::uint64_t offset) override {
      EXPECT_EQ(offset, 4u);
      return {};
    }
    Result<void> data(std::string_view bytes) override { return into_ += bytes, Result<void>{}; }

   private:
    std::string& into_;
  };
  class Work final : public Transfers {
   public:
    explicit Work(std::string& into) : part_(std::make_unique<Part>(into)) {}
    std::unique_ptr<Transfer> next() override { return std::move(part_); }
    Result<void> finished(std::unique_ptr<Transfer>, Result<void> how) override { return how; }

   private:
    std::unique_ptr<Transfer> part_;
  };
  std::string bytes;
  Work work(bytes);

  ASSERT_TRUE(fetcher->run(work));

  EXPECT_EQ(bytes, "456789");
}

}  // namespace
}  // namespace kiosk::sync
