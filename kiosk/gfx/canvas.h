// Where a frame is drawn: rectangles, pictures and glyph quads, in the visitor's orientation. A GPU is driven through SDL's
// renderer; without one our own loops draw into memory.
//
// Units   : pixels of the upright picture, y down; rotation of the panel happens behind this interface, at present.
// Blending: straight alpha over what is there. Coordinates are rounded to whole pixels for fills, clips and pictures
//           in their own size; scaled pictures keep the fraction of their source, so that a slow pan is smooth.
// Owns    : nothing that is drawn; Textures belong to who made them and must go before the Canvas.
// Threads : the main thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"
#include "kiosk/gfx/bitmap.h"

namespace kiosk::gfx {

class Painter;
struct TextureBody;

// A picture on the renderer's side. Move-only; empty after a move.
class Texture {
 public:
  Texture();
  Texture(Texture&& other) noexcept;
  Texture& operator=(Texture&& other) noexcept;
  ~Texture();

  explicit operator bool() const { return body_ != nullptr; }
  Size size() const { return size_; }
  std::size_t bytes() const { return static_cast<std::size_t>(size_.w) * static_cast<std::size_t>(size_.h) * 4; }

 private:
  friend class Canvas;
  Texture(std::unique_ptr<TextureBody> body, Size size);
  std::unique_ptr<TextureBody> body_;
  Size size_;
};

// As dark or light, without colour: BT.709's luma.
Color grey(Color color);
void turn_grey(Bitmap& bitmap);

// One rectangle of a texture and where it goes: both in pixels, not scaled more than needed.
struct Quad {
  Rect source;
  Rect target;
};

class Canvas {
 public:
  Canvas(std::unique_ptr<Painter> painter, Size size);
  ~Canvas();

  Size size() const { return size_; }

  // Days of mourning: every colour that is drawn from now on is grey, by BT.709's luma. Pictures are made grey by whoever uploads them (turn_grey), off
  // the main thread.
  void set_grey(bool grey) { grey_ = grey; }
  bool grey() const { return grey_; }

  // Uploads a picture. Errors: transient where the renderer has no memory left.
  // Without a GPU the second form keeps the bitmap's memory instead of copying it.
  Result<Texture> upload(const Bitmap& bitmap);
  Result<Texture> upload(Bitmap&& bitmap);
  // An empty, fully transparent white page for masks (glyphs, rounded shapes).
  Result<Texture> make_page(int width, int height);
  // Writes coverage (0..255, `width` bytes a row) into a page as white with that alpha.
  void write_mask(Texture& page, int x, int y, int width, int height, std::span<const std::uint8_t> coverage);

  void fill(const Rect& box, Color color);
  // From `top` to `bottom` over the height of the box.
  void fill_gradient(const Rect& box, Color top, Color bottom);
  void draw(const Texture& texture, const Rect& source, const Rect& target, float opacity = 1,
            Color tint = {255, 255, 255, 255});
  // Many quads of one page in one colour, in one call; always blended.
  void draw_quads(const Texture& page, std::span<const Quad> quads, Color color);

  // Draws into a texture of the canvas' size instead of the frame: a still of what `draw` draws, which must fill it.
  // Clips, offsets and opacity of the moment do not act inside.
  Result<Texture> record(const std::function<void()>& draw);

  // Drawing outside the intersection of all pushed clips is dropped.
  void push_clip(const Rect& box);
  void pop_clip();
  // Everything drawn moves by the sum of all pushed offsets; so do clips pushed later.
  void push_offset(Point by);
  void pop_offset();
  // Everything drawn becomes this much more transparent, multiplied over all pushed.
  void push_opacity(float opacity);
  void pop_opacity();

 private:
  void apply_clip();

  Color shown(Color color) const { return grey_ ? kiosk::gfx::grey(color) : color; }

  std::unique_ptr<Painter> painter_;
  Size size_;
  bool grey_ = false;
  std::vector<Rect> clips_;
  std::vector<Point> offsets_{{0, 0}};
  std::vector<float> opacities_{1};
  std::vector<std::uint32_t> mask_scratch_;
};

}  // namespace kiosk::gfx
