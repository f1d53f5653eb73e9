// A headless window for tests, and reading back what was drawn.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "kiosk/gfx/window.h"

namespace kiosk::gfx {

constexpr std::uint32_t kBlack = 0xFF000000u, kWhite = 0xFFFFFFFFu;
constexpr std::uint32_t pixel_of(Color c) {
  return 0xFF000000u | static_cast<std::uint32_t>(c.r) << 16 | static_cast<std::uint32_t>(c.g) << 8 | c.b;
}

struct Glass {
  VirtualClock clock;
  std::unique_ptr<Window> window;

  Glass(int w, int h, Rotation rotation = Rotation::none) {
    auto opened =
        Window::open({WindowOptions::Mode::headless, {static_cast<float>(w), static_cast<float>(h)}, rotation}, clock);
    if (!opened) ADD_FAILURE() << to_string(opened.error());
    window = std::move(*opened);
    canvas().fill({0, 0, canvas().size().w, canvas().size().h}, rgb(0));
  }
  Canvas& canvas() { return window->canvas(); }
  Texture upload(const Bitmap& bitmap) {
    auto made = canvas().upload(bitmap);
    if (!made) ADD_FAILURE() << to_string(made.error());
    return std::move(*made);
  }
};

inline std::uint32_t at(const Bitmap& picture, int x, int y) {
  return picture.pixels.at(static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                           static_cast<std::size_t>(x));
}
inline int channel(std::uint32_t pixel, int shift) { return static_cast<int>(pixel >> shift & 0xFF); }
inline int red(std::uint32_t pixel) { return channel(pixel, 16); }

// A small picture as rows of letters, for failure messages and comparisons: . black, # white, else the first hex digit.
inline std::string drawn(const Bitmap& picture) {
  std::string out;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::uint32_t p = at(picture, x, y);
      out += p == kBlack ? '.' : p == kWhite ? '#' : "0123456789abcdef"[red(p) >> 4];
    }
    out += '\n';
  }
  return out;
}

// Opaque, every pixel different: where it lands says where it came from.
inline Bitmap numbered(int w, int h) {
  Bitmap picture(w, h);
  picture.opaque = true;
  for (std::size_t i = 0; i < picture.pixels.size(); ++i)
    picture.pixels[i] = 0xFF000000u | static_cast<std::uint32_t>(i * 2654435761u % 0xFFFFFF);
  return picture;
}

}  // namespace kiosk::gfx
