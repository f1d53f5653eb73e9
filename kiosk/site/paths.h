// Where the program finds what it was installed with: share/changlang beside the bin/ that it was started from, else the
// source folder that it was built from. Never decided by the environment or the working directory.
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
