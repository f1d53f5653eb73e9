// A signed repository in memory, refreshed as a kiosk does, down to notices.json: whose packs, notices and withdrawals count.
#include "kiosk/sync/repository.h"

#include <gtest/gtest.h>

#include "kiosk/sync/board.h"
#include "tests/sync/publication.h"
#include "tests/sync/signed_repository.h"

namespace kiosk::sync {
namespace {

class RepositoryTest : public ::testing::Test {
 protected:
  RepositoryTest() {
    for (const std::string name : {"east", "west"}) {
      signed_.delegate(signed_.targets, name, {"packs/" + name + "/*", "notices/" + name + ".json"}, true);
      signed_.delegate(signed_.targets, name + ".withdraw", {"withdrawn/" + name + ".json"}, true);
    }
    add("east", "packs/east/canal.json", manifest("east", "canal"));
    add("west", "packs/west/bridge.json", manifest("west", "bridge"));
  }

  static std::string manifest(const std::string& owner, const std::string& pack) {
    return *write_manifest({owner, pack, "1", "0.1.0", {{"pack.toml", 1, crypto::sha256("p"), "application/toml"}}});
  }

  void add(const std::string& role, const std::string& path, const std::string& bytes) {
    signed_.roles[role].targets[path] = SignedRepository::file(bytes);
    const std::size_t slash = path.rfind('/') + 1;
    server_.files[kUrl + "targets/" + path.substr(0, slash) + crypto::hex(crypto::sha256(bytes)) + "." + path.substr(slash)] = bytes;
  }

  Result<Repository> read() {
    signed_.publish();
    return read_published();
  }
  Result<Repository> read_published() {
    for (const auto& [name, bytes] : signed_.files) server_.files[kUrl + "metadata/" + name] = bytes;
    RefreshOptions options;
    options.metadata = kUrl + "metadata/";
    options.now = SignedRepository::noon();
    options.shipped_root = signed_.at("root", 1);
    Refresh refresh(server_, disk_, options);
    if (auto done = refresh.run(); !done) return done.error();
    return read_repository(refresh, kUrl);
  }

  std::string board(const std::optional<Generation>& current = std::nullopt) {
    const auto repository = read();
    if (!repository) return to_string(repository.error());
    outcome_ = *refresh_board(disk_, server_, *repository, current);
    return *disk_.read("notices.json", 1u << 20);
  }

  static std::string notice(const std::string& text) {
    return *write_notices({{"closed", SignedRepository::noon(), SignedRepository::noon() + std::chrono::hours{1}, false, {{"zh-Hans", text}}}});
  }

