// Where the program finds what it was installed with. Decided when it is built (CHANGLANG_DATADIR; without it the source
// folder), never by the environment or the working directory.
#pragma once

#include <filesystem>

namespace kiosk::site {

// Holds assets/ and content/.
std::filesystem::path data_folder();
// Pictures and tables of the program itself.
std::filesystem::path assets_folder();
// The exhibition that comes with the program: played where no other can be.
std::filesystem::path bundled_pack();

}  // namespace kiosk::site
