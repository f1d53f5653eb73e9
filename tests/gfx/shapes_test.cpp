#include "kiosk/gfx/shapes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "tests/gfx/glass.h"

namespace kiosk::gfx {
namespace {

int at(const Mask& mask, int x, int y) { return mask.coverage[static_cast<std::size_t>(y * mask.width + x)]; }

double area(const Mask& mask) {
  return std::accumulate(mask.coverage.begin(), mask.coverage.end(), 0.0,
                         [](double sum, std::uint8_t c) { return sum + c / 255.0; });
}

// Covered pixels of one row or column.
double across(const Mask& mask, int column) {
  double sum = 0;
  for (int y = 0; y < mask.height; ++y) sum += at(mask, column, y) / 255.0;
  return sum;
}

TEST(RingMask, IsTheSameFromAllFourSides) {
  for (const float radius : {1.f, 5.f, 7.5f, 36.f}) {
    for (const float stroke : {0.f, 1.f, 3.f}) {
      const Mask ring = ring_mask(radius, stroke);
      const int last = ring.width - 1;
      for (int y = 0; y < ring.height; ++y) {
        for (int x = 0; x < ring.width; ++x) {
          ASSERT_EQ(at(ring, x, y), at(ring, last - x, y)) << radius << " " << stroke;
          ASSERT_EQ(at(ring, x, y), at(ring, x, last - y)) << radius << " " << stroke;
          ASSERT_EQ(at(ring, x, y), at(ring, y, x)) << radius << " " << stroke;
        }
      }
    }
  }
}

TEST(RingMask, CoversTheAreaOfTheCircle) {
  constexpr double kPi = std::numbers::pi;
  EXPECT_NEAR(area(ring_mask(36, 0)), kPi * 36 * 36, kPi * 36 * 36 * .005);
  EXPECT_NEAR(area(ring_mask(36, 3)), kPi * (36 * 36 - 33 * 33), kPi * (36 * 36 - 33 * 33) * .02);
}

TEST(RingMask, TouchesItsBoxAndIsAsWideAsItsStroke) {
  const Mask ring = ring_mask(20, 3);
  double outer_half = 0;
  for (int y = 0; y < 20; ++y) outer_half += at(ring, 20, y) / 255.0;

  EXPECT_EQ(at(ring, 19, 0), 255 - 255 / 100) << "nearly full where the circle touches";
  EXPECT_NEAR(outer_half, 3, .06);
  EXPECT_EQ(at(ring, 19, 19), 0) << "empty inside";
  EXPECT_EQ(at(ring, 0, 0), 0) << "empty in the corner";
}

TEST(StrokeMask, IsAsWideAsAsked_OnAndBetweenPixels) {
  for (const float width : {1.f, 2.f, 3.5f}) {
    for (const float y : {20.f, 20.5f, 20.25f})
      EXPECT_NEAR(across(stroke_mask({{{5, y}, {35, y}}}, width, 40, 40), 20), width, .02) << y;
  }
}

TEST(StrokeMask, DrawsARoundDot_ForASinglePoint) {
  const Mask dot = stroke_mask({{{10, 10}}}, 8, 20, 20);

  EXPECT_NEAR(area(dot), std::numbers::pi * 16, .5);
  EXPECT_EQ(at(dot, 10, 10), 255);
}

TEST(StrokeMask, DrawsNothing_ForNothing) {
  EXPECT_EQ(area(stroke_mask({}, 3, 8, 8)), 0);
  EXPECT_EQ(area(stroke_mask({{}}, 3, 8, 8)), 0);
}

TEST(StrokeMask, StaysInsideItsBox_WhenTheLineLeavesIt) {
  const Mask mask = stroke_mask({{{-50, 4}, {50, 4}}}, 2, 8, 8);

  EXPECT_EQ(mask.coverage.size(), 64u);
  EXPECT_EQ(at(mask, 0, 3), 255);
  EXPECT_EQ(at(mask, 7, 4), 255);
}

TEST(SmoothCurve, PassesThroughItsPoints) {
  const std::vector<Point> points{{0, 0}, {10, 5}, {20, -3}, {30, 0}};
  const Polyline open = smooth_curve(points, false, 8), closed = smooth_curve(points, true, 8);

  ASSERT_EQ(open.size(), 3u * 8 + 1);
  ASSERT_EQ(closed.size(), 4u * 8 + 1);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_NEAR(open[i * 8].x, points[i].x, 1e-4);
    EXPECT_NEAR(closed[i * 8].y, points[i].y, 1e-4);
  }
  EXPECT_EQ(closed.back(), points.front());
}

TEST(ShapeCache, FillsAPillWithoutSeams) {
  Glass glass(80, 40);
  ShapeCache shapes(glass.canvas());
  shapes.fill_round({4, 4, 72, 32}, 100, rgb(0xFFFFFF));
  const Bitmap seen = glass.window->panel_pixels();

  for (int x = 20; x < 60; ++x) EXPECT_EQ(at(seen, x, 4), kWhite) << drawn(seen);
  for (int y = 6; y < 34; ++y)
    for (int x = 20; x < 60; ++x) ASSERT_EQ(at(seen, x, y), kWhite) << drawn(seen);
  EXPECT_EQ(at(seen, 4, 4), kBlack) << drawn(seen);
  EXPECT_EQ(at(seen, 75, 35), kBlack) << drawn(seen);
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 80; ++x)
      ASSERT_EQ(at(seen, x, y), at(seen, 79 - x, 39 - y)) << x << "," << y << "\n" << drawn(seen);
}

