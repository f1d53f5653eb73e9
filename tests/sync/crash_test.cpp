// Stops, failures and power cuts at every single step of an update, a confirmation and a rollback. Method: a disk in memory
// (memory_file_system.h) ends the work at step n, for every n until none is reached; then the promise is read off the disk, and an ordinary
// run must finish the work.
#include <algorithm>
#include <functional>

#include "tests/sync/publication.h"

namespace kiosk::sync {
namespace {

std::vector<SignedPack> publish_old(FakeFetcher& server) { return {publish(server, kOld, "old"), publish(server, kSecond, "1", "second")}; }
std::vector<SignedPack> publish_new(FakeFetcher& server) { return {publish(server, kNew, "new"), publish(server, kSecond, "1", "second")}; }

Result<Outcome> sync_new(FileSystem& disk) {
  FakeFetcher server;
  return sync_once(disk, server, publish_new(server));
}

// A disk with the old packs current and confirmed, everything on it safe.
MemoryFileSystem disk_with_old_packs() {
  MemoryFileSystem disk;
  FakeFetcher server;
  EXPECT_TRUE(sync_once(disk, server, publish_old(server)));
  EXPECT_TRUE(Store(disk).confirm(1));
  EXPECT_TRUE(disk.sync_all());
  return disk.after_kill();
}

// The same after an update that has not been confirmed.
MemoryFileSystem disk_with_trial() {
  MemoryFileSystem disk = disk_with_old_packs();
  EXPECT_TRUE(sync_new(disk));
  EXPECT_TRUE(disk.sync_all());
  return disk.after_kill();
}

// What must hold at every instant; empty where it does.
std::string broken_promise(FileSystem& disk) {
  const std::string version = current_version(disk);
  if (version != "old+1" && version != "new+1") return version;
  if (const std::string blob = wrong_blob(disk); !blob.empty()) return "wrong blob " + blob;
  Store store(disk);
  if (!store.trial() || !store.pinned()) return "trial.json or pinned.json cannot be read";
  if (disk.look("bad.json") && !parse_bad(*disk.read("bad.json", 1u << 16))) return "bad.json cannot be read";
  return "";
}

// A generation that nobody has confirmed is on trial, and there is a way back from it.
std::string broken_trial(FileSystem& disk) {
  Store store(disk);
  if (store.current()->number == 1) return "";
  const auto trial = store.trial();
  if (!*trial || (*trial)->generation != store.current()->number) return "no trial of the current generation";
  if ((*trial)->previous != 1 || version_behind(disk, "previous") != "old+1") return "no way back: " + version_behind(disk, "previous");
  return "";
}

// One piece of work on the disk, what it begins with, and what must hold however it ends.
struct Work {
  const char* name;
  std::function<MemoryFileSystem()> begin;
  std::function<Result<void>(FileSystem&)> work;
  std::function<std::string(FileSystem&)> always;  // empty: nothing is broken
  std::function<std::string(FileSystem&)> done;    // after it has returned without an error
};

Work update() {
  return {"update", disk_with_old_packs,
          [](FileSystem& disk) -> Result<void> {
            if (auto outcome = sync_new(disk); !outcome) return outcome.error();
            return {};
          },
          broken_trial,
          [](FileSystem& disk) -> std::string {
            return current_version(disk) == "new+1" ? "" : "not new after it was done";
          }};
}

Work confirm() {
  return {"confirm", disk_with_trial, [](FileSystem& disk) { return Store(disk).confirm(2); },
          [](FileSystem& disk) -> std::string { return current_version(disk) == "new+1" ? "" : "current changed"; },
          [](FileSystem& disk) -> std::string { return *Store(disk).trial() ? "still on trial after it was confirmed" : ""; }};
}

Work rollback() {
  return {"rollback", disk_with_trial,
          [](FileSystem& disk) -> Result<void> {
            if (auto back = Store(disk).rollback(2, "it crashed", "0.1.0"); !back) return back.error();
            return {};
          },
          [](FileSystem& disk) -> std::string {
            // Back already: then what failed is remembered, or the next sync would bring it again.
            return current_version(disk) == "new+1" || Store(disk).bad().size() == 1 ? "" : "back, and what failed is forgotten";
          },
          [](FileSystem& disk) -> std::string { return current_version(disk) == "old+1" ? "" : "not back after it was done"; }};
}

Work pin() {
  return {"pin", disk_with_trial,
          [](FileSystem& disk) -> Result<void> {
            if (auto pinned = Store(disk).pin(1); !pinned) return pinned.error();
            return {};
          },
          [](FileSystem& disk) -> std::string {
            return current_version(disk) == "new+1" || *Store(disk).pinned() ? "" : "switched, and the pin is lost";
          },
          [](FileSystem& disk) -> std::string { return current_version(disk) == "old+1" ? "" : "not pinned after it was done"; }};
}

const std::vector<Work>& all_works() {
  static const std::vector<Work> works{update(), confirm(), rollback(), pin()};
  return works;
}

std::string judge(const Work& work, FileSystem& disk, bool done) {
  if (auto broken = broken_promise(disk); !broken.empty()) return broken;
  if (auto broken = work.always(disk); !broken.empty()) return broken;
  return done ? work.done(disk) : "";
}

int steps_of(const Work& work) {
  MemoryFileSystem disk = work.begin();
  EXPECT_TRUE(work.work(disk)) << work.name;
  EXPECT_EQ(judge(work, disk, true), "") << work.name;
  return disk.steps();
}

TEST(Crash, LeavesOldOrNewWhole_WhenKilledAtAnyStep) {
  for (const Work& work : all_works()) {
    const int steps = steps_of(work);
    for (int step = 1; step <= steps; ++step) {
      MemoryFileSystem disk = work.begin();
      disk.die_at(step);

      const auto how = work.work(disk);

      MemoryFileSystem again = disk.after_kill();
      const std::string where = std::string(work.name) + " killed at step " + std::to_string(step);
      EXPECT_EQ(judge(work, again, how.has_value()), "") << where;
      EXPECT_TRUE(work.work(again)) << where;
      EXPECT_EQ(judge(work, again, true), "") << where;
    }
  }
}

TEST(Crash, LeavesNothingOrThePackWhole_WhenTheFirstSyncIsKilledAtAnyStep) {
  for (int step = 1;; ++step) {
    MemoryFileSystem disk;
    disk.die_at(step);
    (void)sync_new(disk);
    if (disk.alive()) break;

    MemoryFileSystem again = disk.after_kill();
    const std::string version = current_version(again);

    EXPECT_TRUE(version == "none" || version == "new+1") << version << " at step " << step;
    EXPECT_TRUE(sync_new(again)) << "killed at step " << step;
    EXPECT_EQ(current_version(again), "new+1") << "killed at step " << step;
  }
}

TEST(Crash, LeavesOldOrNewWhole_WhenAnyStepFails) {
  for (const Work& work : all_works()) {
    const int steps = steps_of(work);
    for (const ErrorKind kind : {ErrorKind::io, ErrorKind::disk_full}) {
      for (int step = 1; step <= steps; ++step) {
        MemoryFileSystem disk = work.begin();
        disk.fail_at(step, kind);

        const auto how = work.work(disk);

        const std::string where = std::string(work.name) + " failing at step " + std::to_string(step);
        // A failure may be got over (a part is fetched again) or come too late to matter (collecting); it may not become another one.
        EXPECT_EQ(judge(work, disk, how.has_value()), "") << where;
        EXPECT_TRUE(how || how.error().kind == kind) << where;
        EXPECT_TRUE(work.work(disk)) << where;
        EXPECT_EQ(judge(work, disk, true), "") << where;
      }
    }
  }
}

// Counts the images in which the promise is broken; `forget` leaves out the n-th sync of the work.
int broken_images(const Work& work, int forget, unsigned seeds, int& images) {
  int broken = 0;
  const int steps = steps_of(work);
  for (int step = 1; step <= steps + 1; ++step) {
    MemoryFileSystem disk = work.begin();
    disk.die_at(step);
    if (forget > 0) disk.forget_sync(forget);
    const auto how = work.work(disk);
    for (unsigned seed = 0; seed < seeds; ++seed, ++images) {
      MemoryFileSystem image = disk.after_power_loss(seed * 7919 + (seed > 1 ? static_cast<unsigned>(step) : 0));
      const bool fine = judge(work, image, how.has_value()).empty();
      if (!fine) ++broken;
      if (forget > 0 || !fine || seed % 3 != 0) continue;
      if (!work.work(image) || !judge(work, image, true).empty()) ++broken;
    }
  }
  return broken;
}

TEST(PowerLoss, LeavesOldOrNewWhole_WhateverUnsyncedChangesSurvive) {
  int images = 0;

  for (const Work& work : all_works()) EXPECT_EQ(broken_images(work, 0, 60, images), 0) << work.name;

  EXPECT_GE(images, 5000);
}

TEST(PowerLoss, IsNoticedByTheTestAbove_WhenAnyOneSyncIsLeftOut) {
  for (const Work& work : all_works()) {
    MemoryFileSystem disk = work.begin();
    ASSERT_TRUE(work.work(disk));
    ASSERT_GE(disk.syncs(), 1) << work.name;

    for (int sync = 1; sync <= disk.syncs(); ++sync) {
      int images = 0;
      EXPECT_GT(broken_images(work, sync, 12, images), 0) << work.name << ": sync number " << sync << " protects nothing";
    }
  }
}

}  // namespace
}  // namespace kiosk::sync
