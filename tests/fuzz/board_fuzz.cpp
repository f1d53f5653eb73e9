// notices.json: any bytes give a board or an error, and a board answers every question.
#include <cstdint>
#include <string_view>

#include "kiosk/content/board.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto board = kiosk::content::parse_board({reinterpret_cast<const char*>(data), size}, "notices.json");
  if (!board) return 0;
  const std::chrono::sys_seconds now{std::chrono::seconds{1'795'000'000}};
  (void)board->notices(now);
  (void)board->next_change(now);
  (void)board->withdrawn("qingpu", "bridge", "stone", 2);
  return 0;
}