TEST(ShapeCache, StrokesJustInsideTheBox_AndLeavesTheInsideAlone) {
  Glass glass(60, 40);
  ShapeCache shapes(glass.canvas());
  shapes.stroke_round({5, 5, 50, 30}, 10, 2, rgb(0xFFFFFF));
  const Bitmap seen = glass.window->panel_pixels();

  for (int x = 16; x < 44; ++x) {
    EXPECT_EQ(at(seen, x, 4), kBlack) << drawn(seen);
    EXPECT_EQ(at(seen, x, 5), kWhite) << drawn(seen);
    EXPECT_EQ(at(seen, x, 6), kWhite) << drawn(seen);
    EXPECT_EQ(at(seen, x, 7), kBlack) << drawn(seen);
    EXPECT_EQ(at(seen, x, 34), kWhite) << drawn(seen);
  }
  EXPECT_EQ(at(seen, 30, 20), kBlack);
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 60; ++x)
      ASSERT_EQ(at(seen, x, y), at(seen, 59 - x, 39 - y)) << x << "," << y << "\n" << drawn(seen);
}

// Seams between corners and sides would be drawn twice, or not at all, when the colour lets the ground through.
TEST(ShapeCache, CoversEveryPixelOnce_InATranslucentColour) {
  Glass glass(60, 41);
  ShapeCache shapes(glass.canvas());
  shapes.fill_round({3, 3, 53, 35}, 12, {255, 255, 255, 128});
  shapes.stroke_round({3, 3, 53, 35}, 3, 0, {0, 0, 0, 0});
  const Bitmap seen = glass.window->panel_pixels();

  for (int y = 15; y < 26; ++y)
    for (int x = 3; x < 56; ++x) ASSERT_NEAR(red(at(seen, x, y)), 128, 1) << x << "," << y << "\n" << drawn(seen);
  for (int x = 15; x < 44; ++x)
    for (int y = 3; y < 38; ++y) ASSERT_NEAR(red(at(seen, x, y)), 128, 1) << x << "," << y << "\n" << drawn(seen);
}

TEST(ShapeCache, CoversEveryPixelOnce_InADotOfAnOddSize) {
  Glass glass(15, 15);
  ShapeCache shapes(glass.canvas());
  shapes.fill_round({3, 3, 9, 9}, 4.5f, {255, 255, 255, 128});
  const Bitmap seen = glass.window->panel_pixels();

  EXPECT_NEAR(red(at(seen, 7, 7)), 128, 1) << drawn(seen);
  for (int y = 3; y < 12; ++y)
    for (int x = 3; x < 12; ++x) ASSERT_LE(red(at(seen, x, y)), 129) << x << "," << y << "\n" << drawn(seen);
}

TEST(ShapeCache, CountsItsBytesAndLetsGoByPrefix) {
  Glass glass(60, 40);
  ShapeCache shapes(glass.canvas());
  int made = 0;
  const auto mask = [&] {
    ++made;
    return ring_mask(5, 0);
  };
  shapes.draw_mask("icon a", mask, {0, 0}, rgb(0xFFFFFF));
  shapes.draw_mask("icon a", mask, {20, 0}, rgb(0xFFFFFF));
  shapes.draw_mask("seal a", mask, {40, 0}, rgb(0xFFFFFF));
  ASSERT_EQ(made, 2);
  ASSERT_EQ(shapes.bytes(), 2u * 10 * 10 * 4);

  shapes.drop("icon");

  EXPECT_EQ(shapes.bytes(), 1u * 10 * 10 * 4);
  EXPECT_NEAR(red(at(glass.window->panel_pixels(), 25, 5)), 255, 0);
}

}  // namespace
}  // namespace kiosk::gfx
