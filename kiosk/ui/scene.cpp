#include "kiosk/ui/scene.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace kiosk::ui {
namespace {

template <typename... Ts>
struct Overload : Ts... { using Ts::operator()...; };
template <typename... Ts>
Overload(Ts...) -> Overload<Ts...>;

std::string box_text(const Rect& r) {
  char out[64];
  std::snprintf(out, sizeof out, "%d,%d %dx%d", static_cast<int>(std::lround(r.x)), static_cast<int>(std::lround(r.y)),
                static_cast<int>(std::lround(r.w)), static_cast<int>(std::lround(r.h)));
  return out;
}

// The size at which a picture is wanted for a box, so that a zoom stays sharp enough and asks only once.
Size cover_of(const Item& item) { return {std::ceil(item.box.w), std::ceil(item.box.h)}; }

Rect contained(Size picture, const Rect& box) {
  const float scale = std::min(box.w / picture.w, box.h / picture.h);
  const float w = picture.w * scale, h = picture.h * scale;
  return {box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h};
}

}  // namespace

void Scene::clear() {
  items_.clear();
  controls_.clear();
  panes_.clear();
  open_pane_ = -1;
}

Item& Scene::add(const Rect& box, Paint paint) {
  items_.push_back({box, std::move(paint), open_pane_, 1, {}, nullptr});
  return items_.back();
}

void Scene::set_effect(std::size_t first, const Effect* effect) {
  for (std::size_t i = first; i < items_.size(); ++i) items_[i].effect = effect;
}

void Scene::set_clip(std::size_t first, const Rect& clip) {
  for (std::size_t i = first; i < items_.size(); ++i) items_[i].clip = clip;
}

void Scene::move_from(std::size_t first_item, std::size_t first_control, Point by) {
  for (std::size_t i = first_item; i < items_.size(); ++i) items_[i].box = items_[i].box.moved(by);
  for (std::size_t i = first_control; i < controls_.size(); ++i) controls_[i].box = controls_[i].box.moved(by);
}

Control& Scene::control(std::string key, std::string label, const Rect& box, float radius, std::function<void()> act) {
  controls_.push_back({std::move(key), std::move(label), box, radius, open_pane_, false, {}, false, static_cast<int>(items_.size()), std::move(act)});
  return controls_.back();
}

void Scene::begin_pane(const Rect& viewport, Axis axis, Scroller& scroller, bool clip) {
  panes_.push_back({viewport, axis, &scroller, open_pane_, clip});
  open_pane_ = static_cast<int>(panes_.size()) - 1;
}

void Scene::end_pane() {
  closed_pane_ = open_pane_;
  open_pane_ = panes_[static_cast<std::size_t>(open_pane_)].parent;
}

Point Scene::scroll_of(int pane) const {
  Point by;
  for (; pane >= 0; pane = panes_[static_cast<std::size_t>(pane)].parent) {
    const Pane& p = panes_[static_cast<std::size_t>(pane)];
    (p.axis == Axis::horizontal ? by.x : by.y) -= p.scroller->offset();
  }
  return by;
}

Rect Scene::visible_part(int pane, const Rect& whole) const {
  Rect part = whole;
  for (; pane >= 0; pane = panes_[static_cast<std::size_t>(pane)].parent) {
    const Pane& p = panes_[static_cast<std::size_t>(pane)];
    part = part.intersection(p.viewport.moved(scroll_of(p.parent)));
  }
  return part;
}

const Control* Scene::control_at(Point at, const Rect& whole, float slack) const {
  for (auto c = controls_.rbegin(); c != controls_.rend(); ++c)
    if (on_glass(*c).inset(-slack).contains(at) && (slack > 0 || visible_part(c->pane, whole).contains(at))) return &*c;
  return nullptr;
}

