#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"

namespace kiosk::screens {
namespace {

class RouteScreen final : public ui::Screen, public Addressed {
 public:
  RouteScreen(Visit& visit, LibraryPtr library, content::Pack& pack, content::RoutePtr route)
      : visit_(visit), library_(std::move(library)), pack_(pack), route_(std::move(route)) {
    for (std::size_t i = 0; i < route_->stops.size(); ++i)
      if (visit_.here().empty() ? route_->stops[i].here : route_->stops[i].id == visit_.here()) here_ = static_cast<int>(i);
    if (here_ >= 0) chosen_ = here_;
  }

  std::string_view name() const override { return "route"; }
  void build(ui::Builder& builder) override;
  content::Address address() const override { return {content::Address::Kind::route, pack_.index().id, {}, {}, route_->id, 1}; }
  bool step(Duration dt) override { return column_.step(dt); }

 private:
  void choose(int stop) {
    chosen_ = stop;
    column_.jump_to(0);
    invalidate();
  }
  int count() const { return static_cast<int>(route_->stops.size()); }
  int after(int stop, int by) const { return route_->loop ? (stop + by + count()) % count() : std::clamp(stop + by, 0, count() - 1); }
  void add_map(ui::Builder& builder, const Rect& box);
  void add_stop(ui::Builder& builder, int index, Point at, const Rect& box);
  void add_words(ui::Builder& builder, const Rect& box);

  Visit& visit_;
  LibraryPtr library_;
  content::Pack& pack_;
  content::RoutePtr route_;
  ui::Scroller column_;
  int chosen_ = 0, here_ = -1;
};

void RouteScreen::add_map(ui::Builder& builder, const Rect& box) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  builder.scene.add(box, ui::Fill{colors.paper2});
  const Rect inner = box.inset(look.mm(14));
  const auto place = [&](Point p) { return Point{inner.x + p.x * inner.w, inner.y + p.y * inner.h}; };
  if (route_->path.size() >= 2) {
    std::vector<Point> points;
    for (const Point& p : route_->path) points.push_back(place(p) - box.origin());
    const int w = static_cast<int>(box.w), h = static_cast<int>(box.h);
    const bool loop = route_->loop;
    const std::string name = "route " + route_->id + " " + std::to_string(w) + "x" + std::to_string(h);
    const auto water = [points, loop, w, h](float width) {
      return [points, loop, w, h, width] { return gfx::stroke_mask({gfx::smooth_curve(points, loop)}, width, w, h); };
    };
    const bool contrast = look.high_contrast;
    const struct { const char* key; float mm; Color color; } strokes[] = {
        {" bank", 17, contrast ? rgb(0xffffff) : rgb(0xd8cdb4)}, {" water", 13.5f, contrast ? rgb(0x2a4a5c) : rgb(0xb5c3bf)}, {" light", 1.2f, contrast ? rgb(0x9fc4d8) : rgb(0xe4ebe6)}};
    for (const auto& stroke : strokes) builder.scene.add(box, ui::Figure{name + stroke.key, water(look.mm(stroke.mm)), stroke.color});
  }
  for (int i = 0; i < count(); ++i) add_stop(builder, i, place(route_->stops[static_cast<std::size_t>(i)].at), box);
  if (!route_->note.empty()) {
    const text::Setting note = builder.caption(route_->note.get(look.language), box.w - 2 * look.margin());
    const Size size = builder.measure(note)->size;
    builder.words(note, {box.x + look.margin(), box.bottom() - size.h - look.mm(7)}, colors.ink);
  }
}

void RouteScreen::add_stop(ui::Builder& builder, int index, Point at, const Rect& box) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const content::Stop& stop = route_->stops[static_cast<std::size_t>(index)];
  const bool chosen = index == chosen_;
  const float radius = std::round(look.mm(chosen ? 9.5f : 7.5f));
  const Rect disc{std::round(at.x) - radius, std::round(at.y) - radius, 2 * radius, 2 * radius};
  builder.scene.add(disc, ui::Round{radius, chosen ? colors.red : colors.control, chosen ? colors.red : colors.ink, look.hairline() * 1.5f});
  text::Setting number = builder.interface(std::to_string(index + 1));
  number.line_pitch_em = 1.3f;
  number.size_px = std::round(look.mm(8.5f));
  const Size digits = builder.measure(number)->size;
  builder.words(number, {disc.centre().x - digits.w / 2, disc.centre().y - digits.h / 2}, chosen ? colors.on_red : colors.ink);

