#include <algorithm>
#include <cassert>

#include "kiosk/base/utf8.h"
#include "kiosk/text/cells.h"

namespace kiosk::text {
namespace {

struct Buffer {
  hb_buffer_t* handle = hb_buffer_create();
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { hb_buffer_destroy(handle); }
};

class Shaper {
 public:
  Shaper(const Source& source, const Setting& setting, FontSet& fonts, bool vertical, Cells& out)
      : source_(source), setting_(setting), fonts_(fonts), vertical_(vertical), out_(out) {}

  void shape(const Item& item) {
    hb_buffer_clear_contents(buffer_.handle);
    static_assert(sizeof(char32_t) == sizeof(std::uint32_t));
    hb_buffer_add_utf32(buffer_.handle, reinterpret_cast<const std::uint32_t*>(source_.shown.data()),
                        static_cast<int>(source_.shown.size()), static_cast<unsigned>(item.begin),
                        static_cast<int>(item.end - item.begin));
    const bool downwards = vertical_ && item.posture == Posture::along;
    hb_buffer_set_direction(buffer_.handle, downwards ? HB_DIRECTION_TTB : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer_.handle, item.script);
    hb_buffer_set_language(buffer_.handle, harfbuzz_language(setting_.language));
    // The SC faces draw quotes and the ellipsis full-width; among Latin letters they are proportional.
    // Digits across a column have half-width forms in most CJK faces.
    const hb_tag_t tag = item.posture == Posture::across ? HB_TAG('h', 'w', 'i', 'd') : HB_TAG('p', 'w', 'i', 'd');
    const hb_feature_t widths{tag, 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
    Face& face = fonts_.open(item.face);
    hb_shape(face.font(), buffer_.handle, &widths, item.posture == Posture::across || (item.western && !downwards && setting_.rules.proportional_marks) ? 1 : 0);
    read(item, item.size_px / face.units_per_em(), downwards);
  }

  void add_newline(std::size_t begin, std::size_t end) {
    Cell& cell = add_cell(begin, end);
    cell.newline = true;
    cell.size_px = setting_.size_px;
  }

 private:
  Cell& add_cell(std::size_t begin, std::size_t end) {
    Cell cell;
    cell.char_begin = static_cast<std::uint32_t>(begin);
    cell.char_end = static_cast<std::uint32_t>(end);
    cell.glyph_begin = cell.glyph_end = static_cast<std::uint32_t>(out_.glyphs.size());
    cell.character = source_.shown[begin];
    out_.cells.push_back(cell);
    return out_.cells.back();
  }

  void read(const Item& item, float scale, bool downwards) {
    unsigned count = 0, positions = 0;
    const hb_glyph_info_t* info = hb_buffer_get_glyph_infos(buffer_.handle, &count);
    const hb_glyph_position_t* at = hb_buffer_get_glyph_positions(buffer_.handle, &positions);
    const float rise = item.role == Role::note && !downwards ? setting_.size_px * kNoteRise : 0;
    for (unsigned g = 0; g < count;) {
      unsigned next = g + 1;
      const bool whole = item.posture == Posture::across;
      while (next < count && (whole || info[next].cluster == info[g].cluster)) ++next;
      Cell& cell = add_cell(info[g].cluster, next < count ? info[next].cluster : item.end);
      cell.face = item.face;
      cell.role = item.role;
      cell.size_px = item.size_px;
      cell.posture = item.posture;
      float pen = 0;
      for (; g < next; ++g) {
        const float x = static_cast<float>(at[g].x_offset) * scale, y = static_cast<float>(-at[g].y_offset) * scale;
        out_.glyphs.push_back({info[g].codepoint, downwards ? x : pen + x, downwards ? pen + y : y - rise});
        pen += static_cast<float>(downwards ? -at[g].y_advance : at[g].x_advance) * scale;
      }
      cell.glyph_end = static_cast<std::uint32_t>(out_.glyphs.size());
      classify(cell);
      cell.tracking = character(cell.character).ignorable() ? 0 : setting_.tracking_em * item.size_px;
      if (whole) pen = set_across(cell, pen);
      cell.advance = pen + cell.tracking;
    }
  }

  // Into the width of one character, in its middle; what is too wide becomes smaller. Returns how far down it goes.
  float set_across(Cell& cell, float width) {
    const float em = cell.size_px, scale = std::min(1.f, em / std::max(width, 1.f));
    cell.size_px *= scale;
    for (std::uint32_t g = cell.glyph_begin; g < cell.glyph_end; ++g) {
      ShapedGlyph& glyph = out_.glyphs[g];
      glyph.x = glyph.x * scale - width * scale / 2;
      glyph.y = glyph.y * scale + kAscent * em;
    }
    return em;
  }

  void classify(Cell& cell) const {
    const Character is = character(cell.character);
    cell.space = is_space(cell.character);
    const bool ideographic = is.script() == Script::han || is.wide();
    cell.han = ideographic && !cell.space;
    cell.western = is.letter_or_number() && !ideographic;
  }

  const Source& source_;
  const Setting& setting_;
  FontSet& fonts_;
  bool vertical_;
  Cells& out_;
  Buffer buffer_;
};

}  // namespace

Cells shape(const Source& source, const Setting& setting, FontSet& fonts, bool vertical) {
  Cells out;
  out.cells.reserve(source.text.size());
  out.glyphs.reserve(source.text.size());
  Shaper shaper(source, setting, fonts, vertical, out);
  std::size_t at = 0;
  const auto newlines_to = [&](std::size_t end) {
    while (at < end) {
      const std::size_t begin = at++;
      if (source.text[begin] == U'\r' && at < end && source.text[at] == U'\n') ++at;
      shaper.add_newline(begin, at);
    }
  };
  for (const Item& item : source.items) {
    newlines_to(item.begin);
    shaper.shape(item);
    at = item.end;
  }
  newlines_to(source.text.size());
  return out;
}

}  // namespace kiosk::text
