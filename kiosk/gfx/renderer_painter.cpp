// Drawing through SDL's renderers that have a GPU behind them.
#include <SDL.h>

#include <utility>
#include <vector>

#include "kiosk/gfx/painter.h"

namespace kiosk::gfx {
namespace {

struct RendererTexture final : TextureBody {
  SDL_Texture* handle = nullptr;
  SDL_BlendMode blend = SDL_BLENDMODE_BLEND;
  Size size;

  ~RendererTexture() override {
    if (handle) SDL_DestroyTexture(handle);
  }
};

SDL_Rect rect(const PixelBox& b) { return {b.x, b.y, b.w, b.h}; }

class RendererPainter final : public Painter {
 public:
  RendererPainter(SDL_Renderer* renderer, Size size) : renderer_(renderer), size_(size) {}

  Result<std::unique_ptr<TextureBody>> make(const Bitmap& bitmap, TextureUse use) override {
    auto made = create(SDL_TEXTUREACCESS_STATIC, bitmap.width, bitmap.height);
    if (!made || SDL_UpdateTexture(made->handle, nullptr, bitmap.pixels.data(), bitmap.width * 4) != 0)
      return Error{ErrorKind::transient, std::string("the renderer took no texture: ") + SDL_GetError(), {}};
    made->blend = use == TextureUse::opaque ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND;
    SDL_SetTextureScaleMode(made->handle, SDL_ScaleModeLinear);
    return std::unique_ptr<TextureBody>(std::move(made));
  }

  void write(TextureBody& texture, const PixelBox& box, const std::uint32_t* pixels) override {
    const SDL_Rect place = rect(box);
    SDL_UpdateTexture(static_cast<RendererTexture&>(texture).handle, &place, pixels, box.w * 4);
  }

  void clip(const PixelBox* box) override {
    const SDL_Rect inside = box ? rect(*box) : SDL_Rect{};
    SDL_RenderSetClipRect(renderer_, box ? &inside : nullptr);
  }

  void fill(const PixelBox& box, Color c) override {
    const SDL_Rect target = rect(box);
    SDL_SetRenderDrawBlendMode(renderer_, c.a == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
    SDL_SetRenderDrawColor(renderer_, c.r, c.g, c.b, c.a);
    SDL_RenderFillRect(renderer_, &target);
  }

  // As geometry: SDL's copies take whole source pixels only, and a slow pan would go in steps.
  void copy(TextureBody& body, const Rect& source, const Rect& target, Color tint) override {
    auto& texture = static_cast<RendererTexture&>(body);
    SDL_SetTextureBlendMode(texture.handle, tint.a == 255 ? texture.blend : SDL_BLENDMODE_BLEND);
    vertices_.clear();
    add(Quad{source, target}, texture.size, {}, {tint.r, tint.g, tint.b, tint.a});
    flush(texture);
  }

  void quads(TextureBody& body, Size page_size, std::span<const Quad> quads, Point by, Color color) override {
    auto& texture = static_cast<RendererTexture&>(body);
    SDL_SetTextureBlendMode(texture.handle, SDL_BLENDMODE_BLEND);
    vertices_.clear();
    for (const Quad& quad : quads) add(quad, page_size, by, {color.r, color.g, color.b, color.a});
    flush(texture);
  }

  Result<void> begin_still() override {
    still_ = create(SDL_TEXTUREACCESS_TARGET, static_cast<int>(size_.w), static_cast<int>(size_.h));
    before_ = SDL_GetRenderTarget(renderer_);
    if (!still_ || SDL_SetRenderTarget(renderer_, still_->handle) != 0)
      return Error{ErrorKind::transient, std::string("the renderer took no target: ") + SDL_GetError(), {}};
    still_->blend = SDL_BLENDMODE_NONE;
    SDL_SetRenderDrawColor(renderer_, 0, 0, 0, 0);
    SDL_RenderClear(renderer_);
    return {};
  }

  std::unique_ptr<TextureBody> end_still() override {
    SDL_SetRenderTarget(renderer_, before_);
    return std::move(still_);
  }

 private:
  std::unique_ptr<RendererTexture> create(int access, int w, int h) {
    auto made = std::make_unique<RendererTexture>();
    made->handle = SDL_CreateTexture(renderer_, SDL_PIXELFORMAT_ARGB8888, access, w, h);
    made->size = {static_cast<float>(w), static_cast<float>(h)};
    return made->handle ? std::move(made) : nullptr;
  }

  void add(const Quad& quad, Size page, Point by, SDL_Color color) {
    const float l = quad.target.x + by.x, t = quad.target.y + by.y, r = l + quad.target.w, b = t + quad.target.h;
    const float u0 = quad.source.x / page.w, v0 = quad.source.y / page.h, u1 = quad.source.right() / page.w,
                v1 = quad.source.bottom() / page.h;
    vertices_.push_back({{l, t}, color, {u0, v0}});
    vertices_.push_back({{r, t}, color, {u1, v0}});
    vertices_.push_back({{r, b}, color, {u1, v1}});
    vertices_.push_back({{l, b}, color, {u0, v1}});
  }

  void flush(RendererTexture& texture) {
    const std::size_t count = vertices_.size() / 4;
    for (auto i = static_cast<int>(indices_.size() / 6); i < static_cast<int>(count); ++i)
      for (const int corner : {0, 1, 2, 0, 2, 3}) indices_.push_back(i * 4 + corner);
    SDL_RenderGeometry(renderer_, texture.handle, vertices_.data(), static_cast<int>(vertices_.size()), indices_.data(),
                       static_cast<int>(count * 6));
  }

  SDL_Renderer* renderer_;
  Size size_;
  std::unique_ptr<RendererTexture> still_;
  SDL_Texture* before_ = nullptr;
  // Kept between frames so that drawing allocates nothing once warm.
  std::vector<SDL_Vertex> vertices_;
  std::vector<int> indices_;
};

}  // namespace

std::unique_ptr<Painter> make_renderer_painter(SDL_Renderer* renderer, Size size) {
  return std::make_unique<RendererPainter>(renderer, size);
}

}  // namespace kiosk::gfx
