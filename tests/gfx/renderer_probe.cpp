// Draws one scene through the window's renderer and through our own loops, and prints how far they are apart: for
// window_renderer_test.py. renderer_probe DEGREES
#include <cstdio>
#include <cstdlib>

#include "kiosk/gfx/shapes.h"
#include "kiosk/gfx/window.h"

namespace {

using namespace kiosk;
using namespace kiosk::gfx;

constexpr Size kPanel{640, 360};

// Soft enough that a half pixel's difference in sampling stays small.
Bitmap soft_picture(int w, int h, bool opaque) {
  Bitmap picture(w, h);
  picture.opaque = opaque;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      const auto a = static_cast<std::uint32_t>(opaque ? 255 : x * 255 / w),
                 r = static_cast<std::uint32_t>(x * 255 / w), g = static_cast<std::uint32_t>(y * 255 / h),
                 b = static_cast<std::uint32_t>((x + y) * 255 / (w + h));
      picture.pixels[static_cast<std::size_t>(y * w + x)] = a << 24 | r << 16 | g << 8 | b;
    }
  }
  return picture;
}

void draw_scene(Canvas& canvas, ShapeCache& shapes, const Texture& opaque, const Texture& clear) {
  const Rect all{0, 0, canvas.size().w, canvas.size().h};
  const auto still = canvas.record([&] { canvas.draw(opaque, {3.5f, 2.25f, 180, 100}, all); });
  if (still) canvas.draw(*still, all, all);
  canvas.draw(clear, {0, 0, 100, 80}, {20, 20, 100, 80});
  canvas.draw(opaque, {0, 0, 200, 120}, {40, 130, 260, 140}, .4f);
  canvas.fill_gradient({0, 250, all.w, 80}, {0, 0, 0, 0}, {0, 0, 0, 180});
  canvas.push_clip({30, 30, 200, 200});
  canvas.push_offset({15, -5});
  shapes.fill_round({40, 60, 150, 72}, 36, rgb(0x9a2125));
  shapes.stroke_round({60, 150, 200, 72}, 20, 3, {255, 255, 255, 200});
  canvas.pop_offset();
  canvas.pop_clip();
  canvas.push_opacity(.5f);
  shapes.draw_mask(
      "dot", [] { return ring_mask(30, 6); }, {250, 40}, rgb(0xf6f1e4));
  canvas.pop_opacity();
}

Bitmap drawn(Window& window) {
  Canvas& canvas = window.canvas();
  ShapeCache shapes(canvas);
  const auto opaque = canvas.upload(soft_picture(200, 120, true)), clear = canvas.upload(soft_picture(100, 80, false));
  if (!opaque || !clear) std::exit(1);
  for (int frame = 0; frame < 2; ++frame) {
    draw_scene(canvas, shapes, *opaque, *clear);
    if (frame == 0) window.present();
  }
  return window.panel_pixels();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const SteadyClock clock;
  const auto rotation = static_cast<Rotation>(std::atoi(argv[1]));
  auto real = Window::open({WindowOptions::Mode::window, kPanel, rotation}, clock);
  auto memory = Window::open({WindowOptions::Mode::headless, kPanel, rotation}, clock);
  if (!real || !memory) return 1;
  const Bitmap a = drawn(**real), b = drawn(**memory);
  long far = 0;
  int most = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    int apart = 0;
    for (const int shift : {0, 8, 16})
      apart = std::max(apart, std::abs(static_cast<int>(a.pixels[i] >> shift & 0xFF) -
                                       static_cast<int>(b.pixels[i] >> shift & 0xFF)));
    most = std::max(most, apart);
    far += apart > 3;
  }
  std::printf("%s software=%d most=%d far=%ld\n", (*real)->renderer_name().c_str(), (*real)->software(), most, far);
  return 0;
}
