#include "kiosk/media/scale.h"

#include <gtest/gtest.h>

#include <cmath>

namespace kiosk::media {
namespace {

gfx::Bitmap scaled(const gfx::Bitmap& from, int width, int height) {
  AreaScaler scaler(from.width, from.height, width, height);
  for (int y = 0; y < from.height; ++y)
    scaler.add_row(
        std::span(from.pixels).subspan(static_cast<std::size_t>(y * from.width), static_cast<std::size_t>(from.width)));
  return std::move(scaler).finish();
}

gfx::Bitmap filled(int width, int height, std::uint32_t pixel) {
  gfx::Bitmap bitmap(width, height);
  std::fill(bitmap.pixels.begin(), bitmap.pixels.end(), pixel);
  return bitmap;
}

TEST(AreaScaler, PlainColour_StaysExactlyThatColourAtAnyRatio) {
  for (int width : {1, 3, 7, 50, 99, 100})
    for (int height : {1, 2, 33, 59, 60}) {
      const gfx::Bitmap result = scaled(filled(100, 60, 0xFF9A2125), width, height);
      for (std::uint32_t pixel : result.pixels) ASSERT_EQ(pixel, 0xFF9A2125u) << width << "x" << height;
      EXPECT_TRUE(result.opaque);
    }
}

TEST(AreaScaler, BlackAndWhite_MixInLightNotInCode) {
  gfx::Bitmap stripes(2, 2);
  stripes.pixels = {0xFF000000, 0xFFFFFFFF, 0xFFFFFFFF, 0xFF000000};

  const std::uint32_t mixed = scaled(stripes, 1, 1).pixels[0] & 255;

  EXPECT_EQ(mixed, 180u);  // 255 × sqrt(1/2); exact linear light would give 188, a mean of codes 128
}

TEST(AreaScaler, TransparentColour_LeavesNoTrace) {
  gfx::Bitmap edge(2, 1);
  edge.pixels = {0x0000FF00, 0xFFFF0000};

  const gfx::Bitmap result = scaled(edge, 1, 1);

  EXPECT_EQ(result.pixels[0], 0x80FF0000u);
  EXPECT_FALSE(result.opaque);
}

TEST(AreaScaler, FractionalEdges_WeighByArea) {
  gfx::Bitmap row(3, 1);
  row.pixels = {0xFF000000, 0xFFFFFFFF, 0xFF000000};

  const gfx::Bitmap result = scaled(row, 2, 1);  // each result pixel: one black, half a white

  const auto want = static_cast<std::uint32_t>(std::lround(255 * std::sqrt(1. / 3)));
  EXPECT_EQ(result.pixels[0] & 255, want);
  EXPECT_EQ(result.pixels[1] & 255, want);
}

TEST(AreaScaler, SameSize_IsACopy) {
  gfx::Bitmap noise(5, 1);
  noise.pixels = {1, 0xFF123456, 0x7F000001, 0, 0xFFFFFFFF};

  EXPECT_EQ(scaled(noise, 5, 1).pixels, noise.pixels);
}

// 1 2 3      seen as Exif 2.32 says: where the stored row 0 and column 0 belong.
// 4 5 6
TEST(MakeUpright, EachOrientation_PutsRowsAndColumnsWhereExifSays) {
  using Pixels = std::vector<std::uint32_t>;
  const std::vector<Pixels> want{{1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4}, {6, 5, 4, 3, 2, 1}, {4, 5, 6, 1, 2, 3},
                                 {1, 4, 2, 5, 3, 6}, {4, 1, 5, 2, 6, 3}, {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    gfx::Bitmap stored(3, 2);
    stored.pixels = {1, 2, 3, 4, 5, 6};
    const gfx::Bitmap upright = make_upright(std::move(stored), orientation);
    EXPECT_EQ(upright.pixels, want[static_cast<std::size_t>(orientation - 1)]) << orientation;
    EXPECT_EQ(upright.width, orientation < 5 ? 3 : 2);
  }
}

}  // namespace
}  // namespace kiosk::media
