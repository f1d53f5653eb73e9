#include "kiosk/app/calibration.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "kiosk/base/log.h"
#include "kiosk/gfx/shapes.h"

namespace kiosk::app {
namespace {

constexpr Duration kPatience = seconds{60};
// Crosses at an eighth from the edges, then the middle to check.
constexpr std::array<Point, 5> kCrosses{{{.125f, .125f}, {.875f, .125f}, {.875f, .875f}, {.125f, .875f}, {.5f, .5f}}};

// Solves a symmetric 3×3 system by Cramer's rule; nothing where it has no single answer.
std::optional<std::array<double, 3>> solve(const std::array<std::array<double, 3>, 3>& m, const std::array<double, 3>& v) {
  const auto det = [](const std::array<std::array<double, 3>, 3>& a) {
    return a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
           a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
  };
  const double whole = det(m);
  if (std::abs(whole) < 1e-9) return std::nullopt;
  std::array<double, 3> out{};
  for (std::size_t column = 0; column < 3; ++column) {
    auto replaced = m;
    for (std::size_t row = 0; row < 3; ++row) replaced[row][column] = v[row];
    out[column] = det(replaced) / whole;
  }
  return out;
}

void draw_cross(gfx::Window& window, gfx::Rotation rotation, Point wanted) {
  gfx::Canvas& canvas = window.canvas();
  const Size panel = window.panel_size(), size = canvas.size();
  const Point at = gfx::to_upright({wanted.x * panel.w, wanted.y * panel.h}, panel, rotation);
  const float arm = std::max(size.w, size.h) * .03f, width = std::max(2.f, arm * .06f);
  canvas.fill({0, 0, size.w, size.h}, rgb(0xf6f1e4));
  canvas.fill({at.x - arm, at.y - width / 2, 2 * arm, width}, rgb(0x221f1b));
  canvas.fill({at.x - width / 2, at.y - arm, width, 2 * arm}, rgb(0x221f1b));
  gfx::ShapeCache shapes(canvas);
  shapes.stroke_round({at.x - arm * .5f, at.y - arm * .5f, arm, arm}, arm * .5f, width, rgb(0x9a2125));
  window.present();
}

// Where the device says that a finger went down, 0..1 of the panel; nothing at the end of patience or of the window.
std::optional<Point> wait_for_touch(gfx::Window& window, const Clock& clock, gfx::Rotation rotation, Point wanted,
                                    const std::function<bool()>& stop) {
  draw_cross(window, rotation, wanted);
  const Duration until = clock.now() + kPatience;
  while (clock.now() < until && !stop()) {
    const std::optional<gfx::Event> event = window.next_event(seconds{1});
    if (!event) continue;
    if (std::holds_alternative<gfx::Quit>(*event)) return std::nullopt;
    if (std::holds_alternative<gfx::Redraw>(*event)) draw_cross(window, rotation, wanted);
    const auto* finger = std::get_if<gfx::Finger>(&*event);
    if (!finger || finger->phase != gfx::Finger::Phase::down) continue;
    const Size panel = window.panel_size();
    const Point on_panel = gfx::to_panel(finger->at, panel, rotation);
    return Point{on_panel.x / panel.w, on_panel.y / panel.h};
  }
  return std::nullopt;
}

}  // namespace

std::optional<gfx::TouchMatrix> fit_matrix(std::span<const Sighting> sightings) {
  std::array<std::array<double, 3>, 3> normal{};
  std::array<double, 3> to_x{}, to_y{};
  for (const Sighting& s : sightings) {
    const std::array<double, 3> row{s.reported.x, s.reported.y, 1};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) normal[i][j] += row[i] * row[j];
      to_x[i] += row[i] * static_cast<double>(s.wanted.x);
      to_y[i] += row[i] * static_cast<double>(s.wanted.y);
    }
  }
  const auto x = solve(normal, to_x), y = solve(normal, to_y);
  if (!x || !y) return std::nullopt;
  return gfx::TouchMatrix{(*x)[0], (*x)[1], (*x)[2], (*y)[0], (*y)[1], (*y)[2]};
}

Exit calibrate(gfx::Window& window, const Clock& clock, gfx::Rotation rotation, const std::function<bool()>& stop) {
  std::vector<Sighting> sightings;
  for (const Point& cross : kCrosses) {
    const std::optional<Point> reported = wait_for_touch(window, clock, rotation, cross, stop);
    if (!reported) {
      log::error(stop() ? "--calibrate: ended before the fifth touch; nothing was measured"
                        : "--calibrate: no touch came within a minute; nothing was measured");
      return Exit::usage;
    }
    sightings.push_back({*reported, cross});
  }
  const std::optional<gfx::TouchMatrix> matrix = fit_matrix(std::span(sightings).first(4));
  if (!matrix) {
    log::error("--calibrate: the touches lie on one line; touch each cross once, then try again");
    return Exit::usage;
  }
  const Point check = matrix->apply(sightings.back().reported) - kCrosses.back();
  std::printf("# kiosk.toml; the fifth cross was missed by %.1f %% of the panel's width and %.1f %% of its height\n[touch]\n"
              "matrix = [%.5f, %.5f, %.5f, %.5f, %.5f, %.5f]\n",
              std::abs(check.x) * 100., std::abs(check.y) * 100., matrix->a, matrix->b, matrix->c, matrix->d, matrix->e, matrix->f);
  return Exit::done;
}

}  // namespace kiosk::app
