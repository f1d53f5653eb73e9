#include "kiosk/text/fill.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace kiosk::text {
namespace {

// Rounding in sums of floats, in px; never visible.
constexpr float kTolerance = 0.02f;
// A Han character weighs two, a letter or digit one: a last line needs two Han characters, or a word of four letters.
constexpr int kLastLineWeight = 4;
// Balancing is for headings: longer texts stay as they are.
constexpr std::size_t kBalancedLines = 4, kBalancedStops = 200;
// How much rather a heading breaks at a space, after a mark or after 的 than inside a phrase: the share of the mean
// width by which two lines may differ from it for that. Without a dictionary, a break elsewhere may tear a word.
constexpr float kSpaceWorth = 0.5f, kMarkWorth = 0.45f, kParticleWorth = 0.25f;
// A last line is drawn up where the marks need give no more than this share of what they could.
constexpr float kDrawUp = 0.5f;
// So it is where a justified line takes one more piece in rather than gape.
constexpr float kTakeIn = 0.8f;

int weight_of(const Cell& cell) {
  if (cell.role == Role::note) return 0;
  return cell.han && cell.mark == Mark::none ? 2 : cell.western ? 1 : 0;
}

}  // namespace

Filler::Filler(const Cells& cells, float extent, float indent, Purpose purpose, const Rules& rules)
    : cells_(cells.cells), extent_(extent), indent_(indent), purpose_(purpose), rules_(rules) {
  sums_.reserve(cells_.size() + 1);
  double sum = 0;
  sums_.push_back(0);
  for (const Cell& cell : cells_)
    sums_.push_back(sum += static_cast<double>(cell.advance) + static_cast<double>(boundary(cell)));
}

float Filler::width(std::size_t begin, std::size_t end) const {
  if (begin >= end) return 0;
  const Cell& last = cells_[end - 1];
  return static_cast<float>(sums_[end] - sums_[begin]) - boundary(cells_[begin]) - last.tracking - last.end_trim;
}

float Filler::room(std::size_t begin) const { return begin == 0 ? extent_ - indent_ : extent_; }

FilledLine Filler::line(std::size_t begin, std::size_t next) const {
  std::size_t end = next;
  while (end > begin && (cells_[end - 1].space || cells_[end - 1].newline)) --end;
  FilledLine line{begin, end, next, width(begin, end), begin < end ? cells_[end - 1].end_trim : 0, 0, false};
  if (!rules_.trim_always && (extent_ <= 0 || line.width + line.trim <= room(begin) + kTolerance)) line.width += std::exchange(line.trim, 0);
  return line;
}

std::vector<FilledLine> Filler::fill() const {
  Lines lines;
  for (std::size_t begin = 0; begin < cells_.size();) {
    std::size_t end = begin + 1;
    while (end < cells_.size() && cells_[end].stop != Stop::must) ++end;
    fill_segment(begin, end, lines);
    begin = end;
  }
  return lines;
}

void Filler::fill_segment(std::size_t begin, std::size_t end, Lines& lines) const {
  const std::size_t first = lines.size();
  if (extent_ <= 0) {
    lines.push_back(line(begin, end));
  } else {
    for (std::size_t at = begin; at < end; at = lines.back().next) lines.push_back(next_line(at, end));
    if (purpose_ == Purpose::balanced) balance(lines, first);
    else if (rules_.repair_last_line) repair(lines, first);
  }
  lines.back().last = true;
}

FilledLine Filler::next_line(std::size_t begin, std::size_t end) const {
  const float limit = room(begin) + kTolerance;
  FilledLine best;
  for (std::size_t at = begin + 1; at <= end; ++at) {
    if (at == end || cells_[at].stop == Stop::may) {
      FilledLine candidate = line(begin, at);
      const bool fits = candidate.width <= limit;
      if (fits || (rules_.push_in && push_in(candidate))) best = candidate;
      else if (purpose_ == Purpose::justified && rules_.push_in && best.next > begin && gapes(best) && squeeze_in(candidate, kTakeIn))
        best = candidate;
    }
    // No later place can fit: what is here already overflows by more than all that could be trimmed or squeezed.
    if (width(begin, at) > limit + 2 * cells_[begin].size_px && !cells_[at - 1].space) break;
  }
  if (best.next > begin) return best;
  return line(begin, emergency_end(begin, end));
}

// No permitted place fits: inside a name or number where Unicode allows it, else between any two cells.
std::size_t Filler::emergency_end(std::size_t begin, std::size_t end) const {
  const float limit = room(begin) + kTolerance;
  std::size_t inside = begin, anywhere = begin + 1;
  for (std::size_t at = begin + 1; at <= end && width(begin, at) <= limit; ++at) {
    anywhere = at;
    if (at == end || cells_[at].stop != Stop::none) inside = at;
  }
  // A cell without width never begins a line by itself.
  std::size_t chosen = inside > begin ? inside : anywhere;
  while (chosen < end && cells_[chosen].advance <= 0) ++chosen;
  return chosen;
}

float Filler::squeezable(std::size_t begin, std::size_t end) const {
  float sum = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const Cell& cell = cells_[i];
    const bool whole = (i == begin || cell.cut == 0) && (i + 1 == end || cells_[i + 1].cut_before == 0);
    if (cell.give_order > 0 && whole && !(i + 1 == end && cell.end_trim > 0)) sum += cell.half.amount;
  }
  return sum;
}

