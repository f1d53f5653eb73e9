#include "kiosk/app/program_update.h"

#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/app/start_record.h"
#include "kiosk/base/files.h"

namespace kiosk::app {
namespace {

class ProgramUpdateTest : public testing::Test {
 protected:
  ProgramUpdateTest() {
    std::filesystem::remove_all(record);
    std::filesystem::create_directories(record);
  }
  ~ProgramUpdateTest() override { std::filesystem::remove_all(record); }
  void put_on_trial() { std::ofstream(record / "program.trial") << "0.2.0 1\n"; }

  const std::filesystem::path record =
      std::filesystem::path(testing::TempDir()) / ("program_update_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(ProgramUpdateTest, OnTrial_StandsAfterFiveMinutesOfFrames_Once) {
  put_on_trial();
  ProgramUpdate update(record);
  EXPECT_TRUE(update.on_trial());
  EXPECT_FALSE(update.stands(seconds{20}));
  EXPECT_FALSE(update.stands(seconds{319}));
  EXPECT_TRUE(update.stands(seconds{320}));
  EXPECT_FALSE(update.stands(seconds{1000}));
  EXPECT_FALSE(update.on_trial());
}

TEST_F(ProgramUpdateTest, Confirmed_IsNotOnTrialAtTheNextStart) {
  put_on_trial();
  const ProgramUpdate update(record);
  ASSERT_TRUE(update.confirm());
  EXPECT_FALSE(ProgramUpdate(record).on_trial());
}

TEST_F(ProgramUpdateTest, WithoutARecordOrATrial_NothingIsConfirmed) {
  for (const std::filesystem::path& folder : {record, std::filesystem::path()}) {
    ProgramUpdate update(folder);
    EXPECT_FALSE(update.on_trial());
    EXPECT_FALSE(update.stands(seconds{0}));
    EXPECT_FALSE(update.stands(seconds{10'000}));
  }
}

TEST_F(ProgramUpdateTest, IsReplaced_WhenAnotherFileWasRenamedOverTheProgram) {
  std::filesystem::create_symlink("/usr/bin/kiosk", record / "same");
  std::filesystem::create_symlink("/usr/bin/kiosk (deleted)", record / "other");
  EXPECT_FALSE(ProgramUpdate(record, record / "same").is_replaced());
  EXPECT_TRUE(ProgramUpdate(record, record / "other").is_replaced());
  EXPECT_FALSE(ProgramUpdate(record).is_replaced());
}

TEST_F(ProgramUpdateTest, ChangesOverOnlyWhereNobodyWouldNotice) {
  EXPECT_TRUE(ProgramUpdate::is_quiet("attract", *parse_local_time("2026-11-24T02:00")));
  EXPECT_TRUE(ProgramUpdate::is_quiet("attract", *parse_local_time("2026-11-24T04:00")));
  EXPECT_FALSE(ProgramUpdate::is_quiet("attract", *parse_local_time("2026-11-24T05:00")));
  EXPECT_FALSE(ProgramUpdate::is_quiet("attract", *parse_local_time("2026-11-24T14:00")));
  EXPECT_FALSE(ProgramUpdate::is_quiet("story", *parse_local_time("2026-11-24T03:00")));
  EXPECT_TRUE(ProgramUpdate::is_quiet("closed", *parse_local_time("2026-11-24T14:00")));
}

TEST_F(ProgramUpdateTest, CrashesOfAProgramOnTrial_AreNotTheContentsFault) {
  for (const bool on_trial : {true, false}) {
    std::filesystem::remove_all(record);
    std::filesystem::create_directories(record);
    if (on_trial) put_on_trial();
    for (int start = 0; start < 4; ++start) {
      const auto opened = StartRecord::open(record, "boot");
      ASSERT_TRUE(opened);
      EXPECT_EQ((*opened)->may_play(7), on_trial || start < 2) << start;
      ASSERT_TRUE((*opened)->begin(7));
    }
  }
}

}  // namespace
}  // namespace kiosk::app
