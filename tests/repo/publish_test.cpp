#include "kiosk/repo/publish.h"

#include <atomic>
#include <thread>

#include "kiosk/repo/layout.h"
#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

using std::chrono::days;

class Publish : public testing::Test {
 protected:
  Publish() : wang(must(museum.keyring.make("wang"))) { museum.add("qingpu", {wang}); }
  Museum museum;
  NamedKey wang;
};

TEST_F(Publish, ShowsKiosksWhatWasSigned) {
  museum.sign("qingpu", "bridges", "words", wang);

  const Published published = must(museum.publish());

  EXPECT_TRUE(published.is_changed);
  EXPECT_EQ(published.news, (std::vector<std::string>{"targets", "qingpu"}));
  const auto trusted = must(read_as_kiosk(museum.folder, kNow));
  EXPECT_TRUE(trusted.targets_of("qingpu", "targets").contains("packs/qingpu/bridges.json"));
  EXPECT_EQ(trusted.timestamp().issued, kNow);
  EXPECT_EQ(must(verify(museum.folder, kNow)).files, 1u);
}

TEST_F(Publish, RenewsTheTimestampAlone_WhenNothingIsNew) {
  museum.sign("qingpu", "bridges", "words", wang);
  must(museum.publish());

  const Published again = must(museum.publish(kNow + days(10)));
  EXPECT_FALSE(again.is_changed);
  EXPECT_EQ(again.snapshot, 1u);
  EXPECT_EQ(again.timestamp, 2u);
  EXPECT_EQ(must(museum.publish(kNow + days(16))).snapshot, 2u) << "more than half of the snapshot's life is over";
}

TEST_F(Publish, KeepsNewDocumentsBack_WhenOnlyRenewing) {
  museum.sign("qingpu", "bridges", "words", wang);
  must(museum.publish());
  museum.sign("qingpu", "bridges", "other words", wang);

  EXPECT_FALSE(must(repo::publish(museum.folder, museum.keyring, {kNow, true, {}, {}})).is_changed);
  EXPECT_EQ(must(museum.publish()).news, std::vector<std::string>{"qingpu"});
}

TEST_F(Publish, RefusesADocumentOfAKeyThatCountsNoMore) {
  museum.sign("qingpu", "bridges", "words", wang);
  must(museum.publish());
  const NamedKey fresh = must(museum.keyring.make("wang-2"));
  Drafts drafts = museum.drafts();
  sync::Targets targets = must(drafts.next_targets("targets"));
  must(replace_curator(targets, "wang", fresh));
  must(drafts.sign("targets", targets, {museum.coordinator.id}));

  const auto refused = museum.publish();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::refused);
  EXPECT_NE(refused.error().message.find("wang-2"), std::string::npos) << refused.error().message;

  EXPECT_EQ(must(repo::publish(museum.folder, museum.keyring, {kNow, false, {"qingpu"}, {}})).suspended, std::vector<std::string>{"qingpu"});
  must(drafts.sign("qingpu", must(drafts.next_targets("qingpu")), {fresh.id}));
  must(museum.publish());
  EXPECT_EQ(must(read_as_kiosk(museum.folder, kNow)).signers("qingpu", "targets"), std::vector<std::string>{fresh.id});
}

TEST_F(Publish, RefusesAPathOfAnotherMemorial) {
  Drafts drafts = museum.drafts();
  sync::Targets targets;
  must(put_target(museum.folder, targets, "packs/jinze/bridges.json", "{}"));
  must(drafts.sign("qingpu", targets, {wang.id}));

  const auto refused = museum.publish();

  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("packs/jinze/bridges.json"), std::string::npos) << refused.error().message;
  EXPECT_FALSE(museum.folder.has(kTimestamp)) << "nothing is written before all of it is checked";
}

TEST_F(Publish, RefusesAPackWhoseFilesAreMissing) {
  museum.sign("qingpu", "bridges", "words", wang);
  std::filesystem::remove(museum.folder.at(blob_path(crypto::hex(crypto::sha256("words")))));

  EXPECT_FALSE(museum.publish());
  EXPECT_FALSE(museum.folder.has(kTimestamp));
}

