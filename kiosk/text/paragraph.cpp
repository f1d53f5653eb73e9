#include "kiosk/text/paragraph.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <list>
#include <unordered_map>

#include "kiosk/text/annotate.h"
#include "kiosk/text/cells.h"
#include "kiosk/text/fill.h"
#include "kiosk/text/place.h"
#include "kiosk/text/source.h"
#include "kiosk/text/spacing.h"

namespace kiosk::text {
namespace {

// Sizes outside are no sizes of type but broken arithmetic in the caller.
constexpr float kSmallest = 1, kLargest = 2000;

float sane(float value, float least, float most, float otherwise) {
  return std::isfinite(value) ? std::clamp(value, least, most) : otherwise;
}

Setting sane(const Setting& given) {
  Setting setting = given;
  setting.size_px = sane(given.size_px, kSmallest, kLargest, 32);
  setting.tracking_em = sane(given.tracking_em, -0.5f, 4, 0);
  setting.line_pitch_em = sane(given.line_pitch_em, 0.5f, 10, 1.75f);
  setting.extent_px = sane(given.extent_px, 0, 1e6f, 0);
  setting.indent_em = sane(given.indent_em, 0, 20, 0);
  return setting;
}

void add_line(const Cells& cells, const FilledLine& filled, const Source& source, Paragraph& out, float x,
              float baseline, float width, std::size_t glyph_begin) {
  const auto byte = [&](std::size_t cell) {
    const std::size_t at = cell < cells.cells.size() ? cells.cells[cell].char_begin : source.text.size();
    return std::size_t{source.offset[at]};
  };
  out.lines.push_back({glyph_begin, out.glyphs.size(), byte(filled.begin), byte(filled.next), x, baseline, width});
}

// One setting on its way to a Paragraph.
class Layout {
 public:
  Layout(const Setting& setting, FontSet& fonts) : setting_(sane(setting)), fonts_(fonts) {}

  Paragraph run() {
    vertical_ = setting_.direction != Direction::horizontal;
    // A name slip is one column, whatever its text.
    if (setting_.direction == Direction::column) std::replace(setting_.text.begin(), setting_.text.end(), '\n', ' ');
    source_ = read_source(setting_, fonts_);
    cells_ = shape(source_, setting_, fonts_, vertical_);
    set_stops(cells_, source_, setting_);
    set_spacing(cells_, setting_, fonts_, vertical_);
    if (!setting_.annotations.empty()) annotations_ = annotate(cells_, source_, setting_, fonts_, vertical_);
    dots_ = find_dots(cells_, source_, setting_, fonts_);
    out_.size_px = setting_.size_px;
    out_.missing = std::move(source_.missing);
    out_.column = vertical_;
    if (!cells_.cells.empty()) set_lines();
    return std::move(out_);
  }

 private:
  float size() const { return setting_.size_px; }

  // The share of the free room that goes before the text.
  float lead(float room) const {
    if (room <= 0) return 0;
    return setting_.align == Align::centre ? room / 2 : setting_.align == Align::end ? room : 0;
  }

  std::vector<FilledLine> fill(const Filler& filler) const {
    if (setting_.direction != Direction::column) return filler.fill();
    FilledLine all = filler.line(0, cells_.cells.size());
    all.last = true;
    return {all};
  }

