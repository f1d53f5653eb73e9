// What the tests of this room share: a folder of their own, and the small pack that tests change.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "kiosk/content/pack.h"

namespace kiosk::content {

inline const std::filesystem::path kPacks = std::filesystem::path(SOURCE_DIR) / "tests/packs";

// An empty folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "content-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, std::string_view bytes) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path path_;
};

inline std::string listed(const Findings& findings) {
  std::string out;
  for (const Finding& finding : findings) out += to_string(finding) + '\n';
  return out;
}

// A pack of one point "p" with one story "s" whose file is `story`; slides, names and sources as given.
inline void write_small_pack(const TemporaryFolder& folder, std::string_view story,
                             std::string_view more_of_pack = "") {
  folder.write(
      "pack.toml",
      "format = 1\nid = \"t\"\nversion = \"1\"\nlanguages = [\"zh-Hans\"]\ntitle.zh-Hans = \"展\"\npoints = [\"p\"]\n"
      "about = {presented_by.zh-Hans = \"一\", sources.zh-Hans = \"二\", text_licence.zh-Hans = \"三\", "
      "picture_licence.zh-Hans = \"四\", "
      "report.zh-Hans = \"五\"}\n" +
          std::string(more_of_pack));
  folder.write("points/p/point.toml", "title.zh-Hans = \"点\"\nstories = [\"s\"]\n");
  folder.write("points/p/s/story.zh-Hans.md", story);
}

inline std::string story_of(std::string_view pages) {
  return "+++\ntitle = \"题\"\nsummary = \"要\"\n+++\n" + std::string(pages);
}

}  // namespace kiosk::content
