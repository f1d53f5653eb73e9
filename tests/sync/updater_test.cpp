#include "kiosk/sync/updater.h"

#include <algorithm>

#include "tests/sync/publication.h"

namespace kiosk::sync {
namespace {

class UpdaterTest : public ::testing::Test {
 protected:
  void take_old_pack() {
    publish(server, kOld, "old");
    ASSERT_TRUE(sync_once(disk, server));
    server.asked.clear();
  }

  // The sync fails so, and what was current still is.
  void expect_old_stays(ErrorKind kind, std::string_view says = "") {
    const auto outcome = sync_once(disk, server, with);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, kind) << to_string(outcome.error());
    EXPECT_NE(to_string(outcome.error()).find(says), std::string::npos) << to_string(outcome.error());
    EXPECT_EQ(current_version(disk), "old");
  }

  std::size_t times_asked(const std::string& path) const {
    return static_cast<std::size_t>(
        std::count_if(server.asked.begin(), server.asked.end(), [&](const auto& asked) { return asked.url == kUrl + path; }));
  }

  MemoryFileSystem disk;
  FakeFetcher server;
  Options with = options();
};

TEST_F(UpdaterTest, MakesGenerationOne_WhenThereIsNone) {
  publish(server, kOld, "old");

  const auto outcome = sync_once(disk, server);

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_TRUE(outcome->changed);
  EXPECT_EQ(outcome->generation.number, 1u);
  EXPECT_EQ(outcome->files, kOld.size());
  EXPECT_EQ(current_version(disk), "old");
  EXPECT_FALSE(disk.look("previous"));
}

TEST_F(UpdaterTest, AsksOnceAndChangesNothing_WhenNothingIsNew) {
  take_old_pack();

  const auto outcome = sync_once(disk, server);

  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->changed);
  EXPECT_EQ(outcome->requests, 1u);
  EXPECT_EQ(server.asked.size(), 1u);
  EXPECT_EQ(disk.list("gen")->size(), 1u);
}

TEST_F(UpdaterTest, FetchesOnlyWhatIsMissing_AndKeepsThePreviousGeneration) {
  take_old_pack();
  publish(server, kNew, "new");

  const auto outcome = sync_once(disk, server);

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(outcome->files, 3u);
  EXPECT_EQ(times_asked("points/a/point.toml"), 0u);
  EXPECT_EQ(current_version(disk), "new");
  EXPECT_EQ(*disk.read_link("current"), "gen/2");
  EXPECT_EQ(*disk.read_link("previous"), "gen/1");
}

TEST_F(UpdaterTest, FetchesOnce_WhatStandsInThePackTwice) {
  publish(server, {{"pack.toml", "same"}, {"points/a/point.toml", "same"}}, "old");

  const auto outcome = sync_once(disk, server);

  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->files, 1u);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, TakesAnEmptyFile) {
  publish(server, {{"pack.toml", "p"}, {"points/a/empty.md", ""}}, "old");

  ASSERT_TRUE(sync_once(disk, server));

  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, Refuses_AFileWithAnotherHash) {
  take_old_pack();
  publish(server, kNew, "new");
  server.files[kUrl + "pack.toml"] = "NEW pack";

  expect_old_stays(ErrorKind::refused, "SHA-256");
  EXPECT_EQ(disk.list("gen")->size(), 1u);
}

TEST_F(UpdaterTest, Refuses_AFileThatIsShorterThanItsManifestSays) {
  take_old_pack();
  publish(server, kNew, "new");
  server.files[kUrl + "points/b/point.toml"].resize(100);

  expect_old_stays(ErrorKind::refused, "100 bytes");
}

TEST_F(UpdaterTest, Refuses_AFileThatIsLongerThanItsManifestSays) {
  take_old_pack();
  publish(server, kNew, "new");
  server.files[kUrl + "points/b/point.toml"] += "more";

  expect_old_stays(ErrorKind::limit);
}

TEST_F(UpdaterTest, KeepsCurrent_WhenTheServerCannotBeReached) {
  take_old_pack();
  server.behaviours[kUrl + "manifest.json"].fails = Error{ErrorKind::transient, "no route", ""};

  expect_old_stays(ErrorKind::transient);
  EXPECT_EQ(server.asked.size(), 1u);
}

TEST_F(UpdaterTest, KeepsCurrent_WhenAFileIsMissingOnTheServer) {
  take_old_pack();
  publish(server, kNew, "new");
  server.files.erase(kUrl + "pictures/x.svg");

  expect_old_stays(ErrorKind::not_found, "pictures/x.svg");
}

