#include "kiosk/sync/receipt.h"

#include <gtest/gtest.h>

#include "kiosk/base/json.h"
#include "kiosk/sync/canonical_json.h"
#include "kiosk/sync/keys.h"

namespace kiosk::sync {
namespace {

Receipt whole() {
  Receipt receipt;
  receipt.name = "大厅";
  receipt.time = *parse_time("2026-11-23T09:00:00Z");
  receipt.program = "0.1.0";
  receipt.generation = 17;
  receipt.on_trial = true;
  receipt.packs = {{"chen-yun", "qingpu", "2026.11", std::string(64, 'a'), {std::string(64, 'b')}}};
  receipt.display = Receipt::Display{"2026-11-23T08:59:30Z", 17, 0, 95, "", {{"pictures", 2}}};
  receipt.disk_free_mb = 12345;
  receipt.last_exit = 3;
  receipt.last_error = "no route";
  receipt.last_success = "2026-11-23T08:00:00Z";
  return receipt;
}

TEST(Receipt, IsReadAsItWasWritten) {
  const auto key = crypto::PrivateKey::generate();

  const auto read = read_receipt(write_receipt(whole(), key), "receipt");

  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->id, key_id(describe(key)));
  EXPECT_EQ(read->name, "大厅");
  EXPECT_EQ(read->time, whole().time);
  EXPECT_EQ(read->generation, 17u);
  EXPECT_TRUE(read->on_trial);
  ASSERT_EQ(read->packs.size(), 1u);
  EXPECT_EQ(read->packs[0].name(), "chen-yun/qingpu");
  EXPECT_EQ(read->packs[0].manifest_sha256, std::string(16, 'a'));
  EXPECT_EQ(read->packs[0].signed_by, std::vector<std::string>{std::string(16, 'b')});
  EXPECT_EQ(read->display, whole().display);
  EXPECT_EQ(read->disk_free_mb, 12345u);
  EXPECT_EQ(read->last_exit, 3);
  EXPECT_EQ(read->last_error, "no route");
}

TEST(Receipt, StaysWithin2048Bytes_HoweverMuchThereIsToSay) {
  Receipt receipt = whole();
  receipt.name = std::string(300, 'n');
  receipt.last_error = std::string(199, 'e') + "桥" + std::string(5000, 'e');
  receipt.packs.resize(64, receipt.packs[0]);
  for (int i = 0; i < 100; ++i) receipt.display->errors["class" + std::to_string(i)] = 1;

  const std::string bytes = write_receipt(receipt, crypto::PrivateKey::generate());

  EXPECT_LE(bytes.size(), kReceiptBytes);
  const auto read = read_receipt(bytes, "receipt");
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->packs.size() + read->packs_left_out, 64u);
  EXPECT_EQ(read->last_error, std::string(199, 'e'));
}

// The display is another user's process, and one that reads foreign media.
TEST(Receipt, StaysReadable_WhateverTheDisplaySays) {
  Receipt receipt = whole();
  receipt.name = "hall\x1B[2J\n";
  receipt.last_error = std::string(300, '"');
  const std::string class_name = "\\u0000" + std::string(100, '\\');  // 50 backslashes, each of which takes two bytes
  std::string errors;
  for (char c = 'a'; c < 'i'; ++c) errors += std::string(errors.empty() ? "" : ",") + "\"" + c + class_name + "\":18446744073709551615";
  receipt.display = parse_display_status(R"({"time":"\n\u001b]0;x","generation":18446744073709551615,"failure":")" + std::string(120, '\\') + R"(","errors":{)" + errors + "}}");
  ASSERT_TRUE(receipt.display);
  ASSERT_EQ(receipt.display->errors.size(), 8u);

  const std::string bytes = write_receipt(receipt, crypto::PrivateKey::generate());

  EXPECT_LE(bytes.size(), kReceiptBytes);
  const auto read = read_receipt(bytes, "receipt");
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->name, "hall [2J ");
  EXPECT_EQ(read->display->generation, (1ull << 53) - 1);
}

TEST(Receipt, IsRefused_WhenAByteWasChanged) {
  const std::string bytes = write_receipt(whole(), crypto::PrivateKey::generate());
  std::string forged = bytes;
  forged.replace(forged.find("\"generation\":17,\"id\""), 15, "\"generation\":18");

  const auto read = read_receipt(forged, "receipt");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::refused);
}

// Who has a key of their own signs what they like, another kiosk's id too.
TEST(Receipt, IsRefused_UnderAnIdThatIsNotItsKeys) {
  const auto mine = crypto::PrivateKey::generate();
  const std::string other = key_id(describe(crypto::PrivateKey::generate()));
  const auto with_id = [&](const std::string& id) {
    Json json = *parse_json(write_receipt(whole(), mine), "receipt");
    json["signed"]["id"] = id;
    json["signatures"] = {{{"keyid", id}, {"sig", sign(mine, *canonical_json(json["signed"], "receipt")).value}}};
    return read_receipt(json.dump(), "receipt");
  };

  ASSERT_TRUE(with_id(key_id(describe(mine))));
  const auto forged = with_id(other);
  ASSERT_FALSE(forged);
  EXPECT_EQ(forged.error().kind, ErrorKind::refused);
}

TEST(Receipt, TakesWhatTheDisplaySays) {
  const auto display = parse_display_status(R"({"time":"2026-11-23T09:00:00Z","program":"0.1.0","generation":17,"packs":["qingpu 1"],"screen":"home",
    "failure":"","frame_age_s":0.4,"touch_age_s":null,"touch_devices":1,"errors":{"findings":3,"pictures":0}})");

  ASSERT_TRUE(display);
  EXPECT_EQ(display->generation, 17u);
  EXPECT_EQ(display->frame_age_s, 0u);
  EXPECT_FALSE(display->touch_age_s);
  EXPECT_EQ(display->errors.at("findings"), 3u);
  EXPECT_FALSE(parse_display_status("{"));
}

}  // namespace
}  // namespace kiosk::sync
