// A folder that something is made in before it is put in its place: gone at the end, unless it was renamed away.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

namespace kiosk::author {

class DraftFolder {
 public:
  // Not made yet: ".NAME-PID" in `parent`.
  DraftFolder(const std::filesystem::path& parent, const std::string& name) : path_(parent / ("." + name + "-" + std::to_string(::getpid()))) {}
  ~DraftFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  DraftFolder(const DraftFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace kiosk::author
