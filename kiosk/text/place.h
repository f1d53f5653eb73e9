// Puts the cells of filled lines where they are drawn: squeezing, justification, alignment. Private to this room.
#pragma once

#include "kiosk/text/cells.h"
#include "kiosk/text/fill.h"
#include "kiosk/text/paragraph.h"

namespace kiosk::text {

// How one line stretches or shrinks: px to be added before each of its cells, and taken from each of its marks.
struct Adjustment {
  std::vector<float> before, squeezed;
};

Adjustment adjust(const std::vector<Cell>& cells, const FilledLine& line, float room, bool justify, bool in_order);

// Appends the glyphs of one line whose first pen position is (x, baseline). Returns the width.
// `pens` takes where each of its cells begins, where anybody asks.
float place(const Cells& cells, const FilledLine& line, const Adjustment& adjustment, float x, float baseline, Paragraph& out,
            std::vector<float>* pens = nullptr);

// The same from the top of a column whose middle is at x.
float place_column(const Cells& cells, const FilledLine& line, const Adjustment& adjustment, float x, float y, Paragraph& out,
                   std::vector<float>* pens = nullptr);

}  // namespace kiosk::text
