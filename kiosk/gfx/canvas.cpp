#include "kiosk/gfx/canvas.h"

#include <cassert>
#include <cmath>
#include <utility>

#include "kiosk/gfx/painter.h"

namespace kiosk::gfx {
namespace {

std::uint8_t mix(std::uint8_t a, std::uint8_t b, float t) {
  return static_cast<std::uint8_t>(
      std::lround(static_cast<float>(a) + (static_cast<float>(b) - static_cast<float>(a)) * t));
}

Rect rounded(const PixelBox& box) {
  return {static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.w), static_cast<float>(box.h)};
}

}  // namespace

namespace {

// In 65,536ths.
constexpr std::uint32_t kRed = 13'933, kGreen = 46'871, kBlue = 4'732;
std::uint32_t luma(std::uint32_t r, std::uint32_t g, std::uint32_t b) { return (kRed * r + kGreen * g + kBlue * b + 32'768) >> 16; }

}  // namespace

Color grey(Color c) {
  const auto y = static_cast<std::uint8_t>(luma(c.r, c.g, c.b));
  return {y, y, y, c.a};
}

void turn_grey(Bitmap& bitmap) {
  for (std::uint32_t& pixel : bitmap.pixels) pixel = (pixel & 0xFF000000u) | luma(pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255) * 0x010101u;
}

PixelBox snapped(const Rect& r) {
  const int l = static_cast<int>(std::lround(r.x)), t = static_cast<int>(std::lround(r.y));
  return {l, t, static_cast<int>(std::lround(r.right())) - l, static_cast<int>(std::lround(r.bottom())) - t};
}

Texture::Texture() = default;
Texture::Texture(Texture&&) noexcept = default;
Texture& Texture::operator=(Texture&&) noexcept = default;
Texture::~Texture() = default;
Texture::Texture(std::unique_ptr<TextureBody> body, Size size) : body_(std::move(body)), size_(size) {}

Canvas::Canvas(std::unique_ptr<Painter> painter, Size size) : painter_(std::move(painter)), size_(size) {}
Canvas::~Canvas() = default;

Result<Texture> Canvas::upload(const Bitmap& bitmap) {
  assert(bitmap.width > 0 && bitmap.height > 0);
  auto body = painter_->make(bitmap, bitmap.opaque ? TextureUse::opaque : TextureUse::picture);
  if (!body) return body.error();
  return Texture(std::move(*body), bitmap.size());
}

Result<Texture> Canvas::upload(Bitmap&& bitmap) {
  assert(bitmap.width > 0 && bitmap.height > 0);
  const Size size = bitmap.size();
  const TextureUse use = bitmap.opaque ? TextureUse::opaque : TextureUse::picture;
  auto body = painter_->take(std::move(bitmap), use);
  if (!body) return body.error();
  return Texture(std::move(*body), size);
}

Result<Texture> Canvas::make_page(int width, int height) {
  assert(width > 0 && height > 0);
  Bitmap blank(width, height);
  std::fill(blank.pixels.begin(), blank.pixels.end(), 0x00FFFFFFu);
  auto body = painter_->make(blank, TextureUse::mask);
  if (!body) return body.error();
  return Texture(std::move(*body), blank.size());
}

void Canvas::write_mask(Texture& page, int x, int y, int width, int height, std::span<const std::uint8_t> coverage) {
  assert(page && coverage.size() >= static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  mask_scratch_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (std::size_t i = 0; i < mask_scratch_.size(); ++i)
    mask_scratch_[i] = static_cast<std::uint32_t>(coverage[i]) << 24 | 0xFFFFFFu;
  painter_->write(*page.body_, {x, y, width, height}, mask_scratch_.data());
}

void Canvas::fill(const Rect& box, Color color) {
  const Color c = shown(color).faded(opacities_.back());
  const PixelBox target = snapped(box.moved(offsets_.back()));
  if (c.a != 0 && target.w > 0 && target.h > 0) painter_->fill(target, c);
}

void Canvas::fill_gradient(const Rect& box, Color top, Color bottom) {
  // Bands of equal colour rather than shaded triangles: no renderer dithers, so the picture is the same.
  const PixelBox target = snapped(box.moved(offsets_.back()));
  top = shown(top);
  bottom = shown(bottom);
  const auto color_at = [&](int row) {
    const float t = (static_cast<float>(row) + .5f) / static_cast<float>(target.h);
    return Color{mix(top.r, bottom.r, t), mix(top.g, bottom.g, t), mix(top.b, bottom.b, t), mix(top.a, bottom.a, t)};
  };
  for (int row = 0; row < target.h;) {
    const Color c = color_at(row);
    int end = row + 1;
    while (end < target.h && color_at(end) == c) ++end;
    if (const Color faded = c.faded(opacities_.back()); faded.a != 0 && target.w > 0)
      painter_->fill({target.x, target.y + row, target.w, end - row}, faded);
    row = end;
  }
}

void Canvas::draw(const Texture& texture, const Rect& source, const Rect& target, float opacity, Color tint) {
  const Color c = shown(tint).faded(opacities_.back() * opacity);
  if (!texture || c.a == 0 || target.empty() || source.empty()) return;
  const Rect moved = target.moved(offsets_.back());
  const PixelBox from = snapped(source);
  if (from.w == std::lround(target.w) && from.h == std::lround(target.h)) {  // not scaled: on whole pixels, sharp
    const PixelBox to{static_cast<int>(std::lround(moved.x)), static_cast<int>(std::lround(moved.y)), from.w, from.h};
    painter_->copy(*texture.body_, rounded(from), rounded(to), c);
  } else {
    painter_->copy(*texture.body_, source, moved, c);
  }
}

void Canvas::draw_quads(const Texture& page, std::span<const Quad> quads, Color color) {
  const Color c = shown(color).faded(opacities_.back());
  if (page && !quads.empty() && c.a != 0) painter_->quads(*page.body_, page.size_, quads, offsets_.back(), c);
}

Result<Texture> Canvas::record(const std::function<void()>& draw) {
  if (Result<void> begun = painter_->begin_still(); !begun) return begun.error();
  auto clips = std::exchange(clips_, {});
  auto offsets = std::exchange(offsets_, {{0, 0}});
  auto opacities = std::exchange(opacities_, {1});
  apply_clip();
  draw();
  Texture still(painter_->end_still(), size_);
  clips_ = std::move(clips);
  offsets_ = std::move(offsets);
  opacities_ = std::move(opacities);
  apply_clip();
  return still;
}

void Canvas::push_clip(const Rect& box) {
  const Rect moved = box.moved(offsets_.back());
  clips_.push_back(clips_.empty() ? moved : clips_.back().intersection(moved));
  apply_clip();
}

void Canvas::pop_clip() {
  clips_.pop_back();
  apply_clip();
}

void Canvas::apply_clip() {
  if (clips_.empty()) return painter_->clip(nullptr);
  const PixelBox box = snapped(clips_.back());
  painter_->clip(&box);
}

void Canvas::push_offset(Point by) { offsets_.push_back(offsets_.back() + by); }
void Canvas::pop_offset() { offsets_.pop_back(); }
void Canvas::push_opacity(float opacity) { opacities_.push_back(opacities_.back() * opacity); }
void Canvas::pop_opacity() { opacities_.pop_back(); }

}  // namespace kiosk::gfx
