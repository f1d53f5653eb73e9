// The first bytes choose the setting, the rest is the text: each byte must come out in exactly one line, no glyph at a
// place that is no number.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "kiosk/text/paragraph.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kiosk::text;
  constexpr std::size_t kHead = 8, kLongest = 4096;
  if (size < kHead || size > kLongest) return 0;
  static const auto fonts = FontSet::find(FONTS);
  if (!fonts) std::abort();
  const auto one_of = [](std::uint8_t byte, int count) { return byte % count; };
  Setting setting;
  setting.text.assign(reinterpret_cast<const char*>(data + kHead), size - kHead);
  setting.language = static_cast<kiosk::Language>(one_of(data[0], 3));
  setting.align = static_cast<Align>(one_of(data[1], 4));
  setting.direction = data[2] % 8 == 0 ? Direction::column : data[2] % 8 < 4 ? Direction::vertical_rl : Direction::horizontal;
  setting.extent_px = static_cast<float>(data[3]) * 4;
  setting.balance = data[4] % 2;
  setting.max_lines = one_of(data[4] / 2, 4);
  setting.tracking_em = static_cast<float>(data[5] % 8) / 16;
  setting.stretches.push_back({data[6], data[6] + std::size_t{data[7]}, static_cast<Role>(one_of(data[7], 4))});
  setting.unbroken.push_back({data[7], data[7] + std::size_t{data[6]}});

  if (data[2] / 8 % 2) setting.annotations.push_back({data[6], data[6] + std::size_t{data[3]} % 9, setting.text.substr(0, 12)});
  if (data[2] / 16 % 2) setting.annotations.push_back({data[6] + std::size_t{data[3]} % 9, data[7], setting.text.substr(setting.text.size() / 2, 20)});
  if (data[2] / 32 % 2) setting.dotted.push_back({data[5], data[5] + std::size_t{data[4]}});

  const Paragraph paragraph = Typesetter(**fonts).lay_out(setting);

  std::size_t at = 0;
  for (const Line& line : paragraph.lines) {
    if (line.text_begin != at || line.text_end < at || line.glyph_end > paragraph.glyphs.size()) std::abort();
    at = line.text_end;
  }
  if (!paragraph.cut && at != setting.text.size()) std::abort();
  for (const Glyph& glyph : paragraph.glyphs)
    if (glyph.id == 0 || !std::isfinite(glyph.x) || !std::isfinite(glyph.y)) std::abort();
  return 0;
}
