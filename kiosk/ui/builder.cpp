#include "kiosk/ui/builder.h"

#include <algorithm>
#include <cmath>

namespace kiosk::ui {
namespace {

constexpr float kPillMm = 26.5f, kPillPaddingMm = 11.8f, kGapMm = 7.4f, kIconMm = 12.5f, kIconGapMm = 5.2f;

text::Setting plain(const Look& look, std::string words, float width, float size_px, float pitch_em) {
  text::Setting s;
  s.text = std::move(words);
  s.language = look.language;
  s.size_px = size_px;
  s.line_pitch_em = pitch_em;
  s.extent_px = width;
  return s;
}

}  // namespace

text::Setting Builder::body(std::string words, float width) const {
  text::Setting s = plain(look, std::move(words), width, look.body(), look.language == Language::en ? 1.55f : 1.78f);
  s.align = look.language == Language::en ? text::Align::start : text::Align::justify;
  return s;
}

text::Setting Builder::title(std::string words, float width) const {
  text::Setting s = plain(look, std::move(words), width, look.title(), 1.28f);
  s.weight = text::Weight::bold;
  s.tracking_em = look.language == Language::en ? 0 : .03f;
  s.balance = true;
  return s;
}

text::Setting Builder::interface(std::string words, float width) const {
  text::Setting s = plain(look, std::move(words), width, look.interface(), 1.5f);
  s.family = text::Family::sans;
  return s;
}

text::Setting Builder::caption(std::string words, float width) const {
  text::Setting s = interface(std::move(words), width);
  s.size_px = look.caption();
  s.line_pitch_em = 1.55f;
  return s;
}

text::Setting Builder::on_one_line(text::Setting title) {
  constexpr float kSmallest = .74f;
  const float width = width_of(title);
  if (width > title.extent_px && width * kSmallest <= title.extent_px) title.size_px = std::floor(title.size_px * title.extent_px / width);
  return title;
}

float Builder::width_of(text::Setting setting) {
  setting.extent_px = 0;
  return measure(setting)->size.w;
}

text::Inks Builder::ink() const {
  const Palette& c = look.colors();
  return {c.ink, c.ink, c.ink, c.red};
}

Rect Builder::words(const text::Setting& setting, Point at, const text::Inks& inks) {
  text::ParagraphPtr paragraph = typesetter_.set(setting);
  const Rect box{at.x, at.y, setting.extent_px > 0 && setting.direction == text::Direction::horizontal ? setting.extent_px : paragraph->size.w,
                 paragraph->size.h};
  scene.add(box, Words{std::move(paragraph), inks, setting.text});
  return box;
}

Rect Builder::display(const text::Setting& setting, Point at, const text::Inks& inks) {
  // Full-width opening marks: ink in the right half of their em, in 简体 and 繁體 alike. In English the quotes are narrow.
  constexpr std::string_view kOpening[] = {"“", "‘", "「", "『", "（", "《", "〈", "【"};
  const bool opens = setting.language != Language::en && std::ranges::any_of(kOpening, [&](std::string_view mark) { return setting.text.starts_with(mark); });
  const float hang = opens && measure(setting)->lines.size() == 1 ? std::floor(setting.size_px / 2) : 0;
  Rect box = words(setting, at - Point{hang, 0}, inks);
  box.x = at.x;
  return box;
}

Rect Builder::rule(Point at) {
  const Rect box{at.x, at.y, std::round(look.mm(31)), std::max(2.f, std::round(look.mm(2.2f)))};
  scene.add(box, Fill{look.colors().red});
  return box;
}

void Builder::icon(Icon icon, Point centre, float size, Color color) {
  const int px = static_cast<int>(std::round(size));
  const auto side = static_cast<float>(px);
  scene.add({centre.x - side / 2, centre.y - side / 2, side, side}, Figure{icon_key(icon, px), [icon, px] { return icon_mask(icon, px); }, color});
}

Size Builder::button_size(const ButtonSpec& spec) {
  const float height = std::round(look.mm(kPillMm));
  float width = 0;
  if (!spec.icon_only) width += measure(interface(spec.label))->size.w;
  if (spec.icon != Icon::none) width += look.mm(kIconMm) + (spec.icon_only ? 0 : look.mm(kIconGapMm));
  return {std::max(height, std::round(width + 2 * look.mm(spec.icon_only ? kPillPaddingMm * .6f : kPillPaddingMm))), height};
}

void Builder::button(const ButtonSpec& spec, const Rect& box) {
  const Palette& c = look.colors();
  const float radius = box.h / 2;
  Color ground = c.control, ink = c.ink, edge = c.edge;
  if (spec.kind == ButtonKind::on) { ground = c.ink; ink = c.paper; edge = c.ink; }
  if (spec.kind == ButtonKind::primary) { ground = c.red; ink = c.on_red; edge = c.red; }
  if (!spec.enabled) { ground.a = 0; ink = c.muted.faded(.55f); edge = c.line; }
  scene.add(box, Round{radius, ground, edge, look.hairline()});
  const text::ParagraphPtr label = spec.icon_only ? nullptr : measure(interface(spec.label));
  const float icon_size = spec.icon == Icon::none ? 0 : look.mm(kIconMm);
  const float gap = icon_size > 0 && label ? look.mm(kIconGapMm) : 0;
  const float total = (label ? label->size.w : 0) + icon_size + gap;
  float x = box.x + (box.w - total) / 2;
  if (icon_size > 0 && !spec.icon_after) {
    icon(spec.icon, {x + icon_size / 2, box.centre().y}, icon_size, ink);
    x += icon_size + gap;
  }
  if (label) {
    scene.add({x, box.centre().y - label->size.h / 2, label->size.w, label->size.h}, Words{label, text::Inks::all(ink), spec.label});
    x += label->size.w + gap;
  }
  if (icon_size > 0 && spec.icon_after) icon(spec.icon, {x + icon_size / 2, box.centre().y}, icon_size, ink);
  if (spec.enabled) scene.control(spec.key, spec.label, box, radius, spec.act).selected = spec.kind == ButtonKind::on;
}

float Builder::row_width(const std::vector<ButtonSpec>& row) {
  float width = row.empty() ? 0 : -look.mm(kGapMm);
  for (const ButtonSpec& b : row) width += button_size(b).w + look.mm(kGapMm);
  return width;
}

float Builder::place_row(const std::vector<ButtonSpec>& row, float x, float y) {
  for (const ButtonSpec& b : row) {
    const Size size = button_size(b);
    button(b, {std::round(x), y, size.w, size.h});
    x += size.w + look.mm(kGapMm);
  }
  return x;
}

void Builder::bar(std::vector<ButtonSpec> left, std::vector<ButtonSpec> middle, std::vector<ButtonSpec> right, const std::string& note) {
  const Palette& c = look.colors();
  const Rect box = look.bar();
  const float gap = look.mm(kGapMm), margin = look.margin(), pill = std::round(look.mm(kPillMm));
  scene.add(box, Fill{c.bar});
  scene.add({0, box.y, box.w, look.hairline()}, Fill{c.line});
  const text::ParagraphPtr note_words = note.empty() ? nullptr : measure(interface(note));
  const float note_width = note_words ? note_words->size.w + gap * 1.5f : 0;
  const auto add_note = [&](float x, float y) {
    scene.add({x, y + (pill - note_words->size.h) / 2, note_words->size.w, note_words->size.h}, Words{note_words, text::Inks::all(c.muted), note});
  };
  const auto shrink_until = [&](float room, auto width) {
    // The middle shrinks as one: a lone sign among words looks like another kind of thing.
    if (width() > room)
      for (ButtonSpec& b : middle) b.icon_only = b.icon_only || b.may_shrink;
    for (std::vector<ButtonSpec>* row : {&left, &right})
      for (auto b = row->rbegin(); b != row->rend() && width() > room; ++b)
        if (b->may_shrink) b->icon_only = true;
  };
  if (look.portrait()) {
    const float row_gap = std::round((box.h - 2 * pill) / 3);
    float y = box.y + row_gap;
    std::vector<ButtonSpec> lower = std::move(left);
    const std::size_t own = lower.size();
    lower.insert(lower.end(), middle.begin(), middle.end());
    middle.clear();
    left = std::move(lower);
    const float room = box.w - 2 * margin;
    if (right.empty()) {  // two rows out of one group
      const std::size_t half = own > 0 ? own : left.size() / 2;
      std::vector<ButtonSpec> upper(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(half));
      std::vector<ButtonSpec> rest(left.begin() + static_cast<std::ptrdiff_t>(half), left.end());
      left = rest;
      shrink_until(room, [&] { return row_width(left); });
      place_row(upper, margin, y);
      place_row(left, margin, y + pill + row_gap);
      return;
    }
    const float each = (room - gap * static_cast<float>(right.size() - 1)) / static_cast<float>(right.size());
    float x = margin;
    for (const ButtonSpec& b : right) {
      button(b, {std::round(x), y, std::round(each), pill});
      x += each + gap;
    }
    y += pill + row_gap;
    shrink_until(room - note_width, [&] { return row_width(left); });
    place_row(left, margin, y);
    if (note_words) add_note(box.right() - margin - note_words->size.w, y);
    return;
  }
  const float y = box.y + std::round((box.h - pill) / 2);
  const float room = box.w - 2 * margin - note_width - 2 * gap;
  shrink_until(room, [&] { return row_width(left) + row_width(middle) + row_width(right); });
  const float left_end = place_row(left, margin, y);
  const float right_start = box.w - margin - row_width(right);
  place_row(right, right_start, y);
  if (note_words) add_note(right_start - note_width + gap * .5f, y);
  const float middle_width = row_width(middle), free_from = left_end + gap, free_to = right_start - note_width - gap;
  const float centred = std::clamp(box.w / 2 - middle_width / 2, std::min(free_from, free_to - middle_width), std::max(free_from, free_to - middle_width));
  place_row(middle, centred, y);
}

}  // namespace kiosk::ui
