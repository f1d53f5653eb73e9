#include "kiosk/app/start_record.h"

#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"

namespace kiosk::app {
namespace {

class StartRecordTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "start-record-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<StartRecord> start(const std::string& boot = "monday") {
    auto record = StartRecord::open(folder_, boot);
    EXPECT_TRUE(record) << to_string(record.error());
    return std::move(*record);
  }
  // A run of this generation that ends without a word.
  void crash(GenerationNumber generation, const std::string& boot = "monday") { EXPECT_TRUE(start(boot)->begin(generation)); }
  Json read(const std::string& name) {
    const auto bytes = read_file(folder_ / name, 1 << 16);
    EXPECT_TRUE(bytes);
    return *parse_json(*bytes, name);
  }

  std::filesystem::path folder_;
};

TEST_F(StartRecordTest, TwoCrashesInARow_TheGenerationMayNotPlay) {
  crash(7);
  EXPECT_TRUE(start()->may_play(7)) << "one may be chance";
  crash(7);
  EXPECT_FALSE(start()->may_play(7));
  EXPECT_TRUE(start()->may_play(6));
}

TEST_F(StartRecordTest, OrderlyEnds_AreNoCrashes) {
  for (int i = 0; i < 3; ++i) {
    auto record = start();
    ASSERT_TRUE(record->begin(7));
    ASSERT_TRUE(record->end());
  }
  EXPECT_TRUE(start()->may_play(7));
}

TEST_F(StartRecordTest, PowerCuts_AreNobodysFault) {
  for (const char* boot : {"monday", "tuesday", "wednesday", "thursday"}) crash(7, boot);
  EXPECT_TRUE(start("friday")->may_play(7));
}

TEST_F(StartRecordTest, GoodFrames_EndTheRowAndAskForConfirmation) {
  crash(7);
  {
    auto record = start();
    ASSERT_TRUE(record->begin(7));
    ASSERT_TRUE(record->good("2026-11-23T10:00:00Z"));
  }
  crash(7);  // the run before was good: only this one counts
  EXPECT_TRUE(start()->may_play(7));
  EXPECT_EQ(read("requests/confirm.json"), Json({{"generation", 7}}));
  EXPECT_EQ(read("starts.json")["generations"][0]["last_good_frame"], "2026-11-23T10:00:00Z");
}

TEST_F(StartRecordTest, LookingAtNewContentWhileGoodContentPlays_DoesNotMakeItBad) {
  auto record = start();
  ASSERT_TRUE(record->begin(7));
  ASSERT_TRUE(record->good("2026-11-23T10:00:00Z"));
  ASSERT_TRUE(record->begin(8));  // read beside it
  ASSERT_TRUE(record->begin(7));
  record = start();               // a crash of what still plays, which had been good
  EXPECT_EQ(read("starts.json")["generations"][0]["crashes"], 0);
  EXPECT_EQ(read("starts.json")["generations"][0]["starts"], 1);
}

TEST_F(StartRecordTest, RollbackIsAskedFor_WithTheReason) {
  crash(7), crash(7);
  ASSERT_TRUE(start()->ask_for_rollback(7));
  EXPECT_EQ(read("requests/rollback.json"), Json({{"generation", 7}, {"reason", "the display crashed 2 times in a row"}}));
}

TEST_F(StartRecordTest, ContentThatIsNoGeneration_IsBlamedForNothing) {
  auto record = start();
  ASSERT_TRUE(record->begin(std::nullopt));
  ASSERT_TRUE(record->good("2026-11-23T10:00:00Z"));
  EXPECT_TRUE(read("starts.json")["running"].is_null());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "requests/confirm.json"));
}

TEST_F(StartRecordTest, RecordThatMeansNothing_IsBegunAnew) {
  for (const char* bytes : {"", "{", "[]", "{\"generations\":[{}],\"running\":null}", "{\"running\":null}",
                            "{\"generations\":[{\"generation\":-1,\"starts\":1,\"crashes\":9,\"last_good_frame\":3}],\"running\":null}"}) {
    std::ofstream(folder_ / "starts.json") << bytes;
    EXPECT_TRUE(start()->may_play(7)) << bytes;
  }
}

TEST_F(StartRecordTest, ManyGenerations_TheOldestIsForgotten) {
  auto record = start();
  for (GenerationNumber n = 1; n <= 2 * kGenerationsRecorded; ++n) ASSERT_TRUE(record->begin(n));
  EXPECT_EQ(read("starts.json")["generations"].size(), kGenerationsRecorded);
  EXPECT_EQ(read("starts.json")["generations"][0]["generation"], kGenerationsRecorded + 1);
}

TEST_F(StartRecordTest, FolderThatCannotBeMade_IsAnErrorThatNamesIt) {
  std::ofstream(folder_ / "file") << "x";
  const auto record = StartRecord::open(folder_ / "file" / "display", "monday");
  ASSERT_FALSE(record);
  EXPECT_NE(record.error().subject.find("file/display"), std::string::npos);
}

TEST(GenerationOf, FoldersOfGenerations_HaveTheirNumber) {
  EXPECT_EQ(generation_of("/var/lib/changlang/sync/gen/17"), 17u);
  for (const char* other : {"/srv/pack/17", "/x/gen/17a", "/x/gen/", "/x/gen/-1", "/x/gen/17.tmp", "gen", ""})
    EXPECT_EQ(generation_of(other), std::nullopt) << other;
}

}  // namespace
}  // namespace kiosk::app
