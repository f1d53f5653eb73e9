#include "kiosk/repo/serve.h"

#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/sync/fetcher.h"

namespace kiosk::repo {
namespace {

TEST(Offered, WhatKiosksRead_AndNothingElse) {
  for (const char* path : {"/metadata/timestamp.json", "/metadata/1.root.json", "/metadata/3.qingpu.withdraw.json", "/targets/packs/qingpu/0a.qingpu.json", "/blobs/ab/ab01"})
    EXPECT_TRUE(is_offered(path)) << path;
  for (const char* path : {"", "/", "/metadata", "/metadata/", "/lock", "/staged/qingpu.json", "/place", "/metadata/../staged/a.json", "/metadata/..", "/metadata//a", "/metadata/.a",
                           "/metadata/a b", "/metadata/%2e%2e", "/blobs/ab/", "metadata/1.root.json", "/metadata/-a"})
    EXPECT_FALSE(is_offered(path)) << path;
}

class ServeTest : public testing::Test {
 protected:
  ServeTest() {
    std::string name = testing::TempDir() + "serve-XXXXXX";
    root_ = ::mkdtemp(name.data());
    folder_ = *Folder::create(root_ / "museum");
    EXPECT_TRUE(folder_->add("metadata/1.root.json", "root"));
    server_ = *Server::start(*folder_, 0);
    fetcher_ = *sync::make_curl_fetcher();
  }
  ~ServeTest() override { std::filesystem::remove_all(root_); }
  Result<std::string> get(const std::string& path) {
    return fetcher_->get("http://127.0.0.1:" + std::to_string(server_->port()) + path, 1 << 20);
  }

  std::filesystem::path root_;
  std::optional<Folder> folder_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<sync::Fetcher> fetcher_;
};

TEST_F(ServeTest, File_IsGiven) { EXPECT_EQ(*get("/metadata/1.root.json"), "root"); }

TEST_F(ServeTest, WhatIsNotThere_IsNotFound) {
  EXPECT_EQ(get("/metadata/2.root.json").error().kind, ErrorKind::not_found);
  EXPECT_EQ(get("/lock").error().kind, ErrorKind::not_found);
}

TEST_F(ServeTest, LinksAndFolders_AreNotThere) {
  std::ofstream(root_ / "secret") << "secret";
  std::filesystem::create_symlink(root_ / "secret", folder_->at("metadata/9.root.json"));
  std::filesystem::create_directories(folder_->at("blobs/ab"));
  EXPECT_EQ(get("/metadata/9.root.json").error().kind, ErrorKind::not_found);
  EXPECT_EQ(get("/blobs/ab").error().kind, ErrorKind::not_found);
}

TEST_F(ServeTest, PortThatIsTaken_IsSaid) {
  const auto second = Server::start(*folder_, server_->port());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("--port"), std::string::npos);
}

}  // namespace
}  // namespace kiosk::repo
