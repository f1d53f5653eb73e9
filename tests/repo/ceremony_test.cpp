#include "kiosk/repo/ceremony.h"

#include "tests/repo/museum.h"

namespace kiosk::repo {
namespace {

// Values alone: keys that no file holds.
NamedKey key(const std::string& name) {
  const sync::Key value = sync::describe(crypto::PrivateKey::generate());
  return {name, sync::key_id(value), value};
}

const sync::DelegatedRole* role(const sync::Targets& targets, const std::string& name) {
  for (const sync::DelegatedRole& each : targets.delegations->roles)
    if (each.name == name) return &each;
  return nullptr;
}

TEST(Ceremony, GivesAMemorialItsOwnPathsAlone) {
  sync::Targets targets;
  must(add_curators(targets, "qingpu", {key("wang"), key("li")}, 2));

  const auto* const own = role(targets, "qingpu");
  EXPECT_TRUE(own->terminating);
  EXPECT_EQ(own->threshold, 2u);
  EXPECT_TRUE(sync::is_delegated(*own, "packs/qingpu/bridges.json"));
  EXPECT_TRUE(sync::is_delegated(*own, "notices/qingpu.json"));
  for (const char* path : {"packs/other/bridges.json", "packs/qingpu/a/b.json", "notices/other.json", "withdrawn/qingpu.json"})
    EXPECT_FALSE(sync::is_delegated(*own, path)) << path;
}

TEST(Ceremony, LetsOneCuratorTakeALineDown_WhereTwoPutItUp) {
  sync::Targets targets;
  must(add_curators(targets, "qingpu", {key("wang"), key("li")}, 2));

  const auto* const down = role(targets, "qingpu.withdraw");
  EXPECT_EQ(down->threshold, 1u);
  EXPECT_EQ(down->keyids, role(targets, "qingpu")->keyids);
  EXPECT_TRUE(sync::is_delegated(*down, "withdrawn/qingpu.json"));
  EXPECT_FALSE(sync::is_delegated(*down, "packs/qingpu/bridges.json"));
}

TEST(Ceremony, ReplacesAStolenKeyInEveryMemorial) {
  const NamedKey stolen = key("wang"), fresh = key("wang-2");
  sync::Targets targets;
  must(add_curators(targets, "qingpu", {stolen}, 1));
  must(add_curators(targets, "jinze", {stolen, key("li")}, 1));

  const auto roles = must(replace_curator(targets, "wang", fresh));

  EXPECT_EQ(roles, (std::vector<std::string>{"qingpu", "qingpu.withdraw", "jinze", "jinze.withdraw"}));
  EXPECT_FALSE(targets.delegations->keys.contains(stolen.id));
  for (const sync::DelegatedRole& each : targets.delegations->roles) {
    EXPECT_EQ(std::count(each.keyids.begin(), each.keyids.end(), fresh.id), 1) << each.name;
    EXPECT_EQ(std::count(each.keyids.begin(), each.keyids.end(), stolen.id), 0) << each.name;
  }
}

TEST(Ceremony, KeepsAsManyKeysAsItTakesToSign) {
  sync::Targets targets;
  must(add_curators(targets, "qingpu", {key("wang"), key("li")}, 2));

  EXPECT_FALSE(remove_curator(targets, "qingpu", "li"));
  must(add_curators(targets, "qingpu", {key("zhao")}, 0));
  must(remove_curator(targets, "qingpu", "li"));
  EXPECT_EQ(role(targets, "qingpu")->threshold, 2u);
  EXPECT_EQ(role(targets, "qingpu.withdraw")->keyids.size(), 2u);
}

TEST(Ceremony, RefusesWhatCannotWork) {
  sync::Targets targets;
  EXPECT_FALSE(add_curators(targets, "root", {key("wang")}, 1));
  EXPECT_FALSE(add_curators(targets, "Qingpu", {key("wang")}, 1));
  targets = {};
  EXPECT_FALSE(add_curators(targets, "qingpu", {key("wang")}, 2)) << "two signatures of one curator";
  EXPECT_FALSE(add_curators(targets, "qingpu", {key("wang"), key("li"), key("zhao")}, 3)) << "a memorial takes one or two";
  targets = {};
  must(add_curators(targets, "qingpu", {key("wang")}, 1));
  EXPECT_FALSE(add_curators(targets, "jinze", {key("wang")}, 1)) << "two people of one name";
  EXPECT_FALSE(replace_curator(targets, "nobody", key("zhao")));
}

TEST(Ceremony, RemovesAMemorialWithItsKeys) {
  sync::Targets targets;
  must(add_curators(targets, "qingpu", {key("wang")}, 1));
  must(add_curators(targets, "jinze", {key("li")}, 1));

  must(remove_memorial(targets, "qingpu"));

  EXPECT_EQ(targets.delegations->roles.size(), 2u);
  EXPECT_EQ(targets.delegations->keys.size(), 1u);
  EXPECT_EQ(names_in(targets.delegations->other).size(), 1u);
}

TEST(Ceremony, ChangesWhoHoldsTheRoot) {
  const NamedKey a = key("a"), b = key("b"), c = key("c"), online = key("online");
  sync::Root root = must(first_root({{a, b}, 2}, {{a}, 1}, online));

  must(replace_key(root, a.id, c));

  EXPECT_EQ(root.roles["root"].keyids, (std::vector<std::string>{c.id, b.id}));
  EXPECT_EQ(root.roles["targets"].keyids, std::vector<std::string>{c.id});
  EXPECT_FALSE(root.keys.contains(a.id));
  EXPECT_FALSE(first_root({{a}, 2}, {{a}, 1}, online)) << "two signatures of one key";
  EXPECT_FALSE(first_root({{a, a}, 1}, {{a}, 1}, online)) << "one key twice";
  EXPECT_FALSE(set_people(root, "qingpu", {{a}, 1}));
}

}  // namespace
}  // namespace kiosk::repo
