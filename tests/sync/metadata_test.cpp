#include "kiosk/sync/metadata.h"

#include <gtest/gtest.h>

#include "tests/base/test_keys.h"

namespace kiosk::sync {
namespace {

const Time kTomorrow = *parse_time("2026-11-24T00:00:00Z");

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return at == text.npos ? text : text.replace(at, from.size(), to);
}

const std::string kRoot = R"({"signatures":[{"keyid":"aa","sig":"00"}],"signed":{"_type":"root","spec_version":"1.0.34","version":7,
 "expires":"2026-11-24T00:00:00Z","consistent_snapshot":true,"x-later":{"b":[1,{"c":"长廊"}],"a":null},
 "keys":{"aa":{"keytype":"ed25519","scheme":"ed25519","keyval":{"public":"00","note":1},"x-owner":"curator"},
         "bb":{"keytype":"oidc","scheme":"oidc","keyval":{"issuer":"https://example.org"}}},
 "roles":{"root":{"keyids":["aa"],"threshold":1,"x":2},"snapshot":{"keyids":[],"threshold":1},"targets":{"keyids":["aa","bb"],"threshold":2},
          "timestamp":{"keyids":["cc"],"threshold":1},"mirrors":{"keyids":["aa"],"threshold":1}}}})";
const std::string kTargets = R"({"signatures":[],"signed":{"_type":"targets","spec_version":"1.0.34","version":1,
 "expires":"2026-11-24T00:00:00Z","targets":{"packs/qingpu/qingpu.json":{"length":3,"hashes":{"sha256":
 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","md4":"x"},"custom":{"a":1},"x":1}},
 "delegations":{"keys":{},"roles":[{"name":"a","keyids":["k"],"threshold":1,"terminating":true,"paths":["packs/a/*"],"x":1},
 {"name":"b","keyids":["k"],"threshold":1,"terminating":false,"path_hash_prefixes":["0a"]}],"x":1}}})";
const std::string kTimestamp = R"({"signatures":[],"signed":{"_type":"timestamp","spec_version":"1.0.34","version":1,
 "expires":"2026-11-24T00:00:00Z","x-issued":"2026-11-23T00:00:00Z","meta":{"snapshot.json":{"version":2,"length":10,"hashes":{"sha256":
 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},"x":1}}}})";
const std::string kSnapshot = R"({"signatures":[],"signed":{"_type":"snapshot","spec_version":"1.0.34","version":1,
 "expires":"2026-11-24T00:00:00Z","meta":{"targets.json":{"version":2},"a.json":{"version":9007199254740991}}}})";

template <typename T>
void expect_written_the_same(const std::string& text) {
  const auto read = parse_document<T>(text, "x");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(signed_bytes(read->content), read->signed_bytes);

  const auto again = parse_document<T>(write_document(read->content, read->signatures), "again");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->signed_bytes, read->signed_bytes);
  EXPECT_EQ(again->signatures.size(), read->signatures.size());
}

TEST(Metadata, OfEveryKind_IsWrittenAsItWasRead_WithMembersThatNobodyKnows) {
  expect_written_the_same<Root>(kRoot);
  expect_written_the_same<Root>(replaced(kRoot, R"("consistent_snapshot":true,)", ""));
  expect_written_the_same<Targets>(kTargets);
  expect_written_the_same<Timestamp>(kTimestamp);
  expect_written_the_same<Snapshot>(kSnapshot);
}

TEST(Metadata, Values_AreWhatTheDocumentSays) {
  const auto root = parse_document<Root>(kRoot, "x");
  const auto targets = parse_document<Targets>(kTargets, "x");
  const auto timestamp = parse_document<Timestamp>(kTimestamp, "x");
  ASSERT_TRUE(root && targets && timestamp);

  EXPECT_EQ(root->content.version, 7u);
  EXPECT_EQ(root->content.expires, kTomorrow);
  EXPECT_EQ(root->content.roles.at("targets").threshold, 2u);
  EXPECT_EQ(root->content.keys.at("aa").value, "00");
  EXPECT_EQ(root->signatures.at(0).keyid, "aa");
  EXPECT_EQ(targets->content.targets.at("packs/qingpu/qingpu.json").custom, R"({"a":1})");
  EXPECT_TRUE(targets->content.delegations->roles.at(0).terminating);
  EXPECT_EQ(targets->content.delegations->roles.at(1).hash_prefixes, std::vector<std::string>{"0a"});
  EXPECT_EQ(timestamp->content.issued, parse_time("2026-11-23T00:00:00Z"));
  EXPECT_EQ(timestamp->content.snapshot.length, 10u);
}

