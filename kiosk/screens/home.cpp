#include <algorithm>
#include <cmath>

#include "kiosk/content/schedule.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"

namespace kiosk::screens {
namespace {

constexpr BankLayers kParallax{.55f, .75f};

// In portrait the scroll is larger than its row and cut at both edges: sky above, water below, the same horizon.
Rect row_scroll(const Rect& row) {
  constexpr float kLarger = 1.42f, kHorizonInRow = .68f;
  const float height = std::round(row.h * kLarger);
  return {row.x, std::round(row.y + row.h * kHorizonInRow - height * kHorizon), row.w, height};
}

// A landmark is as high as the scroll; its own shape says how wide.
float landmark_width(const content::PointOfInterest& point, float height) {
  if (!point.landmark || point.landmark->pixels.empty()) return height;
  return height * std::clamp(point.landmark->pixels.w / point.landmark->pixels.h, .5f, 2.f);
}

class Home final : public ui::Screen {
 public:
  Home(Visit& visit, LibraryPtr library) : visit_(visit), library_(std::move(library)) {}

  std::string_view name() const override { return "home"; }
  void build(ui::Builder& builder) override;
  bool step(Duration dt) override { return scroll_.step(dt); }

 private:
  void add_header(ui::Builder& builder, const Rect& box);
  void add_scroll(ui::Builder& builder, const Rect& box);
  void add_rows(ui::Builder& builder, const Rect& box);
  void add_landmark(ui::Builder& builder, const Library::PointRef& ref, const content::PointOfInterest& point, const Rect& panel, bool row);
  Rect add_slip(ui::Builder& builder, const content::PointOfInterest& point, const Rect& panel, bool row);  // returns its box
  void add_bar(ui::Builder& builder);
  // Those that can be shown, in order.
  std::vector<std::pair<Library::PointRef, content::PointPtr>> shown_points() const;

