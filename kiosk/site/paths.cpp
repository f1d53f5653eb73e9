#include "kiosk/site/paths.h"

namespace kiosk::site {

std::filesystem::path data_folder() { return CHANGLANG_DATA; }
std::filesystem::path assets_folder() { return data_folder() / "assets"; }
std::filesystem::path bundled_pack() { return data_folder() / "content" / "qingpu"; }

}  // namespace kiosk::site
