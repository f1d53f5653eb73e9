#include "kiosk/base/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>

namespace kiosk {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  Files() {
    std::string name = ::testing::TempDir() + "changlang-files-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~Files() override { fs::remove_all(folder_); }

  fs::path put(const std::string& name, std::string_view bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(Files, Read_GivesEveryByte) {
  const std::string bytes("a\0b\r\n\xff", 6);

  EXPECT_EQ(*read_file(put("x", bytes), 6), bytes);
  EXPECT_EQ(*read_file(put("empty", ""), 0), "");
}

TEST_F(Files, LargerThanAllowed_IsALimitErrorWithThePath) {
  const fs::path path = put("x", "1234567");

  const auto bytes = read_file(path, 6);

  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().kind, ErrorKind::limit);
  EXPECT_EQ(bytes.error().subject, path.string());
}

TEST_F(Files, EndlessFileThatClaimsToBeEmpty_StopsAtTheLimit) {
  const auto bytes = read_file("/proc/self/smaps", 100);  // size 0 by its stat, kilobytes when read

  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().kind, ErrorKind::limit);
}

TEST_F(Files, WhatIsNoRegularFile_IsRefusedWithoutBlocking) {
  const fs::path fifo = folder_ / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);

  for (const fs::path& path : {fifo, folder_, fs::path("/dev/zero")})
    EXPECT_EQ(read_file(path, 100).error().kind, ErrorKind::refused) << path;
}

TEST_F(Files, MissingFile_IsNotFound) {
  EXPECT_EQ(read_file(folder_ / "none", 100).error().kind, ErrorKind::not_found);
  EXPECT_EQ(read_file(put("x", "") / "below-a-file", 100).error().kind, ErrorKind::not_found);
}

TEST_F(Files, DurableWrite_ReplacesAndLeavesNothingElseBehind) {
  const fs::path path = put("x", "old and longer");

  ASSERT_TRUE(write_file_durably(path, "new"));

  EXPECT_EQ(*read_file(path, 100), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, DurableWriteOverLeftoverOfAPowerCut_StillWorks) {
  put("x.new", "half of someth");

  ASSERT_TRUE(write_file_durably(folder_ / "x", "whole"));

  EXPECT_EQ(*read_file(folder_ / "x", 100), "whole");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, DurableWriteThatCannotRename_KeepsTheOldOne) {
  const fs::path path = folder_ / "x";
  fs::create_directories(path / "in-the-way");

  EXPECT_FALSE(write_file_durably(path, "new"));
  EXPECT_TRUE(fs::is_directory(path / "in-the-way"));
}

TEST_F(Files, DurableWriteIntoMissingFolder_IsNotFound) {
  EXPECT_EQ(write_file_durably(folder_ / "none" / "x", "new").error().kind, ErrorKind::not_found);
}

// A child of its own: the limit on sizes stands in for a full disk.
TEST_F(Files, DurableWriteThatRunsOutOfRoom_KeepsTheOldOne) {
  const fs::path path = put("x", "old");
  ASSERT_EXIT(
      {
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit small{};
        small.rlim_cur = small.rlim_max = 10;
        ::setrlimit(RLIMIT_FSIZE, &small);
        const auto written = write_file_durably(path, std::string(100, 'n'));
        ::_exit(!written && *read_file(path, 100) == "old" && entries() == 1 ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST(SystemError, Errno_DecidesTheKind) {
  const std::pair<int, ErrorKind> cases[] = {{ENOSPC, ErrorKind::disk_full}, {EDQUOT, ErrorKind::disk_full},
                                             {ENOENT, ErrorKind::not_found}, {ENOTDIR, ErrorKind::not_found},
                                             {EACCES, ErrorKind::io},        {EIO, ErrorKind::io}};
  for (const auto& [number, kind] : cases) EXPECT_EQ(system_error("cannot", "/p", number).kind, kind) << number;
  EXPECT_EQ(to_string(system_error("cannot write", "/p", ENOSPC)), "/p: cannot write: No space left on device");
}

}  // namespace
}  // namespace kiosk