// Whether justification would have to leave the line ragged: an estimate, as if every cell but letters took its share.
bool Filler::gapes(const FilledLine& line) const {
  float most = 0;
  for (std::size_t i = line.begin + 1; i < line.end; ++i)
    if (cells_[i].han && cells_[i - 1].han) most += kWidestHanStretch * cells_[i].size_px;
    else if (cells_[i].space) most += (kWidestSpace * cells_[i].size_px - cells_[i].advance);
    else if (cells_[i].gap > 0) most += kWidestHanLatinGap * cells_[i].size_px - cells_[i].gap;
  return room(line.begin) - line.width > most;
}

// Makes a line fit by squeezing its marks, where that takes no more than `share` of what they can give.
bool Filler::squeeze_in(FilledLine& line, float share) const {
  const float excess = line.width - room(line.begin);
  if (excess > share * squeezable(line.begin, line.end)) return false;
  line.squeeze = std::max(0.f, excess);
  line.width -= line.squeeze;
  return true;
}

// Takes the marks at the end of a line in, where the line would fit without them.
bool Filler::push_in(FilledLine& line) const {
  if (line.end <= line.begin + 1 || line.width > room(line.begin) + cells_[line.end - 1].size_px) return false;
  std::size_t without = line.end;
  while (without > line.begin + 1 &&
         (cells_[without - 1].mark == Mark::closing || cells_[without - 1].mark == Mark::stop ||
          cells_[without - 1].mark == Mark::middle || cells_[without - 1].mark == Mark::other))
    --without;
  if (without == line.end || width(line.begin, without) > room(line.begin) + kTolerance) return false;
  return squeeze_in(line, 1);
}

int Filler::weight(std::size_t begin, std::size_t end) const {
  int sum = 0;
  for (std::size_t i = begin; i < end && sum < kLastLineWeight; ++i) sum += weight_of(cells_[i]);
  return sum;
}

// The last line gets company: it goes up where squeezing makes room, else the line before gives some of its end.
void Filler::repair(Lines& lines, std::size_t first) const {
  if (lines.size() < first + 2) return;
  FilledLine& before = lines[lines.size() - 2];
  FilledLine& last = lines.back();
  int carried = weight(last.begin, last.end);
  if (carried >= kLastLineWeight) return;
  FilledLine joined = line(before.begin, last.next);
  if (squeeze_in(joined, kDrawUp)) {
    lines.pop_back();
    lines.back() = joined;
    return;
  }
  for (std::size_t at = last.begin - 1; at > before.begin; --at) {
    carried += weight_of(cells_[at]);
    if (cells_[at].stop != Stop::may || carried < kLastLineWeight) continue;
    const FilledLine tail = line(at, last.next);
    if (tail.width > room(at) + kTolerance) return;
    before = line(before.begin, at);
    last = tail;
    return;
  }
}

void Filler::balance(Lines& lines, std::size_t first) const {
  const std::size_t count = lines.size() - first;
  if (count < 2 || count > kBalancedLines) return;
  const std::size_t begin = lines[first].begin, end = lines.back().next;
  std::vector<std::size_t> stops{begin};
  for (std::size_t at = begin + 1; at < end; ++at)
    if (cells_[at].stop == Stop::may) stops.push_back(at);
  stops.push_back(end);
  if (stops.size() > kBalancedStops) return;

  const float mean = width(begin, line(begin, end).end) / static_cast<float>(count);
  const auto bonus = [&](std::size_t at) {
    const Cell& left = cells_[at - 1];
    const float worth = left.space                                             ? kSpaceWorth
                        : left.mark != Mark::none && left.mark != Mark::opening ? kMarkWorth
                        : left.character == U'的'                               ? kParticleWorth
                                                                                : 0;
    return 2 * worth * mean * worth * mean;
  };
  constexpr float kNever = std::numeric_limits<float>::max();
  // best[k][s]: least cost of k lines that end at stop s.
  std::vector<std::vector<float>> best(count + 1, std::vector<float>(stops.size(), kNever));
  std::vector<std::vector<std::size_t>> from(count + 1, std::vector<std::size_t>(stops.size(), 0));
  best[0][0] = 0;
  for (std::size_t k = 1; k <= count; ++k)
    for (std::size_t s = k; s < stops.size(); ++s)
      for (std::size_t r = s; r-- > k - 1;) {
        const FilledLine piece = line(stops[r], stops[s]);
        if (piece.width > room(stops[r]) + kTolerance) break;
        if (best[k - 1][r] == kNever) continue;
        const bool last = stops[s] == end;
        float cost = best[k - 1][r] + (piece.width - mean) * (piece.width - mean);
        if (last && weight(piece.begin, piece.end) < kLastLineWeight) cost += 4 * mean * mean;
        if (!last) cost -= bonus(stops[s]);
        if (cost < best[k][s]) best[k][s] = cost, from[k][s] = r;
      }
  if (best[count].back() == kNever) return;
  for (std::size_t k = count, s = stops.size() - 1; k > 0; --k) {
    lines[first + k - 1] = line(stops[from[k][s]], stops[s]);
    s = from[k][s];
  }
}

}  // namespace kiosk::text