struct Broken {
  const char* from;
  const char* to;
};

template <typename T>
void expect_refused(const std::string& good, std::initializer_list<Broken> all) {
  ASSERT_TRUE(parse_document<T>(good, "x"));
  for (const auto& [from, to] : all) {
    const auto read = parse_document<T>(replaced(good, from, to), "x.json");
    ASSERT_FALSE(read) << from << " → " << to;
    EXPECT_TRUE(read.error().kind == ErrorKind::malformed || read.error().kind == ErrorKind::refused) << to;
    EXPECT_EQ(read.error().subject, "x.json");
  }
}

TEST(Metadata, WhatLooseReadersLetPass_IsRefused) {
  expect_refused<Root>(kRoot, {{"\"version\":7", "\"version\":0"},
                               {"\"version\":7", "\"version\":-1"},
                               {"\"version\":7", "\"version\":7.0"},
                               {"\"version\":7", "\"version\":7e0"},
                               {"\"version\":7", "\"version\":\"7\""},
                               {"\"version\":7", "\"version\":true"},
                               {"\"version\":7", "\"version\":9007199254740992"},
                               {"\"version\":7", "\"version\":7,\"version\":8"},
                               {"\"version\":7,", ""},
                               {"\"_type\":\"root\"", "\"_type\":\"targets\""},
                               {"\"_type\":\"root\"", "\"_type\":\"Root\""},
                               {"1.0.34", "2.0.0"},
                               {"1.0.34", "10.0.0"},
                               {"2026-11-24T00:00:00Z", "2026-11-24T00:00:00"},
                               {"2026-11-24T00:00:00Z", "2026-11-24T00:00:00+00:00"},
                               {"2026-11-24T00:00:00Z", "2026-11-24T00:00:00.5Z"},
                               {"2026-11-24T00:00:00Z", "2026-02-30T00:00:00Z"},
                               {"2026-11-24T00:00:00Z", "2026-11-24T24:00:00Z"},
                               {"2026-11-24T00:00:00Z", "2026-11-24 00:00:00Z"},
                               {"2026-11-24T00:00:00Z", " 2026-11-24T00:00:00"},
                               {"\"threshold\":1", "\"threshold\":0"},
                               {"\"threshold\":1", "\"threshold\":1.5"},
                               {"[\"aa\",\"bb\"]", "[\"aa\",\"aa\"]"},
                               {"[\"aa\",\"bb\"]", "[\"aa\",7]"},
                               {"[\"aa\",\"bb\"]", "\"aa\""},
                               {"\"snapshot\":{", "\"snapshots\":{"},
                               {"\"public\":\"00\"", "\"public\":\"\""},
                               {"\"public\":\"00\"", "\"public\":0"},
                               {"\"note\":1", "\"note\":1.5"},
                               {"长廊", "\xFF"},
                               {"长廊", "\xED\xA0\x80"},
                               {"{\"keyid\":\"aa\",\"sig\":\"00\"}", "{\"keyid\":\"aa\",\"sig\":\"00\"},{\"keyid\":\"aa\",\"sig\":\"11\"}"},
                               {"{\"keyid\":\"aa\",\"sig\":\"00\"}", "{\"keyid\":\"aa\"}"},
                               {"\"signed\":{", "\"signed\":[],\"x\":{"}});
  expect_refused<Targets>(kTargets, {{"\"length\":3", "\"length\":-3"},
                                     {"\"sha256\":\n \"ba78", "\"sha256\":\n \"BA78"},
                                     {"\"sha256\":\n \"ba78", "\"sha256\":\n \"78"},
                                     {"\"md4\":\"x\"", "\"md4\":1"},
                                     {"\"custom\":{\"a\":1}", "\"custom\":1"},
                                     {"\"terminating\":true", "\"terminating\":1"},
                                     {"\"paths\":[\"packs/a/*\"]", "\"paths\":[\"x\"],\"path_hash_prefixes\":[\"0\"]"},
                                     {"\"paths\":[\"packs/a/*\"]", "\"path\":[\"x\"]"},
                                     {"\"path_hash_prefixes\":[\"0a\"]", "\"path_hash_prefixes\":[]"},
                                     {"\"name\":\"b\"", "\"name\":\"a\""},
                                     {"\"name\":\"b\"", "\"name\":\"\""},
                                     {"\"name\":\"b\"", "\"name\":\"root\""},
                                     {"\"roles\":[", "\"succinct_roles\":["}});
  expect_refused<Timestamp>(kTimestamp, {{"snapshot.json", "snapshots.json"},
                                         {"\"meta\":{", "\"meta\":{\"targets.json\":{\"version\":1},"},
                                         {"\"version\":2", "\"version\":0"},
                                         {"2026-11-23T00:00:00Z", "yesterday"}});
  expect_refused<Snapshot>(kSnapshot, {{"targets.json", "target.json"}, {"9007199254740991", "9007199254740992"}});
}

