#include "kiosk/text/place.h"

#include <algorithm>

namespace kiosk::text {
namespace {

// What a mark has lost to its neighbours or to the line's end before anything else is adjusted.
float own_cut(const std::vector<Cell>& cells, const FilledLine& line, std::size_t i) {
  if (i + 1 == line.end) return line.trim > 0 ? line.trim : i > line.begin ? cells[i].cut : 0;
  return (i > line.begin ? cells[i].cut : 0) + cells[i + 1].cut_before;
}

void squeeze_marks(const std::vector<Cell>& cells, const FilledLine& line, std::vector<float>& squeezed) {
  float left = line.squeeze;
  for (std::uint8_t order = 1; order <= 3 && left > 0; ++order) {
    float all = 0;
    for (std::size_t i = line.begin; i < line.end; ++i)
      if (cells[i].give_order == order && squeezed[i - line.begin] == 0) all += cells[i].half.amount;
    if (all <= 0) continue;
    const float share = std::min(1.f, left / all);
    for (std::size_t i = line.begin; i < line.end; ++i)
      if (cells[i].give_order == order && squeezed[i - line.begin] == 0)
        squeezed[i - line.begin] = share * cells[i].half.amount;
    left -= share * all;
  }
}

// Where Han characters may stand further apart: beside a Han character or mark, not beside Latin nor inside …… or ——.
bool stretches(const Cell& left, const Cell& right) {
  if (left.role == Role::note || right.role == Role::note) return right.role != Role::note && right.han;
  if (!left.han || !right.han) return false;
  return !(left.mark == Mark::other && left.character == right.character);
}

// Widens up to `most` each of the places that `at` names, all alike; returns what is still to be filled.
template <typename Room>
float widen(std::vector<float>& before, float slack, Room room_at) {
  float all = 0;
  for (std::size_t k = 1; k < before.size(); ++k) all += room_at(k);
  if (all <= 0) return slack;
  const float share = std::min(1.f, slack / all);
  for (std::size_t k = 1; k < before.size(); ++k) before[k] += share * room_at(k);
  return slack - share * all;
}

void stretch(const std::vector<Cell>& cells, const FilledLine& line, float slack, std::vector<float>& before) {
  const auto cell = [&](std::size_t k) -> const Cell& { return cells[line.begin + k]; };
  std::vector<float> trial(before.size(), 0);
  slack = widen(trial, slack, [&](std::size_t k) {
    return cell(k - 1).space ? std::max(0.f, kWidestSpace * cell(k - 1).size_px - cell(k - 1).advance) : 0;
  });
  slack = widen(trial, slack, [&](std::size_t k) {
    return cell(k).gap > 0 ? std::max(0.f, kWidestHanLatinGap * cell(k).size_px - cell(k).gap) : 0;
  });
  slack = widen(trial, slack, [&](std::size_t k) {
    return stretches(cell(k - 1), cell(k)) ? kWidestHanStretch * cell(k).size_px : 0;
  });
  // Past the cap a line stays ragged as it is: holes are worse than an uneven edge.
  if (slack < 0.02f * cells[line.begin].size_px) before = std::move(trial);
}

// As browsers justify: every gap beside a Han character or mark and every space grows by as much as it takes.
void stretch_alike(const std::vector<Cell>& cells, const FilledLine& line, float slack, std::vector<float>& before) {
  const auto grows = [&](std::size_t k) {
    const Cell &left = cells[line.begin + k - 1], &right = cells[line.begin + k];
    const bool run = left.mark == Mark::other && left.character == right.character;
    return left.space || ((left.han || right.han) && !run);
  };
  std::size_t count = 0;
  for (std::size_t k = 1; k < before.size(); ++k) count += grows(k);
  for (std::size_t k = 1; k < before.size(); ++k)
    if (grows(k)) before[k] = slack / static_cast<float>(count);
}

Glyph placed(const Cell& cell, const ShapedGlyph& glyph, float x, float y) {
  Glyph out{glyph.id, cell.face, cell.role, true, x + glyph.x, y + glyph.y, cell.size_px};
  out.whole_px = cell.han;
  return out;
}

// A half-width mark is drawn moved by its share of the font's own shift.
float shift_of(const Cell& cell, float cut) {
  return cell.half.amount > 0 ? cell.half.shift * cut / cell.half.amount : 0;
}

}  // namespace

Adjustment adjust(const std::vector<Cell>& cells, const FilledLine& line, float room, bool justify, bool in_order) {
  const std::size_t count = line.end - line.begin;
  Adjustment adjustment{std::vector<float>(count, 0), std::vector<float>(count, 0)};
  for (std::size_t i = line.begin; i < line.end; ++i) adjustment.squeezed[i - line.begin] = own_cut(cells, line, i);
  squeeze_marks(cells, line, adjustment.squeezed);
  if (justify && !line.last && count > 1 && room > line.width)
    in_order ? stretch(cells, line, room - line.width, adjustment.before) : stretch_alike(cells, line, room - line.width, adjustment.before);
  return adjustment;
}

float place(const Cells& cells, const FilledLine& line, const Adjustment& adjustment, float x, float baseline,
            Paragraph& out, std::vector<float>* pens) {
  float pen = x;
  for (std::size_t i = line.begin; i < line.end; ++i) {
    const Cell& cell = cells.cells[i];
    const std::size_t k = i - line.begin;
    pen += adjustment.before[k] + (k > 0 ? cell.gap - cell.overhang : 0);
    if (pens) pens->push_back(pen);
    const float cut = adjustment.squeezed[k], shift = shift_of(cell, cut);
    if (!cell.space)
      for (std::uint32_t g = cell.glyph_begin; g < cell.glyph_end; ++g)
        out.glyphs.push_back(placed(cell, cells.glyphs[g], pen + shift, baseline));
    pen += cell.advance - cut;
    if (i + 1 == line.end) pen -= cell.tracking;
  }
  return pen - x;
}

float place_column(const Cells& cells, const FilledLine& line, const Adjustment& adjustment, float x, float y, Paragraph& out,
                   std::vector<float>* pens) {
  float pen = y;
  for (std::size_t i = line.begin; i < line.end; ++i) {
    const Cell& cell = cells.cells[i];
    const std::size_t k = i - line.begin;
    pen += adjustment.before[k] + (k > 0 ? cell.gap - cell.overhang : 0);
    if (pens) pens->push_back(pen);
    const float cut = adjustment.squeezed[k], shift = shift_of(cell, cut);
    // On its side, a letter's baseline runs where the middle of its line meets the middle of the column.
    const float baseline = x - (kAscent - 0.5f) * cell.size_px;
    if (!cell.space)
      for (std::uint32_t g = cell.glyph_begin; g < cell.glyph_end; ++g) {
        const ShapedGlyph& glyph = cells.glyphs[g];
        if (cell.posture == Posture::rotated) {
          out.glyphs.push_back(placed(cell, {glyph.id, -glyph.y, glyph.x}, baseline, pen));
          out.glyphs.back().upright = false;
        } else {
          out.glyphs.push_back(placed(cell, glyph, x, pen + shift));
        }
      }
    pen += cell.advance - cut;
    if (i + 1 == line.end) pen -= cell.tracking;
  }
  return pen - y;
}

}  // namespace kiosk::text
