#include <algorithm>
#include <cmath>

#include "kiosk/content/schedule.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"

namespace kiosk::screens {
namespace {

using std::chrono::days;
using std::chrono::local_days;

Label kind_of(const content::Event& event) {
  switch (event.kind) {
    case content::EventKind::lecture: return Label::lecture;
    case content::EventKind::party_class: return Label::party_class;
    case content::EventKind::activity: return Label::activity;
  }
  return Label::activity;
}

std::string times_of(const content::Event& event) { return to_string(event.begin).substr(11) + "–" + to_string(event.end).substr(11); }

class ProgrammeScreen final : public ColumnScreen, public Addressed {
 public:
  using ColumnScreen::ColumnScreen;
  std::string_view name() const override { return "programme"; }
  void build(ui::Builder& builder) override;
  content::Address address() const override { return {content::Address::Kind::programme, library_->first().index().id, {}, {}, {}, 1}; }

 private:
  float add_day(ui::Builder& builder, local_days day, Point at);
  float add_event(ui::Builder& builder, const content::Event& event, Point at, float width);
};

float ProgrammeScreen::add_day(ui::Builder& builder, local_days day, Point at) {
  const ui::Look& look = builder.look;
  const auto now = visit_.site_time();
  text::Setting words = builder.title(day_name(day, now ? std::optional(std::chrono::floor<days>(*now)) : std::nullopt, look.language), 0);
  words.size_px = std::round(look.interface() * 1.25f);
  return builder.words(words, at, look.colors().red).h + look.mm(4);
}

// The time stands at the left, what and where beside it; above it where there is little room.
float ProgrammeScreen::add_event(ui::Builder& builder, const content::Event& event, Point at, float width) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const bool beside = !look.portrait() && look.text_size == ui::TextSize::normal;
  const Color ink = event.cancelled ? colors.muted : colors.ink;
  text::Setting time = builder.interface(times_of(event));
  const float column = beside ? std::round(builder.width_of(builder.interface("00:00–00:00")) + look.mm(12)) : 0, room = width - column;
  text::Setting topic = builder.title(event.topic.get(look.language), room);
  topic.language = event.topic.shown_in(look.language);
  topic.size_px = std::round(look.interface() * 1.18f);
  float y = at.y;
  if (beside) {
    const float baselines = builder.measure(topic)->lines.front().baseline - builder.measure(time)->lines.front().baseline;
    builder.words(time, {at.x, y + baselines}, ink);
  } else {
    y += builder.words(time, {at.x, y}, ink).h;
  }
  const float x = at.x + column;
  y += builder.words(topic, {x, y}, ink).h;
  const std::string gap = look.language == Language::en ? " · " : "　";
  std::string more = event.cancelled ? word(Label::cancelled, look.language) : word(kind_of(event), look.language);
  more += gap + event.place.get(look.language);
  if (!event.speaker.empty()) more += gap + word(Label::speaker, look.language) + event.speaker.get(look.language);
  text::Setting line = builder.interface(more, room);
  line.language = event.place.shown_in(look.language);
  line.size_px = std::round(look.interface() * .92f);
  line.line_pitch_em = 1.6f;
  y += builder.words(line, {x, y}, event.cancelled ? colors.red : colors.ink).h;
  if (!event.note.empty()) y += builder.words(builder.caption(event.note.get(look.language), room), {x, y}, colors.muted).h;
  return y + look.mm(7) - at.y;
}

void ProgrammeScreen::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  builder.scene.add(look.whole(), ui::Fill{look.colors().paper});
  const Rect area = look.above_bar();
  if (look.wheelchair) add_upper_picture(builder, *library_, {0, 0, area.w, area.y});
  const float margin = look.margin() + look.mm(10), top = area.y + look.mm(look.wheelchair ? 10 : look.portrait() ? 40 : 28);
  const float width = std::min(area.w - 2 * margin, look.interface() * 44);
  std::vector<const content::Event*> events;
  for (const auto& pack : library_->packs()) {
    const auto its = content::coming_events(pack->index(), visit_.site_time());
    events.insert(events.end(), its.begin(), its.end());
  }
  std::ranges::stable_sort(events, {}, &content::Event::begin);
  const float height = add_column(builder, {margin, top, width, area.bottom() - top - look.mm(10)}, column_, [&](Point origin, float column) {
    float y = origin.y;
    y += builder.words(builder.title(word(Label::programme, look.language), column), {origin.x, y}, look.colors().ink).h + look.mm(5);
    y += builder.rule({origin.x, y}).h + look.mm(9);
    if (events.empty())
      return y + builder.words(builder.interface(word(Label::no_events, look.language), column), {origin.x, y}, look.colors().muted).h - origin.y;
    std::optional<local_days> before;
    for (const content::Event* event : events) {
      const local_days day = std::chrono::floor<days>(event->begin);
      if (day != before) y += (before ? look.mm(4) : 0) + add_day(builder, day, {origin.x, y + (before ? look.mm(4) : 0)});
      before = day;
      y += add_event(builder, *event, {origin.x, y}, column);
    }
    return y - origin.y;
  });
  if (!look.wheelchair) add_foot(builder, visit_.assets(), area, top + height);
  builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), comfort_buttons(visit_, look));
}

}  // namespace

std::shared_ptr<ui::Screen> make_programme(Visit& visit, LibraryPtr library) { return std::make_shared<ProgrammeScreen>(visit, std::move(library)); }

}  // namespace kiosk::screens
