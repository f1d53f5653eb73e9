#include "kiosk/text/face.h"

#include <cmath>

namespace kiosk::text {
namespace {

Error face_error(ErrorKind kind, std::string message, const FontFile& file) {
  return {kind, std::move(message), file.path.string()};
}

// Where a font has no entry for a mark that fills one em: the half that the design of Chinese marks leaves empty.
Half assumed_half(char32_t mark, float advance_em) {
  constexpr std::u32string_view kOpening = U"（《〈「『【〔“‘";
  if (advance_em < 0.9f) return {};
  return {0.5f, kOpening.find(mark) != std::u32string_view::npos ? -0.5f : 0.f, true};
}

}  // namespace

hb_language_t harfbuzz_language(Language language) {
  const std::string_view name = tag(language);
  return hb_language_from_string(name.data(), static_cast<int>(name.size()));
}

Result<std::unique_ptr<Face>> Face::open(FT_Library library, const FontFile& file) {
  std::unique_ptr<Face> face(new Face);
  face->blob_ = hb_blob_create_from_file_or_fail(file.path.c_str());
  if (!face->blob_) return face_error(ErrorKind::not_found, "cannot be read as a font file", file);
  unsigned length = 0;
  const char* data = hb_blob_get_data(face->blob_, &length);
  if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(data), static_cast<FT_Long>(length), file.face_index,
                         &face->freetype_) != 0) {
    face->freetype_ = nullptr;
    return face_error(ErrorKind::malformed, "FreeType cannot open it", file);
  }
  hb_face_t* shapes = hb_face_create(face->blob_, static_cast<unsigned>(file.face_index));
  const unsigned upem = hb_face_get_upem(shapes);
  face->font_ = hb_font_create(shapes);
  hb_face_destroy(shapes);
  if (upem == 0 || !FT_IS_SCALABLE(face->freetype_)) return face_error(ErrorKind::malformed, "has no outlines", file);
  face->units_per_em_ = static_cast<float>(upem);
  hb_font_set_scale(face->font_, static_cast<int>(upem), static_cast<int>(upem));
  hb_font_make_immutable(face->font_);
  return face;
}

Face::~Face() {
  if (freetype_) FT_Done_Face(freetype_);
  hb_font_destroy(font_);
  hb_blob_destroy(blob_);
}

std::uint32_t Face::glyph(char32_t c) const {
  Known& known = known_[c % known_.size()];
  if (known.character != c) {
    hb_codepoint_t id = 0;
    known = {c, hb_font_get_nominal_glyph(font_, c, &id) ? id : 0};
  }
  return known.glyph;
}

bool Face::set_size(float size_px) {
  const long size = std::lround(size_px * 64);
  if (size == size_26_6_) return true;
  if (FT_Set_Char_Size(freetype_, size, size, 72, 72) != 0) return false;
  size_26_6_ = size;
  return true;
}

float Face::advance_of(char32_t mark, Language language, bool vertical, bool halved, float& offset) const {
  hb_buffer_t* buffer = hb_buffer_create();
  const hb_codepoint_t codepoint = mark;
  hb_buffer_add_codepoints(buffer, &codepoint, 1, 0, 1);
  hb_buffer_set_direction(buffer, vertical ? HB_DIRECTION_TTB : HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
  hb_buffer_set_language(buffer, harfbuzz_language(language));
  const hb_feature_t feature{vertical ? HB_TAG('v', 'h', 'a', 'l') : HB_TAG('h', 'a', 'l', 't'), halved ? 1u : 0u,
                             HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
  hb_shape(font_, buffer, &feature, 1);
  unsigned count = 0;
  const hb_glyph_position_t* at = hb_buffer_get_glyph_positions(buffer, &count);
  float advance = 0;
  offset = 0;
  if (count == 1) {
    // Downwards is negative in HarfBuzz; both come back positive along the line.
    advance = static_cast<float>(vertical ? -at->y_advance : at->x_advance) / units_per_em_;
    offset = static_cast<float>(vertical ? -at->y_offset : at->x_offset) / units_per_em_;
  }
  hb_buffer_destroy(buffer);
  return advance;
}

Half Face::half(char32_t mark, Language language, bool vertical) {
  const std::uint64_t key = std::uint64_t{mark} << 8 | static_cast<std::uint64_t>(language) << 1 | (vertical ? 1 : 0);
  if (const auto known = halves_.find(key); known != halves_.end()) return known->second;
  float whole_offset = 0, half_offset = 0;
  const float whole = advance_of(mark, language, vertical, false, whole_offset);
  const float halved = advance_of(mark, language, vertical, true, half_offset);
  Half half{whole - halved, half_offset - whole_offset, false};
  if (half.amount <= 0) half = assumed_half(mark, whole);
  return halves_[key] = half;
}

}  // namespace kiosk::text