  SignedRepository signed_;
  FakeFetcher server_;
  MemoryFileSystem disk_;
  BoardOutcome outcome_;
};

TEST_F(RepositoryTest, NamesThePacksOfEachMemorial_AndWhoSignedThem) {
  const auto repository = read();

  ASSERT_TRUE(repository) << to_string(repository.error());
  ASSERT_EQ(repository->memorials.size(), 2u);
  const Memorial& east = repository->memorials[0];
  EXPECT_FALSE(east.unreadable);
  ASSERT_EQ(east.packs.size(), 1u);
  EXPECT_EQ(east.packs[0].name(), "east/canal");
  EXPECT_EQ(east.packs[0].manifest.signed_by, std::vector<std::string>{SignedRepository::id(signed_.secrets["east"][0])});
  EXPECT_EQ(*server_.get(east.packs[0].manifest.address, 10'000), manifest("east", "canal"));
  EXPECT_EQ(repository->metadata.at("west"), signed_.roles["west"].version);
}

TEST_F(RepositoryTest, TakesNothing_ThatAMemorialSignedForAnother) {
  add("east", "packs/west/bridge.json", manifest("west", "forged"));
  add("east", "packs/west/canal.json", manifest("west", "canal"));

  const auto repository = read();

  ASSERT_TRUE(repository);
  EXPECT_EQ(repository->memorials[0].packs.size(), 1u);
  ASSERT_EQ(repository->memorials[1].packs.size(), 1u);
  EXPECT_EQ(repository->memorials[1].packs[0].manifest.file.sha256, crypto::sha256(manifest("west", "bridge")));
}

TEST_F(RepositoryTest, OneMemorialsBrokenRole_IsItsOwnTrouble) {
  ASSERT_TRUE(read());
  signed_.roles["east"].expires = SignedRepository::noon() - std::chrono::seconds{1};

  const auto repository = read();

  ASSERT_TRUE(repository) << to_string(repository.error());
  ASSERT_TRUE(repository->memorials[0].unreadable);
  EXPECT_EQ(repository->memorials[0].unreadable->kind, ErrorKind::refused);
  EXPECT_FALSE(repository->memorials[1].unreadable);
  EXPECT_EQ(repository->memorials[1].packs.size(), 1u);
}

TEST_F(RepositoryTest, PacksOfABrokenRoleStay_WhileTheOthersAreRenewed) {
  server_.files[blob_url("p")] = "p";
  Store store(disk_);
  ASSERT_TRUE(Updater(store, server_, options()).run(*read()));
  signed_.roles["east"].expires = SignedRepository::noon() - std::chrono::seconds{1};
  add("west", "packs/west/bridge.json", *write_manifest({"west", "bridge", "2", "0.1.0", {{"pack.toml", 1, crypto::sha256("p"), "application/toml"}}}));

  const auto outcome = Updater(store, server_, options()).run(*read());

  ASSERT_TRUE(outcome) << to_string(outcome.error());
  EXPECT_EQ(current_version(disk_), "1+2");
  ASSERT_EQ(outcome->problems.size(), 1u);
  EXPECT_EQ(outcome->problems[0].subject, "east");
}

TEST_F(RepositoryTest, ShowsNoticesAndWithdrawals_OfOwnPacksAlone) {
  add("east", "notices/east.json", notice("今日闭馆"));
  add("east.withdraw", "withdrawn/east.json", *write_withdrawn({{"canal/a/b", SignedRepository::noon()}, {"bridge/a/b", SignedRepository::noon()}}));

  const std::string shown = board();

  EXPECT_NE(shown.find("canal/a/b"), std::string::npos) << shown;
  EXPECT_EQ(shown.find("bridge/a/b"), std::string::npos) << shown;
  EXPECT_NE(shown.find("今日闭馆"), std::string::npos) << shown;
  ASSERT_EQ(outcome_.problems.size(), 1u);
  EXPECT_NE(outcome_.problems[0].error.message.find("not its own: bridge/a/b"), std::string::npos);
}

TEST_F(RepositoryTest, AWithdrawnLineStaysDown_WhenTheNextFileCannotBeHad) {
  add("east.withdraw", "withdrawn/east.json", *write_withdrawn({{"canal/a/b", SignedRepository::noon()}}));
  ASSERT_NE(board().find("canal/a/b"), std::string::npos);
  // The next is signed, but the server has other bytes; then the role itself cannot be trusted.
  signed_.roles["east.withdraw"].targets["withdrawn/east.json"] = SignedRepository::file("lost");
  EXPECT_NE(board().find("canal/a/b"), std::string::npos);
  EXPECT_EQ(outcome_.problems.size(), 1u);
  signed_.roles["east.withdraw"].expires = SignedRepository::noon() - std::chrono::seconds{1};
  EXPECT_NE(board().find("canal/a/b"), std::string::npos);

  signed_.roles["east.withdraw"].expires = signed_.targets.expires;
  add("east.withdraw", "withdrawn/east.json", *write_withdrawn({}));
  EXPECT_EQ(board().find("canal/a/b"), std::string::npos);
}

TEST_F(RepositoryTest, AsksForNothing_AndWritesNothing_WhenTheBoardIsTheSame) {
  add("east", "notices/east.json", notice("今日闭馆"));
  board();
  EXPECT_TRUE(outcome_.changed);
  const auto again = *refresh_board(disk_, server_, *read_published(), std::nullopt);

  EXPECT_FALSE(again.changed);
  EXPECT_EQ(again.requests, 0u);
  EXPECT_EQ(again.notices, 1u);
}

TEST_F(RepositoryTest, AMemorialThatLeft_TakesItsNoticesAlong) {
  add("east", "notices/east.json", notice("今日闭馆"));
  ASSERT_NE(board().find("今日闭馆"), std::string::npos);
  std::erase_if(signed_.targets.delegations->roles, [](const DelegatedRole& role) { return role.name.starts_with("east"); });

  EXPECT_EQ(board().find("今日闭馆"), std::string::npos);
  EXPECT_FALSE(disk_.look("notices/east.json"));
}

}  // namespace
}  // namespace kiosk::sync