  void set_lines() {
    const float indent = setting_.indent_em * size();
    const auto purpose = setting_.balance                  ? Filler::Purpose::balanced
                         : setting_.align == Align::justify ? Filler::Purpose::justified
                                                            : Filler::Purpose::ragged;
    const Filler filler(cells_, setting_.extent_px, indent, purpose, setting_.rules);
    std::vector<FilledLine> lines = fill(filler);
    const std::size_t most = setting_.max_lines > 0 ? static_cast<std::size_t>(setting_.max_lines) : lines.size();
    out_.cut = lines.size() > most;
    lines.resize(std::min(lines.size(), most));
    Cells ellipsis;
    if (out_.cut) ellipsis = shape_ellipsis();
    const float tail =
        out_.cut ? Filler(ellipsis, 0, 0, Filler::Purpose::ragged).line(0, ellipsis.cells.size()).width : 0;
    if (out_.cut) lines.back() = shorten(filler, lines.back(), tail);

    float longest = setting_.extent_px;
    if (longest <= 0)
      for (const FilledLine& line : lines) longest = std::max(longest, line.width + (line.begin == 0 ? indent : 0));
    const float pitch = size() * setting_.line_pitch_em, across = pitch * static_cast<float>(lines.size());
    float reach = 0;
    out_.glyphs.reserve(cells_.glyphs.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool cut_here = out_.cut && i + 1 == lines.size();
      const float before = lines[i].begin == 0 ? indent : 0, room = longest - before;
      const float start = before + lead(room - lines[i].width - (cut_here ? tail : 0));
      const float above = pitch * static_cast<float>(i);
      const Point from = vertical_ ? Point{across - above - pitch / 2, start} : Point{start, above + (pitch - size()) / 2 + kAscent * size()};
      const bool justify = setting_.align == Align::justify && setting_.extent_px > 0 && !cut_here;
      const std::size_t glyph_begin = out_.glyphs.size();
      float width = place(cells_, lines[i], adjust(cells_.cells, lines[i], room, justify, setting_.rules.justify_in_order), from);
      if (!annotations_.empty() || !dots_.cells.empty()) place_beside(lines[i], from, width);
      if (cut_here) width += place_ellipsis(ellipsis, vertical_ ? Point{from.x, from.y + width} : Point{from.x + width, from.y});
      add_line(cells_, lines[i], source_, out_, from.x, from.y, width, glyph_begin);
      if (lines[i].next < cells_.cells.size() && cells_.cells[lines[i].next].stop == Stop::none) out_.torn.push_back(out_.lines.back().text_end);
      reach = std::max(reach, (setting_.direction == Direction::column ? 0 : before) + width);
    }
    out_.size = vertical_ ? Size{across, reach} : Size{reach, across};
  }

  float place(const Cells& cells, const FilledLine& line, const Adjustment& adjustment, Point from) {
    pens_.clear();
    return vertical_ ? place_column(cells, line, adjustment, from.x, from.y, out_, &pens_) : text::place(cells, line, adjustment, from.x, from.y, out_, &pens_);
  }

  // What stands beside the line that was placed last.
  void place_beside(const FilledLine& line, Point from, float width) {
    std::vector<Extent> extents;
    const float end = (vertical_ ? from.y : from.x) + width;
    for (std::size_t k = 0; k < pens_.size(); ++k) {
      const Cell& cell = cells_.cells[line.begin + k];
      // Up to its own end: what follows may begin further on, or over it.
      extents.push_back({pens_[k], k + 1 < pens_.size() ? pens_[k] + cell.advance - cell.tracking : end});
    }
    place_annotations(annotations_, line.begin, extents, from, vertical_, size(), out_);
    place_dots(dots_, line.begin, extents, from, vertical_, size(), out_);
  }

  Cells shape_ellipsis() {
    Setting setting = setting_;
    setting.text = source_.chinese ? "……" : "…";
    setting.stretches.clear();
    setting.unbroken.clear();
    const Source source = read_source(setting, fonts_);
    Cells cells = shape(source, setting, fonts_, vertical_);
    set_spacing(cells, setting, fonts_, vertical_);
    return cells;
  }

  float place_ellipsis(const Cells& ellipsis, Point from) {
    const FilledLine line = Filler(ellipsis, 0, 0, Filler::Purpose::ragged).line(0, ellipsis.cells.size());
    return place(ellipsis, line, adjust(ellipsis.cells, line, 0, false, true), from);
  }