TEST(Metadata, TargetWithoutAHash_IsRefused) {
  const std::size_t begin = kTargets.find("{\"sha256\"");
  std::string text = kTargets;
  text.replace(begin, text.find('}', begin) + 1 - begin, "{}");

  const auto read = parse_document<Targets>(text, "x");

  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("names no hash"), std::string::npos) << read.error().message;
}

TEST(Metadata, EveryLimit_IsTheLastThatPasses) {
  const auto kind = [](const std::string& text, const MetadataLimits& limits) {
    const auto read = parse_document<Root>(text, "x", limits);
    return read ? std::optional<ErrorKind>() : read.error().kind;
  };
  MetadataLimits limits;
  limits.root_bytes = kRoot.size();
  limits.keys_of_a_role = 2;
  limits.signatures = 1;
  EXPECT_EQ(kind(kRoot, limits), std::nullopt);
  limits.root_bytes = kRoot.size() - 1;
  EXPECT_EQ(kind(kRoot, limits), ErrorKind::limit);
  limits = {};
  limits.keys_of_a_role = 1;
  EXPECT_EQ(kind(kRoot, limits), ErrorKind::limit);
  limits = {};
  limits.signatures = 0;
  EXPECT_EQ(kind(kRoot, limits), ErrorKind::limit);
  limits = {};
  limits.depth = 5;  // signed, x-later, b, an object in it, below the document itself
  EXPECT_EQ(kind(kRoot, limits), std::nullopt);
  limits.depth = 4;
  EXPECT_EQ(kind(kRoot, limits), ErrorKind::limit);
  limits = {};
  limits.targets = 0;
  EXPECT_EQ(parse_document<Targets>(kTargets, "x", limits).error().kind, ErrorKind::limit);
  limits.targets = 1;
  EXPECT_TRUE(parse_document<Targets>(kTargets, "x", limits));
  limits.targets_bytes = kTargets.size() - 1;
  EXPECT_EQ(parse_document<Targets>(kTargets, "x", limits).error().kind, ErrorKind::limit);
  limits.timestamp_bytes = kTimestamp.size() - 1;
  EXPECT_EQ(parse_document<Timestamp>(kTimestamp, "x", limits).error().kind, ErrorKind::limit);
  limits.snapshot_bytes = kSnapshot.size() - 1;
  EXPECT_EQ(parse_document<Snapshot>(kSnapshot, "x", limits).error().kind, ErrorKind::limit);
}

TEST(Metadata, OfTheLargestSize_IsRead) {
  Targets targets;
  targets.expires = kTomorrow;
  MetadataLimits limits;
  for (int i = 0; i < 1000; ++i) {
    TargetFile file{1, {{"sha256", std::string(64, 'a')}}, "", ""};
    file.custom = "{\"x\":\"" + std::string(700, 'x') + "\"}";
    targets.targets["packs/memorial/pack-" + std::to_string(i) + ".json"] = file;
  }
  const std::string text = write_document(targets, {});
  ASSERT_GT(text.size(), 900'000u);
  ASSERT_LT(text.size(), limits.targets_bytes);

  EXPECT_TRUE(parse_document<Targets>(text, "x"));
}

TEST(Time, IsWrittenAsItWasRead) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-23T14:51:07Z", "9999-12-31T00:00:00Z"})
    EXPECT_EQ(to_string(*parse_time(text)), text);
  EXPECT_EQ(parse_time("2023-02-29T00:00:00Z"), std::nullopt);
}

