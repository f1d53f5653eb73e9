#include "kiosk/text/annotate.h"

#include <algorithm>

#include "kiosk/text/fill.h"
#include "kiosk/text/place.h"
#include "kiosk/text/spacing.h"

namespace kiosk::text {
namespace {

// Between the texts of two annotations, in em of them (CLREQ).
constexpr float kApart = 0.25f;
// How far the baseline of a ruby stands above its base, in em of the ruby: room for the tails of q and j.
constexpr float kRubyDescent = 0.24f;
// Between a character's square and the middle of its dot, in em of the text.
constexpr float kDotAway = 0.18f;

struct Stretched {
  std::size_t begin = 0, end = 0;  // cells
};

Stretched cells_of(const Cells& cells, const Source& source, std::size_t begin, std::size_t end) {
  const std::size_t first = source.character_at(begin), last = source.character_at(end);
  const auto at = [&](std::size_t character) {
    const auto found = std::ranges::lower_bound(cells.cells, character, {}, &Cell::char_begin);
    return static_cast<std::size_t>(found - cells.cells.begin());
  };
  return {at(first), at(last)};
}

Setting small(const Setting& around, std::string text, float size) {
  Setting setting;
  setting.text = std::move(text);
  setting.language = around.language;
  setting.family = around.family;
  setting.weight = around.weight;
  setting.size_px = around.size_px * size;
  setting.direction = around.direction;
  setting.rules = around.rules;
  setting.rules.digits_across = false;
  return setting;
}

Cells shape_small(const Setting& setting, FontSet& fonts, bool vertical, std::vector<Missing>* missing = nullptr) {
  const Source source = read_source(setting, fonts);
  if (missing) *missing = source.missing;
  Cells cells = shape(source, setting, fonts, vertical);
  set_spacing(cells, setting, fonts, vertical);
  return cells;
}

FilledLine whole(const Cells& cells) { return Filler(cells, 0, 0, Filler::Purpose::ragged).line(0, cells.cells.size()); }

// The base's own glyphs move by half of what it is too narrow.
void pad(Cells& cells, const ShapedAnnotation& annotation, float each_side, bool vertical) {
  Cell &first = cells.cells[annotation.begin], &last = cells.cells[annotation.end - 1];
  const bool down = vertical && first.posture == Posture::along;
  for (std::uint32_t g = first.glyph_begin; g < first.glyph_end; ++g) (down ? cells.glyphs[g].y : cells.glyphs[g].x) += each_side;
  first.advance += each_side;
  last.advance += each_side;
}

void place_small(const Cells& cells, Point from, bool vertical, Paragraph& out) {
  const FilledLine line = whole(cells);
  const Adjustment as_it_is = adjust(cells.cells, line, 0, false, true);
  vertical ? place_column(cells, line, as_it_is, from.x, from.y, out) : place(cells, line, as_it_is, from.x, from.y, out);
}

}  // namespace

std::vector<ShapedAnnotation> annotate(Cells& cells, Source& source, const Setting& setting, FontSet& fonts, bool vertical) {
  std::vector<ShapedAnnotation> out;
  const float em = setting.size_px, most = kWidestOverhang * em, apart = kApart * kRubySize * em;
  float slack_before = 0;  // what the annotation before leaves free at its end
  for (const Annotation& one : setting.annotations) {
    const Stretched base = cells_of(cells, source, one.begin, one.end);
    if (base.begin >= base.end || one.text.empty()) continue;
    std::vector<Missing> missing;
    ShapedAnnotation annotation{base.begin, base.end, shape_small(small(setting, one.text, kRubySize), fonts, vertical, &missing), 0};
    for (const Missing& character : missing) source.missing.push_back({one.begin, character.character});
    annotation.width = whole(annotation.cells).width;
    float width = -boundary(cells.cells[base.begin]);
    for (std::size_t i = base.begin; i < base.end; ++i) width += cells.cells[i].advance + boundary(cells.cells[i]);
    const float excess = (annotation.width - width) / 2, slack = std::max(0.f, -excess);
    const bool beside_another = !out.empty() && out.back().end == base.begin;
    Cell& first = cells.cells[base.begin];
    if (beside_another) {
      first.overhang = 0;
      first.gap = std::max(first.gap, apart - slack_before - slack);
    }
    if (excess > 0) {
      pad(cells, annotation, excess, vertical);
      if (base.begin > 0 && !beside_another) first.overhang = std::min(excess, most);
      if (base.end < cells.cells.size()) cells.cells[base.end].overhang = std::min(excess, most);
    }
    slack_before = slack;
    out.push_back(std::move(annotation));
  }
  return out;
}

void place_annotations(const std::vector<ShapedAnnotation>& annotations, std::size_t line_begin, const std::vector<Extent>& extents, Point from, bool vertical,
                       float size_px, Paragraph& out) {
  const std::size_t line_end = line_begin + extents.size();
  for (const ShapedAnnotation& one : annotations) {
    if (one.begin < line_begin || one.begin >= line_end) continue;
    const float begin = extents[one.begin - line_begin].begin, end = extents[std::min(one.end, line_end) - 1 - line_begin].end;
    const float at = (begin + end - one.width) / 2, ruby = size_px * kRubySize;
    if (vertical) place_small(one.cells, {from.x + (size_px + ruby) / 2 + (kRubyDescent + kAscent - 1) * ruby, at}, true, out);
    else place_small(one.cells, {at, from.y - kAscent * size_px - kRubyDescent * ruby}, false, out);
  }
}

Dots find_dots(const Cells& cells, const Source& source, const Setting& setting, FontSet& fonts) {
  Dots out;
  if (setting.dotted.empty()) return out;
  out.cells.assign(cells.cells.size(), false);
  for (const Dotted& one : setting.dotted) {
    const Stretched marked = cells_of(cells, source, one.begin, one.end);
    for (std::size_t i = marked.begin; i < marked.end; ++i) {
      const Cell& cell = cells.cells[i];
      out.cells[i] = cell.mark == Mark::none && !cell.space && !cell.newline && cell.role != Role::note && cell.glyph_begin < cell.glyph_end;
    }
  }
  Setting dot = small(setting, "●", kDotSize);
  dot.direction = Direction::horizontal;
  out.dot = shape_small(dot, fonts, false);
  return out;
}

void place_dots(const Dots& dots, std::size_t line_begin, const std::vector<Extent>& extents, Point from, bool vertical, float size_px, Paragraph& out) {
  if (dots.cells.empty()) return;
  const float width = whole(dots.dot).width, size = size_px * kDotSize;
  // ● stands in the middle of a Han character's square.
  const float rise = (kAscent - 0.5f) * size;
  for (std::size_t k = 0; k < extents.size(); ++k) {
    if (!dots.cells[line_begin + k]) continue;
    const float middle = (extents[k].begin + extents[k].end) / 2, away = (0.5f + kDotAway) * size_px;
    const Point centre = vertical ? Point{from.x + away, middle} : Point{middle, from.y - (kAscent - 0.5f) * size_px + away};
    place_small(dots.dot, {centre.x - width / 2, centre.y + rise}, false, out);
  }
}

}  // namespace kiosk::text
