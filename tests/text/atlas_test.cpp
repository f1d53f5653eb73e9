// Glyphs on pages and on the canvas, without a display.
#include "kiosk/text/atlas.h"

#include "kiosk/base/clock.h"
#include "kiosk/gfx/window.h"
#include "layout.h"

namespace kiosk::text {
namespace {

constexpr int kWidth = 400, kHeight = 200;
constexpr std::size_t kPage = 1024 * 1024 * 4;

class Atlas : public testing::Test {
 protected:
  Atlas() {
    auto opened =
        gfx::Window::open({gfx::WindowOptions::Mode::headless, {kWidth, kHeight}, gfx::Rotation::none}, clock_);
    if (!opened) throw std::runtime_error(to_string(opened.error()));
    window_ = std::move(*opened);
    clear();
  }
  ~Atlas() override { atlas_.reset(); }

  gfx::Canvas& canvas() { return window_->canvas(); }
  void clear() { canvas().fill({0, 0, kWidth, kHeight}, rgb(0xFFFFFF)); }

  GlyphAtlas& make(std::size_t budget) {
    atlas_ = std::make_unique<GlyphAtlas>(canvas(), test_fonts(), budget);
    atlas_->begin_frame();
    return *atlas_;
  }

  static std::uint32_t at(const gfx::Bitmap& pixels, int x, int y) {
    return pixels.pixels[static_cast<std::size_t>(y * pixels.width + x)] & 0xFFFFFF;
  }

  // The smallest rectangle that holds every pixel that is not white.
  Rect ink() {
    const gfx::Bitmap pixels = window_->panel_pixels();
    int l = kWidth, t = kHeight, r = -1, b = -1;
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x)
        if (at(pixels, x, y) != 0xFFFFFF)
          l = std::min(l, x), r = std::max(r, x), t = std::min(t, y), b = std::max(b, y);
    return {static_cast<float>(l), static_cast<float>(t), static_cast<float>(r - l + 1), static_cast<float>(b - t + 1)};
  }

  static Setting text(std::string words, float size = 100) {
    Setting setting;
    setting.text = std::move(words);
    setting.size_px = size;
    setting.line_pitch_em = 1;
    return setting;
  }

