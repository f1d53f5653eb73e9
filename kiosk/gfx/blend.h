// Rows of pixels over rows of pixels: the inner loops of drawing without a GPU.
//
// Why     : SDL 2.26's own loops blend a 1080p picture in 12 ms and a scaled one in 23, past a frame at 60 Hz; these take
//           the processor's wide registers where it has them (AVX2), else the same loops as the compiler makes them.
// Pixels  : words 0xAARRGGBB, straight alpha; a channel is under + (over - under) * alpha / 255, rounded to nearest.
// Threads : any; no state.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kiosk/base/geometry.h"

namespace kiosk::gfx {

struct RowLoops {
  // One colour with alpha over n pixels.
  void (*color)(std::uint32_t* under, std::size_t n, Color over);
  // Pixels over pixels, their alpha scaled by `opacity`.
  void (*pixels)(std::uint32_t* under, const std::uint32_t* over, std::size_t n, std::uint8_t opacity);
  // The same where every pixel of `over` is known to be opaque.
  void (*opaque)(std::uint32_t* under, const std::uint32_t* over, std::size_t n, std::uint8_t opacity);
  // One colour through the alpha of a mask.
  void (*mask)(std::uint32_t* under, const std::uint32_t* mask, std::size_t n, Color over);
  // Each pixel's channels scaled by the tint's, alpha untouched.
  void (*tint)(std::uint32_t* out, const std::uint32_t* in, std::size_t n, Color tint);
  // (a * (256 - weight) + b * weight) / 256.
  void (*mix)(std::uint32_t* out, const std::uint32_t* a, const std::uint32_t* b, std::size_t n, unsigned weight);
  // out[i] lies between in[left[i]] and its right neighbour, weight[i] / 256 of the way.
  // The neighbour is read where the weight is 0 too.
  void (*stretch)(std::uint32_t* out, const std::uint32_t* in, const std::int32_t* left, const std::uint32_t* weight,
                  std::size_t n);
};

// The loops for this processor, and those for any: the tests hold one against the other.
const RowLoops& row_loops();
const RowLoops& plain_row_loops();

}  // namespace kiosk::gfx
