#include "kiosk/app/calibration.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "kiosk/app/touch_setup.h"
#include "kiosk/base/log.h"
#include "kiosk/base/utf8.h"
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

// Where a device says that a finger went down, 0..1 of the panel; nothing at the end of patience or of the window. `device`: whose touches count;
// nothing yet: the first's.
std::optional<Point> wait_for_touch(gfx::Window& window, const Clock& clock, gfx::Rotation rotation, Point wanted, std::optional<gfx::TouchId>& device,
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
    if (device && *device != finger->device) {
      const gfx::TouchDevice* other = window.touch_device(finger->device);
      log::warning("--calibrate: a touch on another device (" + utf8::plain_line(other ? other->name : "the mouse") +
                   ") does not count; go on with the one that was touched first, or end with Ctrl+C and begin again with that other one");
      continue;
    }
    device = finger->device;
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

Result<std::string> calibration_text(std::span<const Sighting, 5> sightings, const std::optional<site::TouchDevice>& device) {
  const auto error = [](std::string message) { return Error{ErrorKind::usage, std::move(message), "--calibrate"}; };
  const std::optional<gfx::TouchMatrix> fit = fit_matrix(sightings.first(4));
  if (!fit) return error("the touches lie on one line; touch each cross once, then try again");
  const site::Matrix matrix{fit->a, fit->b, fit->c, fit->d, fit->e, fit->f};
  if (!site::is_touch_matrix(matrix)) return error("the touches lie too close together for four corners; touch each cross once, then try again");
  const Point missed = fit->apply(sightings[4].reported) - sightings[4].wanted;
  char check[120];
  std::snprintf(check, sizeof check, "the fifth cross was missed by %.1f %% of the panel's width and %.1f %% of its height", std::abs(missed.x) * 100.,
                std::abs(missed.y) * 100.);
  if (std::abs(missed.x) > kMostMiss || std::abs(missed.y) > kMostMiss)
    return error(std::string(check) + ", more than 2 %: try again, the finger's tip on the middle of each cross; where that does not help, dirt or light lies on the frame, or it "
                 "is not even (measured, and not to be used: " + site::matrix_line(matrix) + ")");
  const std::string head = "# kiosk.toml; " + std::string(check) + "\n";
  if (!device) return head + "[touch]\n" + site::matrix_line(matrix) + "\n";
  const std::string block = site::touch_block(*device);
  if (block.empty()) return head + "# nothing is known of this device but where it is touched: this counts for all that no block names\n[touch]\n" + site::matrix_line(matrix) + "\n";
  return head + "# in place of an older block for this device\n" + block + site::matrix_line(matrix) + "\n";
}

Exit calibrate(gfx::Window& window, const Clock& clock, const site::Config& config, const std::function<bool()>& stop) {
  std::array<Sighting, kCrosses.size()> sightings;
  std::optional<gfx::TouchId> id;
  std::optional<site::TouchDevice> device;
  for (std::size_t i = 0; i < kCrosses.size(); ++i) {
    const std::optional<Point> reported = wait_for_touch(window, clock, static_cast<gfx::Rotation>(config.rotation), kCrosses[i], id, stop);
    if (!reported) {
      log::error(stop() ? "--calibrate: ended before the fifth touch; nothing was measured"
                        : "--calibrate: no touch came within a minute; nothing was measured");
      return Exit::usage;
    }
    sightings[i] = {*reported, kCrosses[i]};
    const gfx::TouchDevice* touched = i == 0 ? window.touch_device(*id) : nullptr;
    if (touched && (window.touch_devices() > 1 || !config.touch_devices.empty())) device = kernel_device(*touched, window.touch_list());
  }
  const Result<std::string> text = calibration_text(sightings, device);
  if (!text) {
    log::error(kiosk::to_string(text.error()));
    return Exit::usage;
  }
  return std::fputs(text->c_str(), stdout) >= 0 ? Exit::done : Exit::internal;
}

}  // namespace kiosk::app
