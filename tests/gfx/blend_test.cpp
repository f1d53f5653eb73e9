// Our loops against three judges: exact arithmetic, the same loops without wide registers, and SDL's software renderer.
#include "kiosk/gfx/blend.h"

#include <SDL.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/gfx/glass.h"

namespace kiosk::gfx {
namespace {

using Row = std::vector<std::uint32_t>;

Row random_row(std::size_t n, unsigned seed, bool opaque = false) {
  std::mt19937 random(seed);
  Row row(n);
  for (std::uint32_t& p : row) p = static_cast<std::uint32_t>(random()) | (opaque ? 0xFF000000u : 0);
  return row;
}

Bitmap random_picture(int w, int h, unsigned seed, bool opaque) {
  Bitmap picture(w, h);
  picture.opaque = opaque;
  picture.pixels = random_row(picture.pixels.size(), seed, opaque);
  return picture;
}

int furthest(const Bitmap& a, const Bitmap& b) {
  int most = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i)
    for (const int shift : {0, 8, 16})
      most = std::max(most, std::abs(channel(a.pixels[i], shift) - channel(b.pixels[i], shift)));
  return most;
}

TEST(RowLoops, RoundToTheNearest_ForEveryAlphaAndEveryPairOfChannels) {
  Row under(256), over(256);
  for (std::uint32_t i = 0; i < 256; ++i) over[i] = 0xFF000000u | i << 16 | i << 8 | i;
  for (unsigned alpha = 0; alpha < 256; ++alpha) {
    for (unsigned ground = 0; ground < 256; ground += 5) {
      std::fill(under.begin(), under.end(), 0xFF000000u | ground << 16 | ground << 8 | ground);
      row_loops().opaque(under.data(), over.data(), 256, static_cast<std::uint8_t>(alpha));
      for (unsigned i = 0; i < 256; ++i) {
        const auto exact = static_cast<unsigned>((i * alpha + ground * (255 - alpha)) / 255.0 + .5);
        ASSERT_EQ(under[i], 0xFF000000u | exact << 16 | exact << 8 | exact)
            << i << " over " << ground << " at " << alpha;
      }
    }
  }
}

TEST(RowLoops, AreTheSame_WithAndWithoutWideRegisters) {
  const RowLoops &wide = row_loops(), &plain = plain_row_loops();
  for (std::size_t n = 0; n < 70; ++n) {
    const Row over = random_row(n + 1, 1), ground = random_row(n + 1, 2);
    const auto same = [&](auto act) {
      Row a = ground, b = ground;
      act(wide, a);
      act(plain, b);
      return a == b && a.back() == ground.back();  // and nothing is written behind the row
    };
    const Color c{200, 30, 7, 99};
    EXPECT_TRUE(same([&](const RowLoops& l, Row& row) { l.color(row.data(), n, c); })) << n;
    EXPECT_TRUE(same([&](const RowLoops& l, Row& row) { l.pixels(row.data(), over.data(), n, 201); })) << n;
    EXPECT_TRUE(same([&](const RowLoops& l, Row& row) { l.opaque(row.data(), over.data(), n, 201); })) << n;
    EXPECT_TRUE(same([&](const RowLoops& l, Row& row) { l.mask(row.data(), over.data(), n, c); })) << n;
    EXPECT_TRUE(same([&](const RowLoops& l, Row& row) { l.tint(row.data(), over.data(), n, c); })) << n;
    EXPECT_TRUE(same([&](const RowLoops& l, Row& row) {
      l.mix(row.data(), over.data(), random_row(n, 3).data(), n, 77);
    })) << n;
    std::vector<std::int32_t> left(n);
    std::vector<std::uint32_t> weight(n);
    for (std::size_t i = 0; i < n; ++i) {
      left[i] = static_cast<std::int32_t>(i * 7 % n);
      weight[i] = static_cast<std::uint32_t>(i * 37 % 257);
    }
    EXPECT_TRUE(same([&](const RowLoops& l, Row& row) {
      l.stretch(row.data(), over.data(), left.data(), weight.data(), n);
    })) << n;
  }
}

TEST(RowLoops, LeaveTheFrameOpaque) {
  Row under = random_row(64, 4, true);
  row_loops().pixels(under.data(), random_row(64, 5).data(), 64, 255);
  row_loops().mask(under.data(), random_row(64, 6).data(), 64, {1, 2, 3, 200});
  row_loops().color(under.data(), 64, {1, 2, 3, 100});

  for (const std::uint32_t p : under) EXPECT_EQ(p >> 24, 255u);
}

// What SDL's software renderer makes of the same picture over the same ground.
class BesideSdl {
 public:
  BesideSdl(const Bitmap& ground, const Bitmap& picture, const Rect& source, const Rect& target, std::uint8_t opacity)
      : seen(ground), ours(ground.width, ground.height) {
    SDL_Surface* frame = SDL_CreateRGBSurfaceWithFormatFrom(seen.pixels.data(), seen.width, seen.height, 32,
                                                            seen.width * 4, SDL_PIXELFORMAT_ARGB8888);
    SDL_Renderer* renderer = SDL_CreateSoftwareRenderer(frame);
    SDL_Texture* texture =
        SDL_CreateTexture(renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, picture.width, picture.height);
    SDL_UpdateTexture(texture, nullptr, picture.pixels.data(), picture.width * 4);
    SDL_SetTextureBlendMode(texture, picture.opaque && opacity == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
    SDL_SetTextureScaleMode(texture, SDL_ScaleModeLinear);
    SDL_SetTextureAlphaMod(texture, opacity);
    const SDL_Rect from{static_cast<int>(source.x), static_cast<int>(source.y), static_cast<int>(source.w),
                        static_cast<int>(source.h)};
    const SDL_Rect to{static_cast<int>(target.x), static_cast<int>(target.y), static_cast<int>(target.w),
                      static_cast<int>(target.h)};
    SDL_RenderCopy(renderer, texture, &from, &to);
    SDL_RenderFlush(renderer);
    SDL_DestroyTexture(texture);
    SDL_DestroyRenderer(renderer);
    SDL_FreeSurface(frame);

    Glass glass(ground.width, ground.height);
    const Texture below = glass.upload(ground), above = glass.upload(picture);
    const Rect all{0, 0, ground.size().w, ground.size().h};
    glass.canvas().draw(below, all, all);
    glass.canvas().draw(above, source, target, static_cast<float>(opacity) / 255);
    ours = glass.window->panel_pixels();
  }
  int difference() const { return furthest(seen, ours); }

 private:
  Bitmap seen, ours;
};

// SDL cuts fractions off where we round, up to three times a channel.
TEST(Canvas, DrawsWhatSdlDraws_InThePicturesOwnSize) {
  const Bitmap ground = random_picture(61, 40, 7, true);
  for (const bool opaque : {true, false}) {
    for (const int opacity : {255, 200, 128, 1}) {
      const Bitmap picture = random_picture(50, 33, 8, opaque);
      EXPECT_LE(
          BesideSdl(ground, picture, {3, 2, 40, 30}, {9, 7, 40, 30}, static_cast<std::uint8_t>(opacity)).difference(),
          3)
          << opaque << " " << opacity;
    }
  }
}

// A soft picture, as photographs are: SDL weighs with 7 bits and we with 8.
TEST(Canvas, DrawsWhatSdlDraws_Scaled) {
  const Bitmap ground = random_picture(192, 108, 7, true);
  Bitmap picture(200, 112);
  picture.opaque = true;
  for (int y = 0; y < 112; ++y)
    for (int x = 0; x < 200; ++x)
      picture.pixels[static_cast<std::size_t>(y * 200 + x)] = 0xFF000000u | static_cast<std::uint32_t>(x) << 16 |
                                                              static_cast<std::uint32_t>(2 * y) << 8 |
                                                              static_cast<std::uint32_t>((x + y) / 2);
  for (const Rect& source : {Rect{4, 2, 184, 104}, {0, 0, 200, 112}, {50, 30, 100, 56}})
    for (const int opacity : {255, 102})
      EXPECT_LE(BesideSdl(ground, picture, source, {0, 0, 192, 108}, static_cast<std::uint8_t>(opacity)).difference(),
                2)
          << source.w << " " << opacity;
}

TEST(Canvas, ScalesByTheDistanceToEachPixel) {
  const Bitmap picture = random_picture(37, 23, 9, true);
  const Rect source{2.3f, 1.7f, 30.5f, 19.25f}, target{0, 0, 64, 40};
  Glass glass(64, 40);
  const Texture texture = glass.upload(picture);
  glass.canvas().draw(texture, source, target);
  const Bitmap seen = glass.window->panel_pixels();

  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 64; ++x) {
      const double u = std::clamp(2.3 + (x + .5) * 30.5 / 64 - .5, 2., 32.),
                   v = std::clamp(1.7 + (y + .5) * 19.25 / 40 - .5, 1., 20.);
      const int l = static_cast<int>(u), t = static_cast<int>(v);
      const double fx = u - l, fy = v - t;
      const double wanted = (red(at(picture, l, t)) * (1 - fx) + red(at(picture, l + 1, t)) * fx) * (1 - fy) +
                            (red(at(picture, l, t + 1)) * (1 - fx) + red(at(picture, l + 1, t + 1)) * fx) * fy;
      ASSERT_NEAR(red(at(seen, x, y)), wanted, 3) << x << "," << y;
    }
  }
}

