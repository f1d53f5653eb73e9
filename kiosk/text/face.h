// One open face: HarfBuzz's and FreeType's views of the same mapped file. Private to this room.
//
// Units   : HarfBuzz answers in font units (scale = units per em), so that shapes do not depend on the size.
// Threads : one thread at a time (FreeType).
#pragma once

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

#include <array>
#include <memory>
#include <unordered_map>

#include "kiosk/base/language.h"
#include "kiosk/base/result.h"
#include "kiosk/text/fonts.h"

namespace kiosk::text {

// How a full-width mark becomes half-width, from the font's `halt` or `vhal`, in em: it loses `amount` (≤ 0.5 as a
// rule) along the line, and is drawn moved by `shift` (negative: towards the line's start). amount 0: it cannot.
struct Half {
  float amount = 0, shift = 0;
  bool assumed = false;  // the font does not say so
};

class Face {
 public:
  // Maps the file. Errors: not_found, malformed.
  static Result<std::unique_ptr<Face>> open(FT_Library library, const FontFile& file);
  ~Face();
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;

  hb_font_t* font() const { return font_; }
  FT_Face freetype() const { return freetype_; }
  float units_per_em() const { return units_per_em_; }
  // 0 where the face lacks the character.
  std::uint32_t glyph(char32_t c) const;
  // Remembered for each mark, language and direction.
  Half half(char32_t mark, Language language, bool vertical);
  // Sets FreeType's size for glyphs to be rendered next.
  bool set_size(float size_px);

 private:
  Face() = default;
  float advance_of(char32_t mark, Language language, bool vertical, bool halved, float& offset) const;

  hb_blob_t* blob_ = nullptr;
  hb_font_t* font_ = nullptr;
  FT_Face freetype_ = nullptr;
  float units_per_em_ = 1000;
  long size_26_6_ = 0;
  std::unordered_map<std::uint64_t, Half> halves_;
  // Glyphs that were asked for last, by the low bits of their characters: texts ask for the same few hundred again and again.
  struct Known {
    char32_t character = 0xFFFFFFFF;
    std::uint32_t glyph = 0;
  };
  mutable std::array<Known, 2048> known_{};
};

hb_language_t harfbuzz_language(Language language);

}  // namespace kiosk::text
