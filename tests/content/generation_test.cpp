#include "packs.h"

namespace kiosk::content {
namespace {

TEST(PackFolders, OfAPack_IsThePackItself) {
  const auto folders = pack_folders(kPacks / "good");

  ASSERT_TRUE(folders);
  EXPECT_EQ(folders->size(), 1u);
  EXPECT_EQ(folders->front(), std::filesystem::canonical(kPacks / "good"));
}

TEST(PackFolders, OfAGeneration_KeepItsOrder) {
  TemporaryFolder place;
  place.write("packs/b/one/pack.toml", "");
  place.write("packs/a/two/pack.toml", "");
  place.write("packs.json", R"({"packs": ["b/one", "a/two", "b/one"]})");
  const auto root = std::filesystem::canonical(place.path());

  const auto folders = pack_folders(place.path());

  ASSERT_TRUE(folders) << to_string(folders.error());
  EXPECT_EQ(*folders, (std::vector<std::filesystem::path>{root / "packs/b/one", root / "packs/a/two"}));
}

TEST(PackFolders, OfNeither_AreNotFound) {
  TemporaryFolder place;
  EXPECT_EQ(pack_folders(place.path()).error().kind, ErrorKind::not_found);
  EXPECT_EQ(pack_folders(place.path() / "gone").error().kind, ErrorKind::not_found);
}

TEST(PackFolders, HostileLists_AreRefused) {
  TemporaryFolder place;
  place.write("packs/a/pack.toml", "");
  place.write("packs/a/b/c/pack.toml", "");
  place.write("packs/.a/pack.toml", "");
  place.write("outside/pack.toml", "");
  std::filesystem::create_directory_symlink("../outside", place.path() / "packs/link");
  std::string many = "\"a\"";
  for (int i = 0; i < 64; ++i) many += ",\"a\"";
  for (const std::string& list :
       {std::string(R"({"packs": ["../outside"]})"), std::string(R"({"packs": ["/etc"]})"),
        std::string(R"({"packs": ["link"]})"), std::string(R"({"packs": ["a/b/c"]})"),
        std::string(R"({"packs": [".a"]})"), std::string(R"({"packs": [1]})"), std::string(R"({"packs": []})"),
        std::string(R"(["a"])"), std::string("{"), "{\"packs\": [" + many + "]}", std::string(70'000, ' ')}) {
    place.write("packs.json", list);
    EXPECT_FALSE(pack_folders(place.path())) << list.substr(0, 60);
  }
}

}  // namespace
}  // namespace kiosk::content