// A slow pan must not go in steps: between two whole pixels lie many pictures.
TEST(Canvas, MovesByFractionsOfAPixel_WhenScaled) {
  const Bitmap picture = random_picture(40, 40, 10, true);
  std::vector<std::vector<std::uint32_t>> frames;
  for (const float x : {1.f, 1.25f, 1.5f, 1.75f}) {
    Glass glass(36, 36);
    const Texture texture = glass.upload(picture);
    glass.canvas().draw(texture, {x, 1, 34, 34}, {0, 0, 36, 36});
    frames.push_back(glass.window->panel_pixels().pixels);
  }

  for (std::size_t i = 1; i < frames.size(); ++i) EXPECT_NE(frames[i], frames[i - 1]);
}

TEST(Canvas, ReadsOnlyTheSource_AtTheEdgesOfAScaledPart) {
  Bitmap picture(20, 20);
  picture.opaque = true;
  std::fill(picture.pixels.begin(), picture.pixels.end(), kWhite);
  for (int y = 5; y < 15; ++y)
    for (int x = 5; x < 15; ++x) picture.pixels[static_cast<std::size_t>(y * 20 + x)] = kBlack;
  Glass glass(30, 30);
  const Texture texture = glass.upload(picture);
  glass.canvas().draw(texture, {5, 5, 10, 10}, {0, 0, 30, 30});

  for (const std::uint32_t p : glass.window->panel_pixels().pixels) ASSERT_EQ(p, kBlack);
}

