#include "kiosk/app/asks.h"

#include <utility>

namespace kiosk::app {

void make_asks_folder(const std::filesystem::path& record) {
  std::error_code error;
  std::filesystem::create_directories(record / "asks", error);
}

std::vector<Ask> take_asks(const std::filesystem::path& record) {
  std::vector<Ask> asked;
  std::error_code error;
  for (const auto& [name, ask] : {std::pair{"screenshot", Ask::screenshot}, {"identify", Ask::identify}, {"panel", Ask::panel}})
    if (std::filesystem::remove(record / "asks" / name, error)) asked.push_back(ask);
  return asked;
}

}  // namespace kiosk::app