std::optional<Point> Scene::free_place(const Control& control, const Rect& whole) const {
  const Rect seen = on_glass(control).intersection(visible_part(control.pane, whole));
  if (seen.empty()) return std::nullopt;
  if (control_at(seen.centre(), whole) == &control) return seen.centre();
  constexpr int kTries = 9;
  for (int row = kTries - 1; row >= 0; --row)
    for (int column = 0; column < kTries; ++column) {
      const Point at{seen.x + seen.w * (static_cast<float>(column) + .5f) / kTries, seen.y + seen.h * (static_cast<float>(row) + .5f) / kTries};
      if (control_at(at, whole) == &control) return at;
    }
  return std::nullopt;
}

const Control* Scene::find(std::string_view key) const {
  const auto found = std::find_if(controls_.begin(), controls_.end(), [&](const Control& c) { return c.key == key; });
  return found == controls_.end() ? nullptr : &*found;
}

int Scene::pane_at(Point at, Axis axis, const Rect& whole) const {
  for (int i = static_cast<int>(panes_.size()) - 1; i >= 0; --i)
    if (panes_[static_cast<std::size_t>(i)].axis == axis && visible_part(i, whole).contains(at)) return i;
  return -1;
}

bool Scene::pictures_ready(PictureSource& pictures, const Rect& whole) const {
  bool ready = true;
  for (const Item& item : items_) {
    const auto* image = std::get_if<Image>(&item.paint);
    if (!image || !visible_part(item.pane, whole).intersects(item.box.moved(scroll_of(item.pane) * item.parallax))) continue;
    if (pictures.get(image->file, cover_of(item)).state == PictureSource::State::waiting) ready = false;
  }
  return ready;
}

void Scene::draw_item(Brush& brush, const Item& item, const Rect& whole) const {
  gfx::Canvas& canvas = brush.canvas;
  Point by = scroll_of(item.pane) * item.parallax;
  if (item.effect) by = by + item.effect->shift;
  const Rect box = item.box.moved(by);
  Rect seen = visible_part(item.pane, whole);
  if (!item.clip.empty()) seen = seen.intersection(item.clip.moved(scroll_of(item.pane)));
  if (!seen.intersects(box)) return;
  const bool clip = !item.clip.empty() || (item.pane >= 0 && panes_[static_cast<std::size_t>(item.pane)].clip);
  if (clip) canvas.push_clip(seen);
  if (item.effect) canvas.push_opacity(item.effect->opacity);
  std::visit(Overload{
                 [&](const Fill& f) { canvas.fill(box, f.color); },
                 [&](const Gradient& g) { canvas.fill_gradient(box, g.top, g.bottom); },
                 [&](const Round& r) {
                   if (r.fill.a) brush.shapes.fill_round(box, r.radius, r.fill);
                   if (r.edge.a) brush.shapes.stroke_round(box, r.radius, r.edge_width, r.edge);
                 },
                 [&](const Words& w) { brush.glyphs.draw(*w.paragraph, box.origin(), w.inks, seen.moved({-box.x, -box.y})); },
                 [&](const Image& image) {
                   const PictureSource::View view = brush.pictures.get(image.file, cover_of(item));
                   if (!view.texture) return;
                   const Size size = view.texture->size();
                   if (image.contain) {
                     canvas.draw(*view.texture, {0, 0, size.w, size.h}, contained(size, box));
                     return;
                   }
                   Rect source = crop_to_fill(size, box.size(), image.focus);
                   if (item.effect && item.effect->zoom != 1) {
                     const float w = source.w / item.effect->zoom, h = source.h / item.effect->zoom;
                     const Point middle = source.centre() + Point{item.effect->pan.x * (source.w - w), item.effect->pan.y * (source.h - h)};
                     source = {std::clamp(middle.x - w / 2, 0.f, size.w - w), std::clamp(middle.y - h / 2, 0.f, size.h - h), w, h};
                   }
                   canvas.draw(*view.texture, source, box);
                 },
                 [&](const Figure& f) { brush.shapes.draw_mask(f.key, f.make, box.origin(), f.color); },
             },
             item.paint);
  if (item.effect) canvas.pop_opacity();
  if (clip) canvas.pop_clip();
}

