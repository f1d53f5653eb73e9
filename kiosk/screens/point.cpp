#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"

namespace kiosk::screens {
namespace {

constexpr float kStoryGapMm = 5;  // between two stories' buttons

class PointScreen final : public ColumnScreen, public Addressed {
 public:
  PointScreen(Visit& visit, LibraryPtr library, content::Pack& pack, content::PointPtr point)
      : ColumnScreen(visit, std::move(library)), pack_(pack), point_(std::move(point)) {}

  std::string_view name() const override { return "point"; }
  void build(ui::Builder& builder) override;
  content::Address address() const override { return {content::Address::Kind::point, pack_.index().id, point_->id, {}, {}, 1}; }

 private:
  float add_introduction(ui::Builder& builder, Point at, float width);
  float add_stories(ui::Builder& builder, Point at, float width);
  float add_facts(ui::Builder& builder, Point at, float width);
  float add_sources(ui::Builder& builder, Point at, float width);
  struct StoryButton {
    std::string id;
    text::Setting title;
    float height;
  };
  std::vector<StoryButton> stories(ui::Builder& builder, float width);  // those that can be shown
  float stories_height(ui::Builder& builder, float width);

  content::Pack& pack_;
  content::PointPtr point_;
};

float PointScreen::add_introduction(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  float y = at.y;
  text::Setting title = builder.title(point_->title.get(look.language), width);
  title.language = point_->title.shown_in(look.language);
  title = builder.on_one_line(title);
  if (builder.measure(title)->lines.size() > 2) title.size_px = std::round(title.size_px * .78f);
  y += builder.display(title, {at.x, y}, look.colors().ink).h + look.mm(6);
  y += builder.rule({at.x, y}).h + look.mm(9);
  if (!point_->title.has(look.language)) y += add_fallback_mark(builder, {at.x, y});
  for (const content::RichText& paragraph : point_->intro[static_cast<std::size_t>(title.language)])
    y += builder.words(with_text(builder.body("", width), paragraph), {at.x, y}, builder.ink()).h + look.mm(4);
  return y + look.mm(5) - at.y;
}

std::vector<PointScreen::StoryButton> PointScreen::stories(ui::Builder& builder, float width) {
  const ui::Look& look = builder.look;
  std::vector<StoryButton> buttons;
  for (const std::string& id : point_->stories) {
    const content::StoryPtr story = pack_.story(point_->id, id, look.language);
    if (!story || visit_.board().withdrawn(pack_.index().id, point_->id, id)) continue;
    text::Setting title = builder.interface(story->title.text, width - look.mm(30));
    title.language = story->language;
    title.size_px = std::round(look.interface() * 1.08f);
    const float height = std::max(std::round(look.mm(26.5f)), builder.measure(title)->size.h + look.mm(8));
    buttons.push_back({id, std::move(title), height});
  }
  return buttons;
}

float PointScreen::stories_height(ui::Builder& builder, float width) {
  float height = 0;
  for (const StoryButton& story : stories(builder, width)) height += (height > 0 ? builder.look.mm(kStoryGapMm) : 0) + story.height;
  return height;
}

float PointScreen::add_stories(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  float y = at.y;
  for (const StoryButton& story : stories(builder, width)) {
    const bool first = y == at.y;
    if (!first) y += look.mm(kStoryGapMm);
    const Rect box{at.x, std::round(y), width, story.height};
    builder.scene.add(box, ui::Round{std::round(look.mm(4)), first ? colors.red : colors.control, first ? colors.red : colors.edge, look.hairline()});
    builder.words(story.title, {box.x + look.mm(9), box.centre().y - builder.measure(story.title)->size.h / 2}, first ? colors.on_red : colors.ink);
    builder.icon(ui::Icon::next, {box.right() - look.mm(12), box.centre().y}, look.mm(11), first ? colors.on_red : colors.ink);
    const content::Address address{content::Address::Kind::story, pack_.index().id, point_->id, story.id, {}, 1};
    builder.scene.control("story " + story.id, story.title.text, box, look.mm(4), [this, address] { visit_.open(address); });
    y += story.height;
  }
  return y - at.y;
}

// "今天开放　9:00–16:30", with the reason where the day is other than usual; nothing without hours that can be reckoned with, or a time.
std::string today_line(const content::Practical& fact, const std::optional<LocalTime>& now, Language language) {
  if (!fact.hours || fact.verified_on.empty() || !now) return {};
  const std::chrono::local_days day = std::chrono::floor<std::chrono::days>(*now);
  std::string spans;
  for (const Span& span : spans_of(*fact.hours, day)) spans += (spans.empty() ? "" : ", ") + clock_time(span.from) + "–" + clock_time(span.to);
  const char* gap = language == Language::en ? " · " : "　";
  std::string line = spans.empty() ? word(Label::closed_today, language) : word(Label::open_today, language) + gap + spans;
  for (const auto& [its_day, why] : fact.exceptions)
    if (its_day == day) line += gap + why.get(language);
  return line;
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
    if (const std::string today = today_line(fact, visit_.site_time(), look.language); !today.empty())
      y += builder.words(builder.interface(today, width), {at.x, y}, look.colors().red).h;
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

float PointScreen::add_sources(ui::Builder& builder, Point at, float width) {
  float y = at.y;
  int number = 0;
  for (const std::string& source : point_->cited[static_cast<std::size_t>(builder.look.language)])
    y += add_numbered(builder, ++number, builder.caption(source, width), {at.x, y}, builder.look.colors().muted);
  return y - at.y;
}

void PointScreen::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  builder.scene.add(look.whole(), ui::Fill{colors.paper});
  if (visit_.board().withdrawn(pack_.index().id, point_->id)) {
    add_card(builder, visit_.assets(), look.above_bar(), Label::withdrawn, Label::withdrawn_more);
    return builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), comfort_buttons(visit_, look));
  }
  const PageBoxes boxes = page_boxes(look, point_->picture != nullptr);
  if (point_->picture) add_picture(builder, *point_->picture, boxes.picture, caption_of(*point_->picture, look.language));
  const Rect box = boxes.words;
  if (look.wheelchair && !look.portrait()) {  // little height: the stories stand beside the introduction
    const Rect area = look.above_bar();
    const float margin = look.margin() + look.mm(9), gap = look.mm(29.5f), width = (area.w - 2 * margin - gap) / 2;
    const Rect left{margin, box.y, width, box.h};
    add_column(builder, left, column_, [&](Point origin, float column) { return add_introduction(builder, origin, column); });
    add_column(builder, left.moved({width + gap, 0}), second_column_, [&](Point origin, float column) {
      const float stories = add_stories(builder, origin, column) + look.mm(6);
      const float facts = add_facts(builder, {origin.x, origin.y + stories}, column);
      return stories + facts + add_sources(builder, {origin.x, origin.y + stories + facts}, column);
    });
  } else {
    // The ways on are always seen, at the words' foot; what is longer than the room above them scrolls. Where there are so many
    // that little room would be left, they scroll with the words.
    constexpr float kMostOfTheWords = .5f;
    const float stories = stories_height(builder, box.w), gap = look.mm(6);
    const bool pinned = stories + gap < box.h * kMostOfTheWords;
    const Rect words{box.x, box.y, box.w, pinned ? box.h - stories - gap : box.h};
    add_column(builder, words, column_, [&](Point origin, float column) {
      float y = origin.y + add_introduction(builder, origin, column);
      if (!pinned) y += add_stories(builder, {origin.x, y}, column) + gap;
      y += add_facts(builder, {origin.x, y}, column);
      return y + add_sources(builder, {origin.x, y}, column) - origin.y;
    });
    if (pinned) add_stories(builder, {box.x, box.bottom() - stories}, box.w);
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