TEST_F(UpdaterTest, GoesOnWhereItStopped_WhenAConnectionBreaks) {
  publish(server, kOld, "old");
  server.behaviours[kUrl + "pictures/x.svg"] = {.cut_after = 2000, .times = 1};

  const auto outcome = sync_once(disk, server);

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(server.asked.back().url, kUrl + "pictures/x.svg");
  EXPECT_EQ(server.asked.back().from, 2000u);
  EXPECT_EQ(outcome->bytes, 5000u + 3000u + 8u);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, GoesOnInTheNextSync_WhenOneSyncBroughtOnlyAPart) {
  publish(server, kOld, "old");
  server.behaviours[kUrl + "pictures/x.svg"] = {.fails = Error{ErrorKind::transient, "no route", ""}};
  server.behaviours[kUrl + "points/a/point.toml"] = {.cut_after = 1000, .times = 1};
  const auto first = sync_once(disk, server);
  ASSERT_FALSE(first);
  server.behaviours.clear();
  server.asked.clear();

  const auto second = sync_once(disk, server);

  ASSERT_TRUE(second) << to_string(second.error());
  EXPECT_EQ(second->files, 1u);  // the others became blobs although the first sync failed
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, GivesUpUntilTheNextSync_WhenRoundsBringNothing) {
  take_old_pack();
  publish(server, kNew, "new");
  server.behaviours[kUrl + "pictures/x.svg"].fails = Error{ErrorKind::transient, "no route", ""};
  std::vector<unsigned> pauses;
  with.pause = [&](unsigned seconds) { pauses.push_back(seconds); };

  expect_old_stays(ErrorKind::transient, "no route");

  // The first round brought the other files, so three more follow that bring nothing.
  EXPECT_EQ(times_asked("pictures/x.svg"), 4u);
  EXPECT_EQ(pauses, (std::vector<unsigned>{1, 2, 4}));
}

TEST_F(UpdaterTest, StopsAsking_WhenTheNetworkIsGone) {
  std::map<std::string, std::string> many{{"pack.toml", "p"}};
  for (int i = 0; i < 300; ++i) many["points/p" + std::to_string(i) + "/point.toml"] = std::to_string(i);
  publish(server, many, "old");
  for (const auto& [path, bytes] : many) server.behaviours[kUrl + path].fails = Error{ErrorKind::transient, "no route", ""};

  ASSERT_FALSE(sync_once(disk, server));

  EXPECT_LE(server.asked.size(), 1u + 3 * 8);
}

TEST_F(UpdaterTest, FetchesTheWholeOnce_WhenAPartIsRotten) {
  publish(server, kOld, "old");
  const File picture{"pictures/x.svg", 5000, crypto::sha256(kOld.at("pictures/x.svg")), "image/svg+xml"};
  Store store(disk);
  ASSERT_TRUE(store.prepare());
  {
    auto writer = store.write_part(picture, FileSystem::Open::fresh);
    ASSERT_TRUE(writer && (*writer)->write(std::string(2000, 'z')));
  }

  const auto outcome = sync_once(disk, server);

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(times_asked("pictures/x.svg"), 2u);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, BeginsAgain_WhenTheServerIgnoresTheRange) {
  publish(server, kOld, "old");
  server.behaviours[kUrl + "pictures/x.svg"] = {.cut_after = 2000, .ignores_range = true, .times = 1};

  ASSERT_TRUE(sync_once(disk, server));

  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, TakesTheNewerPublication_WhenItChangesMeanwhile) {
  take_old_pack();
  publish(server, kNew, "new");
  auto newer = kNew;
  newer["pack.toml"] = "newest pack";
  int files_asked = 0;
  server.on_request = [&](const std::string& url) {
    if (!url.ends_with("manifest.json") && ++files_asked == 1) publish(server, newer, "newest");
  };

  const auto outcome = sync_once(disk, server);

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(current_version(disk), "newest");
}

TEST_F(UpdaterTest, FetchesNothing_WhenAPathIsHostile) {
  take_old_pack();
  Manifest manifest = manifest_of(kNew, "new");
  std::string text = *write_manifest(manifest);
  text.replace(text.find("pictures/x.svg"), 14, "../escape/x.sv");
  server.files[kUrl + "manifest.json"] = text;

  expect_old_stays(ErrorKind::refused, "leads out of the pack");
  EXPECT_EQ(server.asked.size(), 1u);
}

TEST_F(UpdaterTest, FetchesNothing_WhenTheProgramIsTooOld) {
  take_old_pack();
  Manifest manifest = manifest_of(kNew, "new");
  manifest.minimum_program = "0.2.0";
  server.files[kUrl + "manifest.json"] = *write_manifest(manifest);

  expect_old_stays(ErrorKind::refused, "needs program 0.2.0");
  EXPECT_EQ(server.asked.size(), 1u);
}

