// Each row of TUF's client workflow as an attack: a repository that was right is changed in one place, and must be refused for that reason.
#include "kiosk/sync/trusted_set.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/sync/signed_repository.h"

namespace kiosk::sync {
namespace {

using Repository = SignedRepository;

TrustedSet started(const Repository& repo, Time now = Repository::noon()) {
  auto set = TrustedSet::start(repo.at("root", 1), now);
  EXPECT_TRUE(set);
  return *std::move(set);
}

// The whole cycle without anything kept; the first thing that is refused.
Result<void> taken(const Repository& repo, TrustedSet& set) {
  while (repo.files.contains(std::to_string(set.root().version + 1) + ".root.json"))
    if (auto next = set.follow_root(repo.at("root", set.root().version + 1)); !next) return next.error();
  if (auto done = set.end_roots(); !done) return done;
  if (auto done = set.take_timestamp(repo.files.at("timestamp.json")); !done) return done.error();
  if (auto done = set.take_snapshot(repo.at("snapshot", set.wanted_snapshot().version)); !done) return done;
  auto wanted = set.wanted_targets("targets");
  if (!wanted) return wanted.error();
  if (auto done = set.take_targets(repo.at("targets", wanted->version), "targets", "root"); !done) return done;
  for (const auto& [name, role] : repo.roles)
    if (auto done = set.take_targets(repo.at(name, role.version), name, "targets"); !done) return done;
  return {};
}

void expect_refused(const Result<void>& result, const char* why, const std::string& what) {
  ASSERT_FALSE(result) << what;
  EXPECT_EQ(result.error().kind, ErrorKind::refused) << what;
  EXPECT_NE(to_string(result.error()).find(why), std::string::npos) << what << ": " << to_string(result.error());
}

TEST(TrustedSet, RightRepository_IsTaken) {
  Repository repo;
  repo.targets.targets["a"] = Repository::file("content");
  repo.publish();
  auto set = started(repo);

  const auto done = taken(repo, set);

  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(set.targets("targets", "root")->targets.at("a").length, 7u);
  EXPECT_EQ(set.signers("targets", "root"), repo.root.roles["targets"].keyids);
  EXPECT_EQ(set.targets("targets", "other"), nullptr);
}

struct Attack {
  const char* what;
  std::function<void(Repository&)> change;
  const char* why;  // in the message
};

TEST(TrustedSet, ChangedInOnePlace_IsRefusedForThatReason) {
  const auto flip = [](std::string& bytes, std::string_view at) {
    const std::size_t begin = bytes.find(at);
    ASSERT_NE(begin, bytes.npos);
    bytes[begin] = static_cast<char>(bytes[begin] ^ 1);
  };
  const Attack attacks[] = {
      {"root: content changed",
       [&](Repository& r) { r.publish_root(); flip(r.files["2.root.json"], "2028"); },
       "2.root.json: is signed by 0 of the 1"},
      {"root: not signed by the old keys",
       [](Repository& r) { r.give_keys("root", 1); r.root.version = 2; r.files["2.root.json"] = r.signed_by(r.root, "root"); },
       "2.root.json: is signed by 0 of the 1"},
      {"root: not signed by its own keys", [](Repository& r) {
         const auto old = r.secrets["root"];
         r.give_keys("root", 1);
         r.root.version = 2;
         r.files["2.root.json"] = Repository::signed_with(r.root, old);
       }, "2.root.json: is signed by 0 of the 1"},
      {"root: a version left out",
       [](Repository& r) { r.root.version = 2; r.publish_root(); r.files["2.root.json"] = r.files["3.root.json"]; r.files.erase("3.root.json"); },
       "is version 3; signed is version 2"},
      {"root: the same version again", [](Repository& r) { r.files["2.root.json"] = r.files["1.root.json"]; }, "is version 1; signed is version 2"},
      {"root: expired",
       [](Repository& r) { r.root.expires = Repository::noon() - std::chrono::seconds{1}; r.publish_root(); },
       "root.json: expired on 2026-11-23T11:59:59Z"},
      {"root: expires now", [](Repository& r) { r.root.expires = Repository::noon(); r.publish_root(); }, "root.json: expired"},
      {"timestamp: unsigned",
       [](Repository& r) { r.files["timestamp.json"] = Repository::signed_with(r.timestamp, {}); },
       "timestamp.json: is signed by 0 of the 1"},
      {"timestamp: signed by another role",
       [](Repository& r) { r.files["timestamp.json"] = r.signed_by(r.timestamp, "snapshot"); },
       "timestamp.json: is signed by 0"},
      {"timestamp: content changed", [&](Repository& r) { flip(r.files["timestamp.json"], "2026-12"); }, "timestamp.json: is signed by 0"},
      {"timestamp: expired", [](Repository& r) { r.timestamp.expires = Repository::noon(); r.put_timestamp(); }, "timestamp.json: expired"},
      {"timestamp: issued after the root expires",
       [](Repository& r) { r.timestamp.issued = r.root.expires; r.put_timestamp(); },
       "claims to be issued after"},
      {"timestamp: issued after it expires",
       [](Repository& r) { r.timestamp.issued = r.timestamp.expires; r.put_timestamp(); },
       "timestamp.json: expired"},
      {"snapshot: another length", [](Repository& r) { r.files["1.snapshot.json"] += " "; }, "snapshot.json: has"},
      {"snapshot: another hash",
       [](Repository& r) { std::string& s = r.files["1.snapshot.json"]; s[s.size() - 1] = ' '; },
       "snapshot.json: does not have the sha256"},
      {"snapshot: unsigned",
       [](Repository& r) { r.hashes = false; r.publish(); r.files["2.snapshot.json"] = Repository::signed_with(r.snapshot, {}); },
       "snapshot.json: is signed by 0"},
      {"snapshot: another version than the timestamp says",
       [](Repository& r) { r.hashes = false; r.publish(); r.files["2.snapshot.json"] = r.files["1.snapshot.json"]; },
       "is version 1; signed is version 2"},
      {"snapshot: expired", [](Repository& r) { r.snapshot.expires = Repository::noon(); r.publish(); }, "snapshot.json: expired"},
      {"targets: another hash",
       [](Repository& r) { std::string& s = r.files["1.targets.json"]; s[s.size() - 1] = ' '; },
       "targets.json: does not have the sha256"},
      {"targets: another length", [](Repository& r) { r.files["1.targets.json"] += "\n"; }, "targets.json: has"},
      {"targets: unsigned",
       [](Repository& r) { r.hashes = false; r.publish(); r.files["2.targets.json"] = Repository::signed_with(r.targets, {}); },
       "targets.json: is signed by 0"},
      {"targets: another version than the snapshot says",
       [](Repository& r) { r.hashes = false; r.publish(); r.files["2.targets.json"] = r.files["1.targets.json"]; },
       "is version 1; signed is version 2"},
      {"targets: expired", [](Repository& r) { r.targets.expires = Repository::noon(); r.publish(); }, "targets.json: expired"},
      {"threshold: one of two",
       [](Repository& r) { r.give_keys("targets", 2); r.publish_root(); r.secrets["targets"].pop_back(); r.publish(); },
       "is signed by 1 of the 2"},
      {"threshold: more than there are keys",
       [](Repository& r) { r.give_keys("snapshot", 2, 3); r.publish_root(); r.publish(); },
       "is signed by 2 of the 3"},
      {"delegated role: not in the snapshot",
       [](Repository& r) { r.delegate(r.targets, "a", {"a/*"}); r.publish(); r.snapshot.meta.erase("a.json"); r.publish_online(); },
       "a.json: is not named by the snapshot"},
      {"delegated role: signed by its delegator",
       [](Repository& r) { r.delegate(r.targets, "a", {"a/*"}); r.secrets["a"] = r.secrets["targets"]; r.publish(); },
       "a.json: is signed by 0 of the 1"},
      {"delegated role: expired",
       [](Repository& r) { r.delegate(r.targets, "a", {"a/*"}); r.roles["a"].expires = Repository::noon(); r.publish(); },
       "a.json: expired"},
      {"delegated role: not delegated",
       [](Repository& r) { r.delegate(r.targets, "a", {"a/*"}); r.targets.delegations.reset(); r.publish(); },
       "a.json: is not delegated by targets.json"},
  };
  for (const Attack& attack : attacks) {
    Repository repo;
    attack.change(repo);
    auto set = started(repo);
    expect_refused(taken(repo, set), attack.why, attack.what);
  }
}

// One secret must never meet a threshold of two.
TEST(TrustedSet, OneSecretUnderTwoNames_CountsOnce) {
  const std::pair<const char*, std::function<void(Key&)>> disguises[] = {
      {"a note in the key", [](Key& key) { key.other = R"({"x-note":"another"})"; }},
      {"a note in its value", [](Key& key) { key.other_of_value = R"({"x-note":"another"})"; }},
      {"capital digits", [](Key& key) { std::transform(key.value.begin(), key.value.end(), key.value.begin(), ::toupper); }},
  };
  for (const auto& [what, disguise] : disguises) {
    Repository repo;
    Key second = describe(repo.secrets["targets"][0]);
    disguise(second);
    repo.root.keys[key_id(second)] = second;
    repo.root.roles["targets"].keyids.push_back(key_id(second));
    repo.root.roles["targets"].threshold = 2;
    repo.publish_root();
    repo.hashes = false;
    repo.publish();
    Signature first = sign(repo.secrets["targets"][0], signed_bytes(repo.targets)), again = first;
    again.keyid = key_id(second);
    repo.files["2.targets.json"] = write_document(repo.targets, {first, again});
    auto set = started(repo);

    expect_refused(taken(repo, set), "is signed by 1 of the 2", what);
  }
}

TEST(TrustedSet, KeysThatMustNotCount_DoNotCount) {
  const std::pair<const char*, std::function<std::string(Key&)>> keys[] = {  // changes the key, gives its id
      {"an id that is not its own", [](Key&) { return std::string(64, 'a'); }},
      {"another scheme", [](Key& key) { key.scheme = "ed25519ph"; return key_id(key); }},
      {"another type", [](Key& key) { key.type = "ed448"; return key_id(key); }},
      {"the point that every signature fits", [](Key& key) { key.value = "01" + std::string(62, '0'); return key_id(key); }},
  };
  for (const auto& [what, change] : keys) {
    Repository repo;
    Key key = describe(repo.secrets["targets"][0]);
    const std::string id = change(key);
    repo.root.keys[id] = key;
    repo.root.roles["targets"].keyids = {id};
    repo.publish_root();
    repo.hashes = false;
    repo.publish();
    Signature signature = sign(repo.secrets["targets"][0], signed_bytes(repo.targets));
    signature.keyid = id;
    // R = the identity, S = 0: right for every message under a key of small order, where such a key is taken.
    if (key.value.starts_with("01000000")) signature.value = "01" + std::string(126, '0');
    repo.files["2.targets.json"] = write_document(repo.targets, {signature});
    auto set = started(repo);

    expect_refused(taken(repo, set), "is signed by 0 of the 1", what);
  }
}

TEST(TrustedSet, KeysOfUnknownKinds_LockNobodyOut) {
  Repository repo;
  Key later{"ml-dsa-65", "ml-dsa-65", "", "", R"({"pk":"…"})"};
  repo.root.keys[key_id(later)] = later;
  for (auto& [name, role] : repo.root.roles) role.keyids.push_back(key_id(later));
  repo.publish_root();
  auto set = started(repo);

  const auto done = taken(repo, set);

  EXPECT_TRUE(done) << to_string(done.error());
}

TEST(TrustedSet, UnsignedFirstRoot_IsNoBeginning) {
  Repository repo;
  Repository::Secrets stranger{crypto::PrivateKey::generate()};

  EXPECT_EQ(TrustedSet::start(Repository::signed_with(repo.root, stranger), Repository::noon()).error().kind, ErrorKind::refused);
  EXPECT_EQ(TrustedSet::start("{}", Repository::noon()).error().kind, ErrorKind::malformed);
  EXPECT_EQ(TrustedSet::start(repo.files["timestamp.json"], Repository::noon()).error().kind, ErrorKind::malformed);
}

TEST(TrustedSet, ExpiredRoots_AreAWayToTheNext) {
  Repository repo;
  repo.root.expires = Repository::noon() - std::chrono::days{1};
  repo.publish_root();
  repo.root.expires = Repository::noon() + std::chrono::days{1};
  repo.publish_root();
  auto set = started(repo);

  EXPECT_TRUE(taken(repo, set));
  EXPECT_EQ(set.root().version, 3u);
}

TEST(TrustedSet, RootRotation_SaysWhenOnlineKeysWereTakenAway) {
  Repository repo;
  auto set = started(repo);
  const auto follow = [&] {
    repo.publish_root();
    const auto changed = set.follow_root(repo.at("root", repo.root.version));
    EXPECT_TRUE(changed);
    return changed && *changed;
  };

  repo.give_keys("root", 3, 2);
  EXPECT_FALSE(follow());
  repo.give_keys("targets", 2);
  EXPECT_FALSE(follow());
  repo.add_key("snapshot");
  EXPECT_FALSE(follow());
  repo.give_keys("snapshot", 1);
  EXPECT_TRUE(follow());
  repo.give_keys("timestamp", 1);
  EXPECT_TRUE(follow());
  EXPECT_EQ(set.root().version, 6u);
}

TEST(TrustedSet, OlderThanWhatWasSeen_IsRefused) {
  Repository repo;
  repo.delegate(repo.targets, "a", {"a/*"});
  repo.publish();
  const Repository seen = repo;
  const Attack attacks[] = {
      {"timestamp rolled back", [](Repository& r) { r.timestamp.version = 1; r.put_timestamp(); }, "is version 1, older than 2"},
      {"snapshot rolled back",
       [](Repository& r) { r.timestamp.version = 3; r.timestamp.snapshot.version = 1; r.put_timestamp(); },
       "names version 1 of the snapshot, older than 2"},
      {"targets rolled back",
       [](Repository& r) { r.snapshot.meta["targets.json"].version = 1; r.publish_online(); },
       "names version 1 of targets.json, older than 2"},
      {"delegated role rolled back",
       [](Repository& r) { r.snapshot.meta["a.json"].version = 1; r.publish_online(); },
       "names version 1 of a.json, older than 2"},
      {"role dropped", [](Repository& r) { r.snapshot.meta.erase("a.json"); r.publish_online(); }, "does not name a.json any more"},
  };
  for (const Attack& attack : attacks) {
    repo = seen;
    attack.change(repo);
    auto set = started(repo);
    ASSERT_TRUE(set.remember_timestamp(seen.files.at("timestamp.json")));
    ASSERT_TRUE(set.remember_snapshot(seen.at("snapshot", 2)));
    expect_refused(taken(repo, set), attack.why, attack.what);
  }
}

// An attacker with the online keys signed version 99; new keys, and the versions may begin anew.
TEST(TrustedSet, FastForward_IsRecoveredFromByNewKeys) {
  Repository repo;
  Repository stolen = repo;
  stolen.timestamp.version = stolen.snapshot.version = 99;
  stolen.publish_online();
  repo.give_keys("timestamp", 1);
  repo.give_keys("snapshot", 1);
  repo.publish_root();
  repo.publish();
  auto set = started(repo);
  ASSERT_TRUE(*set.follow_root(repo.at("root", 2)));

  EXPECT_FALSE(set.remember_timestamp(stolen.files.at("timestamp.json")));
  EXPECT_FALSE(set.remember_snapshot(stolen.at("snapshot", 100)));
  EXPECT_TRUE(taken(repo, set));
}

TEST(TrustedSet, SameTimestampAgain_GoesOnToTheSnapshot) {
  Repository repo;
  auto set = started(repo);
  ASSERT_TRUE(set.remember_timestamp(repo.files.at("timestamp.json")));
  ASSERT_TRUE(set.end_roots());

  const auto verdict = set.take_timestamp(repo.files.at("timestamp.json"));

  ASSERT_TRUE(verdict);
  EXPECT_EQ(*verdict, TrustedSet::Verdict::unchanged);
  EXPECT_TRUE(set.take_snapshot(repo.at("snapshot", 1)));
}

TEST(TrustedSet, OtherContentUnderTheSameTimestampVersion_IsNotTaken) {
  Repository repo;
  auto set = started(repo);
  ASSERT_TRUE(set.remember_timestamp(repo.files.at("timestamp.json")));
  repo.timestamp.snapshot.version = 100;
  repo.put_timestamp();

  const auto verdict = set.take_timestamp(repo.files.at("timestamp.json"));

  ASSERT_TRUE(verdict);
  EXPECT_EQ(*verdict, TrustedSet::Verdict::unchanged);
  EXPECT_EQ(set.timestamp().snapshot.version, 1u);
}

TEST(TrustedSet, KeptTimestampThatExpired_ProtectsButIsNotPlayed) {
  Repository repo;
  auto set = started(repo, repo.timestamp.expires);
  ASSERT_TRUE(set.remember_timestamp(repo.files.at("timestamp.json")));

  EXPECT_FALSE(set.take_timestamp(repo.files.at("timestamp.json")));
  repo.timestamp.expires += std::chrono::days{1};
  repo.timestamp.version = 1;
  repo.put_timestamp();
  EXPECT_FALSE(set.take_timestamp(repo.files.at("timestamp.json")));
  repo.timestamp.version = 2;
  repo.put_timestamp();
  EXPECT_TRUE(set.take_timestamp(repo.files.at("timestamp.json")));
}

TEST(TrustedSet, StoppedClock_IsCorrectedByASignedTime) {
  Repository repo;
  repo.timestamp.issued = Repository::noon();
  repo.timestamp.expires = Repository::noon() + std::chrono::days{14};
  repo.put_timestamp();
  auto set = started(repo, *parse_time("1970-01-01T00:00:00Z"));

  ASSERT_TRUE(taken(repo, set));
  EXPECT_EQ(set.time(), Repository::noon());

  // And what the kiosk once saw holds against older content, however its clock stands.
  Repository old;
  auto later = started(old, *parse_time("1970-01-01T00:00:00Z"));
  later.not_before(old.timestamp.expires);
  expect_refused(taken(old, later), "timestamp.json: expired", "clock at 1970");
}

TEST(TrustedSet, WhatMayBeFetched_IsTheLessOfDeclaredAndAllowed) {
  Repository repo;
  auto set = started(repo);
  ASSERT_TRUE(taken(repo, set));
  EXPECT_EQ(set.wanted_snapshot().max_bytes, repo.at("snapshot", 1).size());
  EXPECT_EQ(set.wanted_targets("targets")->max_bytes, repo.at("targets", 1).size());
  EXPECT_FALSE(set.wanted_targets("other"));

  repo.timestamp.snapshot.length = std::uint64_t{1} << 40;
  ++repo.timestamp.version;
  repo.put_timestamp();
  auto other = started(repo);
  ASSERT_TRUE(other.end_roots());
  ASSERT_TRUE(other.take_timestamp(repo.files.at("timestamp.json")));
  EXPECT_EQ(other.wanted_snapshot().max_bytes, MetadataLimits{}.snapshot_bytes);
}

TEST(TrustedSet, CuratorSignsOnlyOwnPaths) {
  Repository repo;
  repo.delegate(repo.targets, "a", {"packs/a/*"}, true);
  repo.roles["a"].targets["packs/a/x.json"] = Repository::file("mine");
  repo.roles["a"].targets["packs/b/x.json"] = Repository::file("not mine");
  repo.publish();
  auto set = started(repo);
  ASSERT_TRUE(taken(repo, set));

  const auto own = set.targets_of("a", "targets");

  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(own.begin()->first, "packs/a/x.json");
}

// The same role, delegated by two with different keys: trusted from the one is not trusted from the other.
TEST(TrustedSet, RoleTrustedFromOneDelegator_IsNotTrustedFromAnother) {
  Repository repo;
  repo.delegate(repo.targets, "a", {"*"});
  repo.delegate(repo.targets, "b", {"*"});
  repo.delegate(repo.roles["a"], "c", {"*"});
  DelegatedRole& other = repo.delegate(repo.roles["b"], "c", {"*"});
  const auto stranger = crypto::PrivateKey::generate();
  repo.roles["b"].delegations->keys[Repository::id(stranger)] = describe(stranger);
  other.keyids = {Repository::id(stranger)};
  repo.publish();
  auto set = started(repo);
  ASSERT_TRUE(set.end_roots() && set.take_timestamp(repo.files.at("timestamp.json")) && set.take_snapshot(repo.at("snapshot", 2)));
  ASSERT_TRUE(set.take_targets(repo.at("targets", 2), "targets", "root"));
  for (const char* role : {"a", "b"}) ASSERT_TRUE(set.take_targets(repo.at(role, 2), role, "targets"));

  EXPECT_TRUE(set.take_targets(repo.at("c", 2), "c", "a"));
  EXPECT_FALSE(set.take_targets(repo.at("c", 2), "c", "b"));
  EXPECT_EQ(set.targets("c", "b"), nullptr);
}

TEST(Pattern, StarAndQuestionMark_StayWithinOneName) {
  const std::tuple<const char*, const char*, bool> cases[] = {
      {"a", "a", true},           {"a", "b", false},          {"a", "A", false},           {"*", "a", true},         {"*", "", true},
      {"*", "a/b", false},        {"*/*", "a/b", true},       {"*/*", "a", false},         {"*/*", "a/b/c", false},  {"a/*", "a/", true},
      {"a/*", "a", false},        {"?", "a", true},           {"?", "", false},            {"?", "/", false},        {"?", "ab", false},
      {"?", "长", true},          {"??", "长", false},        {"*长?", "x长廊", true},     {"a*b*c", "axxbyyc", true}, {"a*b*c", "axxbyy", false},
      {"*.json", "x.json", true}, {"*.json", ".json", true},  {"*.json", "x.jsonx", false}, {"a**b", "axb", true},    {"[ab]", "a", false},
      {"[ab]", "[ab]", true},     {"{a,b}", "a", false},      {"!a", "b", false},          {"a\\*", "a*", false},    {"packs/a/*", "packs/a/x.json", true},
      {"packs/a/*", "packs/ab/x.json", false}, {"packs/a/*", "packs/a/../b/x.json", false}, {"", "", true}, {"", "a", false}, {"/a", "a", false},
  };
  for (const auto& [pattern, path, want] : cases) EXPECT_EQ(pattern_matches(pattern, path), want) << pattern << " " << path;
}

TEST(Pattern, MadeToBeSlow_IsNot) {
  std::string pattern, path(100'000, 'a');
  for (int i = 0; i < 500; ++i) pattern += "*a";
  const auto start = std::chrono::steady_clock::now();

  EXPECT_FALSE(pattern_matches(pattern + "b", path));

  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Delegation, ByHashPrefix_IsOfThePath) {
  DelegatedRole role;
  role.hash_prefixes = {crypto::hex(crypto::sha256("a/b")).substr(0, 4)};

  EXPECT_TRUE(is_delegated(role, "a/b"));
  EXPECT_FALSE(is_delegated(role, "a/c"));
}

struct Graph {
  const char* what;
  std::vector<std::tuple<const char*, const char*, bool, const char*>> edges;  // from, to, terminating, pattern
  const char* holder;                                                          // the role that has the target; "" nobody
  const char* order;                                                           // in which roles are asked
};

TEST(Search, EveryGraph_IsWalkedInPreOrder) {
  const Graph graphs[] = {
      {"nothing delegated", {}, "", "targets"},
      {"in targets itself", {{"targets", "A", false, "*"}}, "targets", "targets"},
      {"one level", {{"targets", "A", false, "*"}, {"targets", "B", false, "*"}, {"targets", "C", false, "*"}}, "", "targets A B C"},
      {"children before siblings", {{"targets", "A", false, "*"}, {"targets", "B", false, "*"}, {"A", "C", false, "*"}}, "", "targets A C B"},
      {"found on the way", {{"targets", "A", false, "*"}, {"targets", "B", false, "*"}, {"A", "C", false, "*"}}, "C", "targets A C"},
      {"terminating ends its level", {{"targets", "A", false, "*"}, {"targets", "B", true, "*"}, {"targets", "C", false, "*"}}, "C", "targets A B"},
      {"terminating keeps its children", {{"targets", "A", true, "*"}, {"targets", "B", false, "*"}, {"A", "C", false, "*"}}, "C", "targets A C"},
      {"terminating below ends all above", {{"targets", "A", false, "*"}, {"targets", "B", false, "*"}, {"A", "C", true, "*"}, {"A", "D", false, "*"}}, "B", "targets A C"},
      {"terminating with other paths ends nothing", {{"targets", "A", true, "y"}, {"targets", "B", false, "*"}}, "B", "targets B"},
      {"other paths are not asked", {{"targets", "A", false, "y*"}, {"targets", "B", false, "x?"}, {"targets", "C", false, "x"}}, "A", "targets C"},
      {"two roles to a third", {{"targets", "A", false, "*"}, {"targets", "B", false, "*"}, {"A", "C", false, "*"}, {"B", "C", false, "*"}}, "", "targets A C B"},
      {"a role to itself", {{"targets", "A", false, "*"}, {"A", "A", false, "*"}}, "", "targets A"},
      {"a circle", {{"targets", "A", false, "*"}, {"A", "B", false, "*"}, {"B", "A", false, "*"}, {"B", "C", false, "*"}}, "", "targets A B C"},
  };
  for (const Graph& graph : graphs) {
    std::map<std::string, Targets> roles{{"targets", {}}};
    for (const auto& [from, to, terminating, pattern] : graph.edges) {
      roles[to];
      DelegatedRole role;
      role.name = to;
      role.terminating = terminating;
      role.paths = {pattern};
      if (!roles[from].delegations) roles[from].delegations.emplace();
      roles[from].delegations->roles.push_back(role);
    }
    if (*graph.holder) roles[graph.holder].targets["x"] = Repository::file("content");
    std::string order;
    const auto found = find_target("x", [&](const std::string& role, const std::string& delegator) -> Result<const Targets*> {
      order += (order.empty() ? "" : " ") + role;
      EXPECT_TRUE(role == "targets" ? delegator == "root" : roles.contains(delegator));
      return &roles.at(role);
    });
    ASSERT_TRUE(found) << graph.what;
    EXPECT_EQ(order, graph.order) << graph.what;
    const bool reached = *graph.holder && (" " + order + " ").find(" " + std::string(graph.holder) + " ") != std::string::npos;
    EXPECT_EQ(found->has_value(), reached) << graph.what;
    EXPECT_EQ(*found ? (*found)->role : "", reached ? graph.holder : "") << graph.what;
  }
}

TEST(Search, MoreRolesThanAllowed_Ends) {
  std::map<std::string, Targets> roles;
  const auto name = [](std::size_t i) { return i == 0 ? "targets" : "r" + std::to_string(i); };
  for (std::size_t i = 0; i < 70; ++i) {
    DelegatedRole next;
    next.name = name(i + 1);
    next.paths = {"*"};
    roles[name(i)].delegations.emplace().roles.push_back(next);
  }
  roles[name(63)].targets["last"] = Repository::file("content");
  std::size_t asked = 0;
  const auto load = [&](const std::string& role, const std::string&) -> Result<const Targets*> { return ++asked, &roles.at(role); };

  EXPECT_TRUE(find_target("last", load)->has_value());  // in the 64th
  EXPECT_EQ(asked, 64u);
  asked = 0;
  const auto beyond = find_target("other", load);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, ErrorKind::limit);
  EXPECT_EQ(asked, 64u);
}

TEST(TargetCheck, WhatIsNotTheTarget_IsRefused) {
  const std::string content = "content";
  const auto check = [&](TargetFile file, std::string_view bytes) {
    TargetCheck one(file);
    for (char c : bytes)
      if (!one.update({&c, 1})) return false;
    return one.finish("x").has_value();
  };
  TargetFile file = Repository::file(content);
  EXPECT_TRUE(check(file, content));
  EXPECT_FALSE(check(file, "contenu"));
  EXPECT_FALSE(check(file, "conten"));
  EXPECT_FALSE(check(file, "content "));
  file.hashes["sha512"] = crypto::hex(crypto::sha512(content));
  EXPECT_TRUE(check(file, content));
  file.hashes["sha512"] = crypto::hex(crypto::sha512("other"));
  EXPECT_FALSE(check(file, content));
  file.hashes = {{"sha512", crypto::hex(crypto::sha512(content))}, {"blake3", "00"}};
  EXPECT_TRUE(check(file, content));
  file.hashes = {{"blake3", "00"}};
  EXPECT_FALSE(check(file, content));
}

}  // namespace
}  // namespace kiosk::sync
