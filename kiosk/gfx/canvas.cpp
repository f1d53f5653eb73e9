#include "kiosk/gfx/canvas.h"

#include <SDL.h>

#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <utility>

namespace kiosk::gfx {
namespace {

SDL_FRect frect(const Rect& r) { return {r.x, r.y, r.w, r.h}; }

// Whole pixels that cover the same area as nearly as possible; neighbours that touch still touch.
SDL_Rect snapped(const Rect& r) {
  const int l = static_cast<int>(std::lround(r.x)), t = static_cast<int>(std::lround(r.y));
  return {l, t, static_cast<int>(std::lround(r.right())) - l, static_cast<int>(std::lround(r.bottom())) - t};
}

std::uint8_t mix(std::uint8_t a, std::uint8_t b, float t) {
  return static_cast<std::uint8_t>(std::lround(static_cast<float>(a) + (static_cast<float>(b) - static_cast<float>(a)) * t));
}

}  // namespace

Texture::Texture(Texture&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)), size_(other.size_) {}

Texture& Texture::operator=(Texture&& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(size_, other.size_);
  return *this;
}

Texture::~Texture() {
  if (handle_) SDL_DestroyTexture(handle_);
}

Canvas::Canvas(SDL_Renderer* renderer, Size size) : renderer_(renderer), size_(size) {}

