// Text in lines and fields, as the kernel and small tools write it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kiosk {

// Splits at any of `separators`; nothing empty comes out.
std::vector<std::string> split(std::string_view text, std::string_view separators = " \t\n");

}  // namespace kiosk
