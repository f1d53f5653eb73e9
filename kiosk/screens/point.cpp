#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"

namespace kiosk::screens {
namespace {

class PointScreen final : public ui::Screen, public Addressed {
 public:
  PointScreen(Visit& visit, LibraryPtr library, content::Pack& pack, content::PointPtr point)
      : visit_(visit), library_(std::move(library)), pack_(pack), point_(std::move(point)) {}

  std::string_view name() const override { return "point"; }
  void build(ui::Builder& builder) override;
  content::Address address() const override { return {content::Address::Kind::point, pack_.index().id, point_->id, {}, {}, 1}; }
  bool step(Duration dt) override {
    const bool a = scroll_.step(dt), b = ways_scroll_.step(dt);
    return a || b;
  }

 private:
  float add_stories(ui::Builder& builder, Point at, float width);
  float add_facts(ui::Builder& builder, Point at, float width);

  Visit& visit_;
  LibraryPtr library_;
  content::Pack& pack_;
  content::PointPtr point_;
  ui::Scroller scroll_, ways_scroll_;
};

float PointScreen::add_stories(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  float y = at.y;
  int number = 0;
  for (const std::string& id : point_->stories) {
    const content::StoryPtr story = pack_.story(point_->id, id, look.language);
    ++number;
    if (!story || visit_.board().withdrawn(pack_.index().id, point_->id, id)) continue;
    text::Setting title = builder.interface(story->title.text, width - look.mm(30));
    title.language = story->language;
    title.size_px = std::round(look.interface() * 1.08f);
    const float height = std::max(std::round(look.mm(26.5f)), builder.measure(title)->size.h + look.mm(8));
    const Rect box{at.x, std::round(y), width, height};
    const bool first = number == 1;
    builder.scene.add(box, ui::Round{std::round(look.mm(4)), first ? colors.red : colors.control, first ? colors.red : colors.edge, look.hairline()});
    builder.words(title, {box.x + look.mm(9), box.centre().y - builder.measure(title)->size.h / 2}, first ? colors.on_red : colors.ink);
    builder.icon(ui::Icon::next, {box.right() - look.mm(12), box.centre().y}, look.mm(11), first ? colors.on_red : colors.ink);
    const content::Address address{content::Address::Kind::story, pack_.index().id, point_->id, id, {}, 1};
    builder.scene.control("story " + id, story->title.text, box, look.mm(4), [this, address] { visit_.open(address); });
    y += height + look.mm(5);
  }
  return y - at.y;
}

float PointScreen::add_facts(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  if (point_->facts.empty()) return 0;
  float y = at.y;
  builder.scene.add({at.x, y, width, look.hairline()}, ui::Fill{look.colors().line});
  y += look.mm(7);
  for (const content::Practical& fact : point_->facts) {
    text::Setting words = builder.interface(fact.text.get(look.language), width);
    words.language = fact.text.shown_in(look.language);
    words.line_pitch_em = 1.6f;
    y += builder.words(words, {at.x, y}, look.colors().ink).h;
    std::string note;
    const auto add = [&](const std::string& part) {
      if (part.empty()) return;
      if (!note.empty()) note += look.language == Language::en ? " · " : "　";
      note += part;
    };
    if (!fact.source.empty()) add(word(Label::source, look.language) + fact.source.get(look.language));
    if (!fact.verified_on.empty()) add(word(Label::verified_on, look.language) + " " + fact.verified_on);
    if (fact.kind == content::PracticalKind::hours && fact.text.get(look.language).find(word(Label::hours_note, look.language)) == std::string::npos)
      add(word(Label::hours_note, look.language));
    if (!note.empty()) y += builder.words(builder.caption(note, width), {at.x, y}, look.colors().muted).h;
    y += look.mm(4);
  }
  return y - at.y;
}

void PointScreen::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  builder.scene.add(look.whole(), ui::Fill{colors.paper});
  if (visit_.board().withdrawn(pack_.index().id, point_->id)) {
    add_card(builder, look.above_bar(), Label::withdrawn, Label::withdrawn_more);
    return builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), comfort_buttons(visit_, look));
  }
  const PageBoxes boxes = page_boxes(look, point_->picture != nullptr);
  if (point_->picture) add_picture(builder, *point_->picture, boxes.picture, caption_of(*point_->picture, look.language));
  const auto introduction = [&](Point origin, float width) {
    float y = origin.y;
    text::Setting title = builder.title(point_->title.get(look.language), width);
    title.language = point_->title.shown_in(look.language);
    y += builder.words(builder.on_one_line(title), {origin.x, y}, colors.ink).h + look.mm(6);
    y += builder.rule({origin.x, y}).h + look.mm(9);
    if (!point_->title.has(look.language)) y += add_fallback_mark(builder, {origin.x, y});
    for (const content::RichText& paragraph : point_->intro[static_cast<std::size_t>(point_->title.shown_in(look.language))])
      y += builder.words(with_text(builder.body("", width), paragraph), {origin.x, y}, builder.ink()).h + look.mm(4);
    return y + look.mm(5) - origin.y;
  };
  const auto ways_on = [&](Point origin, float width) {
    float y = origin.y;
    y += add_stories(builder, {origin.x, y}, width) + look.mm(6);
    y += add_facts(builder, {origin.x, y}, width);
    const auto& cited = point_->cited[static_cast<std::size_t>(look.language)];
    for (std::size_t i = 0; i < cited.size(); ++i) {
      const std::string line = std::to_string(i + 1) + "　" + cited[i];
      y += builder.words(builder.caption(line, width), {origin.x, y}, colors.muted).h;
    }
    return y - origin.y;
  };
  if (look.wheelchair && !look.portrait()) {  // little height: the stories stand beside the introduction
    const Rect area = look.above_bar();
    const float margin = look.margin() + look.mm(9), gap = look.mm(29.5f), width = (area.w - 2 * margin - gap) / 2;
    const Rect left{margin, boxes.words.y, width, boxes.words.h};
    add_column(builder, left, scroll_, introduction);
    add_column(builder, left.moved({width + gap, 0}), ways_scroll_, ways_on);
  } else {
    add_column(builder, boxes.words, scroll_, [&](Point origin, float width) {
      const float height = introduction(origin, width);
      return height + ways_on({origin.x, origin.y + height}, width);
    });
  }
  builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), comfort_buttons(visit_, look));
}

}  // namespace

std::shared_ptr<ui::Screen> make_point(Visit& visit, LibraryPtr library, content::Pack& pack, const std::string& id) {
  content::PointPtr point = pack.point(id);
  if (!point) return nullptr;
  return std::make_shared<PointScreen>(visit, std::move(library), pack, std::move(point));
}

}  // namespace kiosk::screens
