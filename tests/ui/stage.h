// Shared by the tests of scenes and screens: a small glass in memory, the fonts of tests/fonts, pictures that arrive when the
// test says so.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>

#include "kiosk/gfx/window.h"
#include "kiosk/ui/builder.h"
#include "kiosk/ui/scene.h"

namespace kiosk::ui {

// Every picture is one colour; it is ready once it was let in.
class FakePictures final : public PictureSource {
 public:
  explicit FakePictures(gfx::Canvas& canvas) : canvas_(canvas) {}

  void let_in(const std::string& file, Color color) {
    gfx::Bitmap bitmap(8, 8);
    bitmap.opaque = true;
    for (std::uint32_t& pixel : bitmap.pixels)
      pixel = 0xFF000000u | static_cast<std::uint32_t>(color.r) << 16 | static_cast<std::uint32_t>(color.g) << 8 | color.b;
    auto texture = canvas_.upload(bitmap);
    if (!texture) throw std::runtime_error(to_string(texture.error()));
    ready_.insert_or_assign(file, std::move(*texture));
  }
  void fail(const std::string& file) { failed_.insert(file); }

  View get(const std::filesystem::path& file, Size cover) override {
    asked[file.string()] = cover;
    if (failed_.contains(file.string())) return {State::failed, nullptr};
    const auto found = ready_.find(file.string());
    return found == ready_.end() ? View{} : View{State::ready, &found->second};
  }
  void prefetch(const std::filesystem::path& file, Size cover) override { prefetched[file.string()] = cover; }

  std::map<std::string, Size> asked, prefetched;

 private:
  gfx::Canvas& canvas_;
  std::map<std::string, gfx::Texture> ready_;
  std::set<std::string> failed_;
};

struct Stage {
  VirtualClock clock;
  std::unique_ptr<gfx::Window> window;
  std::unique_ptr<text::FontSet> fonts;
  std::unique_ptr<text::Typesetter> typesetter;
  std::unique_ptr<gfx::ShapeCache> shapes;
  std::unique_ptr<text::GlyphAtlas> glyphs;
  std::unique_ptr<FakePictures> pictures;

  explicit Stage(int w = 320, int h = 180) {
    auto opened = gfx::Window::open({gfx::WindowOptions::Mode::headless, {static_cast<float>(w), static_cast<float>(h)}, gfx::Rotation::none}, clock);
    auto found = text::FontSet::find(SOURCE_DIR "/tests/fonts");
    if (!opened || !found) throw std::runtime_error("no glass or no fonts");
    window = std::move(*opened);
    fonts = std::move(*found);
    typesetter = std::make_unique<text::Typesetter>(*fonts);
    shapes = std::make_unique<gfx::ShapeCache>(window->canvas());
    glyphs = std::make_unique<text::GlyphAtlas>(window->canvas(), *fonts, 8u << 20);
    pictures = std::make_unique<FakePictures>(window->canvas());
  }
  Brush brush() { return {window->canvas(), *shapes, *glyphs, *pictures}; }
  Rect whole() { return {0, 0, window->canvas().size().w, window->canvas().size().h}; }
  Color pixel(int x, int y) {
    const gfx::Bitmap bitmap = window->panel_pixels();
    return rgb(bitmap.pixels.at(static_cast<std::size_t>(y * bitmap.width + x)));
  }
};

}  // namespace kiosk::ui

namespace kiosk {
inline void PrintTo(Color c, std::ostream* out) { *out << "rgb(" << int(c.r) << "," << int(c.g) << "," << int(c.b) << ")"; }
}  // namespace kiosk
