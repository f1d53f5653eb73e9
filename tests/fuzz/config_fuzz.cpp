// kiosk.toml: any bytes give a configuration or problems, each on one line.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/site/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto loaded = kiosk::site::parse_config({reinterpret_cast<const char*>(data), size}, "kiosk.toml", "/etc");
  for (const std::string& problem : loaded.problems)
    if (!problem.starts_with("kiosk.toml:")) std::abort();
  return 0;
}
