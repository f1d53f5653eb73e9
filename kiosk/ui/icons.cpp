#include "kiosk/ui/icons.h"

#include <cmath>
#include <numbers>

namespace kiosk::ui {
namespace {

constexpr float kGrid = 34, kStroke = 3;

gfx::Polyline arc(Point centre, float radius, float from_degrees, float to_degrees) {
  gfx::Polyline line;
  constexpr int kSteps = 24;
  for (int i = 0; i <= kSteps; ++i) {
    const float a = (from_degrees + (to_degrees - from_degrees) * static_cast<float>(i) / kSteps) * std::numbers::pi_v<float> / 180;
    line.push_back({centre.x + radius * std::cos(a), centre.y + radius * std::sin(a)});
  }
  return line;
}

std::vector<gfx::Polyline> strokes(Icon icon) {
  switch (icon) {
    case Icon::none: return {};
    case Icon::home: return {{{4, 16}, {17, 5}, {30, 16}}, {{8, 14}, {8, 29}, {26, 29}, {26, 14}}};
    case Icon::back:
    case Icon::previous: return {{{20, 6}, {9, 17}, {20, 28}}};
    case Icon::next: return {{{13, 6}, {24, 17}, {13, 28}}};
    case Icon::down: return {{{6, 12}, {17, 23}, {28, 12}}};
    case Icon::wheelchair:  // after the international symbol: head, back, seat and legs, wheel
      return {arc({13, 5}, 1.2f, 0, 360), {{13, 10}, {13, 19}, {22, 19}, {27, 28}}, {{13, 14}, {21, 14}}, arc({14.5f, 22.5f}, 8, 240, 20)};
    case Icon::contrast: {  // a disc, half of it filled
      std::vector<gfx::Polyline> lines{arc({17, 17}, 12, 0, 360)};
      for (float x = 17; x < 28; x += 2) {
        const float h = std::sqrt(std::max(0.f, 144 - (x - 17) * (x - 17)));
        lines.push_back({{x, 17 - h}, {x, 17 + h}});
      }
      return lines;
    }
    case Icon::text_size: return {{{4, 27}, {9, 14}, {14, 27}}, {{6, 23}, {12, 23}}, {{14, 27}, {22, 6}, {30, 27}}, {{17, 20}, {27, 20}}};
    case Icon::info: return {arc({17, 17}, 12, 0, 360), {{17, 16}, {17, 23}}, {{17, 11}, {17, 11}}};
    case Icon::calendar: return {{{5, 8}, {29, 8}, {29, 29}, {5, 29}, {5, 8}}, {{5, 15}, {29, 15}}, {{11, 4}, {11, 10}}, {{23, 4}, {23, 10}}};
    case Icon::pin: return {arc({17, 13}, 8, 150, 390), {{10, 17}, {17, 30}, {24, 17}}, arc({17, 13}, 2, 0, 360)};
  }
  return {};
}

}  // namespace

std::string icon_key(Icon icon, int size_px) { return "icon " + std::to_string(static_cast<int>(icon)) + " " + std::to_string(size_px); }

gfx::Mask icon_mask(Icon icon, int size_px) {
  const float scale = static_cast<float>(size_px) / kGrid;
  std::vector<gfx::Polyline> lines = strokes(icon);
  for (gfx::Polyline& line : lines)
    for (Point& p : line) p = p * scale;
  return gfx::stroke_mask(lines, kStroke * scale, size_px, size_px);
}

}  // namespace kiosk::ui
