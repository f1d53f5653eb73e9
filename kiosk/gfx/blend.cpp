// Compiled with -O3 (see CMakeLists.txt): the loops are written for the compiler's vectorizer. Two channels ride in one
// word with eight bits of room above each, so that a multiplication serves both.
#include "kiosk/gfx/blend.h"

namespace kiosk::gfx {
namespace {

#define CHANGLANG_INLINE inline __attribute__((always_inline))

constexpr std::uint32_t kEven = 0x00FF00FF, kHalves = 0x00800080, kAlpha = 0xFF000000;

// Both channels of `pair` divided by 255, rounded to nearest; exact up to 255 * 255.
CHANGLANG_INLINE std::uint32_t divided(std::uint32_t pair) {
  pair += kHalves;
  return (pair + (pair >> 8 & kEven)) >> 8 & kEven;
}

CHANGLANG_INLINE std::uint32_t over(std::uint32_t under, std::uint32_t pixel, std::uint32_t alpha) {
  const std::uint32_t rest = 255 - alpha;
  const std::uint32_t even = divided((pixel & kEven) * alpha + (under & kEven) * rest);
  const std::uint32_t odd = divided((pixel >> 8 & kEven) * alpha + (under >> 8 & kEven) * rest);
  return even | odd << 8;
}

CHANGLANG_INLINE std::uint32_t between(std::uint32_t a, std::uint32_t b, std::uint32_t weight) {
  const std::uint32_t rest = 256 - weight;
  const std::uint32_t even = ((a & kEven) * rest + (b & kEven) * weight) >> 8 & kEven;
  const std::uint32_t odd = (a >> 8 & kEven) * rest + (b >> 8 & kEven) * weight;
  return even | (odd & ~kEven);
}

CHANGLANG_INLINE std::uint32_t word(Color c) {
  return kAlpha | static_cast<std::uint32_t>(c.r) << 16 | static_cast<std::uint32_t>(c.g) << 8 | c.b;
}

CHANGLANG_INLINE std::uint32_t scaled(std::uint32_t a, std::uint32_t b) {  // 0..255 each
  const std::uint32_t product = a * b + 128;
  return (product + (product >> 8)) >> 8;
}

CHANGLANG_INLINE void color_row(std::uint32_t* under, std::size_t n, Color c) {
  const std::uint32_t pixel = word(c), alpha = c.a;
  for (std::size_t i = 0; i < n; ++i) under[i] = over(under[i], pixel, alpha);
}

CHANGLANG_INLINE void pixels_row(std::uint32_t* __restrict under, const std::uint32_t* __restrict pixels, std::size_t n,
                                 std::uint8_t opacity) {
  const std::uint32_t all = opacity;
  for (std::size_t i = 0; i < n; ++i) under[i] = over(under[i], pixels[i] | kAlpha, scaled(pixels[i] >> 24, all));
}

CHANGLANG_INLINE void opaque_row(std::uint32_t* __restrict under, const std::uint32_t* __restrict pixels, std::size_t n,
                                 std::uint8_t opacity) {
  const std::uint32_t all = opacity;
  for (std::size_t i = 0; i < n; ++i) under[i] = over(under[i], pixels[i], all);
}

CHANGLANG_INLINE void mask_row(std::uint32_t* __restrict under, const std::uint32_t* __restrict mask, std::size_t n,
                               Color c) {
  const std::uint32_t pixel = word(c), all = c.a;
  for (std::size_t i = 0; i < n; ++i) under[i] = over(under[i], pixel, scaled(mask[i] >> 24, all));
}

CHANGLANG_INLINE void tint_row(std::uint32_t* __restrict out, const std::uint32_t* __restrict in, std::size_t n,
                               Color c) {
  const std::uint32_t r = c.r, g = c.g, b = c.b;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t p = in[i];
    out[i] = (p & kAlpha) | scaled(p >> 16 & 0xFF, r) << 16 | scaled(p >> 8 & 0xFF, g) << 8 | scaled(p & 0xFF, b);
  }
}

CHANGLANG_INLINE void mix_row(std::uint32_t* __restrict out, const std::uint32_t* __restrict a,
                              const std::uint32_t* __restrict b, std::size_t n, unsigned weight) {
  for (std::size_t i = 0; i < n; ++i) out[i] = between(a[i], b[i], weight);
}

CHANGLANG_INLINE void stretch_row(std::uint32_t* __restrict out, const std::uint32_t* __restrict in,
                                  const std::int32_t* __restrict left, const std::uint32_t* __restrict weight,
                                  std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = between(in[left[i]], in[left[i] + 1], weight[i]);
}

// One set of functions compiled with the attributes given.
#define CHANGLANG_ROW_LOOPS(name, attributes)                                                                   \
  struct name {                                                                                                 \
    attributes static void color(std::uint32_t* u, std::size_t n, Color c) { color_row(u, n, c); }              \
    attributes static void pixels(std::uint32_t* u, const std::uint32_t* p, std::size_t n, std::uint8_t o) {    \
      pixels_row(u, p, n, o);                                                                                   \
    }                                                                                                           \
    attributes static void opaque(std::uint32_t* u, const std::uint32_t* p, std::size_t n, std::uint8_t o) {    \
      opaque_row(u, p, n, o);                                                                                   \
    }                                                                                                           \
    attributes static void mask(std::uint32_t* u, const std::uint32_t* m, std::size_t n, Color c) {             \
      mask_row(u, m, n, c);                                                                                     \
    }                                                                                                           \
    attributes static void tint(std::uint32_t* o, const std::uint32_t* i, std::size_t n, Color c) {             \
      tint_row(o, i, n, c);                                                                                     \
    }                                                                                                           \
    attributes static void mix(std::uint32_t* o, const std::uint32_t* a, const std::uint32_t* b, std::size_t n, \
                               unsigned w) {                                                                    \
      mix_row(o, a, b, n, w);                                                                                   \
    }                                                                                                           \
    attributes static void stretch(std::uint32_t* o, const std::uint32_t* i, const std::int32_t* l,             \
                                   const std::uint32_t* w, std::size_t n) {                                     \
      stretch_row(o, i, l, w, n);                                                                               \
    }                                                                                                           \
    static constexpr RowLoops kLoops{color, pixels, opaque, mask, tint, mix, stretch};                          \
  };

CHANGLANG_ROW_LOOPS(Plain, )
#if defined(__x86_64__)
CHANGLANG_ROW_LOOPS(Avx2, __attribute__((target("avx2"))))
#endif

}  // namespace

const RowLoops& plain_row_loops() { return Plain::kLoops; }

const RowLoops& row_loops() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return Avx2::kLoops;
#endif
  return Plain::kLoops;
}

}  // namespace kiosk::gfx