  // The longest part of a line that leaves room for the ellipsis; marks before it go.
  FilledLine shorten(const Filler& filler, const FilledLine& full, float tail) const {
    const float room =
        (setting_.extent_px > 0 ? setting_.extent_px : 1e6f) - (full.begin == 0 ? setting_.indent_em * size() : 0);
    const auto fits = [&](std::size_t next, Stop least) {
      if (next < full.next && cells_.cells[next].stop < least) return false;
      return filler.line(full.begin, next).width + tail <= room;
    };
    FilledLine best = filler.line(full.begin, full.begin);
    for (Stop least : {Stop::may, Stop::none})
      for (std::size_t next = full.next; next > full.begin && best.next == full.begin; --next)
        if (fits(next, least)) best = filler.line(full.begin, next);
    while (best.end > best.begin &&
           (cells_.cells[best.end - 1].mark == Mark::stop || cells_.cells[best.end - 1].mark == Mark::middle ||
            cells_.cells[best.end - 1].space))
      --best.end;
    best.width = filler.width(best.begin, best.end);
    return best;
  }

  Setting setting_;
  FontSet& fonts_;
  Source source_;
  Cells cells_;
  std::vector<ShapedAnnotation> annotations_;
  Dots dots_;
  std::vector<float> pens_;  // of the line that was placed last
  bool vertical_ = false;
  Paragraph out_;
};

struct HashSetting {
  std::size_t operator()(const Setting& setting) const {
    std::size_t hash = std::hash<std::string>{}(setting.text);
    const auto mix = [&hash](float value) { hash = hash * 0x9E3779B97F4A7C15u + std::hash<float>{}(value); };
    mix(setting.size_px);
    mix(setting.extent_px);
    mix(setting.tracking_em);
    mix(static_cast<float>(setting.max_lines));
    mix(static_cast<float>(static_cast<int>(setting.language) * 64 + static_cast<int>(setting.family) * 8 +
                           static_cast<int>(setting.weight)));
    return hash;
  }
};

std::size_t bytes_of(const Setting& setting, const Paragraph& paragraph) {
  return sizeof(Setting) * 2 + sizeof(Paragraph) + setting.text.size() + setting.stretches.size() * sizeof(Stretch) +
         setting.unbroken.size() * sizeof(Unbroken) + setting.annotations.size() * (sizeof(Annotation) + 16) + paragraph.glyphs.size() * sizeof(Glyph) +
         paragraph.lines.size() * sizeof(Line) + paragraph.missing.size() * sizeof(Missing);
}

}  // namespace

struct Typesetter::State {
  struct Entry {
    const Setting* setting;  // the key in `known`
    ParagraphPtr paragraph;
    std::size_t bytes;
  };

  FontSet& fonts;
  std::size_t budget;
  std::size_t bytes = 0;
  std::list<Entry> by_use;  // latest first
  std::unordered_map<Setting, std::list<Entry>::iterator, HashSetting> known;

  void remember(const Setting& setting, ParagraphPtr paragraph) {
    const std::size_t size = bytes_of(setting, *paragraph);
    if (size > budget || !(setting == setting)) return;  // a NaN among the numbers equals nothing
    const auto [at, fresh] = known.emplace(setting, by_use.end());
    assert(fresh);
    by_use.push_front({&at->first, std::move(paragraph), size});
    at->second = by_use.begin();
    for (bytes += size; bytes > budget;) {
      bytes -= by_use.back().bytes;
      known.erase(known.find(*by_use.back().setting));
      by_use.pop_back();
    }
  }
};

Typesetter::Typesetter(FontSet& fonts, std::size_t budget_bytes) : state_(new State{fonts, budget_bytes, 0, {}, {}}) {}
Typesetter::~Typesetter() = default;

ParagraphPtr Typesetter::set(const Setting& setting) {
  if (const auto found = state_->known.find(setting); found != state_->known.end()) {
    state_->by_use.splice(state_->by_use.begin(), state_->by_use, found->second);
    return found->second->paragraph;
  }
  auto paragraph = std::make_shared<const Paragraph>(lay_out(setting));
  state_->remember(setting, paragraph);
  return paragraph;
}

Paragraph Typesetter::lay_out(const Setting& setting) {
  return Layout(setting, state_->fonts).run();
}

std::size_t Typesetter::cached_bytes() const { return state_->bytes; }

}  // namespace kiosk::text
