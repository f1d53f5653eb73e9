#include "kiosk/content/lunar.h"

#include <array>

namespace kiosk::content {
namespace {

// A year each from kFirstLunarYear: bits 0-12, which of its months have 30 days, in their order; 13-16, the month after which the leap month
// stands, 0 for none; from 17 on, days from 1 January to its first day.
constexpr std::array<std::uint32_t, 80> kYears{
    0x30952e, 0x540556, 0x3e0ab5, 0x2a55b2, 0x5006d2, 0x38cea5, 0x5e0725, 0x48064b, 0x32ac97, 0x560cab,
    0x42055a, 0x2c6ad6, 0x520b69, 0x3d7752, 0x620b52, 0x4c0b25, 0x36da4b, 0x5a0a4b, 0x4404ab, 0x2ea55b,
    0x5405ad, 0x3e0b6a, 0x2a5b52, 0x500d92, 0x3afd25, 0x5e0d25, 0x480a55, 0x32b4ad, 0x5804b6, 0x4005b5,
    0x2c6daa, 0x520ec9, 0x3f1e92, 0x620e92, 0x4c0d26, 0x36ca56, 0x5a0a57, 0x440556, 0x2e86d5, 0x540755,
    0x400749, 0x286e93, 0x4e0693, 0x38f52b, 0x5e052b, 0x460a5b, 0x32b55a, 0x58056a, 0x420b65, 0x2c974a,
    0x520b4a, 0x3d1a95, 0x620a95, 0x4a052d, 0x34caad, 0x5a0ab5, 0x4605aa, 0x2e8ba5, 0x540da5, 0x400d4a,
    0x2a7c95, 0x4e0c96, 0x38f94e, 0x5e0556, 0x480ab5, 0x32b5b2, 0x5806d2, 0x420ea5, 0x2e8e4a, 0x50068b,
    0x3b0c97, 0x6004ab, 0x4a055b, 0x34cad6, 0x5a0b6a, 0x460752, 0x309725, 0x540b45, 0x3e0a8b, 0x28549b,
};

}  // namespace

std::optional<std::chrono::local_days> lunar_day(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  if (year < kFirstLunarYear || year >= kFirstLunarYear + static_cast<int>(kYears.size()) || month < 1 || month > 12 || day < 1) return std::nullopt;
  const std::uint32_t row = kYears[static_cast<std::size_t>(year - kFirstLunarYear)];
  const unsigned leap = row >> 13 & 15;
  const auto length = [row](unsigned place) { return 29u + (row >> place & 1); };
  const unsigned before = month - 1 + (leap != 0 && month > leap ? 1 : 0);  // months of the year before this one
  local_days first = local_days{std::chrono::year{year} / January / 1} + days{row >> 17};
  for (unsigned place = 0; place < before; ++place) first += days{length(place)};
  if (day > length(before)) return std::nullopt;
  return first + days{day - 1};
}

}  // namespace kiosk::content