TEST_F(Publish, RefusesAnExpiredDocument_AndSaysWhoRenewsIt) {
  museum.sign("qingpu", "bridges", "words", wang);
  must(museum.publish());

  const auto refused = museum.publish(kNow + days(366));

  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("sign --renew --role"), std::string::npos) << refused.error().message;
}

TEST_F(Publish, RefusesAnExpiredRoot) {
  museum.sign("qingpu", "bridges", "words", wang);

  const auto refused = museum.publish(kNow + days(731));

  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("root propose"), std::string::npos) << refused.error().message;
}

TEST_F(Publish, GoesOnBehindASnapshotThatACutLeftBehind) {
  museum.sign("qingpu", "bridges", "words", wang);
  must(museum.publish());
  write(museum.folder.at(metadata_path(2, "snapshot")), "cut off");
  museum.sign("qingpu", "bridges", "other words", wang);

  EXPECT_EQ(must(museum.publish()).snapshot, 3u);
  must(read_as_kiosk(museum.folder, kNow));
}

TEST_F(Publish, FollowsANewOnlineKey) {
  museum.sign("qingpu", "bridges", "words", wang);
  must(museum.publish());
  const NamedKey fresh = must(museum.keyring.make("online-2"));
  Drafts drafts = museum.drafts();
  sync::Root root = must(drafts.next_root());
  must(replace_key(root, museum.online.id, fresh));
  must(drafts.sign(root, {museum.coordinator.id}));
  must(drafts.release_root());

  must(repo::publish(museum.folder, museum.keyring, {kNow, true, {}, {}}));

  must(read_as_kiosk(museum.folder, kNow));
}

TEST_F(Publish, NeedsTheOnlineKey) {
  museum.sign("qingpu", "bridges", "words", wang);
  Keyring curator(museum.temporary.path / "elsewhere", answering(kPassphrase));

  const auto refused = repo::publish(museum.folder, curator, {kNow, false, {}, {}});

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::usage);
}

TEST_F(Publish, KeepsWhatEveryoneSigned_WhenMemorialsPublishAtOnce) {
  constexpr int kMemorials = 4, kRounds = 5;
  std::vector<NamedKey> curators;
  for (int i = 0; i < kMemorials; ++i) {
    curators.push_back(must(museum.keyring.make("curator-" + std::to_string(i))));
    museum.add("memorial-" + std::to_string(i), {curators.back()});
  }
  std::atomic<int> failures = 0;
  std::vector<std::thread> people;
  for (int i = 0; i < kMemorials; ++i)
    people.emplace_back([&, i] {
      Keyring ring(museum.keyring.folder(), answering(kPassphrase));  // each at a machine of their own
      for (int round = 0; round < kRounds; ++round) {
        const auto lock = museum.folder.lock(std::chrono::minutes(1));
        Drafts drafts(museum.folder, ring, kNow);
        const std::string memorial = "memorial-" + std::to_string(i);
        auto targets = drafts.next_targets(memorial);
        const std::string words = memorial + " " + std::to_string(round);
        if (!lock || !targets || !put_target(museum.folder, *targets, notices_target(memorial), "{\"format\":1,\"notices\":[],\"round\":\"" + words + "\"}") ||
            !drafts.sign(memorial, *targets, {curators[static_cast<std::size_t>(i)].id}) || !repo::publish(museum.folder, ring, {kNow, false, {}, {}}))
          ++failures;
      }
    });
  for (std::thread& each : people) each.join();

  EXPECT_EQ(failures, 0);
  const auto trusted = must(read_as_kiosk(museum.folder, kNow));
  EXPECT_EQ(trusted.timestamp().version, kMemorials * kRounds + 0u);
  for (int i = 0; i < kMemorials; ++i) {
    const std::string memorial = "memorial-" + std::to_string(i);
    const auto* const document = trusted.targets(memorial, "targets");
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(document->version, static_cast<std::uint64_t>(kRounds));
    EXPECT_NE(must(read_target(museum.folder, *document, notices_target(memorial))).find(std::to_string(kRounds - 1)), std::string::npos);
  }
}

}  // namespace
}  // namespace kiosk::repo
