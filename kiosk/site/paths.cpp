#include "kiosk/site/paths.h"

#include <system_error>

namespace kiosk::site {

std::filesystem::path data_folder() {
  // PREFIX/bin/kiosk reads PREFIX/share/changlang; a program in a build folder reads the source that it was built from.
  static const std::filesystem::path kFolder = [] {
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::filesystem::path installed = program.parent_path().parent_path() / "share" / "changlang";
    if (!error && std::filesystem::is_directory(installed, error)) return installed;
    return std::filesystem::canonical(program.parent_path() / CHANGLANG_SOURCE, error);
  }();
  return kFolder;
}

std::filesystem::path assets_folder() { return data_folder() / "assets"; }
std::filesystem::path bundled_pack() { return data_folder() / "content" / "qingpu"; }

}  // namespace kiosk::site