  text::Setting name = builder.interface(stop.title.get(look.language), 0);
  name.language = stop.title.shown_in(look.language);
  name.size_px = std::round(look.interface() * .92f);
  name.line_pitch_em = 1.25f;
  if (builder.measure(name)->size.w > look.mm(90)) name.extent_px = look.mm(90);
  const Size size = builder.measure(name)->size;
  // The name stands towards the middle of the map, clear of the water, never beyond the map.
  const bool lower = at.y > box.centre().y;
  const Point inwards = box.centre() - at;
  const float distance = std::max(1.f, std::hypot(inwards.x, inwards.y));
  const Point towards = inwards * (1 / distance);
  const float away = look.mm(14) + (std::abs(towards.x) * size.w + std::abs(towards.y) * size.h) / 2;
  const float x = std::clamp(at.x + towards.x * away - size.w / 2, box.x + look.mm(4), box.right() - size.w - look.mm(4));
  const float y = at.y + towards.y * away - size.h / 2;
  builder.words(name, {x, y}, chosen ? colors.red : colors.ink);
  if (index == here_) {
    text::Setting here = builder.caption(word(Label::you_are_here, look.language));
    const Size here_size = builder.measure(here)->size;
    const float hx = std::clamp(at.x - here_size.w / 2, box.x + look.mm(6), box.right() - here_size.w - look.mm(6));
    const float hy = lower ? disc.bottom() + look.mm(3) : disc.y - here_size.h - look.mm(3);
    builder.scene.add({hx - look.mm(3), hy, here_size.w + look.mm(6), here_size.h}, ui::Round{look.mm(3), colors.ink, {0, 0, 0, 0}, 0});
    builder.words(here, {hx, hy}, colors.paper);
  }
  const float reach = std::max(look.mm(10), radius);
  builder.scene.control("stop " + stop.id, stop.title.get(look.language), {at.x - reach, at.y - reach, 2 * reach, 2 * reach}, reach,
                        [this, index] { choose(index); }).selected = chosen;
}

void RouteScreen::add_words(ui::Builder& builder, const Rect& box) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  add_column(builder, box, column_, [&](Point origin, float width) {
    float y = origin.y;
    y += add_kicker(builder, kicker_setting(builder, route_->title.get(look.language), {}, width), {origin.x, y});
    if (count() == 0) return y - origin.y;
    const content::Stop& stop = route_->stops[static_cast<std::size_t>(chosen_)];
    text::Setting title = builder.title(std::to_string(chosen_ + 1) + (look.language == Language::en ? "  " : "　") + stop.title.get(look.language), width);
    title.language = stop.title.shown_in(look.language);
    y += builder.words(title, {origin.x, y}, colors.ink).h + look.mm(5);
    y += builder.rule({origin.x, y}).h + look.mm(9);
    const auto language = static_cast<std::size_t>(stop.line[static_cast<std::size_t>(look.language)].empty() ? Language::hans : look.language);
    if (!stop.line[language].empty()) y += builder.words(with_text(builder.body("", width), stop.line[language]), {origin.x, y}, builder.ink()).h + look.mm(6);
    if (stop.minutes_to_next > 0) {
      const std::string walk = word(Label::to_next_stop, look.language) + " " + std::to_string(stop.minutes_to_next) + " " + word(Label::minutes, look.language);
      y += builder.words(builder.interface(walk, width), {origin.x, y}, colors.ink).h + look.mm(5);
    }
    const auto address = stop.story.empty() ? std::nullopt : content::parse_address(stop.story, pack_.index().id);
    if (address && !visit_.board().withdrawn(address->pack.empty() ? pack_.index().id : address->pack, address->point, address->story)) {
      ui::ButtonSpec open;
      open.key = "open story";
      open.label = word(Label::open_story, look.language);
      open.icon = ui::Icon::next;
      open.icon_after = true;
      open.kind = ui::ButtonKind::primary;
      open.act = [this, to = *address] { visit_.open(to); };
      const Size size = builder.button_size(open);
      y += look.mm(3);
      builder.button(open, {origin.x, std::round(y), size.w, size.h});
      y += size.h + look.mm(8);
    }
    const auto& cited = route_->cited[static_cast<std::size_t>(language)];
    std::vector<int> notes;
    for (const content::Span& span : stop.line[language].spans)
      if (span.mark == content::Mark::note && span.note >= 0 && span.note < static_cast<int>(cited.size())) notes.push_back(span.note);
    for (const int note : notes) y += add_numbered(builder, note + 1, builder.caption(cited[static_cast<std::size_t>(note)], width), {origin.x, y}, colors.muted);
    if (!route_->line.empty()) {
      y += look.mm(6);
      builder.scene.add({origin.x, y, width, look.hairline()}, ui::Fill{colors.line});
      y += look.mm(5);
      text::Setting line = builder.caption(route_->line.get(look.language), width);
      line.language = route_->line.shown_in(look.language);
      y += builder.words(line, {origin.x, y}, colors.muted).h;
    }
    return y - origin.y;
  });
}

