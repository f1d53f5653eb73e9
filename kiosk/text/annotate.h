// Ruby and emphasis dots: what stands beside a text rather than in it. Private to this room.
// Source: CLREQ (positioning of interlinear annotations; emphasis dots), its rule that an annotation may stand over a neighbour by a quarter of an em at
// most, never over another annotation, and not beyond a line's edge.
#pragma once

#include <vector>

#include "kiosk/text/cells.h"

namespace kiosk::text {

// Of the size of the text that is annotated.
inline constexpr float kRubySize = 0.5f;
inline constexpr float kWidestOverhang = 0.25f;
inline constexpr float kDotSize = 0.2f;       // of ●, which fills four fifths of it

// One annotation, shaped, and the cells that it stands beside.
struct ShapedAnnotation {
  std::size_t begin = 0, end = 0;
  Cells cells;
  float width = 0;
};

// Shapes the annotations, makes room for those that are wider than what they annotate, and keeps neighbours apart. Changes advances and what is
// between cells; to be called after set_spacing. Characters without a glyph are added to the source's, at the base's place.
std::vector<ShapedAnnotation> annotate(Cells& cells, Source& source, const Setting& setting, FontSet& fonts, bool vertical);

// Where a cell of a line stands: from and to, along the line.
struct Extent {
  float begin = 0, end = 0;
};

// Adds the glyphs of the annotations and dots of one line: `extents` has an entry for each of its cells, `from` is where its first pen was.
void place_annotations(const std::vector<ShapedAnnotation>& annotations, std::size_t line_begin, const std::vector<Extent>& extents, Point from, bool vertical,
                       float size_px, Paragraph& out);
struct Dots {
  std::vector<bool> cells;  // those that have one; empty where none has
  Cells dot;
};
Dots find_dots(const Cells& cells, const Source& source, const Setting& setting, FontSet& fonts);
void place_dots(const Dots& dots, std::size_t line_begin, const std::vector<Extent>& extents, Point from, bool vertical, float size_px, Paragraph& out);

}  // namespace kiosk::text
