#include "kiosk/text/raster.h"

#include FT_OUTLINE_H

#include <algorithm>
#include <cstdlib>

namespace kiosk::text {

Mask rasterise(Face& face, std::uint32_t glyph, float size_px, int phase, bool upright) {
  Mask mask;
  const FT_Face ft = face.freetype();
  if (!face.set_size(size_px) || FT_Load_Glyph(ft, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) return mask;
  const FT_GlyphSlot slot = ft->glyph;
  if (slot->format != FT_GLYPH_FORMAT_OUTLINE) return mask;
  if (!upright) {
    const FT_Matrix clockwise{0, 0x10000, -0x10000, 0};
    FT_Outline_Transform(&slot->outline, &clockwise);
  }
  // FreeType's y goes up.
  FT_Outline_Translate(&slot->outline, upright ? phase * 64 / kPhases : 0, upright ? 0 : -phase * 64 / kPhases);
  if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) return mask;
  const FT_Bitmap& bitmap = slot->bitmap;
  mask.width = static_cast<int>(bitmap.width);
  mask.height = static_cast<int>(bitmap.rows);
  mask.left = slot->bitmap_left;
  mask.top = -slot->bitmap_top;
  mask.coverage.resize(static_cast<std::size_t>(mask.width) * bitmap.rows);
  for (unsigned row = 0; row < bitmap.rows; ++row)
    std::copy_n(bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch, bitmap.width,
                mask.coverage.begin() + static_cast<std::ptrdiff_t>(row) * mask.width);
  return mask;
}

}  // namespace kiosk::text
