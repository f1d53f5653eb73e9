#include "kiosk/gfx/canvas.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/gfx/glass.h"

namespace kiosk::gfx {
namespace {

Bitmap plain(int w, int h, std::uint32_t argb) {
  Bitmap picture(w, h);
  picture.opaque = argb >> 24 == 255;
  std::fill(picture.pixels.begin(), picture.pixels.end(), argb);
  return picture;
}

int white_pixels(const Bitmap& picture) {
  return static_cast<int>(std::count(picture.pixels.begin(), picture.pixels.end(), kWhite));
}

TEST(Canvas, FillsWholePixels_AndNeighboursMeet) {
  Glass glass(10, 4);
  glass.canvas().fill({0, 0, 3.4f, 4}, rgb(0xFFFFFF));
  glass.canvas().fill({3.4f, 0, 3.3f, 4}, rgb(0x808080));
  const Bitmap seen = glass.window->panel_pixels();

  EXPECT_EQ(drawn(seen), "###8888...\n###8888...\n###8888...\n###8888...\n");
}

TEST(Canvas, DrawsAPictureAsItIs_InItsOwnSize) {
  Glass glass(8, 6);
  const Bitmap picture = numbered(8, 6);
  const Texture texture = glass.upload(picture);
  glass.canvas().draw(texture, {0, 0, 8, 6}, {0, 0, 8, 6});

  EXPECT_EQ(glass.window->panel_pixels().pixels, picture.pixels);
}

TEST(Canvas, DrawsPartOfAPicture_OnWholePixels) {
  Glass glass(6, 4);
  const Bitmap picture = numbered(8, 8);
  const Texture texture = glass.upload(picture);
  glass.canvas().draw(texture, {2, 3, 3, 2}, {1.3f, .6f, 3, 2});
  const Bitmap seen = glass.window->panel_pixels();

  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 3; ++x) EXPECT_EQ(at(seen, 1 + x, 1 + y), at(picture, 2 + x, 3 + y));
  EXPECT_EQ(at(seen, 0, 1), kBlack);
  EXPECT_EQ(at(seen, 4, 1), kBlack);
}

TEST(Canvas, CoversTheWholeTarget_WhenScaled) {
  Glass glass(64, 36);
  const Texture texture = glass.upload(plain(40, 23, kWhite));
  glass.canvas().draw(texture, {0.7f, 0.4f, 38.2f, 22.1f}, {0, 0, 64, 36});

  EXPECT_EQ(white_pixels(glass.window->panel_pixels()), 64 * 36);
}

TEST(Canvas, MixesStraightAlpha) {
  Glass glass(4, 1);
  const Texture half = glass.upload(plain(1, 1, 0x80FFFFFFu));
  glass.canvas().draw(half, {0, 0, 1, 1}, {0, 0, 1, 1});
  glass.canvas().fill({1, 0, 1, 1}, {255, 255, 255, 128});
  const Texture full = glass.upload(plain(1, 1, kWhite));
  glass.canvas().draw(full, {0, 0, 1, 1}, {2, 0, 1, 1}, .5f);
  const Bitmap seen = glass.window->panel_pixels();

  for (int x = 0; x < 3; ++x) EXPECT_NEAR(red(at(seen, x, 0)), 128, 1) << x;
  EXPECT_EQ(at(seen, 3, 0), kBlack);
}

TEST(Canvas, DrawsAnOpaquePictureFullyAgain_AfterItWasDrawnFaded) {
  Glass glass(2, 1);
  const Texture texture = glass.upload(plain(1, 1, kWhite));
  glass.canvas().draw(texture, {0, 0, 1, 1}, {0, 0, 1, 1}, .25f);
  glass.canvas().draw(texture, {0, 0, 1, 1}, {1, 0, 1, 1});
  const Bitmap seen = glass.window->panel_pixels();

  EXPECT_NEAR(red(at(seen, 0, 0)), 64, 1);
  EXPECT_EQ(at(seen, 1, 0), kWhite);
}

TEST(Canvas, TintsPictures) {
  Glass glass(1, 1);
  const Texture texture = glass.upload(plain(1, 1, kWhite));
  glass.canvas().draw(texture, {0, 0, 1, 1}, {0, 0, 1, 1}, 1, rgb(0x9a2125));

  EXPECT_EQ(at(glass.window->panel_pixels(), 0, 0), pixel_of(rgb(0x9a2125)));
}

TEST(Canvas, DropsWhatLiesOutsideAllClips) {
  Glass glass(8, 3);
  Canvas& canvas = glass.canvas();
  canvas.push_clip({1, 0, 5, 3});
  canvas.push_clip({3, 1, 5, 3});
  canvas.fill({0, 0, 8, 3}, rgb(0xFFFFFF));
  canvas.pop_clip();
  canvas.fill({0, 0, 8, 1}, rgb(0x808080));
  canvas.pop_clip();
  canvas.fill({7, 0, 1, 1}, rgb(0x404040));

  EXPECT_EQ(drawn(glass.window->panel_pixels()), ".88888.4\n...###..\n...###..\n");
}

TEST(Canvas, DrawsNothing_WhereClipsDoNotMeet) {
  Glass glass(8, 3);
  Canvas& canvas = glass.canvas();
  const Texture texture = glass.upload(plain(8, 3, kWhite));
  canvas.push_clip({0, 0, 3, 3});
  canvas.push_clip({5, 0, 3, 3});
  canvas.fill({0, 0, 8, 3}, rgb(0xFFFFFF));
  canvas.draw(texture, {0, 0, 8, 3}, {0, 0, 8, 3});
  canvas.draw_quads(texture, std::array{Quad{{0, 0, 8, 3}, {0, 0, 8, 3}}}, rgb(0xFFFFFF));

  EXPECT_EQ(white_pixels(glass.window->panel_pixels()), 0);
}

TEST(Canvas, MovesEverythingByTheSumOfOffsets_AndClipsPushedLater) {
  Glass glass(8, 4);
  Canvas& canvas = glass.canvas();
  const Texture texture = glass.upload(plain(2, 2, 0xFF808080u));
  canvas.push_offset({1, 1});
  canvas.push_offset({2, 0});
  canvas.fill({0, 0, 1, 1}, rgb(0xFFFFFF));
  canvas.draw(texture, {0, 0, 2, 1}, {1, 1, 2, 1});
  canvas.push_clip({0, 2, 2, 1});
  canvas.draw_quads(texture, std::array{Quad{{0, 0, 2, 1}, {1, 2, 2, 1}}}, rgb(0xFFFFFF));
  canvas.pop_clip();
  canvas.pop_offset();
  canvas.fill_gradient({-1, 2, 1, 1}, rgb(0xFFFFFF), rgb(0xFFFFFF));
  canvas.pop_offset();

  EXPECT_EQ(drawn(glass.window->panel_pixels()), "........\n...#....\n....88..\n#...8...\n");
}

TEST(Canvas, MultipliesPushedOpacities) {
  Glass glass(4, 2);
  Canvas& canvas = glass.canvas();
  const Texture texture = glass.upload(plain(1, 1, kWhite));
  canvas.push_opacity(.5f);
  canvas.push_opacity(.5f);
  canvas.fill({0, 0, 1, 2}, rgb(0xFFFFFF));
  canvas.draw(texture, {0, 0, 1, 1}, {1, 0, 1, 2});
  canvas.draw_quads(texture, std::array{Quad{{0, 0, 1, 1}, {2, 0, 1, 2}}}, rgb(0xFFFFFF));
  canvas.fill_gradient({3, 0, 1, 2}, rgb(0xFFFFFF), rgb(0xFFFFFF));
  canvas.pop_opacity();
  canvas.pop_opacity();
  const Bitmap seen = glass.window->panel_pixels();

  for (int x = 0; x < 4; ++x) EXPECT_NEAR(red(at(seen, x, 1)), 64, 1) << x;
}

TEST(Canvas, RunsAGradientFromTopToBottom) {
  Glass glass(3, 200);
  glass.canvas().fill_gradient({0, 0, 3, 200}, rgb(0x000000), rgb(0xFFFFFF));
  const Bitmap seen = glass.window->panel_pixels();

  for (int y = 0; y < 200; ++y) {
    const int wanted = static_cast<int>(std::lround((y + .5) / 200 * 255));
    for (int x = 0; x < 3; ++x) EXPECT_NEAR(red(at(seen, x, y)), wanted, 1) << y;
  }
}

TEST(Canvas, DarkensTowardsTheBottom_UnderATranslucentGradient) {
  Glass glass(2, 100);
  glass.canvas().fill({0, 0, 2, 100}, rgb(0xFFFFFF));
  glass.canvas().fill_gradient({0, 0, 2, 100}, {0, 0, 0, 0}, {0, 0, 0, 200});
  const Bitmap seen = glass.window->panel_pixels();

  for (int y = 0; y < 100; ++y) EXPECT_NEAR(red(at(seen, 0, y)), 255 - (y + .5) * 2, 2) << y;
}

TEST(Canvas, PutsEveryQuadInItsPlace) {
  Glass glass(12, 6);
  Canvas& canvas = glass.canvas();
  auto page = canvas.make_page(8, 4);
  ASSERT_TRUE(page);
  canvas.write_mask(*page, 0, 0, 2, 2, std::array<std::uint8_t, 4>{255, 0, 0, 255});
  canvas.write_mask(*page, 4, 1, 3, 2, std::array<std::uint8_t, 6>{255, 255, 255, 255, 0, 255});
  const std::array quads{Quad{{0, 0, 2, 2}, {1, 1, 2, 2}}, Quad{{4, 1, 3, 2}, {5, 0, 3, 2}},
                         Quad{{0, 0, 2, 2}, {10, 4, 2, 2}}};
  canvas.draw_quads(*page, quads, rgb(0xFFFFFF));

  EXPECT_EQ(drawn(glass.window->panel_pixels()),
            ".....###....\n"
            ".#...#.#....\n"
            "..#.........\n"
            "............\n"
            "..........#.\n"
            "...........#\n");
}

TEST(Canvas, DrawsQuadsInTheirColour_WithTheMasksCoverage) {
  Glass glass(2, 1);
  Canvas& canvas = glass.canvas();
  auto page = canvas.make_page(2, 2);
  ASSERT_TRUE(page);
  canvas.write_mask(*page, 0, 0, 2, 1, std::array<std::uint8_t, 2>{255, 128});
  canvas.fill({0, 0, 2, 1}, rgb(0xFFFFFF));
  canvas.draw_quads(*page, std::array{Quad{{0, 0, 2, 1}, {0, 0, 2, 1}}}, rgb(0x9a2125));
  const Bitmap seen = glass.window->panel_pixels();

  EXPECT_EQ(at(seen, 0, 0), pixel_of(rgb(0x9a2125)));
  EXPECT_NEAR(red(at(seen, 1, 0)), (0x9a + 255) / 2, 2);
  EXPECT_NEAR(channel(at(seen, 1, 0), 8), (0x21 + 255) / 2, 2);
}

TEST(Canvas, RecordsWhatWasDrawn_AndLeavesTheFrameAlone) {
  Glass glass(6, 4);
  Canvas& canvas = glass.canvas();
  canvas.push_clip({0, 0, 6, 4});
  auto still = canvas.record([&] {
    canvas.fill({0, 0, 6, 4}, rgb(0x808080));
    canvas.fill({1, 1, 2, 2}, rgb(0xFFFFFF));
  });
  ASSERT_TRUE(still);
  ASSERT_EQ(drawn(glass.window->panel_pixels()), "......\n......\n......\n......\n");

  canvas.draw(*still, {0, 0, 6, 4}, {0, 0, 6, 4});

  EXPECT_EQ(drawn(glass.window->panel_pixels()), "888888\n8##888\n8##888\n888888\n");
}

TEST(Canvas, RecordsFromAnEmptyPicture) {
  Glass glass(4, 2);
  Canvas& canvas = glass.canvas();
  for (int round = 0; round < 3; ++round) {  // memory of the last one must not shine through
    auto still = canvas.record([&] { canvas.fill({static_cast<float>(round), 0, 1, 1}, rgb(0xFFFFFF)); });
    ASSERT_TRUE(still);
    canvas.draw(*still, {0, 0, 4, 2}, {0, 0, 4, 2});
    std::string wanted = "....\n....\n";
    wanted[static_cast<std::size_t>(round)] = '#';
    EXPECT_EQ(drawn(glass.window->panel_pixels()), wanted);
  }
}

// A still is drawn while a page slides: offset, opacity and clips of the moment must not be in it.
TEST(Canvas, RecordsUprightAndWhole_WhateverIsPushed) {
  Glass glass(4, 2);
  Canvas& canvas = glass.canvas();
  canvas.push_offset({2, 0});
  canvas.push_opacity(.5f);
  canvas.push_clip({0, 0, 1, 1});
  auto still = canvas.record([&] { canvas.fill({0, 0, 4, 2}, rgb(0xFFFFFF)); });
  canvas.pop_clip();
  canvas.pop_opacity();
  canvas.pop_offset();
  ASSERT_TRUE(still);
  canvas.draw(*still, {0, 0, 4, 2}, {0, 0, 4, 2});

  EXPECT_EQ(drawn(glass.window->panel_pixels()), "####\n####\n");
}

TEST(Canvas, FadesAStill_LikeAnyPicture) {
  Glass glass(2, 1);
  Canvas& canvas = glass.canvas();
  auto still = canvas.record([&] { canvas.fill({0, 0, 2, 1}, rgb(0xFFFFFF)); });
  ASSERT_TRUE(still);
  canvas.draw(*still, {0, 0, 2, 1}, {0, 0, 2, 1}, .5f);

  EXPECT_NEAR(red(at(glass.window->panel_pixels(), 0, 0)), 128, 1);
}

TEST(Canvas, DrawsTheSame_WhetherAPictureIsCopiedOrGiven) {
  const Bitmap picture = numbered(6, 5);
  Glass copied(6, 5), given(6, 5);
  auto first = copied.canvas().upload(picture);
  auto second = given.canvas().upload(Bitmap(picture));
  ASSERT_TRUE(first && second);
  copied.canvas().draw(*first, {0, 0, 6, 5}, {0, 0, 6, 5});
  given.canvas().draw(*second, {0, 0, 6, 5}, {0, 0, 6, 5});

  EXPECT_EQ(second->size(), (Size{6, 5}));
  EXPECT_EQ(copied.window->panel_pixels().pixels, picture.pixels);
  EXPECT_EQ(given.window->panel_pixels().pixels, picture.pixels);
}

TEST(Texture, IsEmptyAfterAMove) {
  Glass glass(2, 2);
  Texture first = glass.upload(plain(2, 2, kWhite));
  Texture second = std::move(first);

  EXPECT_FALSE(first);
  EXPECT_TRUE(second);
  EXPECT_EQ(second.bytes(), 16u);
}

}  // namespace
}  // namespace kiosk::gfx
