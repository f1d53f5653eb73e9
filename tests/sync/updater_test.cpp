#include "kiosk/sync/updater.h"

#include <algorithm>

#include "tests/sync/publication.h"

namespace kiosk::sync {
namespace {

class UpdaterTest : public ::testing::Test {
 protected:
  // All that the repository names from now on.
  void publish(const Files& files, const std::string& version) { packs = {sync::publish(server, files, version)}; }

  Result<Outcome> sync() { return sync_once(disk, server, packs, with); }

  void take_old_pack() {
    publish(kOld, "old");
    ASSERT_TRUE(sync());
    server.asked.clear();
  }

  // The sync fails so, and what was current still is.
  void expect_old_stays(ErrorKind kind, std::string_view says = "") {
    const auto outcome = sync();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, kind) << to_string(outcome.error());
    EXPECT_NE(to_string(outcome.error()).find(says), std::string::npos) << to_string(outcome.error());
    EXPECT_EQ(current_version(disk), "old");
  }

  // Nothing else was to be done, the pack's problem is told, and what was current still is.
  void expect_old_is_kept(ErrorKind kind, std::string_view says = "") {
    const auto outcome = sync();
    ASSERT_TRUE(outcome) << to_string(outcome.error());
    EXPECT_FALSE(outcome->changed);
    ASSERT_EQ(outcome->problems.size(), 1u);
    EXPECT_EQ(outcome->problems[0].error.kind, kind);
    EXPECT_NE(to_string(outcome->problems[0].error).find(says), std::string::npos) << to_string(outcome->problems[0].error);
    EXPECT_EQ(current_version(disk), "old");
  }

  std::size_t times_asked(const std::string& url) const {
    return static_cast<std::size_t>(std::count_if(server.asked.begin(), server.asked.end(), [&](const auto& asked) { return asked.url == url; }));
  }

  static std::string picture_url(const Files& files) { return blob_url(files.at("pictures/x.svg")); }

  MemoryFileSystem disk;
  FakeFetcher server;
  std::vector<SignedPack> packs;
  Options with = options();
};

TEST_F(UpdaterTest, MakesGenerationOne_WhenThereIsNone) {
  publish(kOld, "old");

  const auto outcome = sync();

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_TRUE(outcome->changed);
  EXPECT_EQ(outcome->generation.number, 1u);
  EXPECT_EQ(outcome->files, kOld.size());
  EXPECT_EQ(current_version(disk), "old");
  EXPECT_FALSE(disk.look("previous"));
}

TEST_F(UpdaterTest, AsksNothing_WhenTheSignedHashesAreThoseOfCurrent) {
  take_old_pack();

  const auto outcome = sync();

  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->changed);
  EXPECT_EQ(outcome->requests, 0u);
  EXPECT_TRUE(server.asked.empty());
  EXPECT_EQ(disk.list("gen")->size(), 1u);
}

TEST_F(UpdaterTest, FetchesOnlyWhatIsMissing_AndKeepsThePreviousGeneration) {
  take_old_pack();
  publish(kNew, "new");

  const auto outcome = sync();

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(outcome->files, 3u);
  EXPECT_EQ(times_asked(blob_url(kNew.at("points/a/point.toml"))), 0u);
  EXPECT_EQ(current_version(disk), "new");
  EXPECT_EQ(*disk.read_link("current"), "gen/2");
  EXPECT_EQ(*disk.read_link("previous"), "gen/1");
}

TEST_F(UpdaterTest, FetchesOnce_WhatStandsInThePackTwice) {
  publish({{"pack.toml", "same"}, {"points/a/point.toml", "same"}}, "old");

  const auto outcome = sync();

  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->files, 1u);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, TakesAnEmptyFile) {
  publish({{"pack.toml", "p"}, {"points/a/empty.md", ""}}, "old");

  ASSERT_TRUE(sync());

  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, Refuses_AFileWithAnotherHash) {
  take_old_pack();
  publish(kNew, "new");
  server.files[blob_url(kNew.at("pack.toml"))] = "NEW pack";

  expect_old_is_kept(ErrorKind::refused, "SHA-256");
  EXPECT_EQ(disk.list("gen")->size(), 1u);
}

TEST_F(UpdaterTest, Refuses_AFileThatIsShorterThanItsManifestSays) {
  take_old_pack();
  publish(kNew, "new");
  server.files[blob_url(kNew.at("points/b/point.toml"))].resize(100);

  expect_old_is_kept(ErrorKind::refused, "100 bytes");
}

TEST_F(UpdaterTest, Refuses_AFileThatIsLongerThanItsManifestSays) {
  take_old_pack();
  publish(kNew, "new");
  server.files[blob_url(kNew.at("points/b/point.toml"))] += "more";

  expect_old_is_kept(ErrorKind::limit);
}