TEST(Key, Id_IsOfTheKeyHoweverThePublisherHashedIt) {
  // Made with securesystemslib's rule by hand: {"keytype":…,"keyval":{"public":…},"scheme":…}.
  const std::string plain = std::string(R"({"keytype":"ed25519","keyval":{"public":")") + test_keys::kEd25519Public + R"("},"scheme":"ed25519"})";
  const std::string id = crypto::hex(crypto::sha256(plain));
  Key key{"ed25519", "ed25519", test_keys::kEd25519Public, "", ""};

  EXPECT_EQ(key_id(key), id);
  EXPECT_TRUE(has_id(key, id));
  key.other = R"({"keyid_hash_algorithms":["sha256"],"x-owner":"curator"})";
  EXPECT_NE(key_id(key), id);
  EXPECT_TRUE(has_id(key, id));
  EXPECT_TRUE(has_id(key, key_id(key)));
  EXPECT_TRUE(has_id(key, crypto::hex(crypto::sha256(R"({"keyid_hash_algorithms":["sha256"],)" + plain.substr(1)))));
  EXPECT_FALSE(has_id(key, crypto::hex(crypto::sha256("another"))));
  EXPECT_FALSE(has_id(key, ""));
}

TEST(Key, ThatCannotBeUsed_SaysWhy) {
  const std::string good = test_keys::kEd25519Public;
  std::string capital = good;
  std::transform(capital.begin(), capital.end(), capital.begin(), ::toupper);
  const std::tuple<Key, const char*> wrong[] = {
      {{"ed25519", "ed25519", capital, "", ""}, "lower-case"},
      {{"ed25519", "ed25519", good.substr(2), "", ""}, "32 bytes"},
      {{"ed25519", "ed25519", "01" + std::string(62, '0'), "", ""}, "small order"},
      {{"ed25519", "ecdsa-sha2-nistp256", good, "", ""}, "does not know"},
      {{"ed25519", "ed25519ph", good, "", ""}, "does not know"},
      {{"ecdsa", "ecdsa-sha2-nistp256", test_keys::kP384, "", ""}, "P-256"},
      {{"rsa", "rsassa-pss-sha256", test_keys::kRsa1024, "", ""}, "1024 bits"},
      {{"rsa", "rsa-pkcs1v15-sha256", test_keys::kRsa2048, "", ""}, "does not know"},
      {{"oidc", "oidc", "", "", R"({"issuer":"x"})"}, "does not know"},
  };
  for (const auto& [key, why] : wrong) {
    const auto opened = open_key(key, key_id(key));
    ASSERT_FALSE(opened) << why;
    EXPECT_NE(opened.error().message.find(why), std::string::npos) << opened.error().message;
    EXPECT_EQ(opened.error().subject, key_id(key));
  }
  const Key key{"ed25519", "ed25519", good, "", ""};
  EXPECT_TRUE(open_key(key, key_id(key)));
  EXPECT_NE(open_key(key, std::string(64, 'a')).error().message.find("id that is not its own"), std::string::npos);
  for (const Key& other : {Key{"ecdsa", "ecdsa-sha2-nistp256", test_keys::kP256, "", ""}, Key{"rsa", "rsassa-pss-sha256", test_keys::kRsa2048, "", ""}})
    EXPECT_TRUE(open_key(other, key_id(other))) << other.type;
}

TEST(Sign, UnderTheIdOfTheKey_Verifies) {
  const auto key = crypto::PrivateKey::generate();
  Timestamp timestamp;
  timestamp.expires = kTomorrow;
  const std::string bytes = signed_bytes(timestamp);

  const Signature signature = sign(key, bytes);

  const auto opened = open_key(describe(key), signature.keyid);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->verifies(bytes, *crypto::from_hex(signature.value)));
}

}  // namespace
}  // namespace kiosk::sync
