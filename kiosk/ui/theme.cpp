#include "kiosk/ui/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kiosk::ui {
namespace {

constexpr Palette kPaper{rgb(0xf6f1e4), rgb(0xece4d0), rgb(0x221f1b), rgb(0x9a2125), rgb(0xffffff), rgb(0x6b6356), rgb(0xd8cdb4),
                         rgb(0x8c8064), rgb(0xfffdf6), rgb(0xf1e9d6), rgb(0x221f1b), rgb(0xfffaf0)};
constexpr Palette kHighContrast{rgb(0x14110e), rgb(0x221e1a), rgb(0xffffff), rgb(0xffb3ad), rgb(0x14110e), rgb(0xe8e2d4), rgb(0x8d8677),
                                rgb(0xffffff), rgb(0x14110e), rgb(0x14110e), rgb(0x000000), rgb(0xffffff)};

float scaled(TextSize size, std::array<float, 3> factors) { return factors[static_cast<std::size_t>(size)]; }

}  // namespace

const Palette& palette(bool high_contrast) { return high_contrast ? kHighContrast : kPaper; }

float Look::body() const { return std::round(mm(12.2f) * scaled(text_size, {1, 1.5f, 2})); }
float Look::title() const { return std::round(mm(22.2f) * scaled(text_size, {1, 1.15f, 1.3f})); }
float Look::interface() const { return std::round(mm(10.4f) * scaled(text_size, {1, 1.12f, 1.25f})); }
float Look::caption() const { return std::round(mm(8.9f) * scaled(text_size, {1, 1.2f, 1.4f})); }
float Look::hairline() const { return std::max(1.f, std::round(mm(.74f))); }

Rect Look::stage() const {
  if (!wheelchair) return whole();
  // At least 220 mm, so that a story's text and the bar fit a landscape panel whose lower half is all that can be reached.
  const float height = std::clamp(mm(kWheelchairTopMm - panel.bottom_edge_mm), mm(220), panel.pixels.h * .7f);
  return {0, panel.pixels.h - height, panel.pixels.w, height};
}

Rect Look::bar() const {
  const float height = std::round(mm(portrait() ? 97 : 47.2f));
  const Rect s = stage();
  return {0, s.bottom() - height, s.w, height};
}

Rect Look::above_bar() const {
  const Rect s = stage();
  return {0, s.y, s.w, s.h - bar().h};
}

}  // namespace kiosk::ui