TEST_F(UpdaterTest, RefusesWithoutAskingAgain_WhatTheCheckRefusedBefore) {
  take_old_pack();
  publish(server, kNew, "new");
  int checked = 0;
  with.check = [&](const std::filesystem::path& pack) -> Result<void> {
    ++checked;
    EXPECT_TRUE(pack.string().ends_with("/packs/local/qingpu"));
    return Error{ErrorKind::refused, "cannot be played", "pack.toml"};
  };
  expect_old_stays(ErrorKind::refused, "cannot be played");
  server.asked.clear();

  expect_old_stays(ErrorKind::refused, "cannot be played");

  EXPECT_EQ(server.asked.size(), 1u);
  EXPECT_EQ(checked, 1);
  EXPECT_EQ(disk.list("gen")->size(), 1u);
  with.program = "0.1.1";  // another program looks again
  expect_old_stays(ErrorKind::refused);
  EXPECT_EQ(checked, 2);
}

TEST_F(UpdaterTest, TakesACorrectedPack_AfterOneWasRefused) {
  take_old_pack();
  publish(server, kNew, "bad");
  with.check = [](const auto&) -> Result<void> { return Error{ErrorKind::refused, "cannot be played", ""}; };
  expect_old_stays(ErrorKind::refused);
  publish(server, kNew, "good");

  ASSERT_TRUE(sync_once(disk, server));

  EXPECT_EQ(current_version(disk), "good");
}

TEST_F(UpdaterTest, FetchesNothing_WhenTheDiskIsTooSmall) {
  take_old_pack();
  publish(server, kNew, "new");
  disk.set_free_bytes(options().limits.reserve_bytes + 1000);

  expect_old_stays(ErrorKind::disk_full);
  EXPECT_EQ(server.asked.size(), 1u);
}

TEST_F(UpdaterTest, KeepsThreeGenerationsAndTheirFilesOnly) {
  for (int i = 1; i <= 5; ++i) {
    publish(server, {{"pack.toml", "p"}, {"pictures/x.svg", "picture " + std::to_string(i)}}, std::to_string(i));
    ASSERT_TRUE(sync_once(disk, server));
  }

  std::vector<std::string> kept;
  const auto generations = disk.list("gen");
  for (const Entry& each : *generations) kept.push_back(each.name);
  EXPECT_EQ(kept, (std::vector<std::string>{"3", "4", "5"}));
  std::size_t blobs = 0;
  const auto shelves = disk.list("blobs");
  for (const Entry& shelf : *shelves) blobs += disk.list("blobs/" + shelf.name)->size();
  EXPECT_EQ(blobs, 4u);  // pack.toml and three pictures
  EXPECT_EQ(current_version(disk), "5");
}

TEST_F(UpdaterTest, DropsPartsThatNobodyWantsAnyMore) {
  publish(server, kOld, "old");
  Store store(disk);
  ASSERT_TRUE(store.prepare());
  ASSERT_TRUE(store.write_part({"pictures/gone.svg", 9, crypto::sha256("gone"), "image/svg+xml"}, FileSystem::Open::fresh));
  ASSERT_EQ(disk.list("partial")->size(), 1u);

  ASSERT_TRUE(sync_once(disk, server));

  EXPECT_TRUE(disk.list("partial")->empty());
}

TEST_F(UpdaterTest, RepairsAGeneration_WhenAFileOfItIsGone) {
  take_old_pack();
  ASSERT_TRUE(disk.remove("gen/1/packs/local/qingpu/pictures/x.svg"));

  const auto outcome = sync_once(disk, server);

  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->changed);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, TakesOverAWholePart_WithoutARequest) {
  publish(server, kOld, "old");
  Store store(disk);
  ASSERT_TRUE(store.prepare());
  const File picture{"pictures/x.svg", 5000, crypto::sha256(kOld.at("pictures/x.svg")), "image/svg+xml"};
  {
    auto writer = store.write_part(picture, FileSystem::Open::fresh);
    ASSERT_TRUE(writer && (*writer)->write(kOld.at("pictures/x.svg")) && (*writer)->seal());
  }

  ASSERT_TRUE(sync_once(disk, server));

  EXPECT_EQ(times_asked("pictures/x.svg"), 0u);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, ReportsProgressUpToTheWhole) {
  publish(server, kOld, "old");
  Progress last;
  with.progress = [&](const Progress& progress) {
    EXPECT_GE(progress.bytes, last.bytes);
    last = progress;
  };

  ASSERT_TRUE(sync_once(disk, server, with));

  EXPECT_EQ(last.bytes, last.bytes_total);
  EXPECT_EQ(last.files, 3u);
  EXPECT_EQ(last.files_total, 3u);
}

TEST_F(UpdaterTest, RefusesAnAddress_ThatIsNone) {
  with.url = "ftp://site.example/";

  const auto outcome = sync_once(disk, server, with);

  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::usage);
  EXPECT_TRUE(server.asked.empty());
}

}  // namespace
}  // namespace kiosk::sync
