// Glyph bitmaps on texture pages, and drawing of paragraphs from them.
//
// Pages   : 1024×1024, packed in rows; whole pages go, least recently used first, never one used in this frame.
// Key     : face, glyph id, size, sub-pixel phase (Han at whole pixels, Latin at quarter pixels in x).
// Budget  : bytes of pages; the peak is reported in --stats as glyph_bytes_peak.
// Threads : the main thread only.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>

#include "kiosk/base/geometry.h"
#include "kiosk/gfx/canvas.h"
#include "kiosk/text/paragraph.h"

namespace kiosk::text {

// Colour by Role.
struct Inks {
  Color body, strong, emphasis, note;
  static constexpr Inks all(Color c) { return {c, c, c, c}; }
  Color of(Role role) const;
};

class GlyphAtlas {
 public:
  GlyphAtlas(gfx::Canvas& canvas, FontSet& fonts, std::size_t budget_bytes);
  ~GlyphAtlas();

  // Once before the first draw of each frame: pages not used since then may go.
  void begin_frame();
  // Draws with the paragraph's top left at `origin` (rounded to whole pixels). Lines outside `visible` (in the
  // paragraph's own coordinates; empty = all) are skipped.
  void draw(const Paragraph& paragraph, Point origin, const Inks& inks, const Rect& visible = {});
  // Rasterises what `draw` would need, so that the next frame finds it.
  void prepare(const Paragraph& paragraph);

  std::size_t bytes() const;
  std::size_t peak_bytes() const;
  std::size_t rasterised() const;  // glyphs since start; stands still on a page at rest

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::text
