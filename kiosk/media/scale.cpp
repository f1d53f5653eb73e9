#include "kiosk/media/scale.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace kiosk::media {
namespace {

float channel(std::uint32_t pixel, int shift) { return static_cast<float>(pixel >> shift & 0xFF); }

std::uint32_t rounded(float value) { return static_cast<std::uint32_t>(std::min(255.f, value + .5f)); }

// `sum` is of `area` source pixels.
std::uint32_t pixel_from(const float* sum, float area) {
  const float alpha = sum[3];
  if (alpha <= 0) return 0;
  const float scale = 1 / alpha;
  return rounded(alpha / area) << 24 | rounded(std::sqrt(sum[0] * scale)) << 16 |
         rounded(std::sqrt(sum[1] * scale)) << 8 | rounded(std::sqrt(sum[2] * scale));
}

}  // namespace

AreaScaler::AreaScaler(int source_width, int source_height, int width, int height)
    : source_width_(source_width),
      source_height_(source_height),
      sums_(static_cast<std::size_t>(source_width) * 4),
      result_(width, height) {
  assert(width > 0 && height > 0 && width <= source_width && height <= source_height);
}

void AreaScaler::add_row(std::span<const std::uint32_t> row) {
  assert(row.size() >= static_cast<std::size_t>(source_width_) && source_row_ < source_height_);
  const auto columns = static_cast<std::size_t>(source_width_);
  std::uint32_t all = 0xFF000000u;
  for (std::size_t x = 0; x < columns; ++x) all &= row[x];
  if (all != 0xFF000000u) opaque_ = false;
  if (same_size()) {
    std::copy_n(row.data(), columns, result_.pixels.data() + static_cast<std::size_t>(source_row_++) * columns);
    return;
  }
  // The row's share of each result row that it lies in; more than one only where the ratio is below 1 a row.
  double top = static_cast<double>(source_row_) * result_.height / source_height_;
  const double bottom = static_cast<double>(source_row_ + 1) * result_.height / source_height_;
  const double rows_a_result = static_cast<double>(source_height_) / result_.height;
  while (row_ < result_.height && top < bottom - 1e-9) {
    const double end = std::min<double>(bottom, row_ + 1);
    const float share = static_cast<float>((end - top) * rows_a_result);
    float* sums = sums_.data();
    for (std::size_t x = 0; x < columns; ++x, sums += 4) {
      const std::uint32_t pixel = row[x];
      const float alpha = channel(pixel, 24) * share;
      const float r = channel(pixel, 16), g = channel(pixel, 8), b = channel(pixel, 0);
      sums[0] += r * r * alpha;
      sums[1] += g * g * alpha;
      sums[2] += b * b * alpha;
      sums[3] += alpha;
    }
    top = end;
    if (end >= row_ + 1 - 1e-9) emit_row();
  }
  ++source_row_;
}

void AreaScaler::emit_row() {
  const double columns_a_result = static_cast<double>(source_width_) / result_.width;
  const float area = static_cast<float>(columns_a_result * source_height_ / result_.height);
  std::uint32_t* out = result_.pixels.data() + static_cast<std::size_t>(row_) * static_cast<std::size_t>(result_.width);
  for (int i = 0; i < result_.width; ++i) {
    const double left = i * columns_a_result, right = std::min<double>((i + 1) * columns_a_result, source_width_);
    float sum[4] = {};
    for (int x = static_cast<int>(left); x < source_width_ && x < right - 1e-9; ++x) {
      const float share = static_cast<float>(std::min<double>(x + 1, right) - std::max<double>(x, left));
      const float* column = sums_.data() + static_cast<std::size_t>(x) * 4;
      for (int c = 0; c < 4; ++c) sum[c] += column[c] * share;
    }
    out[i] = pixel_from(sum, area);
  }
  std::fill(sums_.begin(), sums_.end(), 0.f);
  ++row_;
}

gfx::Bitmap AreaScaler::finish() && {
  assert(source_row_ == source_height_);
  if (!same_size() && row_ == result_.height - 1) emit_row();  // its last share fell short by a rounding error
  result_.opaque = opaque_;
  if (opaque_)
    for (std::uint32_t& pixel : result_.pixels) pixel |= 0xFF000000u;
  return std::move(result_);
}

gfx::Bitmap make_upright(gfx::Bitmap bitmap, int orientation) {
  if (orientation <= 1 || orientation > 8) return bitmap;
  const bool exchanged = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  gfx::Bitmap out(exchanged ? bitmap.height : bitmap.width, exchanged ? bitmap.width : bitmap.height);
  out.opaque = bitmap.opaque;
  // In squares, so that the rows read across stay in the cache.
  constexpr int kSquare = 32;
  for (int top = 0; top < out.height; top += kSquare)
    for (int left = 0; left < out.width; left += kSquare)
      for (int y = top; y < std::min(out.height, top + kSquare); ++y)
        for (int x = left; x < std::min(out.width, left + kSquare); ++x) {
          const int u = exchanged ? y : x, v = exchanged ? x : y;
          const int sx = from_right ? bitmap.width - 1 - u : u, sy = from_bottom ? bitmap.height - 1 - v : v;
          out.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width) + static_cast<std::size_t>(x)] =
              bitmap.pixels[static_cast<std::size_t>(sy) * static_cast<std::size_t>(bitmap.width) +
                            static_cast<std::size_t>(sx)];
        }
  return out;
}

}  // namespace kiosk::media