void Scene::draw_press(Brush& brush, const Control& control, const Press& press, const Rect& whole, const PressMark& mark) const {
  brush.canvas.push_clip(visible_part(control.pane, whole));
  if (control.mark_finger) {
    const float r = mark.disc_radius;
    brush.shapes.fill_round({press.at.x - r, press.at.y - r, 2 * r, 2 * r}, r, mark.disc);
  } else if (control.mark.empty()) {
    brush.shapes.fill_round(on_glass(control), control.radius, mark.shade);
  } else {
    brush.shapes.fill_round(control.mark.moved(scroll_of(control.pane)), control.radius, mark.shade);
  }
  brush.canvas.pop_clip();
}

void Scene::draw(Brush& brush, const Rect& whole, const std::vector<Press>& pressed, const PressMark& mark) const {
  std::size_t next_control = 0;
  const auto mark_controls_before = [&](std::size_t item) {
    for (; next_control < controls_.size() && static_cast<std::size_t>(controls_[next_control].items_end) <= item; ++next_control)
      for (const Press& press : pressed)
        if (press.control == controls_[next_control].key) draw_press(brush, controls_[next_control], press, whole, mark);
  };
  for (std::size_t i = 0; i < items_.size(); ++i) {
    mark_controls_before(i);
    draw_item(brush, items_[i], whole);
  }
  mark_controls_before(items_.size());
}

Scene Scene::without_words() const {
  Scene ground = *this;
  std::erase_if(ground.items_, [](const Item& item) { return std::holds_alternative<Words>(item.paint); });
  return ground;
}

std::string Scene::dump(const Rect& whole) const {
  std::string out;
  const auto line = [&](std::string_view kind, const Rect& box, int pane, std::string_view text) {
    out += std::string(kind) + " " + box_text(box.moved(scroll_of(pane)));
    if (pane >= 0) out += " in " + std::to_string(pane);
    if (!visible_part(pane, whole).intersects(box.moved(scroll_of(pane)))) out += " hidden";
    if (!text.empty()) out += " \"" + std::string(text) + "\"";
    out += "\n";
  };
  for (std::size_t i = 0; i < panes_.size(); ++i)
    line(panes_[i].axis == Axis::horizontal ? "pane-horizontal" : "pane-vertical", panes_[i].viewport, panes_[i].parent,
         "offset " + std::to_string(std::lround(panes_[i].scroller->offset())));
  for (const Item& item : items_)
    std::visit(Overload{
                   [&](const Fill&) { line("fill", item.box, item.pane, ""); },
                   [&](const Gradient&) { line("gradient", item.box, item.pane, ""); },
                   [&](const Round&) { line("round", item.box, item.pane, ""); },
                   [&](const Words& w) {
                     line("text", item.box, item.pane, w.text);
                     std::string breaks;
                     for (const text::Line& l : w.paragraph->lines) breaks += " " + std::to_string(l.text_begin);
                     if (w.paragraph->lines.size() > 1) out += "  lines at" + breaks + "\n";
                   },
                   [&](const Image& image) { line("picture", item.box, item.pane, image.file.filename().string() + " | " + image.alt); },
                   [&](const Figure& f) { line("figure", item.box, item.pane, f.key); },
               },
               item.paint);
  for (const Control& c : controls_) line(c.selected ? "control-selected" : "control", c.box, c.pane, c.key + " | " + c.label);
  return out;
}

bool Scene::shows_text(std::string_view text, const Rect& whole) const {
  for (const Item& item : items_) {
    if (!visible_part(item.pane, whole).intersects(item.box.moved(scroll_of(item.pane)))) continue;
    if (const auto* words = std::get_if<Words>(&item.paint); words && words->text.find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace kiosk::ui
