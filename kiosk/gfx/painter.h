// Private to gfx: what a Canvas draws with. Positions are final here (offset, opacity and clip are the Canvas' matter).
#pragma once

#include <memory>
#include <span>

#include "kiosk/gfx/canvas.h"

struct SDL_Renderer;
struct SDL_Surface;

namespace kiosk::gfx {

enum class TextureUse {
  picture,  // blended by its alpha
  opaque,   // drawn without blending while nothing fades it
  mask,     // white, only alpha counts
};

// A texture as its painter keeps it.
struct TextureBody {
  virtual ~TextureBody() = default;
};

// Whole pixels.
struct PixelBox {
  int x = 0, y = 0, w = 0, h = 0;
};

// Whole pixels that cover the same area as nearly as possible; neighbours that touch still touch.
PixelBox snapped(const Rect& box);

class Painter {
 public:
  virtual ~Painter() = default;

  // Errors: transient where there is no memory left.
  virtual Result<std::unique_ptr<TextureBody>> make(const Bitmap& pixels, TextureUse use) = 0;
  // The same, and the bitmap may be used up.
  virtual Result<std::unique_ptr<TextureBody>> take(Bitmap&& pixels, TextureUse use) { return make(pixels, use); }
  virtual void write(TextureBody& texture, const PixelBox& box, const std::uint32_t* pixels) = 0;

  virtual void clip(const PixelBox* box) = 0;  // null: none
  virtual void fill(const PixelBox& box, Color color) = 0;
  // `tint.a` is the opacity; source and target are of one size where both are whole pixels.
  virtual void copy(TextureBody& texture, const Rect& source, const Rect& target, Color tint) = 0;
  virtual void quads(TextureBody& page, Size page_size, std::span<const Quad> quads, Point by, Color color) = 0;

  // Everything until `end_still` is drawn into a new texture of the frame's size, empty at first.
  virtual Result<void> begin_still() = 0;
  virtual std::unique_ptr<TextureBody> end_still() = 0;
};

// Borrows the renderer.
std::unique_ptr<Painter> make_renderer_painter(SDL_Renderer* renderer, Size size);
// Draws into the surface (32-bit ARGB), which must outlive it.
std::unique_ptr<Painter> make_memory_painter(SDL_Surface* frame);

}  // namespace kiosk::gfx