  VirtualClock clock_;
  std::unique_ptr<gfx::Window> window_;
  std::unique_ptr<GlyphAtlas> atlas_;
};

const Inks kBlack = Inks::all(rgb(0x000000));

TEST_F(Atlas, DrawsAGlyphWithinItsSquare) {
  make(kPage).draw(lay_out(text("国")), {50, 40}, kBlack);

  const Rect drawn = ink();

  EXPECT_GE(drawn.x, 50);
  EXPECT_LE(drawn.right(), 150);
  EXPECT_GE(drawn.y, 40);
  EXPECT_LE(drawn.bottom(), 140);
  EXPECT_GT(drawn.w, 60);
  EXPECT_GT(drawn.h, 60);
}

TEST_F(Atlas, DrawsEachRoleInItsInk) {
  Setting setting = text("一一");
  setting.stretches = {{3, 6, Role::strong}};

  make(kPage).draw(lay_out(setting), {0, 0}, {rgb(0xFF0000), rgb(0x0000FF), {}, {}});

  const gfx::Bitmap pixels = window_->panel_pixels();
  int red = 0, blue = 0;
  for (int y = 0; y < 100; ++y) red += at(pixels, 50, y) == 0xFF0000, blue += at(pixels, 150, y) == 0x0000FF;
  EXPECT_GT(red, 0);
  EXPECT_GT(blue, 0);
}

TEST_F(Atlas, RasterisesNothing_OnAPageAtRest) {
  GlyphAtlas& atlas = make(kPage);
  const Paragraph paragraph = lay_out(text("长廊水乡 Hall 2000", 40));
  atlas.draw(paragraph, {0, 0}, kBlack);
  const std::size_t before = atlas.rasterised();

  for (int frame = 0; frame < 3; ++frame) {
    atlas.begin_frame();
    atlas.draw(paragraph, {0, static_cast<float>(frame)}, kBlack);
  }

  EXPECT_EQ(atlas.rasterised(), before);
  EXPECT_GE(before, 4u + 3 + 2);  // l and 0 come again, at the same phase or another
  EXPECT_LE(before, 4u + 4 + 4);
}

TEST_F(Atlas, FindsPreparedGlyphs) {
  GlyphAtlas& atlas = make(kPage);
  const Paragraph paragraph = lay_out(text("长廊水乡", 40));
  atlas.prepare(paragraph);
  const std::size_t prepared = atlas.rasterised();

  atlas.draw(paragraph, {7, 9}, kBlack);

  EXPECT_EQ(prepared, 4u);
  EXPECT_EQ(atlas.rasterised(), prepared);
}

TEST_F(Atlas, SkipsLinesOutsideTheVisiblePart) {
  GlyphAtlas& atlas = make(kPage);
  atlas.draw(lay_out(text("长\n廊\n水\n乡\n河\n桥\n路", 40)), {0, 0}, kBlack, {0, 0, 100, 40});
  EXPECT_LT(atlas.rasterised(), 4u);
}

TEST_F(Atlas, KeepsToItsBudget_AndDropsThePageUsedLongestAgo) {
  GlyphAtlas& atlas = make(3 * kPage);
  const Paragraph kept = lay_out(text("长廊", 40));
  const std::string all = corpus(Language::hans)[0];

  for (int size = 24; size < 84; size += 2) {  // together more than five pages
    atlas.begin_frame();
    atlas.draw(kept, {0, 0}, kBlack);
    atlas.draw(lay_out(text(all, static_cast<float>(size))), {0, 0}, kBlack);
  }
  atlas.begin_frame();
  const std::size_t before = atlas.rasterised();
  atlas.draw(kept, {0, 0}, kBlack);

  EXPECT_EQ(atlas.rasterised(), before) << "what every frame shows was dropped";
  EXPECT_LE(atlas.peak_bytes(), 3 * kPage);
  EXPECT_GE(atlas.peak_bytes(), atlas.bytes());
  EXPECT_GT(atlas.rasterised(), 1500u);
}

TEST_F(Atlas, GoesOverItsBudget_RatherThanDropWhatThisFrameShows) {
  GlyphAtlas& atlas = make(1);
  const Paragraph paragraph = lay_out(text("长廊水乡", 40));

  atlas.draw(paragraph, {0, 0}, kBlack);
  atlas.draw(paragraph, {0, 0}, kBlack);

  EXPECT_EQ(atlas.rasterised(), 4u);
  EXPECT_EQ(atlas.bytes(), kPage);
}

TEST_F(Atlas, DrawsTheSamePixels_AfterAPageWasReplaced) {
  GlyphAtlas& atlas = make(1);
  const Paragraph paragraph = lay_out(text("廊"));
  atlas.draw(paragraph, {0, 0}, kBlack);
  const Rect first = ink();
  for (int i = 0; i < 3; ++i) {
    atlas.begin_frame();
    atlas.draw(lay_out(text("河")), {200, 0}, kBlack);
  }
  clear();

  atlas.begin_frame();
  atlas.draw(paragraph, {0, 0}, kBlack);

  EXPECT_EQ(ink(), first);
}

TEST_F(Atlas, SetsLettersAtQuarterPixels_AndHanAtWholeOnes) {
  GlyphAtlas& atlas = make(kPage);
  Paragraph letter = lay_out(text("i", 40)), han = lay_out(text("水", 40));
  for (float x : {0.f, 0.25f, 0.5f, 0.75f}) {
    letter.glyphs[0].x = han.glyphs[0].x = x;
    atlas.draw(letter, {0, 0}, kBlack);
    atlas.draw(han, {0, 0}, kBlack);
  }
  EXPECT_EQ(atlas.rasterised(), 4u + 1u);
}

TEST_F(Atlas, TurnsAGlyphClockwise) {
  GlyphAtlas& atlas = make(kPage);
  Paragraph paragraph = lay_out(text("一"));
  paragraph.glyphs[0].upright = false;
  paragraph.glyphs[0].x = 100;

  atlas.draw(paragraph, {0, 0}, kBlack);

  EXPECT_GT(ink().h, ink().w * 3);
}

}  // namespace
}  // namespace kiosk::text