Result<Texture> Canvas::upload(const Bitmap& bitmap) {
  assert(bitmap.width > 0 && bitmap.height > 0);
  Texture texture;
  texture.handle_ = SDL_CreateTexture(renderer_, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, bitmap.width, bitmap.height);
  texture.size_ = bitmap.size();
  if (!texture.handle_ || SDL_UpdateTexture(texture.handle_, nullptr, bitmap.pixels.data(), bitmap.width * 4) != 0)
    return Error{ErrorKind::transient, std::string("the renderer took no texture: ") + SDL_GetError(), {}};
  SDL_SetTextureBlendMode(texture.handle_, bitmap.opaque ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
  SDL_SetTextureScaleMode(texture.handle_, SDL_ScaleModeLinear);
  return texture;
}

Result<Texture> Canvas::make_page(int width, int height) {
  Bitmap blank(width, height);
  std::fill(blank.pixels.begin(), blank.pixels.end(), 0x00FFFFFFu);
  return upload(blank);
}

void Canvas::write_mask(Texture& page, int x, int y, int width, int height, std::span<const std::uint8_t> coverage) {
  assert(page && coverage.size() >= static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  mask_scratch_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (std::size_t i = 0; i < mask_scratch_.size(); ++i) mask_scratch_[i] = static_cast<std::uint32_t>(coverage[i]) << 24 | 0xFFFFFFu;
  const SDL_Rect box{x, y, width, height};
  SDL_UpdateTexture(page.handle_, &box, mask_scratch_.data(), width * 4);
}

void Canvas::fill(const Rect& box, Color color) {
  const Color c = color.faded(opacities_.back());
  if (c.a == 0) return;
  const SDL_Rect target = snapped(box.moved(offsets_.back()));
  if (target.w <= 0 || target.h <= 0) return;
  SDL_SetRenderDrawBlendMode(renderer_, c.a == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
  SDL_SetRenderDrawColor(renderer_, c.r, c.g, c.b, c.a);
  SDL_RenderFillRect(renderer_, &target);
}

void Canvas::fill_gradient(const Rect& box, Color top, Color bottom) {
  // Bands of equal colour rather than shaded triangles: SDL's software renderer fills rectangles many times faster.
  const SDL_Rect target = snapped(box.moved(offsets_.back()));
  if (target.h <= 0) return;
  const auto color_at = [&](int row) {
    const float t = (static_cast<float>(row) + .5f) / static_cast<float>(target.h);
    return Color{mix(top.r, bottom.r, t), mix(top.g, bottom.g, t), mix(top.b, bottom.b, t), mix(top.a, bottom.a, t)};
  };
  push_offset({-offsets_.back().x, -offsets_.back().y});
  for (int row = 0; row < target.h;) {
    const Color c = color_at(row);
    int end = row + 1;
    while (end < target.h && color_at(end) == c) ++end;
    fill({static_cast<float>(target.x), static_cast<float>(target.y + row), static_cast<float>(target.w), static_cast<float>(end - row)}, c);
    row = end;
  }
  pop_offset();
}

void Canvas::draw(const Texture& texture, const Rect& source, const Rect& target, float opacity, Color tint) {
  const Color c = tint.faded(opacities_.back() * opacity);
  if (!texture || c.a == 0 || target.empty()) return;
  SDL_BlendMode own = SDL_BLENDMODE_BLEND;
  SDL_GetTextureBlendMode(texture.handle_, &own);
  if (c.a != 255) SDL_SetTextureBlendMode(texture.handle_, SDL_BLENDMODE_BLEND);
  SDL_SetTextureColorMod(texture.handle_, c.r, c.g, c.b);
  SDL_SetTextureAlphaMod(texture.handle_, c.a);
  const SDL_Rect from = snapped(source);
  const Rect moved = target.moved(offsets_.back());
  if (from.w == std::lround(target.w) && from.h == std::lround(target.h)) {  // not scaled: on whole pixels, sharp
    const SDL_Rect to = {static_cast<int>(std::lround(moved.x)), static_cast<int>(std::lround(moved.y)), from.w, from.h};
    SDL_RenderCopy(renderer_, texture.handle_, &from, &to);
  } else {
    const SDL_FRect to = frect(moved);
    SDL_RenderCopyF(renderer_, texture.handle_, &from, &to);
  }
  SDL_SetTextureBlendMode(texture.handle_, own);
}

void Canvas::draw_quads(const Texture& page, std::span<const Quad> quads, Color color) {
  const Color c = color.faded(opacities_.back());
  if (!page || quads.empty() || c.a == 0) return;
  // Corners go round (TL, TR, BR, BL; 0 1 2 0 2 3): SDL's software renderer then sees rectangles, 3-10 times faster.
  vertices_.resize(quads.size() * 4 * sizeof(SDL_Vertex));
  auto* vertex = reinterpret_cast<SDL_Vertex*>(vertices_.data());
  const SDL_Color tint{c.r, c.g, c.b, c.a};
  const Point by = offsets_.back();
  for (const Quad& q : quads) {
    const float l = q.target.x + by.x, t = q.target.y + by.y, r = l + q.target.w, b = t + q.target.h;
    const float u0 = q.source.x / page.size_.w, v0 = q.source.y / page.size_.h;
    const float u1 = q.source.right() / page.size_.w, v1 = q.source.bottom() / page.size_.h;
    *vertex++ = {{l, t}, tint, {u0, v0}};
    *vertex++ = {{r, t}, tint, {u1, v0}};
    *vertex++ = {{r, b}, tint, {u1, v1}};
    *vertex++ = {{l, b}, tint, {u0, v1}};
  }
  for (auto i = static_cast<int>(indices_.size() / 6); i < static_cast<int>(quads.size()); ++i)
    for (const int corner : {0, 1, 2, 0, 2, 3}) indices_.push_back(i * 4 + corner);
  SDL_SetTextureColorMod(page.handle_, 255, 255, 255);
  SDL_SetTextureAlphaMod(page.handle_, 255);
  SDL_SetTextureBlendMode(page.handle_, SDL_BLENDMODE_BLEND);
  SDL_RenderGeometry(renderer_, page.handle_, reinterpret_cast<const SDL_Vertex*>(vertices_.data()), static_cast<int>(quads.size() * 4),
                     indices_.data(), static_cast<int>(quads.size() * 6));
}

Result<Texture> Canvas::record(const std::function<void()>& draw) {
  Texture texture;
  texture.handle_ = SDL_CreateTexture(renderer_, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_TARGET, static_cast<int>(size_.w),
                                      static_cast<int>(size_.h));
  texture.size_ = size_;
  SDL_Texture* before = SDL_GetRenderTarget(renderer_);
  if (!texture.handle_ || SDL_SetRenderTarget(renderer_, texture.handle_) != 0)
    return Error{ErrorKind::transient, std::string("the renderer took no target: ") + SDL_GetError(), {}};
  SDL_SetTextureBlendMode(texture.handle_, SDL_BLENDMODE_NONE);
  auto clips = std::exchange(clips_, {});
  auto offsets = std::exchange(offsets_, {{0, 0}});
  auto opacities = std::exchange(opacities_, {1});
  apply_clip();
  SDL_SetRenderDrawColor(renderer_, 0, 0, 0, 0);
  SDL_RenderClear(renderer_);
  draw();
  SDL_SetRenderTarget(renderer_, before);
  clips_ = std::move(clips);
  offsets_ = std::move(offsets);
  opacities_ = std::move(opacities);
  apply_clip();
  return texture;
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
  if (clips_.empty()) {
    SDL_RenderSetClipRect(renderer_, nullptr);
    return;
  }
  const SDL_Rect clip = snapped(clips_.back());
  SDL_RenderSetClipRect(renderer_, &clip);
}

void Canvas::push_offset(Point by) { offsets_.push_back(offsets_.back() + by); }
void Canvas::pop_offset() { offsets_.pop_back(); }
void Canvas::push_opacity(float opacity) { opacities_.push_back(opacities_.back() * opacity); }
void Canvas::pop_opacity() { opacities_.pop_back(); }

}  // namespace kiosk::gfx
