#include "kiosk/ctl/progress_line.h"

#include <gtest/gtest.h>

namespace kiosk::ctl {
namespace {

TEST(SizeText, StepsByThousands) {
  EXPECT_EQ(size_text(0), "0 B");
  EXPECT_EQ(size_text(999), "999 B");
  EXPECT_EQ(size_text(1000), "1.0 kB");
  EXPECT_EQ(size_text(999'949), "999.9 kB");
  EXPECT_EQ(size_text(999'950), "1.0 MB");
  EXPECT_EQ(size_text(21'474'836'480), "21.5 GB");
}

TEST(ProgressText, SaysWhatIsKnown) {
  const sync::Progress progress{.bytes = 12'300'000, .bytes_total = 45'600'000, .files = 7, .files_total = 90};

  EXPECT_EQ(progress_text(progress, 0), "12.3 MB of 45.6 MB, 7 of 90 files");
  EXPECT_EQ(progress_text(progress, 1'200'000), "12.3 MB of 45.6 MB, 7 of 90 files, 1.2 MB/s, 0:28 left");
  EXPECT_EQ(progress_text(progress, 5'000), "12.3 MB of 45.6 MB, 7 of 90 files, 5.0 kB/s, 1:51:00 left");
}

TEST(ProgressText, PromisesNothing_WhenMoreCameThanWasExpected) {
  EXPECT_EQ(progress_text({.bytes = 20, .bytes_total = 10, .files = 1, .files_total = 2}, 100), "20 B of 10 B, 1 of 2 files, 100 B/s");
}

}  // namespace
}  // namespace kiosk::ctl