TEST_F(UpdaterTest, KeepsCurrent_WhenTheServerCannotBeReached) {
  take_old_pack();
  publish(kNew, "new");
  server.behaviours[packs[0].manifest.address].fails = Error{ErrorKind::transient, "no route", ""};

  expect_old_stays(ErrorKind::transient);
  EXPECT_EQ(server.asked.size(), 1u);
}

TEST_F(UpdaterTest, KeepsCurrent_WhenAFileIsMissingOnTheServer) {
  take_old_pack();
  publish(kNew, "new");
  server.files.erase(picture_url(kNew));

  expect_old_is_kept(ErrorKind::not_found, "no such file");
}

TEST_F(UpdaterTest, GoesOnWhereItStopped_WhenAConnectionBreaks) {
  publish(kOld, "old");
  server.behaviours[picture_url(kOld)] = {.cut_after = 2000, .times = 1};

  const auto outcome = sync();

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(server.asked.back().url, picture_url(kOld));
  EXPECT_EQ(server.asked.back().from, 2000u);
  EXPECT_EQ(outcome->bytes, packs[0].manifest.file.size + 5000u + 3000u + 8u);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, GoesOnInTheNextSync_WhenOneSyncBroughtOnlyAPart) {
  publish(kOld, "old");
  server.behaviours[picture_url(kOld)] = {.fails = Error{ErrorKind::transient, "no route", ""}};
  server.behaviours[blob_url(kOld.at("points/a/point.toml"))] = {.cut_after = 1000, .times = 1};
  const auto first = sync();
  ASSERT_FALSE(first);
  server.behaviours.clear();
  server.asked.clear();

  const auto second = sync();

  ASSERT_TRUE(second) << to_string(second.error());
  EXPECT_EQ(second->files, 1u);  // the others became blobs although the first sync failed
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, GivesUpUntilTheNextSync_WhenRoundsBringNothing) {
  take_old_pack();
  publish(kNew, "new");
  server.behaviours[picture_url(kNew)].fails = Error{ErrorKind::transient, "no route", ""};
  std::vector<unsigned> pauses;
  with.random = [](unsigned, unsigned high) { return high; };
  with.pause = [&](unsigned seconds) { pauses.push_back(seconds); };

  expect_old_stays(ErrorKind::transient, "no route");

  // The first round brought the other files, so three more follow that bring nothing.
  EXPECT_EQ(times_asked(picture_url(kNew)), 4u);
  EXPECT_EQ(pauses, (std::vector<unsigned>{1, 15, 45}));
}

TEST_F(UpdaterTest, StopsAsking_WhenTheNetworkIsGone) {
  std::map<std::string, std::string> many{{"pack.toml", "p"}};
  for (int i = 0; i < 300; ++i) many["points/p" + std::to_string(i) + "/point.toml"] = std::to_string(i);
  publish(many, "old");
  for (const auto& [path, bytes] : many) server.behaviours[blob_url(bytes)].fails = Error{ErrorKind::transient, "no route", ""};

  ASSERT_FALSE(sync());

  EXPECT_LE(server.asked.size(), 1u + 3 * 8);
}

TEST_F(UpdaterTest, FetchesTheWholeOnce_WhenAPartIsRotten) {
  publish(kOld, "old");
  const File picture{"pictures/x.svg", 5000, crypto::sha256(kOld.at("pictures/x.svg")), "image/svg+xml"};
  Store store(disk);
  ASSERT_TRUE(store.prepare());
  {
    auto writer = store.write_part(picture, FileSystem::Open::fresh);
    ASSERT_TRUE(writer && (*writer)->write(std::string(2000, 'z')));
  }

  const auto outcome = sync();

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(times_asked(picture_url(kOld)), 2u);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, BeginsAgain_WhenTheServerIgnoresTheRange) {
  publish(kOld, "old");
  server.behaviours[picture_url(kOld)] = {.cut_after = 2000, .ignores_range = true, .times = 1};

  ASSERT_TRUE(sync());

  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, FetchesNothingOfThePack_WhenAPathIsHostile) {
  take_old_pack();
  std::string text = *write_manifest(manifest_of(kNew, "new"));
  text.replace(text.find("pictures/x.svg"), 14, "../escape/x.sv");
  packs = {sign_manifest(server, text)};

  expect_old_is_kept(ErrorKind::refused, "leads out of the pack");
  EXPECT_EQ(server.asked.size(), 1u);
}

TEST_F(UpdaterTest, Refuses_TheManifestOfAnotherPack) {
  take_old_pack();
  packs = {sign_manifest(server, *write_manifest(manifest_of(kNew, "new", "other")))};

  expect_old_is_kept(ErrorKind::refused, "another pack: local/other");
}

