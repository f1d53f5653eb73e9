#include "kiosk/ctl/machine.h"

#include <gtest/gtest.h>

namespace kiosk::ctl {
namespace {

TEST(RunProgram, HandsOverOutputAndStatus_AndNoMessages) {
  const auto done = run_program({"sh", "-c", "echo out; echo message >&2; exit 3"});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output, "out\n");
  EXPECT_EQ(done->status, 3);
}

TEST(RunProgram, SaysThatThereIsNone_AndWhichSignalEndedOne) {
  const auto missing = run_program({"no-such-program-of-changlang"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_EQ(run_program({"sh", "-c", "kill -TERM $$"})->status, 128 + 15);
}

TEST(RunProgram, TakesNoMoreThanItsLimit) {
  const auto done = run_program({"head", "-c", "6000000", "/dev/zero"});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output.size(), kMostOutput);
  EXPECT_TRUE(done->cut);
}

TEST(RunProgram, AsksInPlainWords) { EXPECT_EQ(run_program({"sh", "-c", "echo $LC_ALL $SYSTEMD_COLORS"})->output, "C.UTF-8 0\n"); }

TEST(Split, LeavesNothingEmpty) {
  EXPECT_EQ(split("  a b\n\nc "), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(split("").empty());
}

}  // namespace
}  // namespace kiosk::ctl
