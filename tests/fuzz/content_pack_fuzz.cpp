// Any bytes as one of a pack's files, which the first byte chooses; the rest of the pack is sound. Everything is read
// and checked.
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "kiosk/content/pack.h"

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 7> kFiles{"pack.toml",           "points/p/point.toml", "routes/r.toml",
                                            "pictures/w.svg.toml", "pictures/w.svg",      "points/p/s/story.en.md",
                                            "sources.toml"};
constexpr std::array<const char*, 7> kSound{
    "format = 1\nid = \"t\"\nversion = \"1\"\nlanguages = [\"zh-Hans\", \"en\"]\ntitle.zh-Hans = \"x\"\npoints = "
    "[\"p\"]\nroutes = [\"r\"]\n"
    "[[slides]]\npicture = \"pictures/w.svg\"\ntitle.zh-Hans = \"x\"\nabout = \"p/s\"\n",
    "title.zh-Hans = \"x\"\nintro.zh-Hans = \"**x**[^f]\"\npicture = \"pictures/w.svg\"\nstories = [\"s\"]\n",
    "title.zh-Hans = \"x\"\npath = [[0, 0], [1, 1]]\n[[stops]]\nid = \"a\"\ntitle.zh-Hans = \"x\"\nline.zh-Hans = "
    "\"x[^f]\"\nat = [0, 0]\n",
    "alt.zh-Hans = \"x\"\n",
    "<svg width='1' height='1'/>",
    "+++\ntitle = \"x\"\n+++\nx[^f]\n",
    "[[sources]]\nid = \"s\"\ntier = \"A\"\ntitle.zh-Hans = \"x\"\n[[facts]]\nid = \"f\"\nsources = [\"s\"]\n"};

void write(const fs::path& path, std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }

// Made once, in memory where there is such a folder.
struct Place {
  fs::path folder;
  Place() {
    std::string name =
        (fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()) + std::string("/pack-fuzz-XXXXXX");
    if (!::mkdtemp(name.data())) std::abort();
    folder = name;
    for (std::size_t i = 0; i < kFiles.size(); ++i) {
      fs::create_directories((folder / kFiles[i]).parent_path());
      write(folder / kFiles[i], kSound[i]);
    }
    write(folder / "points/p/s/story.zh-Hans.md", "+++\ntitle = \"x\"\nsummary = \"x\"\n+++\nx[^f]\n");
  }
  ~Place() { fs::remove_all(folder); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Place place;
  if (size == 0) return 0;
  const std::size_t which = data[0] % kFiles.size();
  write(place.folder / kFiles[which], {reinterpret_cast<const char*>(data) + 1, size - 1});
  (void)kiosk::content::check(place.folder);
  write(place.folder / kFiles[which], kSound[which]);
  return 0;
}