void RouteScreen::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  builder.scene.add(look.whole(), ui::Fill{look.colors().paper});
  const Rect area = look.above_bar();
  if (visit_.board().route_withdrawn(pack_.index().id, route_->id)) {
    add_card(builder, visit_.assets(), area, Label::withdrawn, Label::withdrawn_more);
    return builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), comfort_buttons(visit_, look));
  }
  Rect map, words;
  if (look.portrait()) {
    const float height = std::round(area.h * .56f);
    map = {0, area.y, area.w, height};
    words = {look.margin() + look.mm(10), area.y + height + look.mm(18), area.w - 2 * (look.margin() + look.mm(10)), area.h - height - look.mm(26)};
  } else {
    const float width = std::round(area.w * .56f), top = look.mm(look.wheelchair ? 10 : 28);
    map = {0, area.y, width, area.h};
    words = {width + look.mm(26), area.y + top, area.w - width - look.mm(26) - look.margin() - look.mm(9), area.h - top - look.mm(12)};
  }
  if (look.wheelchair) add_upper_picture(builder, *library_, {0, 0, area.w, area.y});
  add_map(builder, map);
  add_words(builder, words);
  std::vector<ui::ButtonSpec> middle = language_buttons(visit_, true);
  for (ui::ButtonSpec& b : comfort_buttons(visit_, look)) middle.push_back(std::move(b));
  ui::ButtonSpec previous, next;
  previous.key = "previous stop";
  previous.label = word(Label::previous_stop, look.language);
  previous.icon = ui::Icon::previous;
  previous.enabled = after(chosen_, -1) != chosen_ && count() > 0;
  previous.act = [this] { choose(after(chosen_, -1)); };
  next.key = "next stop";
  next.label = word(Label::next_stop, look.language);
  next.icon = ui::Icon::next;
  next.icon_after = true;
  next.kind = ui::ButtonKind::plain;
  next.enabled = after(chosen_, 1) != chosen_ && count() > 0;
  next.act = [this] { choose(after(chosen_, 1)); };
  builder.bar(way_buttons(visit_, look), std::move(middle), {previous, next}, std::to_string(chosen_ + 1) + " / " + std::to_string(count()));
}

}  // namespace

std::shared_ptr<ui::Screen> make_route(Visit& visit, LibraryPtr library, content::Pack& pack, const std::string& id) {
  content::RoutePtr route = pack.route(id);
  if (!route || route->stops.empty()) return nullptr;
  return std::make_shared<RouteScreen>(visit, std::move(library), pack, std::move(route));
}

}  // namespace kiosk::screens
