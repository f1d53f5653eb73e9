// Stops, failures and power cuts at every single step of an update. Method: a disk in memory (memory_file_system.h) ends the update at step n,
// for every n until none is reached; then the promise is read off the disk, and an ordinary sync must finish the work.
#include "tests/sync/publication.h"

namespace kiosk::sync {
namespace {

// A disk with the old pack current, everything on it safe.
MemoryFileSystem disk_with_old_pack(FakeFetcher& server) {
  MemoryFileSystem disk;
  publish(server, kOld, "old");
  EXPECT_TRUE(sync_once(disk, server));
  EXPECT_TRUE(disk.sync_all());
  publish(server, kNew, "new");
  return disk.after_kill();
}

void expect_old_or_new(FileSystem& disk, const std::string& where) {
  const std::string version = current_version(disk);
  EXPECT_TRUE(version == "old" || version == "new") << version << " " << where;
  EXPECT_EQ(wrong_blob(disk), "") << where;
}

void expect_next_sync_finishes(FileSystem& disk, FakeFetcher& server, const std::string& where) {
  const auto outcome = sync_once(disk, server);
  ASSERT_TRUE(outcome) << to_string(outcome.error()) << " " << where;
  EXPECT_EQ(current_version(disk), "new") << where;
}

int steps_of_an_update() {
  FakeFetcher server;
  MemoryFileSystem disk = disk_with_old_pack(server);
  EXPECT_TRUE(sync_once(disk, server));
  EXPECT_EQ(current_version(disk), "new");
  return disk.steps();
}

TEST(Crash, LeavesOldOrNewPackWhole_WhenKilledAtAnyStep) {
  const int steps = steps_of_an_update();
  ASSERT_GT(steps, 30);
  for (int step = 1; step <= steps; ++step) {
    FakeFetcher server;
    MemoryFileSystem disk = disk_with_old_pack(server);
    disk.die_at(step);

    (void)sync_once(disk, server);

    MemoryFileSystem again = disk.after_kill();
    const std::string where = "killed at step " + std::to_string(step);
    expect_old_or_new(again, where);
    expect_next_sync_finishes(again, server, where);
  }
}

TEST(Crash, LeavesNothingOrThePackWhole_WhenTheFirstSyncIsKilledAtAnyStep) {
  for (int step = 1;; ++step) {
    FakeFetcher server;
    publish(server, kNew, "new");
    MemoryFileSystem disk;
    disk.die_at(step);
    (void)sync_once(disk, server);
    if (disk.alive()) break;

    MemoryFileSystem again = disk.after_kill();
    const std::string version = current_version(again);

    EXPECT_TRUE(version == "none" || version == "new") << version << " at step " << step;
    expect_next_sync_finishes(again, server, "killed at step " + std::to_string(step));
  }
}

TEST(Crash, LeavesOldOrNewPackWhole_WhenAnyStepFails) {
  const int steps = steps_of_an_update();
  for (const ErrorKind kind : {ErrorKind::io, ErrorKind::disk_full}) {
    for (int step = 1; step <= steps; ++step) {
      FakeFetcher server;
      MemoryFileSystem disk = disk_with_old_pack(server);
      disk.fail_at(step, kind);

      const auto outcome = sync_once(disk, server);

      const std::string where = "failing at step " + std::to_string(step);
      expect_old_or_new(disk, where);
      // A failure may be got over (a part is fetched again) or come too late to matter (collecting); it may not become another one.
      if (!outcome) EXPECT_EQ(outcome.error().kind, kind) << where;
      else EXPECT_EQ(current_version(disk), "new") << where;
      expect_next_sync_finishes(disk, server, where);
    }
  }
}

// Counts the images in which the promise is broken; `forget` leaves out the n-th sync of the update.
int broken_images(int forget, unsigned seeds, int& images) {
  int broken = 0;
  const int steps = steps_of_an_update();
  for (int step = 1; step <= steps + 1; ++step) {
    FakeFetcher server;
    MemoryFileSystem disk = disk_with_old_pack(server);
    disk.die_at(step);
    if (forget > 0) disk.forget_sync(forget);
    const auto outcome = sync_once(disk, server);
    for (unsigned seed = 0; seed < seeds; ++seed, ++images) {
      MemoryFileSystem image = disk.after_power_loss(seed * 7919 + (seed > 1 ? static_cast<unsigned>(step) : 0));
      const std::string version = current_version(image);
      const bool fine = (version == "new" || (version == "old" && !outcome)) && wrong_blob(image).empty();
      if (!fine) ++broken;
      if (forget > 0 || !fine || seed % 3 != 0) continue;
      const auto next = sync_once(image, server);
      if (!next || current_version(image) != "new") ++broken;
    }
  }
  return broken;
}

TEST(PowerLoss, LeavesOldOrNewPackWhole_WhateverUnsyncedChangesSurvive) {
  int images = 0;

  EXPECT_EQ(broken_images(0, 90, images), 0);

  EXPECT_GE(images, 5000);
}

TEST(PowerLoss, IsNoticedByTheTestAbove_WhenAnyOneSyncIsLeftOut) {
  FakeFetcher server;
  MemoryFileSystem disk = disk_with_old_pack(server);
  ASSERT_TRUE(sync_once(disk, server));
  ASSERT_GE(disk.syncs(), 4);

  for (int sync = 1; sync <= disk.syncs(); ++sync) {
    int images = 0;
    EXPECT_GT(broken_images(sync, 12, images), 0) << "sync number " << sync << " protects nothing";
  }
}

}  // namespace
}  // namespace kiosk::sync
