// Confirming, rolling back, pinning and collecting, on the disk in memory.
#include "kiosk/sync/store.h"

#include <gtest/gtest.h>

#include "tests/sync/publication.h"

namespace kiosk::sync {
namespace {

class StoreTest : public ::testing::Test {
 protected:
  // Makes a generation with this version current.
  void take(const std::string& version) {
    ASSERT_TRUE(sync_once(disk, server, {publish(server, {{"pack.toml", "pack " + version}, {"same.svg", "same"}}, version)}));
  }
  std::vector<std::string> generations() {
    std::vector<std::string> names;
    const auto entries = disk.list("gen");
    for (const Entry& each : *entries) names.push_back(each.name);
    return names;
  }

  MemoryFileSystem disk;
  FakeFetcher server;
  Store store{disk};
};

TEST_F(StoreTest, PutsEveryNewGenerationOnTrial_UntilItIsConfirmed) {
  take("1");
  EXPECT_EQ((*store.trial())->generation, 1u);
  EXPECT_EQ((*store.trial())->previous, 0u);

  ASSERT_TRUE(store.confirm(7));  // of another one: not ours
  EXPECT_TRUE(*store.trial());
  ASSERT_TRUE(store.confirm(1));
  EXPECT_FALSE(*store.trial());

  take("2");
  EXPECT_EQ((*store.trial())->generation, 2u);
  EXPECT_EQ((*store.trial())->previous, 1u);
}

TEST_F(StoreTest, KeepsTheLastConfirmedAsPrevious_WhenTrialsFollowEachOther) {
  take("1");
  ASSERT_TRUE(store.confirm(1));
  take("2");
  take("3");

  EXPECT_EQ((*store.trial())->previous, 1u);
  EXPECT_EQ(version_behind(disk, "previous"), "1");
}

TEST_F(StoreTest, GoesBackToTheLastConfirmed) {
  take("1");
  ASSERT_TRUE(store.confirm(1));
  take("2");

  const auto back = store.rollback(2, "crashed twice", "0.1.0");

  ASSERT_TRUE(back) << to_string(back.error());
  EXPECT_EQ(current_version(disk), "1");
  EXPECT_FALSE(*store.trial());
  ASSERT_EQ(store.bad().size(), 1u);
  EXPECT_EQ(store.bad()[0].reason, "crashed twice");
  EXPECT_EQ(store.bad()[0].generation, 2u);
}

TEST_F(StoreTest, RollbackOfAnother_ChangesNothing) {
  take("1");
  ASSERT_TRUE(store.confirm(1));
  take("2");

  ASSERT_TRUE(store.rollback(1, "late", "0.1.0"));

  EXPECT_EQ(current_version(disk), "2");
  EXPECT_TRUE(store.bad().empty());
}

TEST_F(StoreTest, RefusesToGoBack_WhereThereIsNothing) {
  EXPECT_EQ(store.rollback(1, "x", "0.1.0").error().kind, ErrorKind::refused);
  take("1");

  EXPECT_EQ(store.rollback(1, "x", "0.1.0").error().kind, ErrorKind::refused);
  EXPECT_EQ(current_version(disk), "1");
  EXPECT_TRUE(store.bad().empty());
}

TEST_F(StoreTest, PinsAndUnpins) {
  take("1");
  ASSERT_TRUE(store.confirm(1));
  take("2");

  ASSERT_TRUE(store.pin(1));
  EXPECT_EQ(current_version(disk), "1");
  EXPECT_EQ((*store.pinned())->generation, 1u);
  EXPECT_EQ(store.pin(9).error().kind, ErrorKind::refused);
  ASSERT_TRUE(store.unpin());
  EXPECT_FALSE(*store.pinned());
}

TEST_F(StoreTest, NeverCollects_CurrentPreviousTrialOrPinned) {
  for (unsigned i = 1; i <= 3; ++i) {
    take(std::to_string(i));
    ASSERT_TRUE(store.confirm(i));
  }
  take("4");

  ASSERT_TRUE(store.collect(0));

  EXPECT_EQ(generations(), (std::vector<std::string>{"3", "4"}));  // 3 is previous, and where the trial of 4 would go back to
  take("5");
  ASSERT_TRUE(store.pin(4));
  ASSERT_TRUE(store.collect(0));
  EXPECT_EQ(generations(), (std::vector<std::string>{"3", "4", "5"}));
}

TEST_F(StoreTest, CollectsNothing_WhenOneOfThoseCannotBeRead) {
  for (const char* file : {"trial.json", "pinned.json"}) {
    SCOPED_TRACE(file);
    take("1");
    take("2");
    ASSERT_TRUE(replace_file(disk, file, "{"));
    const auto before = generations();

    EXPECT_FALSE(store.collect(0));

    EXPECT_EQ(generations(), before);
    ASSERT_TRUE(disk.remove(file));
  }
  ASSERT_TRUE(disk.remove("gen/" + std::to_string(store.current()->number) + "/generation.json"));
  const auto before = generations();
  EXPECT_FALSE(store.collect(0));
  EXPECT_EQ(generations(), before);
}

TEST_F(StoreTest, FetchesAgain_WhatWasQuarantined) {
  take("1");
  ASSERT_TRUE(store.confirm(1));
  take("2");
  ASSERT_TRUE(store.confirm(2));
  const std::string rotten = crypto::hex(crypto::sha256("same"));
  disk.rot("gen/2/packs/local/qingpu/same.svg");
  ASSERT_TRUE(store.quarantine(rotten));

  take("2");

  EXPECT_EQ(current_version(disk), "2");
  EXPECT_EQ(store.current()->number, 3u);
  EXPECT_EQ(wrong_blob(disk), "");
}

TEST_F(StoreTest, ForgetsWhatIsBad_WhereItsListCannotBeRead) {
  take("1");
  ASSERT_TRUE(replace_file(disk, "bad.json", "no list"));

  EXPECT_TRUE(store.bad().empty());
  ASSERT_TRUE(store.remember({{"aa", "why", "0.1.0", 1}}));
  EXPECT_EQ(store.bad().size(), 1u);
}

}  // namespace
}  // namespace kiosk::sync