TEST_F(UpdaterTest, Refuses_AManifestThatWasNotSigned) {
  take_old_pack();
  publish(kNew, "new");
  server.files[packs[0].manifest.address].back() = ' ';

  expect_old_is_kept(ErrorKind::refused, "not the file that was signed");
}

TEST_F(UpdaterTest, LaysOutSeveralPacks_InTheOrderOfTheirPublication) {
  packs = {sync::publish(server, kSecond, "1", "second"), sync::publish(server, kOld, "old")};

  ASSERT_TRUE(sync());

  EXPECT_EQ(current_version(disk), "1+old");
  EXPECT_EQ(*disk.read("gen/1/packs.json", 100), "{\"packs\":[\"local/second\",\"local/qingpu\"]}\n");
  const auto current = Store(disk).current();
  EXPECT_EQ(current->packs[1].signed_by, std::vector<std::string>{"some-key"});
  EXPECT_EQ(current->metadata.at("root"), 1u);
}

TEST_F(UpdaterTest, ABadPackKeepsItsOldVersion_AndDoesNotStopTheOthers) {
  take_old_pack();
  packs = {sync::publish(server, kNew, "new"), sync::publish(server, kSecond, "1", "second")};
  server.files[picture_url(kNew)][7] = '!';

  const auto outcome = sync();

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_TRUE(outcome->changed);
  ASSERT_EQ(outcome->problems.size(), 1u);
  EXPECT_EQ(outcome->problems[0].subject, "local/qingpu");
  EXPECT_EQ(outcome->problems[0].error.kind, ErrorKind::refused);
  EXPECT_EQ(current_version(disk), "old+1");
}

TEST_F(UpdaterTest, LeavesOutABadPack_ThatWasNeverHere) {
  take_old_pack();
  packs.push_back(sync::publish(server, kSecond, "1", "second"));
  with.check = [](const std::filesystem::path& pack) -> Result<void> {
    if (pack.filename() == "second") return Error{ErrorKind::refused, "cannot be played", ""};
    return {};
  };
  expect_old_is_kept(ErrorKind::refused, "cannot be played");

  packs.push_back(sync::publish(server, kNew, "3", "third"));
  ASSERT_TRUE(sync());

  EXPECT_EQ(current_version(disk), "old+3");
}

TEST_F(UpdaterTest, DropsAPack_ThatIsNoLongerPublished) {
  packs = {sync::publish(server, kOld, "old"), sync::publish(server, kSecond, "1", "second")};
  ASSERT_TRUE(sync());
  packs.pop_back();

  ASSERT_TRUE(sync());

  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, KeepsCurrent_WhenTheRepositoryNamesNoPack) {
  take_old_pack();
  packs.clear();

  expect_old_stays(ErrorKind::refused, "names no pack");
}

TEST_F(UpdaterTest, LooksAtNothing_WhileAGenerationIsPinned) {
  take_old_pack();
  ASSERT_TRUE(Store(disk).pin(1));
  publish(kNew, "new");

  const auto outcome = sync();

  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->pinned);
  EXPECT_TRUE(server.asked.empty());
  EXPECT_EQ(current_version(disk), "old");
  ASSERT_TRUE(Store(disk).unpin());
  ASSERT_TRUE(sync());
  EXPECT_EQ(current_version(disk), "new");
}

TEST_F(UpdaterTest, DoesNotBringBack_WhatWasRolledBack) {
  take_old_pack();
  publish(kNew, "new");
  ASSERT_TRUE(sync());
  ASSERT_TRUE(Store(disk).rollback(2, "crashed twice", with.program));

  expect_old_is_kept(ErrorKind::refused, "crashed twice");

  auto newer = kNew;
  newer["pack.toml"] = "mended";
  publish(newer, "mended");
  ASSERT_TRUE(sync());
  EXPECT_EQ(current_version(disk), "mended");
  EXPECT_EQ(Store(disk).current()->number, 3u);  // not the number of the one that crashed
}

TEST_F(UpdaterTest, BeginsAgain_WhenARequestChangedSomethingMeanwhile) {
  take_old_pack();
  publish(kNew, "new");
  ASSERT_TRUE(sync());
  ASSERT_TRUE(Store(disk).confirm(2));
  publish({{"pack.toml", "third"}}, "third");
  with.before_laying_out = [&] {
    EXPECT_TRUE(Store(disk).pin(1));
    return true;
  };

  const auto outcome = sync();

  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->pinned);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, FetchesNothing_WhenTheProgramIsTooOld) {
  take_old_pack();
  Manifest manifest = manifest_of(kNew, "new");
  manifest.minimum_program = "0.2.0";
  packs = {sign_manifest(server, *write_manifest(manifest))};

  expect_old_is_kept(ErrorKind::refused, "needs program 0.2.0");
  EXPECT_EQ(server.asked.size(), 1u);
}

