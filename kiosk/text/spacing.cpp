#include "kiosk/text/spacing.h"

#include <algorithm>
#include <string_view>

#include "kiosk/text/line_break.h"
#include "kiosk/text/wholes.h"

namespace kiosk::text {
namespace {

bool is_any(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

bool opens(char32_t c) { return is_any(c, U"（《〈「『【〔［｛〖"); }
bool closes(char32_t c) { return is_any(c, U"）》〉」』】〕］｝〗"); }

// Where browsers leave UAX #14 in ASCII: a line may end behind the hyphen between digits or letters, and not behind a slash between letters.
Break as_browsers_break(std::u32string_view text, std::size_t i, Break otherwise) {
  const auto is_ascii = [](char32_t c) { return c < 0x80 && character(c).letter_or_number(); };
  if (i < 2 || i >= text.size() || !is_ascii(text[i - 2]) || !is_ascii(text[i])) return otherwise;
  if (text[i - 1] == U'-' && text[i] >= U'0' && text[i] <= U'9') return Break::may;
  return text[i - 1] == U'/' ? Break::none : otherwise;
}

// A line's last mark becomes half-width (GB/T 15834 5.1.10); marks in the middle of their square do not.
bool trims_at_end(const Cell& cell, Language language, const Rules& rules) {
  if (!rules.squeeze) return false;
  if (cell.mark == Mark::closing) return true;
  if (!rules.trim_stops) return false;
  if (cell.mark == Mark::stop) return true;
  return language == Language::hans && is_any(cell.character, U"？！");
}

// The order in which marks give way to take one into the line: brackets, pauses, full stops (CLREQ, line adjustment).
std::uint8_t give_order(const Cell& cell) {
  if (cell.half.amount <= 0) return 0;
  if (cell.mark == Mark::opening || cell.mark == Mark::closing) return 1;
  if (is_any(cell.character, U"，、；：")) return 2;
  return is_any(cell.character, U"。？！") ? 3 : 0;
}

void set_half_width_dot(Cell& cell, Cells& cells, bool vertical) {
  const float natural = cell.advance - cell.tracking, wanted = cell.size_px * kMiddleDotWidth;
  for (std::uint32_t g = cell.glyph_begin; g < cell.glyph_end; ++g)
    (vertical ? cells.glyphs[g].y : cells.glyphs[g].x) += (wanted - natural) / 2;
  cell.advance = wanted + cell.tracking;
}

void set_boundary(Cell& left, Cell& right, const Rules& rules) {
  if (left.role == Role::note || right.role == Role::note) return;
  const Mark l = left.mark, r = right.mark;
  const bool left_gives = l == Mark::closing || l == Mark::stop;
  if (!rules.squeeze) {
  } else if (left_gives && (r == Mark::closing || r == Mark::stop || r == Mark::middle)) right.cut_before = left.half.amount;
  else if (r == Mark::opening && (l == Mark::opening || left_gives || l == Mark::middle)) right.cut = right.half.amount;
  const bool left_han = left.han && l == Mark::none, right_han = right.han && r == Mark::none;
  // Upright digits are one square among squares.
  const bool across = left.posture == Posture::across || right.posture == Posture::across;
  if (rules.han_latin_gap && !across && ((left_han && takes_gap(right.character)) || (right_han && takes_gap(left.character))))
    right.gap = kHanLatinGap * std::max(left.size_px, right.size_px);
}

// “6 月 8 日” in a column: what sets upright digits apart in a line would be a hole.
void close_blanks_beside_digits(std::vector<Cell>& cells) {
  for (std::size_t i = 1; i + 1 < cells.size(); ++i) {
    const Cell &before = cells[i - 1], &after = cells[i + 1];
    if (cells[i].character == U' ' && ((before.posture == Posture::across && after.han) || (before.han && after.posture == Posture::across)))
      cells[i].advance = cells[i].tracking = 0;
  }
}

}  // namespace

Mark mark_class(char32_t c, Language language, bool vertical) {
  // Most characters are no marks: ideographs and letters lie outside these blocks.
  if (c != U'·' && (c < 0x2010 || c > 0x203B) && (c < 0x3000 || c > 0x301F) && (c < 0xFF01 || c > 0xFF5E)) return Mark::none;
  const bool chinese = language != Language::en;
  if (opens(c) || (chinese && is_any(c, U"“‘"))) return Mark::opening;
  if (closes(c) || (chinese && is_any(c, U"”’"))) return Mark::closing;
  if (c == U'·' || c == U'\u3000') return chinese || c != U'·' ? Mark::middle : Mark::none;
  if (is_any(c, U"；：") && vertical) return Mark::other;
  if (is_any(c, U"，。、；：")) return language == Language::hant ? Mark::middle : Mark::stop;
  if (is_any(c, U"？！～／") || (chinese && is_any(c, U"…—"))) return Mark::other;
  return Mark::none;
}

bool takes_gap(char32_t c) {
  const Character is = character(c);
  if (is.wide()) return false;
  const Script script = is.script();
  if (is.letter_or_number())
    return script == Script::latin || script == Script::greek || script == Script::cyrillic || (c < 0x80);
  // As Chromium's text-autospace, probed mark by mark.
  return is_any(c, U"!#%&,.:;?@\\§");
}

void set_stops(Cells& cells, const Source& source, const Setting& setting) {
  auto classes = line_classes(source.text, source.chinese ? Tailoring::chinese : Tailoring::none);
  // A note belongs to what it annotates, as an accent does to its letter.
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (source.role[i] == Role::note && !ends_line(source.text[i])) classes[i] = LineClass::CM;
  const auto breaks = find_breaks(source.text, classes);

  std::vector<bool> kept(source.text.size(), false);  // no line may break before this character
  const auto keep = [&kept](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin + 1; i < end; ++i) kept[i] = true;
  };
  if (setting.rules.keep_wholes)
    for (const Whole& whole : find_wholes(source.text)) keep(whole.begin, whole.end);
  for (const Unbroken& name : setting.unbroken) {
    const std::size_t end = std::min(name.end, setting.text.size());
    if (name.begin < end) keep(source.character_at(name.begin), source.character_at(end));
  }
  for (const Annotation& one : setting.annotations) keep(source.character_at(one.begin), source.character_at(std::min(one.end, setting.text.size())));
  for (Cell& cell : cells.cells) {
    const std::size_t i = cell.char_begin;
    const bool note_begins_line = cell.role == Role::note && i > 0;
    switch (setting.rules.keep_wholes ? breaks[i] : as_browsers_break(source.text, i, breaks[i])) {
      case Break::must: cell.stop = Stop::must; break;
      case Break::may: cell.stop = note_begins_line ? Stop::none : kept[i] ? Stop::inside : Stop::may; break;
      case Break::none: cell.stop = Stop::none; break;
    }
  }
}

void set_spacing(Cells& cells, const Setting& setting, FontSet& fonts, bool vertical) {
  if (vertical) close_blanks_beside_digits(cells.cells);
  Cell* left = nullptr;
  for (Cell& cell : cells.cells) {
    const bool proportional = cell.glyph_begin == cell.glyph_end || cell.role == Role::note;
    cell.mark = proportional ? Mark::none : mark_class(cell.character, setting.language, vertical);
    if (cell.character == U'’' && cell.advance - cell.tracking < 0.6f * cell.size_px)
      cell.mark = Mark::none;  // apostrophe
    if (cell.mark != Mark::none && cell.character == U'·') {
      if (setting.rules.half_width_dot) set_half_width_dot(cell, cells, vertical);
    } else if (cell.mark != Mark::none && cell.character != U'\u3000') {
      cell.han = true;
      cell.half = fonts.open(cell.face).half(cell.character, setting.language, vertical);
      if (cell.half.assumed && !setting.rules.assume_halves) cell.half = {};
      cell.half.amount *= cell.size_px;
      cell.half.shift *= cell.size_px;
    }
    if (cell.mark != Mark::none) {
      cell.give_order = give_order(cell);
      cell.end_trim = trims_at_end(cell, setting.language, setting.rules) ? cell.half.amount : 0;
    }
    if (left && !left->newline && !cell.newline) set_boundary(*left, cell, setting.rules);
    left = &cell;
  }
}

}  // namespace kiosk::text
