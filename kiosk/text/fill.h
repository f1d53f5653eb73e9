// Which cells go on which line. Private to this room.
//
// Lines are filled greedily; a mark that just does not fit is taken in by squeezing others before a character is
// carried down (CLREQ: push in before push out); where a justified line would gape, its marks give way to one character
// more; a paragraph's last line keeps at least two Han characters or a word; headings are balanced instead.
#pragma once

#include <cstddef>
#include <vector>

#include "kiosk/text/cells.h"

namespace kiosk::text {

struct FilledLine {
  std::size_t begin = 0, end = 0;  // cells, without the spaces that hang at the end
  std::size_t next = 0;            // where the next line begins
  float width = 0;                 // px, after trimming and squeezing
  float trim = 0;                  // px that its last mark loses for standing at the end
  float squeeze = 0;               // px taken from the marks of the line so that it fits
  bool last = false;               // of its part of the text: the text ends, or a line end follows
};

class Filler {
 public:
  enum class Purpose { ragged, justified, balanced };

  // `extent` 0: lines end only where the text says so.
  Filler(const Cells& cells, float extent, float indent, Purpose purpose, const Rules& rules = {});

  std::vector<FilledLine> fill() const;
  // Width of the cells [begin, end) on one line.
  float width(std::size_t begin, std::size_t end) const;
  // A line of [begin, end) without hanging spaces; `next` is where the following one begins.
  FilledLine line(std::size_t begin, std::size_t next) const;

 private:
  using Lines = std::vector<FilledLine>;

  float room(std::size_t begin) const;
  void fill_segment(std::size_t begin, std::size_t end, Lines& lines) const;
  FilledLine next_line(std::size_t begin, std::size_t end) const;
  std::size_t emergency_end(std::size_t begin, std::size_t end) const;
  bool push_in(FilledLine& line) const;
  bool gapes(const FilledLine& line) const;
  bool squeeze_in(FilledLine& line, float share) const;
  void repair(Lines& lines, std::size_t first) const;
  void balance(Lines& lines, std::size_t first) const;
  int weight(std::size_t begin, std::size_t end) const;
  float squeezable(std::size_t begin, std::size_t end) const;

  const std::vector<Cell>& cells_;
  float extent_, indent_;
  Purpose purpose_;
  Rules rules_;
  std::vector<double> sums_;  // of advances and what is between cells, before each cell
};

// What a cell adds before itself when the cell before is on the same line.
inline float boundary(const Cell& cell) { return cell.gap - cell.overhang - cell.cut_before - cell.cut; }

}  // namespace kiosk::text
