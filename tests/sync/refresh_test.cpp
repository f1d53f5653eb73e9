// The workflow over a server and a disk in memory: what is asked for, what is kept, in which order, and what is left after any cut.
#include "kiosk/sync/refresh.h"

#include <gtest/gtest.h>

#include "tests/sync/fake_fetcher.h"
#include "tests/sync/memory_file_system.h"
#include "tests/sync/signed_repository.h"

namespace kiosk::sync {
namespace {

const std::string kBase = "https://x/metadata/";

struct World {
  SignedRepository repo;
  FakeFetcher server;
  MemoryFileSystem disk;
  RefreshOptions options;
  std::size_t asked_before = 0;
  std::size_t requests = 0;
  bool clock_is_behind = false;

  World() {
    options.metadata = kBase;
    options.now = SignedRepository::noon();
    options.shipped_root = repo.at("root", 1);
  }

  Result<void> run(const std::string& target = "") { return run_on(disk, target); }
  Result<void> run_on(MemoryFileSystem& files, const std::string& target = "") {
    server.files.clear();
    for (const auto& [name, bytes] : repo.files) server.files[kBase + name] = bytes;
    asked_before = server.asked.size();
    Refresh refresh(server, files, options);
    auto done = refresh.run();
    requests = refresh.requests();
    clock_is_behind = refresh.clock_is_behind();
    if (!done || target.empty()) return done;
    const auto found = refresh.find(target);
    if (!found) return found.error();
    return *found ? Result<void>{} : Result<void>(Error{ErrorKind::not_found, "is no target", target});
  }
  std::string asked() const {
    std::string all;
    for (std::size_t i = asked_before; i < server.asked.size(); ++i) all += (all.empty() ? "" : " ") + server.asked[i].url.substr(kBase.size());
    return all;
  }
  std::string kept(const std::string& name) { return disk.read("trust/" + name, 1u << 20).has_value() ? *disk.read("trust/" + name, 1u << 20) : ""; }
};

TEST(Refresh, FirstTime_AsksForEachDocumentOnceAndKeepsItsBytes) {
  World world;

  const auto done = world.run();

  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(world.asked(), "2.root.json timestamp.json 1.snapshot.json 1.targets.json");
  EXPECT_EQ(world.requests, 4u);
  EXPECT_EQ(world.kept("root.json"), world.repo.at("root", 1));
  EXPECT_EQ(world.kept("timestamp.json"), world.repo.files["timestamp.json"]);
  EXPECT_EQ(world.kept("snapshot.json"), world.repo.at("snapshot", 1));
  EXPECT_EQ(world.kept("targets.json"), world.repo.at("targets", 1));
}

TEST(Refresh, NothingNew_TakesTwoRequestsAndWritesNothing) {
  World world;
  ASSERT_TRUE(world.run());
  ASSERT_TRUE(world.run());
  const int before = world.disk.syncs();

  ASSERT_TRUE(world.run());

  EXPECT_EQ(world.asked(), "2.root.json timestamp.json");
  EXPECT_EQ(world.disk.syncs(), before);
}

TEST(Refresh, OfNewTargets_FetchesWhatChanged) {
  World world;
  ASSERT_TRUE(world.run());
  world.repo.publish();

  ASSERT_TRUE(world.run());

  EXPECT_EQ(world.asked(), "2.root.json timestamp.json 2.snapshot.json 2.targets.json");
  EXPECT_EQ(world.kept("targets.json"), world.repo.at("targets", 2));
}

TEST(Refresh, DelegatedRoles_AreAskedForOnceUnderAnyName) {
  World world;
  const std::string name = "../a b/\"长\"?#%";
  world.repo.delegate(world.repo.targets, name, {"packs/*"});
  world.repo.roles[name].targets["packs/x"] = SignedRepository::file("content");
  world.repo.publish();
  // The server decodes what it is asked for; the one in memory does not.
  world.repo.files["2." + std::string("..%2Fa%20b%2F%22%E9%95%BF%22%3F%23%25.json")] = world.repo.at(name, 2);

  ASSERT_TRUE(world.run("packs/x"));
  EXPECT_TRUE(world.asked().ends_with(" 2...%2Fa%20b%2F%22%E9%95%BF%22%3F%23%25.json")) << world.asked();
  EXPECT_EQ(world.kept("roles/" + crypto::hex(crypto::sha256(name)) + ".json"), world.repo.at(name, 2));
  ASSERT_TRUE(world.run("packs/x"));
  EXPECT_EQ(world.asked(), "2.root.json timestamp.json");
  EXPECT_EQ(world.run("packs/y").error().kind, ErrorKind::not_found);
}

// Floor, root and delegated roles share a folder with nobody, whatever the roles are called.
TEST(Refresh, RoleNamedAsAFileOfOurs_IsKeptApart) {
  World world;
  world.options.folder = world.options.roles_folder = "trust";
  world.repo.delegate(world.repo.targets, "floor", {"*"});
  world.repo.publish();

  EXPECT_EQ(world.run("x").error().kind, ErrorKind::not_found);

  EXPECT_NE(world.kept("floor.json"), world.repo.at("floor", 2));
  EXPECT_EQ(world.kept(crypto::hex(crypto::sha256("floor")) + ".json"), world.repo.at("floor", 2));
}

TEST(Refresh, WithoutConsistentSnapshots_AsksForPlainNames) {
  World world;
  world.repo.root.consistent_snapshot = false;
  world.repo.publish_root();
  world.repo.files["snapshot.json"] = world.repo.at("snapshot", 1);
  world.repo.files["targets.json"] = world.repo.at("targets", 1);

  ASSERT_TRUE(world.run());

  EXPECT_EQ(world.asked(), "2.root.json 3.root.json timestamp.json snapshot.json targets.json");
}

TEST(Refresh, ManyRoots_AreFollowedAndEachIsKept) {
  World world;
  ASSERT_TRUE(world.run());
  for (int i = 0; i < 5; ++i) {
    world.repo.give_keys("root", 2);
    world.repo.publish_root();
  }
  // One in the middle is missing from the server for a while: as far as it goes.
  const std::string fourth = world.repo.at("root", 4);
  world.repo.files.erase("4.root.json");
  ASSERT_TRUE(world.run());
  EXPECT_EQ(world.kept("root.json"), world.repo.at("root", 3));
  world.repo.files["4.root.json"] = fourth;

  ASSERT_TRUE(world.run());

  EXPECT_EQ(world.asked(), "4.root.json 5.root.json 6.root.json 7.root.json timestamp.json");
  EXPECT_EQ(world.kept("root.json"), world.repo.at("root", 6));
}

TEST(Refresh, MoreRootsThanAllowed_EndsThisTimeAndGoesOnNext) {
  World world;
  world.options.limits.root_versions = 3;
  for (int i = 0; i < 5; ++i) world.repo.publish_root();

  ASSERT_TRUE(world.run());
  EXPECT_EQ(world.kept("root.json"), world.repo.at("root", 4));
  ASSERT_TRUE(world.run());
  EXPECT_EQ(world.kept("root.json"), world.repo.at("root", 6));
}

// What the network does is never a question of trust, and changes nothing.
TEST(Refresh, TransportFailures_AreTransportAndChangeNothing) {
  const std::pair<const char*, ErrorKind> failures[] = {{"2.root.json", ErrorKind::transient},      {"timestamp.json", ErrorKind::transient},
                                                        {"timestamp.json", ErrorKind::not_found},   {"2.snapshot.json", ErrorKind::transient},
                                                        {"2.snapshot.json", ErrorKind::not_found},  {"2.targets.json", ErrorKind::transient},
                                                        {"2.targets.json", ErrorKind::not_found}};
  for (const auto& [name, kind] : failures) {
    World world;
    ASSERT_TRUE(world.run());
    world.repo.publish();
    world.server.behaviours[kBase + name] = {.fails = Error{kind, "in this test", name}, .times = 1};

    EXPECT_EQ(world.run().error().kind, kind) << name;

    EXPECT_EQ(world.kept("targets.json"), world.repo.at("targets", 1)) << name;
    EXPECT_TRUE(world.run()) << name;
    EXPECT_EQ(world.kept("targets.json"), world.repo.at("targets", 2)) << name;
  }
}

TEST(Refresh, DocumentLargerThanAllowed_IsStopped) {
  for (const char* name : {"2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json"}) {
    World world;
    ASSERT_TRUE(world.run());
    world.repo.hashes = false;
    world.repo.publish();
    world.repo.files[name] += std::string(2u << 20, ' ');

    EXPECT_EQ(world.run().error().kind, ErrorKind::limit) << name;

    EXPECT_EQ(world.kept("targets.json"), world.repo.at("targets", 1)) << name;
  }
}

TEST(Refresh, WhatWasRefused_IsNotKeptAndWhatCameBeforeItIs) {
  World world;
  ASSERT_TRUE(world.run());
  world.repo.hashes = false;
  world.repo.publish();
  world.repo.files["2.targets.json"] = SignedRepository::signed_with(world.repo.targets, {});

  EXPECT_EQ(world.run().error().kind, ErrorKind::refused);

  EXPECT_EQ(world.kept("timestamp.json"), world.repo.files["timestamp.json"]);
  EXPECT_EQ(world.kept("snapshot.json"), world.repo.at("snapshot", 2));
  EXPECT_EQ(world.kept("targets.json"), world.repo.at("targets", 1));
}

TEST(Refresh, RollbackIsSeenFromWhatIsKept) {
  World world;
  world.repo.publish();
  const SignedRepository old = world.repo;
  world.repo.publish();
  ASSERT_TRUE(world.run());
  world.repo = old;

  const auto done = world.run();

  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::refused);
}

TEST(Refresh, StolenOnlineKeysReplaced_VersionsAndTimeMayBeginAnew) {
  World world;
  const SignedRepository honest = world.repo;
  world.repo.timestamp.version = world.repo.snapshot.version = 999;
  world.repo.timestamp.issued = SignedRepository::noon() + std::chrono::days{600};  // a lie, so that all else looks expired
  world.repo.timestamp.expires = world.repo.snapshot.expires = world.repo.targets.expires = SignedRepository::noon() + std::chrono::days{650};
  world.repo.publish();
  ASSERT_TRUE(world.run());
  world.repo = honest;
  world.repo.publish();
  ASSERT_EQ(world.run().error().kind, ErrorKind::refused);

  world.repo.give_keys("timestamp", 1);
  world.repo.give_keys("snapshot", 1);
  world.repo.publish_root();
  world.repo.publish();

  const auto done = world.run();
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(world.kept("timestamp.json"), world.repo.files["timestamp.json"]);
}

TEST(Refresh, ClockThatStopped_DoesNotBringOldContentBack) {
  World world;
  world.repo.timestamp.issued = SignedRepository::noon() - std::chrono::hours{1};
  ++world.repo.timestamp.version;
  world.repo.put_timestamp();
  ASSERT_TRUE(world.run());
  EXPECT_FALSE(world.clock_is_behind);
  world.options.now = *parse_time("1970-01-01T00:00:00Z");

  EXPECT_TRUE(world.run());
  EXPECT_TRUE(world.clock_is_behind);

  // A snapshot that expired by the time that was proven, though not by the clock.
  world.repo.snapshot.expires = SignedRepository::noon() - std::chrono::hours{2};
  world.repo.publish();
  EXPECT_EQ(world.run().error().kind, ErrorKind::refused);
}

TEST(Refresh, WithoutSignedTimes_TheFloorFollowsTheClockButSeldom) {
  World world;
  ASSERT_TRUE(world.run());
  const std::string first = world.kept("floor.json");
  EXPECT_NE(first.find("2026-11-23T12:00:00Z"), std::string::npos);

  world.options.now += std::chrono::hours{23};
  ASSERT_TRUE(world.run());
  EXPECT_EQ(world.kept("floor.json"), first);
  world.options.now += std::chrono::hours{1};
  ASSERT_TRUE(world.run());
  EXPECT_NE(world.kept("floor.json").find("2026-11-24T12:00:00Z"), std::string::npos);
}

TEST(Refresh, KeptFilesLostOrRotten_AreFetchedAgain) {
  for (const char* name : {"root.json", "timestamp.json", "snapshot.json", "targets.json", "floor.json"})
    for (const bool rotten : {false, true}) {
      World world;
      world.repo.publish_root();
      ASSERT_TRUE(world.run());
      if (rotten) world.disk.rot(std::string("trust/") + name);
      else ASSERT_TRUE(world.disk.remove(std::string("trust/") + name));

      const auto done = world.run();

      ASSERT_TRUE(done) << name << ": " << to_string(done.error());
      EXPECT_EQ(world.kept("root.json"), world.repo.at("root", 2)) << name;
      for (const char* document : {"snapshot", "targets"}) EXPECT_EQ(world.kept(document + std::string(".json")), world.repo.at(document, 1)) << name;
    }
}

TEST(Refresh, FloorWithAFlippedDigit_IsNotBelieved) {
  World world;
  ASSERT_TRUE(world.run());
  std::string floor = world.kept("floor.json");
  floor.replace(floor.find("2026"), 4, "2027");
  ASSERT_TRUE(replace_file(world.disk, "trust/floor.json", floor));

  EXPECT_TRUE(world.run());
  EXPECT_FALSE(world.clock_is_behind);
}

TEST(Refresh, NoRootAnywhere_SaysSo) {
  World world;
  world.options.shipped_root.clear();
  EXPECT_EQ(world.run().error().kind, ErrorKind::not_found);

  world.options.shipped_root = "{}";
  const auto done = world.run();
  ASSERT_FALSE(done);
  EXPECT_NE(to_string(done.error()).find("root that came with this kiosk"), std::string::npos) << to_string(done.error());
  EXPECT_EQ(world.asked(), "");
}

TEST(Refresh, NewerShippedRoot_IsTakenAndAnOlderOneIsNot) {
  World world;
  ASSERT_TRUE(world.run());
  for (int i = 0; i < 2; ++i) {
    world.repo.give_keys("root", 1);
    world.repo.publish_root();
  }
  const std::string missing = world.repo.at("root", 2);
  world.repo.files.erase("2.root.json");
  world.options.shipped_root = world.repo.at("root", 3);

  ASSERT_TRUE(world.run());
  EXPECT_EQ(world.asked(), "4.root.json timestamp.json");
  EXPECT_EQ(world.kept("root.json"), world.repo.at("root", 3));

  world.options.shipped_root = world.repo.at("root", 1);
  ASSERT_TRUE(world.run());
  EXPECT_EQ(world.asked(), "4.root.json timestamp.json");
}

// Power is cut at each step of a cycle with a new root, new online keys and new targets; the disk comes back in many states.
TEST(Refresh, PowerCutAtEveryStep_NextRunEndsWhereAnUncutOneDoes) {
  World first;
  first.repo.delegate(first.repo.targets, "a", {"packs/*"});
  first.repo.roles["a"].targets["packs/x"] = SignedRepository::file("content");
  first.repo.publish();
  ASSERT_TRUE(first.run("packs/x"));
  const MemoryFileSystem before = first.disk.after_power_loss(1);
  first.repo.publish_root();
  first.repo.give_keys("snapshot", 1);
  first.repo.publish_root();
  // Lower than what is kept, whose timestamp is signed by a key that still counts: right only where what is kept went before the root came.
  first.repo.timestamp.version = first.repo.snapshot.version = 0;
  first.repo.publish();
  int disks = 0;
  bool ended = false;
  for (int step = 1; !ended; ++step) {
    MemoryFileSystem cut = before.after_kill();
    cut.die_at(step);
    ended = first.run_on(cut, "packs/x").has_value();
    for (unsigned seed = 0; seed < 12; ++seed, ++disks) {
      World next;
      next.repo = first.repo;
      next.options = first.options;
      next.disk = cut.after_power_loss(seed);
      const auto done = next.run("packs/x");
      ASSERT_TRUE(done) << "step " << step << ", seed " << seed << ": " << to_string(done.error());
      ASSERT_EQ(next.kept("root.json"), first.repo.at("root", 3));
      ASSERT_EQ(next.kept("timestamp.json"), first.repo.files["timestamp.json"]);
      ASSERT_EQ(next.kept("targets.json"), first.repo.at("targets", 3));
    }
  }
  EXPECT_GT(disks, 300);
}

// The version that was seen must not be forgotten by a cut: behind the timestamp's sync, an older one is refused on every disk.
TEST(Refresh, PowerCut_DoesNotForgetWhatWasSeen) {
  World world;
  ASSERT_TRUE(world.run());
  const SignedRepository old = world.repo;
  world.repo.publish();
  ASSERT_TRUE(world.run());
  for (unsigned seed = 0; seed < 20; ++seed) {
    World next;
    next.repo = old;
    next.options = world.options;
    next.disk = world.disk.after_power_loss(seed);

    const auto done = next.run();

    ASSERT_FALSE(done) << seed;
    EXPECT_EQ(done.error().kind, ErrorKind::refused) << seed;
  }
}

TEST(Refresh, DiskThatFails_IsTransport) {
  World world;
  MemoryFileSystem full;
  full.fail_at(4, ErrorKind::disk_full);

  EXPECT_EQ(world.run_on(full).error().kind, ErrorKind::disk_full);
}

TEST(TargetAddress, IsBehindTheHashInTheLastName) {
  FoundTarget target{"packs/青 浦/a.json", {1, {{"sha256", "aa"}, {"sha512", "bb"}}, "", ""}, "targets", "root"};

  EXPECT_EQ(target_address("https://x/", target, true), "https://x/packs/%E9%9D%92%20%E6%B5%A6/aa.a.json");
  EXPECT_EQ(target_address("https://x/", target, false), "https://x/packs/%E9%9D%92%20%E6%B5%A6/a.json");
  target.path = "a?b";
  target.file.hashes = {{"sha512", "bb"}};
  EXPECT_EQ(target_address("https://x/", target, true), "https://x/bb.a%3Fb");
}

}  // namespace
}  // namespace kiosk::sync
