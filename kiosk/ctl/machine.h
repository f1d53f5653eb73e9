// The box that is asked, as far as it can be seen from outside: files, other programs' answers, free space, the clock. Every look of doctor,
// status and support-bundle at the system goes through here, so that a folder that looks like a box proves them.
//
// Paths  : absolute, as they are on that box. Changes nothing.
// Threads: one at a time.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/base/split.h"

namespace kiosk::ctl {

struct Finished {
  int status = 0;      // exit status; 128 + signal where one ended it
  std::string output;  // standard output, cut at kMostOutput
  bool cut = false;
};

struct Space {
  std::uint64_t total = 0, free = 0;  // bytes; free for those who are not root
  std::uint64_t free_files = 0;       // names that can still be made; 0 where the file system does not count (total_files is 0 then)
  std::uint64_t total_files = 0;
  bool read_only = false;
};

struct Owner {
  uid_t user = 0;
  gid_t group = 0;
  mode_t mode = 0;  // with the kind of file
};

inline constexpr std::size_t kMostOutput = 4u << 20;
inline constexpr std::chrono::seconds kLongestAnswer{20};  // of another program; then it is ended

// Runs a program found on PATH, without a shell, its messages (standard error) dropped, in the C locale. Errors: not_found where there is none such;
// transient where it does not end in time.
Result<Finished> run_program(const std::vector<std::string>& command);

struct Machine {
  std::filesystem::path root = "/";  // another folder: the box lies below it

  std::function<Result<Finished>(const std::vector<std::string>&)> run = run_program;
  std::function<Result<Space>(const std::filesystem::path&)> space;  // empty: asks the system
  std::function<std::chrono::sys_seconds()> now;                     // empty: the machine's clock

  std::filesystem::path at(const std::filesystem::path& path) const;
  Result<std::string> read(const std::filesystem::path& path, std::size_t most_bytes = 256u << 10) const;
  // Its first line without spaces around it; empty where it cannot be read: single values of /sys and /proc.
  std::string value(const std::filesystem::path& path) const;
  // Names in a folder, sorted; empty where it cannot be read.
  std::vector<std::string> list(const std::filesystem::path& folder) const;
  bool exists(const std::filesystem::path& path) const;  // follows links
  bool is_folder(const std::filesystem::path& path) const;
  // What a link says; empty where it is none.
  std::string link(const std::filesystem::path& path) const;
  Result<Owner> owner(const std::filesystem::path& path) const;
  Result<Space> space_of(const std::filesystem::path& path) const;
  std::chrono::sys_seconds time() const;
  // The output of a program that ended well; empty in any other case.
  std::string answer(const std::vector<std::string>& command) const;
};

}  // namespace kiosk::ctl