  Visit& visit_;
  LibraryPtr library_;
  ui::Scroller scroll_;
};

std::vector<std::pair<Library::PointRef, content::PointPtr>> Home::shown_points() const {
  std::vector<std::pair<Library::PointRef, content::PointPtr>> points;
  for (const Library::PointRef& ref : library_->points())
    if (content::PointPtr point = visit_.board().withdrawn(ref.pack->index().id, ref.id) ? nullptr : ref.pack->point(ref.id))
      points.emplace_back(ref, std::move(point));
  return points;
}

void Home::add_header(ui::Builder& builder, const Rect& box) {
  const ui::Look& look = builder.look;
  const float margin = look.margin();
  const LocalText& name = library_->first().index().title;
  text::Setting title = builder.title(name.get(look.language), 0);
  title.language = name.shown_in(look.language);
  title.size_px = std::round(look.mm(23.5f));
  const Size size = builder.measure(title)->size;
  const Label how = look.portrait() ? Label::swipe_up : Label::swipe_across;
  const text::Setting hint = builder.interface(word(how, look.language));
  const Size hint_size = builder.measure(hint)->size;
  if (look.portrait()) {
    const float top = box.y + (box.h - size.h - hint_size.h) / 2;
    builder.words(title, {margin, top}, look.colors().ink);
    builder.words(hint, {margin, top + size.h}, look.colors().muted);
    return;
  }
  const float top = box.y + (box.h - size.h) / 2;
  builder.words(title, {margin, top}, look.colors().ink);
  // On the title's baseline.
  const float baseline = builder.measure(title)->lines.front().baseline - builder.measure(hint)->lines.front().baseline;
  if (margin + size.w + look.mm(12) + hint_size.w < box.w - margin)
    builder.words(hint, {margin + size.w + look.mm(12), top + baseline}, look.colors().muted);
}

Rect Home::add_slip(ui::Builder& builder, const content::PointOfInterest& point, const Rect& panel, bool row) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const LocalText& name = point.slip.empty() ? point.title : point.slip;
  const bool upright = name.shown_in(look.language) != Language::en;
  text::Setting words = builder.title(name.get(look.language), 0);
  words.language = name.shown_in(look.language);
  words.tracking_em = upright ? .09f : 0;
  const float pad_along = look.mm(upright ? 8.5f : 6), pad_across = look.mm(upright ? 4.8f : 3.6f);
  Rect box;
  if (upright) {
    words.direction = text::Direction::column;
    words.balance = false;
    words.size_px = std::round(look.mm(row ? 11 : 12.2f));
    // A long name becomes smaller rather than cut: down to 8 mm.
    const float room = panel.h - look.mm(12) - 2 * pad_along;
    const float height = builder.measure(words)->size.h;
    if (height > room) words.size_px = std::max(look.mm(8), std::floor(words.size_px * room / height));
    const Size size = builder.measure(words)->size;
    box = {row ? panel.right() - look.mm(15) - size.w - 2 * pad_across : panel.x + look.mm(9), panel.y + look.mm(row ? 7 : 12), size.w + 2 * pad_across,
           size.h + 2 * pad_along};
  } else {
    words.size_px = std::round(look.mm(10.4f));
    words.line_pitch_em = 1.3f;
    words.align = text::Align::centre;
    words.extent_px = panel.w - look.mm(row ? 60 : 40);
    const text::ParagraphPtr set = builder.measure(words);
    float widest = 0;
    for (const text::Line& line : set->lines) widest = std::max(widest, line.width);
    words.extent_px = std::ceil(widest) + 1;
    const Size size = builder.measure(words)->size;
    const float height = size.h + 2 * pad_across;
    const float y = std::min(panel.y + panel.h * (row ? .76f : .80f), panel.bottom() - height - look.mm(6));
    box = {panel.x + (panel.w - words.extent_px) / 2 - pad_along, y, words.extent_px + 2 * pad_along, height};
  }
  box = {std::round(box.x), std::round(box.y), std::round(box.w), std::round(box.h)};
  const float rule = look.hairline(), gap = std::round(look.mm(1.5f));
  builder.scene.add(box.inset(-gap - rule), ui::Fill{colors.control});
  builder.scene.add(box.inset(-gap - rule), ui::Round{0, {0, 0, 0, 0}, colors.ink, rule});
  builder.scene.add(box, ui::Round{0, {0, 0, 0, 0}, colors.ink, rule});
  builder.words(words, {box.x + (upright ? pad_across : pad_along), box.y + (upright ? pad_along : pad_across)}, colors.ink);
  return box.inset(-gap - rule);
}

void Home::add_landmark(ui::Builder& builder, const Library::PointRef& ref, const content::PointOfInterest& point, const Rect& panel, bool row) {
  const ui::Look& look = builder.look;
  const content::Address address{content::Address::Kind::point, ref.pack->index().id, point.id, {}, {}, 1};
  if (point.landmark) {
    // The landmark's picture is as high as the scroll, so that its bank lies on ours.
    const Rect scroll = row ? row_scroll(panel) : panel;
    const float width = std::round(landmark_width(point, scroll.h));
    const Rect box{row ? std::round(panel.x + (panel.w - width) / 2 - look.mm(12)) : std::round(panel.right() - width), scroll.y, width, scroll.h};
    builder.scene.add(box, ui::Image{point.landmark->file, {.5f, .5f}, false, point.landmark->alt.get(look.language)});
  } else if (point.picture) {
    const float w = panel.w * .62f, h = w * .66f;
    const Rect box{std::round(panel.x + (panel.w - w) / 2 + look.mm(10)), std::round(panel.y + panel.h * kHorizon - h), std::round(w), std::round(h)};
    builder.scene.add(box.inset(-look.mm(2)), ui::Fill{look.colors().control});
    builder.scene.add(box, ui::Image{point.picture->file, point.picture->focus, false, point.picture->alt.get(look.language)});
  }
  const Rect slip = add_slip(builder, point, panel, row);
  ui::Control& control = builder.scene.control("point " + ref.pack->index().id + "/" + point.id, point.title.get(look.language), panel, 0,
                        [this, address] { visit_.open(address); });
  control.mark = slip;
}

void Home::add_scroll(ui::Builder& builder, const Rect& box) {
  const ui::Look& look = builder.look;
  const auto points = shown_points();
  // Slips stand before their landmarks; the pictures' clear edges overlap, so that neighbours join into one bank.
  const float slip_room = look.language == Language::en ? look.mm(2) : look.mm(27), overlap = box.h * .07f;
  std::vector<Rect> panels;
  float x = look.mm(4);
  for (const auto& [ref, point] : points) {
    const float width = std::round(std::max(look.mm(120), slip_room + landmark_width(*point, box.h) - overlap));
    panels.push_back({x, box.y, width, box.h});
    x += width;
  }
  const float length = std::max(box.w, x + look.mm(14));
  scroll_.set_range(length - box.w, 0, look.panel.px_per_mm);
  builder.scene.begin_pane(box, ui::Axis::horizontal, scroll_);
  add_bank(builder, visit_.assets(), box, 0, length, look.calm ? BankLayers{} : kParallax);
  for (std::size_t i = 0; i < points.size(); ++i) add_landmark(builder, points[i].first, *points[i].second, panels[i], false);
  builder.scene.end_pane();
}

void Home::add_rows(ui::Builder& builder, const Rect& box) {
  const ui::Look& look = builder.look;
  const float height = std::round(std::clamp(box.h / 3, look.mm(120), look.mm(190)));
  const float rule = look.hairline();
  const auto points = shown_points();
  const float length = height * static_cast<float>(points.size());
  scroll_.set_range(std::max(0.f, length - box.h), 0, look.panel.px_per_mm);
  builder.scene.begin_pane(box, ui::Axis::vertical, scroll_);
  float y = box.y, along = 0;
  for (const auto& [ref, point] : points) {
    const Rect row{0, y, box.w, height}, scroll = row_scroll(row);
    // The scroll goes on where the row above ended.
    const float start = std::round(std::fmod(along, std::round(scroll.h * kGroundAspect)));
    const std::size_t first = builder.scene.items().size();
    add_bank(builder, visit_.assets(), scroll, -start, box.w + start);
    add_landmark(builder, ref, *point, row, true);
    builder.scene.set_clip(first, row);
    builder.scene.add({0, y + height - rule, box.w, rule}, ui::Fill{look.colors().ink});
    y += height;
    along += box.w;
  }
  builder.scene.end_pane();
}

void Home::add_bar(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  std::vector<ui::ButtonSpec> right;
  content::Pack& pack = library_->first();
  if (!pack.index().routes.empty()) {
    ui::ButtonSpec route;
    route.key = "route";
    route.label = word(Label::route, look.language);
    route.icon = ui::Icon::pin;
    route.may_shrink = true;
    const content::Address to{content::Address::Kind::route, pack.index().id, {}, {}, pack.index().routes.front(), 1};
    route.act = [this, to] { visit_.open(to); };
    right.push_back(std::move(route));
  }
  const bool events = std::ranges::any_of(library_->packs(), [&](const auto& one) { return !content::coming_events(one->index(), visit_.site_time()).empty(); });
  if (events) {
    ui::ButtonSpec programme;
    programme.key = "programme";
    programme.label = word(Label::programme, look.language);
    programme.icon = ui::Icon::calendar;
    programme.may_shrink = true;
    programme.act = [this, to = content::Address{content::Address::Kind::programme, pack.index().id, {}, {}, {}, 1}] { visit_.open(to); };
    right.push_back(std::move(programme));
  }
  ui::ButtonSpec about;
  about.key = "about";
  about.label = word(Label::about, look.language);
  about.icon = ui::Icon::info;
  about.may_shrink = true;
  about.act = [this] { visit_.open_about(); };
  right.push_back(std::move(about));
  std::vector<ui::ButtonSpec> comfort = comfort_buttons(visit_, look);
  if (look.portrait()) {
    std::vector<ui::ButtonSpec> upper = language_buttons(visit_, false);
    upper.insert(upper.end(), right.begin(), right.end());
    builder.bar(std::move(upper), std::move(comfort), {});
    return;
  }
  right.insert(right.begin(), comfort.begin(), comfort.end());
  builder.bar(language_buttons(visit_, false), {}, std::move(right));
}

void Home::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  builder.scene.add(look.whole(), ui::Fill{colors.paper});
  Rect area = look.above_bar();
  if (const float notices = add_notices(builder, visit_.notices(), {look.margin(), area.y + look.mm(8), area.w - 2 * look.margin(), 0}, false); notices > 0) {
    area.y += notices + look.mm(8);
    area.h -= notices + look.mm(8);
  }
  // In wheelchair mode the title stands above the stage, where nothing needs to be touched.
  const float header = std::round(look.wheelchair ? 0 : look.mm(look.portrait() ? 86 : 59));
  if (look.wheelchair) {
    add_upper_picture(builder, *library_, {0, 0, area.w, area.y - look.mm(59)});
    add_header(builder, {0, area.y - look.mm(59), area.w, look.mm(59)});
  } else {
    add_header(builder, {0, area.y, area.w, header});
  }
  const float rule = std::max(2.f, std::round(look.mm(1.1f)));
  const Rect scroll{0, area.y + header + rule, area.w, area.h - header - 2 * rule};
  if (look.portrait()) add_rows(builder, scroll);
  else add_scroll(builder, scroll);
  builder.scene.add({0, scroll.y - rule, scroll.w, rule}, ui::Fill{colors.ink});
  builder.scene.add({0, scroll.bottom(), scroll.w, rule}, ui::Fill{colors.ink});
  add_bar(builder);
}

}  // namespace

std::shared_ptr<ui::Screen> make_home(Visit& visit, LibraryPtr library) { return std::make_shared<Home>(visit, std::move(library)); }

}  // namespace kiosk::screens
