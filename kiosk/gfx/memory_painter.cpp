// Drawing without a GPU, by our own loops (blend.h): three to twenty times faster than SDL's software renderer, and
// pictures move by fractions of a pixel, which SDL's cannot.
#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>
#include <vector>

#include "kiosk/gfx/blend.h"
#include "kiosk/gfx/painter.h"

namespace kiosk::gfx {
namespace {

struct MemoryTexture final : TextureBody {
  int width = 0, height = 0;
  TextureUse use = TextureUse::picture;
  std::vector<std::uint32_t> pixels;

  const std::uint32_t* row(int y) const { return pixels.data() + static_cast<std::ptrdiff_t>(y) * width; }
};

PixelBox meet(const PixelBox& a, const PixelBox& b) {
  const int l = std::max(a.x, b.x), t = std::max(a.y, b.y);
  return {l, t, std::max(0, std::min(a.x + a.w, b.x + b.w) - l), std::max(0, std::min(a.y + a.h, b.y + b.h) - t)};
}

// Where a target pixel's middle lies in the source: the pixel before it and how far it is to the next, in 256ths.
struct Sample {
  int before;
  unsigned weight;
};

class MemoryPainter final : public Painter {
 public:
  explicit MemoryPainter(SDL_Surface* frame)
      : frame_(static_cast<std::uint32_t*>(frame->pixels)),
        pitch_(frame->pitch / 4),
        whole_{0, 0, frame->w, frame->h},
        clip_(whole_) {}

  Result<std::unique_ptr<TextureBody>> make(const Bitmap& bitmap, TextureUse use) override try {
    return take(Bitmap(bitmap), use);
  } catch (const std::bad_alloc&) { return Error{ErrorKind::transient, "no memory for a picture", {}}; }

  Result<std::unique_ptr<TextureBody>> take(Bitmap&& bitmap, TextureUse use) override {
    auto made = std::make_unique<MemoryTexture>();
    made->width = bitmap.width;
    made->height = bitmap.height;
    made->use = use;
    made->pixels = std::move(bitmap.pixels);
    return std::unique_ptr<TextureBody>(std::move(made));
  }

  void write(TextureBody& body, const PixelBox& box, const std::uint32_t* pixels) override {
    auto& texture = static_cast<MemoryTexture&>(body);
    const PixelBox inside = meet(box, {0, 0, texture.width, texture.height});
    for (int y = inside.y; y < inside.y + inside.h; ++y)
      std::copy_n(pixels + static_cast<std::ptrdiff_t>(y - box.y) * box.w + (inside.x - box.x), inside.w,
                  texture.pixels.begin() + static_cast<std::ptrdiff_t>(y) * texture.width + inside.x);
  }

  void clip(const PixelBox* box) override { clip_ = box ? meet(*box, whole_) : whole_; }

  void fill(const PixelBox& wanted, Color c) override {
    const PixelBox box = meet(wanted, clip_);
    const std::uint32_t word =
        0xFF000000u | static_cast<std::uint32_t>(c.r) << 16 | static_cast<std::uint32_t>(c.g) << 8 | c.b;
    for (int y = box.y; y < box.y + box.h; ++y) {
      if (c.a == 255) std::fill_n(at(box.x, y), box.w, word);
      else loops_.color(at(box.x, y), static_cast<std::size_t>(box.w), c);
    }
  }

  void copy(TextureBody& body, const Rect& source, const Rect& target, Color tint) override {
    const auto& texture = static_cast<MemoryTexture&>(body);
    const PixelBox from = snapped(source), to = snapped(target);
    const PixelBox box = meet(to, clip_);
    if (box.w <= 0 || box.h <= 0) return;
    if (from.w == to.w && from.h == to.h) {
      copy_rows(texture, from.x - to.x, from.y - to.y, box, tint);
    } else {
      stretch(texture, source, target, box, tint);
    }
  }

  void quads(TextureBody& page, Size, std::span<const Quad> quads, Point by, Color color) override {
    for (const Quad& quad : quads) copy(page, quad.source, quad.target.moved(by), color);
  }

  Result<void> begin_still() override try {
    still_ = std::make_unique<MemoryTexture>();
    still_->width = whole_.w;
    still_->height = whole_.h;
    still_->use = TextureUse::opaque;
    still_->pixels.resize(static_cast<std::size_t>(whole_.w) * static_cast<std::size_t>(whole_.h));
    std::swap(frame_, still_frame_);
    std::swap(pitch_, still_pitch_);
    frame_ = still_->pixels.data();
    pitch_ = whole_.w;
    return {};
  } catch (const std::bad_alloc&) { return Error{ErrorKind::transient, "no memory for a still", {}}; }

