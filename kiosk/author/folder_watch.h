// Tells which files of a folder were saved, by inotify.
//
// Depth   : all folders below, those made later too, up to kMostFolders; what is deeper than a pack may be is not seen.
// Quiet   : an editor writes, renames and removes for one save; what happens within kQuiet of each other is told once.
// Passed over: names that begin with a dot or end in "~": editors' own.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace kiosk::author {

class FolderWatch {
 public:
  static constexpr std::size_t kMostFolders = 20'000;
  static constexpr milliseconds kQuiet{30}, kLongestQuiet{300};

  // Errors: io (also where the system allows no more watches).
  static Result<std::unique_ptr<FolderWatch>> open(const std::filesystem::path& folder);
  ~FolderWatch();

  // Paths relative to the folder of what changed; empty after `longest` without a change, or when a signal came. A path that ends in "/" is a
  // folder whose contents are not known one by one.
  std::set<std::string> wait(milliseconds longest);

 private:
  explicit FolderWatch(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<void> add(const std::string& relative, int depth);
  void read(std::set<std::string>& changed);

  std::filesystem::path folder_;
  int fd_ = -1;
  std::map<int, std::string> folders_;  // by watch; "" or "points/a/"
};

}  // namespace kiosk::author
