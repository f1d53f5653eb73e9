#include "kiosk/sync/scrub.h"

#include <gtest/gtest.h>

#include "tests/sync/publication.h"

namespace kiosk::sync {
namespace {

TEST(Scrub, PutsARottenBlobIntoQuarantine_AndTheNextSyncRepairs) {
  MemoryFileSystem disk;
  FakeFetcher server;
  const std::vector<SignedPack> packs{publish(server, kOld, "old"), publish(server, kSecond, "1", "second")};
  ASSERT_TRUE(sync_once(disk, server, packs));
  Store store(disk);
  const std::string rotten = crypto::hex(crypto::sha256(kOld.at("pictures/x.svg")));
  disk.rot("blobs/" + rotten.substr(0, 2) + "/" + rotten);
  ASSERT_EQ(wrong_blob(disk), rotten);

  const auto report = scrub(store);

  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_EQ(report->rotten, std::vector<std::string>{rotten});
  EXPECT_EQ(report->files, 6u);  // four files, of which two packs share one, and two manifests
  EXPECT_TRUE(disk.look("quarantine/" + rotten));
  server.asked.clear();
  const auto repaired = sync_once(disk, server, packs);
  ASSERT_TRUE(repaired) << to_string(repaired.error());
  EXPECT_TRUE(repaired->changed);
  EXPECT_EQ(server.asked.size(), 1u);
  EXPECT_EQ(current_version(disk), "old+1");
  EXPECT_FALSE(disk.look("quarantine/" + rotten));
  EXPECT_TRUE(scrub(store)->rotten.empty());
}

TEST(Scrub, WhatIsGoneBackToIsMendedToo) {
  MemoryFileSystem disk;
  FakeFetcher server;
  ASSERT_TRUE(sync_once(disk, server, {publish(server, kOld, "old")}));
  Store store(disk);
  ASSERT_TRUE(store.confirm(1));
  const std::vector<SignedPack> packs{publish(server, kNew, "new")};
  ASSERT_TRUE(sync_once(disk, server, packs));
  ASSERT_TRUE(store.confirm(2));
  const std::string shared = "packs/local/qingpu/points/a/point.toml";
  ASSERT_EQ(disk.look("gen/1/" + shared)->node, disk.look("gen/2/" + shared)->node);
  disk.rot("gen/1/" + shared);
  ASSERT_EQ(scrub(store)->rotten.size(), 1u);

  ASSERT_TRUE(sync_once(disk, server, packs));

  const auto back = disk.read_link("previous");
  ASSERT_TRUE(back);
  ASSERT_EQ(*back, "gen/1");
  const std::string rotten = crypto::hex(crypto::sha256(kOld.at("points/a/point.toml")));
  EXPECT_EQ(disk.look("gen/1/" + shared)->node, disk.look("blobs/" + rotten.substr(0, 2) + "/" + rotten)->node);
  EXPECT_FALSE(disk.look("quarantine/" + rotten));
  EXPECT_TRUE(disk.list("partial")->empty());
}

TEST(Scrub, RepairsARottenManifest) {
  MemoryFileSystem disk;
  FakeFetcher server;
  const std::vector<SignedPack> packs{publish(server, kOld, "old")};
  ASSERT_TRUE(sync_once(disk, server, packs));
  Store store(disk);
  disk.rot("gen/1/packs/local/qingpu/manifest.json");

  ASSERT_EQ(scrub(store)->rotten.size(), 1u);
  ASSERT_TRUE(sync_once(disk, server, packs));

  EXPECT_EQ(current_version(disk), "old");
  EXPECT_TRUE(scrub(store)->rotten.empty());
}

TEST(Scrub, IsNotNeeded_WhenTheListOfPacksIsRotten) {
  MemoryFileSystem disk;
  FakeFetcher server;
  const std::vector<SignedPack> packs{publish(server, kOld, "old")};
  ASSERT_TRUE(sync_once(disk, server, packs));
  disk.rot("gen/1/packs.json");

  const auto repaired = sync_once(disk, server, packs);

  ASSERT_TRUE(repaired) << to_string(repaired.error());
  EXPECT_TRUE(repaired->changed);
  EXPECT_EQ(*disk.read("gen/2/packs.json", 100), "{\"packs\":[\"local/qingpu\"]}\n");
}

}  // namespace
}  // namespace kiosk::sync