  std::unique_ptr<TextureBody> end_still() override {
    std::swap(frame_, still_frame_);
    std::swap(pitch_, still_pitch_);
    return std::move(still_);
  }

 private:
  std::uint32_t* at(int x, int y) const { return frame_ + static_cast<std::ptrdiff_t>(y) * pitch_ + x; }

  // Unscaled; dx, dy lead from the frame to the texture. What lies outside the texture is not drawn.
  void copy_rows(const MemoryTexture& texture, int dx, int dy, const PixelBox& wanted, Color tint) {
    const PixelBox box = meet(wanted, {-dx, -dy, texture.width, texture.height});
    for (int y = box.y; y < box.y + box.h; ++y)
      draw_row(texture.use, at(box.x, y), texture.row(y + dy) + box.x + dx, static_cast<std::size_t>(box.w), tint);
  }

  void draw_row(TextureUse use, std::uint32_t* under, const std::uint32_t* row, std::size_t n, Color tint) {
    if (use == TextureUse::mask) return loops_.mask(under, row, n, tint);
    if (tint.r != 255 || tint.g != 255 || tint.b != 255) {
      tinted_.resize(std::max(tinted_.size(), n));
      loops_.tint(tinted_.data(), row, n, tint);
      row = tinted_.data();
    }
    if (use == TextureUse::picture) return loops_.pixels(under, row, n, tint.a);
    if (tint.a != 255) return loops_.opaque(under, row, n, tint.a);
    std::copy_n(row, n, under);
  }

  // The source pixels around the middle of target pixel i; never beyond the source rectangle's pixels or the texture's.
  static Sample sample(int i, float source, float source_length, float target, float target_length, int limit) {
    const auto end = static_cast<float>(limit - 1);
    const float first = std::clamp(std::floor(source), 0.f, end),
                last = std::clamp(std::ceil(source + source_length) - 1, first, end);
    const float middle = source + (static_cast<float>(i) + .5f - target) * source_length / target_length - .5f;
    const auto place = static_cast<int>(std::lround(std::clamp(middle, first, last) * 256));
    return {place >> 8, static_cast<unsigned>(place & 255)};
  }

  // Bilinear. Each source row is stretched once and mixed with its neighbour for the rows between them.
  void stretch(const MemoryTexture& texture, const Rect& source, const Rect& target, const PixelBox& box, Color tint) {
    const auto n = static_cast<std::size_t>(box.w);
    left_.resize(n);
    weight_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      auto [before, weight] =
          sample(box.x + static_cast<int>(i), source.x, source.w, target.x, target.w, texture.width);
      if (before == texture.width - 1 && before > 0) {
        --before;
        weight = 256;
      }  // the loop reads the neighbour
      left_[i] = before;
      weight_[i] = weight;
    }
    for (auto& line : lines_) line = {-1, std::move(line.pixels)};
    for (auto& line : lines_) line.pixels.resize(std::max(line.pixels.size(), n));
    mixed_.resize(std::max(mixed_.size(), n));
    for (int y = box.y; y < box.y + box.h; ++y) {
      const Sample s = sample(y, source.y, source.h, target.y, target.h, texture.height);
      const std::uint32_t* row = stretched(texture, s.before, n);
      if (s.weight != 0) {
        loops_.mix(mixed_.data(), row, stretched(texture, s.before + 1, n), n, s.weight);
        row = mixed_.data();
      }
      draw_row(texture.use, at(box.x, y), row, n, tint);
    }
  }

  const std::uint32_t* stretched(const MemoryTexture& texture, int y, std::size_t n) {
    Line& line = lines_[static_cast<std::size_t>(y & 1)];
    if (line.y != y) {
      line.y = y;
      if (texture.width > 1) loops_.stretch(line.pixels.data(), texture.row(y), left_.data(), weight_.data(), n);
      else std::fill_n(line.pixels.begin(), n, *texture.row(y));
    }
    return line.pixels.data();
  }

  struct Line {
    int y = -1;  // of the source
    std::vector<std::uint32_t> pixels;
  };

  const RowLoops& loops_ = row_loops();
  std::uint32_t* frame_;
  int pitch_;
  PixelBox whole_, clip_;
  std::unique_ptr<MemoryTexture> still_;
  std::uint32_t* still_frame_ = nullptr;  // the frame while a still is drawn
  int still_pitch_ = 0;
  // Kept between frames so that drawing allocates nothing once warm.
  std::vector<std::int32_t> left_;
  std::vector<std::uint32_t> weight_, mixed_, tinted_;
  Line lines_[2];
};

}  // namespace

std::unique_ptr<Painter> make_memory_painter(SDL_Surface* frame) { return std::make_unique<MemoryPainter>(frame); }

}  // namespace kiosk::gfx