TEST_F(UpdaterTest, RefusesWithoutAskingAgain_WhatTheCheckRefusedBefore) {
  take_old_pack();
  publish(kNew, "new");
  int checked = 0;
  with.check = [&](const std::filesystem::path& pack) -> Result<void> {
    ++checked;
    EXPECT_TRUE(pack.string().ends_with("/packs/local/qingpu"));
    return Error{ErrorKind::refused, "cannot be played", "pack.toml"};
  };
  expect_old_is_kept(ErrorKind::refused, "cannot be played");
  server.asked.clear();

  expect_old_is_kept(ErrorKind::refused, "cannot be played");

  EXPECT_TRUE(server.asked.empty());
  EXPECT_EQ(checked, 1);
  EXPECT_EQ(disk.list("gen")->size(), 1u);
  with.program = "0.1.1";  // another program looks again
  expect_old_is_kept(ErrorKind::refused);
  EXPECT_EQ(checked, 2);
}

TEST_F(UpdaterTest, TakesACorrectedPack_AfterOneWasRefused) {
  take_old_pack();
  publish(kNew, "bad");
  with.check = [](const auto&) -> Result<void> { return Error{ErrorKind::refused, "cannot be played", ""}; };
  expect_old_is_kept(ErrorKind::refused);
  publish(kNew, "good");
  with.check = nullptr;

  ASSERT_TRUE(sync());

  EXPECT_EQ(current_version(disk), "good");
}

TEST_F(UpdaterTest, FetchesNothing_WhenTheDiskIsTooSmall) {
  take_old_pack();
  publish(kNew, "new");
  disk.set_free_bytes(options().limits.reserve_bytes + 1000);

  expect_old_stays(ErrorKind::disk_full);
  EXPECT_EQ(server.asked.size(), 1u);
}

TEST_F(UpdaterTest, KeepsThreeGenerationsAndTheirFilesOnly) {
  for (int i = 1; i <= 5; ++i) {
    publish({{"pack.toml", "p"}, {"pictures/x.svg", "picture " + std::to_string(i)}}, std::to_string(i));
    ASSERT_TRUE(sync());
    ASSERT_TRUE(Store(disk).confirm(static_cast<unsigned>(i)));
  }

  std::vector<std::string> kept;
  const auto generations = disk.list("gen");
  for (const Entry& each : *generations) kept.push_back(each.name);
  EXPECT_EQ(kept, (std::vector<std::string>{"3", "4", "5"}));
  std::size_t blobs = 0;
  const auto shelves = disk.list("blobs");
  for (const Entry& shelf : *shelves) blobs += disk.list("blobs/" + shelf.name)->size();
  EXPECT_EQ(blobs, 7u);  // pack.toml, three pictures, three manifests
  EXPECT_EQ(current_version(disk), "5");
}

TEST_F(UpdaterTest, DropsPartsThatNobodyWantsAnyMore) {
  publish(kOld, "old");
  Store store(disk);
  ASSERT_TRUE(store.prepare());
  ASSERT_TRUE(store.write_part({"pictures/gone.svg", 9, crypto::sha256("gone"), "image/svg+xml"}, FileSystem::Open::fresh));
  ASSERT_EQ(disk.list("partial")->size(), 1u);

  ASSERT_TRUE(sync());

  EXPECT_TRUE(disk.list("partial")->empty());
}

TEST_F(UpdaterTest, RepairsAGeneration_WhenAFileOfItIsGone) {
  take_old_pack();
  ASSERT_TRUE(disk.remove("gen/1/packs/local/qingpu/pictures/x.svg"));

  const auto outcome = sync();

  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->changed);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, TakesOverAWholePart_WithoutARequest) {
  publish(kOld, "old");
  Store store(disk);
  ASSERT_TRUE(store.prepare());
  const File picture{"pictures/x.svg", 5000, crypto::sha256(kOld.at("pictures/x.svg")), "image/svg+xml"};
  {
    auto writer = store.write_part(picture, FileSystem::Open::fresh);
    ASSERT_TRUE(writer && (*writer)->write(kOld.at("pictures/x.svg")) && (*writer)->seal());
  }

  ASSERT_TRUE(sync());

  EXPECT_EQ(times_asked(picture_url(kOld)), 0u);
  EXPECT_EQ(current_version(disk), "old");
}

TEST_F(UpdaterTest, ReportsProgressUpToTheWhole) {
  publish(kOld, "old");
  Progress last;
  with.progress = [&](const Progress& progress) {
    EXPECT_GE(progress.bytes, last.bytes);
    last = progress;
  };

  ASSERT_TRUE(sync());

  EXPECT_EQ(last.bytes, last.bytes_total);
  EXPECT_EQ(last.files, 3u);
  EXPECT_EQ(last.files_total, 3u);
}

}  // namespace
}  // namespace kiosk::sync