TEST(Canvas, ScalesTheSmallestPictures) {
  for (const auto& [w, h] : {std::pair{1, 1}, {1, 9}, {9, 1}, {2, 2}}) {
    Bitmap picture(w, h);
    picture.opaque = true;
    std::fill(picture.pixels.begin(), picture.pixels.end(), kWhite);
    Glass glass(31, 17);
    const Texture texture = glass.upload(picture);
    glass.canvas().draw(texture, {0, 0, picture.size().w, picture.size().h}, {0, 0, 31, 17});
    for (const std::uint32_t p : glass.window->panel_pixels().pixels) ASSERT_EQ(p, kWhite) << w << "x" << h;
  }
}

// Scrolled and sliding pages draw far outside; sources come from files. No write and no read outside may happen.
TEST(Canvas, StaysInside_WhateverIsAsked) {
  std::mt19937 random(11);
  std::uniform_real_distribution<float> far(-90, 90), long_side(0.01f, 120);
  Glass glass(40, 30);
  const Texture picture = glass.upload(random_picture(17, 13, 12, false));
  auto page = glass.canvas().make_page(16, 16);
  ASSERT_TRUE(page);
  for (int round = 0; round < 3000; ++round) {
    const Rect source{far(random), far(random), long_side(random), long_side(random)},
        target{far(random), far(random), long_side(random), long_side(random)};
    const bool clipped = round % 3 == 0;
    if (clipped) glass.canvas().push_clip({far(random), far(random), long_side(random), long_side(random)});
    glass.canvas().draw(picture, source, target, .7f, {200, 100, 50, 255});
    glass.canvas().draw(picture, source, {target.x, target.y, std::round(source.w), std::round(source.h)});
    glass.canvas().draw_quads(*page, std::array{Quad{source, target}}, rgb(0xFFFFFF));
    glass.canvas().fill_gradient(target, rgb(0), rgb(0xFFFFFF));
    if (clipped) glass.canvas().pop_clip();
  }
  SUCCEED() << "the sanitizers are the judges";
}

}  // namespace
}  // namespace kiosk::gfx
