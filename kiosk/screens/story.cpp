#include <algorithm>
#include <cmath>
#include <set>

#include "kiosk/base/utf8.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"

namespace kiosk::screens {
namespace {

constexpr std::size_t kShortPage = 110;  // Han characters and words
constexpr float kShortPageScale = 1.25f;

// Han characters and words of other scripts.
std::size_t characters_on(const content::Page& page) {
  std::size_t count = 0;
  for (const content::Block& block : page.blocks) {
    bool in_word = false;
    for (const char32_t c : utf8::decode(block.text.text)) {
      const bool letter = c < 0x2E80 && c > ' ';
      count += letter ? !in_word : c != ' ';
      in_word = letter;
    }
  }
  return count;
}

// A text without its first `bytes`.
content::RichText from_byte(const content::RichText& text, std::size_t bytes) {
  content::RichText rest;
  rest.text = text.text.substr(bytes);
  for (content::Span span : text.spans)
    if (span.begin >= bytes) rest.spans.push_back({span.begin - bytes, span.end - bytes, span.mark, span.note});
  for (const content::Unbroken& part : text.unbroken)
    if (part.begin >= bytes) rest.unbroken.push_back({part.begin - bytes, part.end - bytes});
  for (const content::Annotation& one : text.annotations)
    if (one.begin >= bytes) rest.annotations.push_back({one.begin - bytes, one.end - bytes, one.text});
  return rest;
}

class StoryScreen final : public ui::Screen, public LongPage, public Addressed, public Paged {
 public:
  StoryScreen(Visit& visit, LibraryPtr library, content::Pack& pack, std::string point, std::string story, int page)
      : visit_(visit), library_(std::move(library)), pack_(pack), point_id_(std::move(point)), story_id_(std::move(story)), page_(page - 1) {
    load(visit_.choices().language);
  }

  std::string_view name() const override { return "story"; }
  void build(ui::Builder& builder) override;
  bool step(Duration dt) override;
  bool settled() const override { return !pager_.moving() && !pager_.held(); }
  void prefetch(ui::PictureSource& pictures) override;
  std::size_t characters() const override;
  content::Address address() const override { return {content::Address::Kind::story, pack_.index().id, point_id_, story_id_, {}, page_ + 1}; }
  bool playable() const { return story_ != nullptr; }
  bool turn(int by) override {
    if (page_ + by < 0 || page_ + by >= pages()) return false;
    turn_to(page_ + by);
    return true;
  }

 private:
  void load(Language language);
  int pages() const { return static_cast<int>(story_->pages.size()); }
  void turn_to(int page);
  void add_page(ui::Builder& builder, int index, float dx);
  void add_cover(ui::Builder& builder, const content::Page& page, Point by);
  void add_full_picture(ui::Builder& builder, const content::Page& page, Point by);
  void add_quotation(ui::Builder& builder, const content::Page& page, int index, Point by);
  ui::Scroller& column(int index) { return columns_[static_cast<std::size_t>(std::clamp(index - page_ + 1, 0, 2))]; }
  void add_text(ui::Builder& builder, const content::Page& page, int index, Point by);
  float add_blocks(ui::Builder& builder, const content::Page& page, Point at, float width, float scale);
  float add_page_sources(ui::Builder& builder, const content::Page& page, Point at, float width);
  void add_bar(ui::Builder& builder);
  text::Setting kicker(ui::Builder& builder, float width) const;
  std::optional<content::Address> next_story() const;
  text::Setting in_story(text::Setting setting) const {
    setting.language = story_->language;
    return setting;
  }

  Visit& visit_;
  LibraryPtr library_;
  content::Pack& pack_;
  std::string point_id_, story_id_;
  content::StoryPtr story_;
  int page_ = 0;
  bool placed_ = false;  // the pager stands on page_
  float page_width_ = 0;
  ui::Scroller pager_;
  // One a page in reach: the one before, this one, the next.
  std::array<ui::Scroller, 3> columns_;
  std::vector<std::pair<std::filesystem::path, Size>> soon_;
};

void StoryScreen::load(Language language) {
  content::StoryPtr story = pack_.story(point_id_, story_id_, language);
  if (!story || story->pages.empty()) return;
  story_ = std::move(story);
  page_ = std::clamp(page_, 0, pages() - 1);
}

void StoryScreen::turn_to(int page) {
  page = std::clamp(page, 0, pages() - 1);
  pager_.glide_to(static_cast<float>(page) * page_width_);
}

std::size_t StoryScreen::characters() const { return characters_on(story_->pages[static_cast<std::size_t>(page_)]); }

bool StoryScreen::step(Duration dt) {
  bool moved = pager_.step(dt);
  for (ui::Scroller& column : columns_) moved |= column.step(dt);
  if (placed_ && pager_.page() != page_ && !pager_.held() && (!pager_.moving() || std::abs(pager_.offset() - pager_.target()) < page_width_ * .5f)) {
    // Half of the way is done: from here on this is the page; its neighbours are built.
    const int direction = pager_.page() - page_;
    page_ = pager_.page();
    // A finger that holds a column while another turns the page holds it no longer: the pane under it is another one now.
    for (ui::Scroller& column : columns_)
      if (column.held()) column.jump_to(column.offset());
    if (direction > 0) {
      columns_[0] = columns_[1];
      columns_[1] = columns_[2];
      columns_[2] = {};
    } else {
      columns_[2] = columns_[1];
      columns_[1] = columns_[0];
      columns_[0] = {};
    }
    invalidate();
    moved = true;
  }
  return moved;
}

void StoryScreen::prefetch(ui::PictureSource& pictures) {
  for (const auto& [file, cover] : soon_) pictures.prefetch(file, cover);
}

text::Setting StoryScreen::kicker(ui::Builder& builder, float width) const {
  const Language language = builder.look.language;
  const content::PointPtr point = pack_.point(point_id_);
  if (!point) return kicker_setting(builder, {}, {}, width);
  std::string number;
  if (point->stories.size() > 1) {
    const auto found = std::find(point->stories.begin(), point->stories.end(), story_id_);
    const int n = static_cast<int>(found - point->stories.begin()) + 1;
    number = language == Language::en ? "  ·  " + std::to_string(n) : "　·　" + chinese_number(n);
  }
  const std::string shorter = point->slip.empty() ? std::string() : point->slip.get(language) + number;
  return kicker_setting(builder, point->title.get(language) + number, shorter, width);
}

std::optional<content::Address> StoryScreen::next_story() const {
  const content::PointPtr point = pack_.point(point_id_);
  if (!point) return std::nullopt;
  auto at = std::find(point->stories.begin(), point->stories.end(), story_id_);
  while (at != point->stories.end() && ++at != point->stories.end())
    if (!visit_.board().withdrawn(pack_.index().id, point_id_, *at) && pack_.story(point_id_, *at, story_->language))
      return content::Address{content::Address::Kind::story, pack_.index().id, point_id_, *at, {}, 1};
  return std::nullopt;
}

float StoryScreen::add_blocks(ui::Builder& builder, const content::Page& page, Point at, float width, float scale) {
  const ui::Look& look = builder.look;
  float y = at.y;
  for (const content::Block& block : page.blocks) {
    text::Setting setting = in_story(builder.body("", width));
    if (story_->language == Language::en) setting.align = text::Align::start;
    setting.size_px = std::round(setting.size_px * scale);
    float x = at.x;
    switch (block.kind) {
      case content::BlockKind::heading:
        setting = in_story(builder.title("", width));
        setting.size_px = std::round(look.body() * 1.2f);
        break;
      case content::BlockKind::quotation:
        x += look.mm(10);
        setting.extent_px -= look.mm(10);
        setting.family = text::Family::letter;
        break;
      case content::BlockKind::attribution: setting.align = text::Align::end; break;
      case content::BlockKind::bullet: {
        const float indent = look.body() * 1.2f, dot = std::max(3.f, std::round(look.mm(2)));
        builder.scene.add({x + look.mm(1), y + setting.size_px * setting.line_pitch_em / 2 - dot / 2, dot, dot}, ui::Round{dot / 2, look.colors().red, {0, 0, 0, 0}, 0});
        x += indent;
        setting.extent_px -= indent;
        break;
      }
      case content::BlockKind::paragraph: break;
    }
    const float height = builder.words(with_text(setting, block.text), {x, y}, builder.ink()).h;
    if (block.kind == content::BlockKind::quotation) builder.scene.add({at.x, y + look.mm(2), std::max(2.f, look.mm(1.2f)), height - look.mm(4)}, ui::Fill{look.colors().red});
    y += height + std::round(look.body() * .62f * scale);
  }
  return y - at.y;
}

float StoryScreen::add_page_sources(ui::Builder& builder, const content::Page& page, Point at, float width) {
  const ui::Look& look = builder.look;
  std::set<int> notes;
  const auto collect = [&](const content::RichText& text) {
    for (const content::Span& span : text.spans)
      if (span.mark == content::Mark::note && span.note >= 0 && span.note < static_cast<int>(story_->cited.size())) notes.insert(span.note);
  };
  collect(page.title);
  for (const content::Block& block : page.blocks) collect(block.text);
  if (notes.empty()) return 0;
  float y = at.y + look.mm(5);
  builder.scene.add({at.x, y, width, look.hairline()}, ui::Fill{look.colors().line});
  y += look.mm(5);
  for (const int note : notes) {
    y += add_numbered(builder, note + 1, in_story(builder.caption(story_->cited[static_cast<std::size_t>(note)], width)), {at.x, y}, look.colors().muted);
  }
  return y - at.y;
}

void StoryScreen::add_cover(ui::Builder& builder, const content::Page& page, Point by) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const Rect area = look.above_bar();
  const Rect box = Rect{0, 0, area.w, area.bottom()}.moved(by);
  const content::PicturePtr picture = page.picture ? page.picture : story_->picture;
  builder.scene.add(box, ui::Fill{colors.scrim});
  if (picture) builder.scene.add(box, ui::Image{picture->file, picture->focus, false, picture->alt.get(look.language)});
  const float left = box.x + look.margin() + look.mm(2), width = box.w - 2 * (look.margin() + look.mm(2));
  text::Setting title = in_story(with_text(builder.title("", width), story_->title));
  title.size_px = std::round(look.mm(look.portrait() ? 26 : 31) * (look.text_size == ui::TextSize::normal ? 1 : 1.1f));
  text::Setting summary = in_story(builder.interface(story_->summary, std::min(width, look.mm(430))));
  summary.size_px = std::round(look.mm(12.5f) * (look.text_size == ui::TextSize::normal ? 1 : 1.2f));
  const std::string caption = picture ? caption_of(*picture, look.language) : std::string();
  const text::Setting small = builder.caption(caption, width);
  const text::Setting over = kicker(builder, width);
  const text::Setting mark = builder.caption(word(Label::shown_in_hans, look.language));
  struct Part {
    const text::Setting* words;
    float gap;  // below it
    bool shown;
  };
  const Part parts[] = {{&mark, look.mm(2), story_->language != look.language},
                        {&over, look.mm(3), true},
                        {&title, look.mm(5), true},
                        {&summary, look.mm(8), !story_->summary.empty()},
                        {&small, 0, !caption.empty()}};
  float y = box.bottom() - look.mm(12);
  for (const Part& part : parts)
    if (part.shown) y -= builder.measure(*part.words)->size.h + part.gap;
  const float fade_from = std::round(std::max(box.y, y - box.h * .28f));
  add_scrim(builder, {box.x, fade_from, box.w, box.bottom() - fade_from}, y);
  for (const Part& part : parts) {
    if (!part.shown) continue;
    builder.display(*part.words, {left, y}, colors.on_scrim);
    y += builder.measure(*part.words)->size.h + part.gap;
  }
}

void StoryScreen::add_full_picture(ui::Builder& builder, const content::Page& page, Point by) {
  const Rect area = builder.look.above_bar();
  const bool whole = page.picture->kind != content::PictureKind::illustration;
  const std::string caption = page.caption.empty() ? caption_of(*page.picture, story_->language) : page.caption;
  add_picture(builder, *page.picture, Rect{0, 0, area.w, area.bottom()}.moved(by), caption, whole);
}

void StoryScreen::add_quotation(ui::Builder& builder, const content::Page& page, int index, Point by) {
  const ui::Look& look = builder.look;
  const Rect area = look.above_bar().moved(by);
  const float width = std::min(area.w - 2 * look.margin() - look.mm(24), look.body() * 26);
  const auto set = [&](const content::Block& block) {
    text::Setting s = in_story(with_text(builder.body("", width), block.text));
    s.align = block.kind == content::BlockKind::attribution ? text::Align::end : text::Align::start;
    if (block.kind == content::BlockKind::quotation) s.size_px = std::round(look.body() * 1.35f);
    return s;
  };
  float height = builder.look.mm(12);  // the rule and its gap
  for (const content::Block& block : page.blocks) height += builder.measure(set(block))->size.h + look.mm(8);
  const Rect box{area.x + (area.w - width) / 2, area.y + look.mm(14), width, area.h - look.mm(24)};
  const float above = std::max(0.f, (box.h - height) * .4f);  // a little above the middle
  add_column(builder, box, column(index), [&](Point origin, float) {
    float y = origin.y + above;
    y += builder.rule({origin.x, y}).h + look.mm(10);
    for (const content::Block& block : page.blocks) y += builder.words(set(block), {origin.x, y}, builder.ink()).h + look.mm(8);
    return y - origin.y;
  });
  if (!look.wheelchair) add_foot(builder, visit_.assets(), area, box.y + above + height);
}

void StoryScreen::add_text(ui::Builder& builder, const content::Page& page, int index, Point by) {
  const ui::Look& look = builder.look;
  const PageBoxes boxes = page_boxes(look, page.picture != nullptr);
  if (page.picture) {
    const std::string caption = page.caption.empty() ? caption_of(*page.picture, story_->language) : page.caption;
    add_picture(builder, *page.picture, boxes.picture.moved(by), caption, page.picture->kind != content::PictureKind::illustration);
  } else if (look.wheelchair && story_->picture) {
    add_picture(builder, *story_->picture, Rect{0, 0, look.whole().w, look.stage().y}.moved(by), caption_of(*story_->picture, story_->language));
  }
  const bool sources = page.kind == content::PageKind::sources, alone = !page.picture;
  const auto head = [&](Point origin, float width) {
    float y = origin.y;
    y += add_kicker(builder, kicker(builder, width), {origin.x, y});
    if (story_->language != look.language) y += add_fallback_mark(builder, {origin.x, y});
    content::RichText heading = page.title.empty() ? story_->title : page.title;
    if (sources) heading = {word(Label::sources, story_->language), {}, {}};
    y += builder.display(builder.on_one_line(in_story(with_text(builder.title("", width), heading))), {origin.x, y}, builder.ink()).h + look.mm(5);
    y += builder.rule({origin.x, y}).h + look.mm(10);
    return y - origin.y;
  };
  const Rect area = look.above_bar().moved(by);
  Rect box = boxes.words.moved(by);
  // A few lines alone on a page are set larger; on a wide page the title stands at the left, the text beside it.
  const float scale = alone && !sources && !look.wheelchair && look.text_size == ui::TextSize::normal && characters_on(page) < kShortPage ? kShortPageScale : 1;
  const bool beside = (alone || look.wheelchair) && !look.portrait() && look.text_size == ui::TextSize::normal;
  const std::size_t first_item = builder.scene.items().size(), first_control = builder.scene.controls().size();
  float left = box.x, title_width = 0, gap = 0, head_height = 0;
  if (beside) {
    left = area.x + look.margin() + look.mm(9);
    title_width = area.w * .27f;
    gap = look.mm(29.5f);
    const float top = std::round(area.y + look.mm(look.wheelchair ? 11 : 28));
    head_height = head({left, top}, title_width);
    box = {left + title_width + gap, top, std::min(area.right() - look.margin() - look.mm(9) - left - title_width - gap, look.body() * (sources ? kShortPageScale : scale) * 28),
           area.bottom() - top - look.mm(look.wheelchair ? 4 : 12)};
  }
  float height = add_column(builder, box, column(index), [&](Point origin, float width) {
    float y = origin.y;
    if (!beside) y += head(origin, width);
    if (sources) {
      int number = 0;
      for (const content::Block& block : page.blocks) {
        const std::size_t mark = block.text.text.find("　");
        text::Setting line = in_story(builder.interface("", width));
        line.size_px = std::round(look.interface() * .95f);
        line.line_pitch_em = 1.65f;
        line = with_text(line, from_byte(block.text, mark == std::string::npos ? 0 : mark + std::string_view("　").size()));
        y += add_numbered(builder, ++number, line, {origin.x, y}, look.colors().ink) + look.mm(1.5f);
      }
      return y - origin.y;
    }
    y += add_blocks(builder, page, {origin.x, y}, width, scale);
    y += add_page_sources(builder, page, {origin.x, y}, width);
    return y - origin.y;
  });
  height = std::max(height, head_height);
  if (look.wheelchair) return;
  // Words begin lower, where the eye rests, wherever all of them have room: so the titles of a story's pages stand at one height.
  float lower = alone || !look.portrait() ? std::round(std::max(0.f, area.h * (look.portrait() ? .12f : .17f) - (box.y - area.y))) : 0;
  if (height + lower > box.h) lower = 0;
  builder.scene.move_from(first_item, first_control, {0, lower});
  if (!alone) return;
  const float bottom = box.y + lower + std::min(height, box.h);
  if (beside) {
    const float top = box.y + lower + look.mm(3);
    builder.scene.add({std::round(left + title_width + gap / 2), top, look.hairline(), bottom - top}, ui::Fill{look.colors().line});
  }
  add_foot(builder, visit_.assets(), area, bottom);
}

void StoryScreen::add_page(ui::Builder& builder, int index, float dx) {
  const content::Page& page = story_->pages[static_cast<std::size_t>(index)];
  if (visit_.board().withdrawn(pack_.index().id, point_id_, story_id_, index + 1))
    return add_card(builder, visit_.assets(), builder.look.above_bar().moved({dx, 0}), Label::withdrawn, Label::withdrawn_more);
  switch (page.kind) {
    case content::PageKind::cover: return add_cover(builder, page, {dx, 0});
    case content::PageKind::full_picture: return add_full_picture(builder, page, {dx, 0});
    case content::PageKind::quotation: return add_quotation(builder, page, index, {dx, 0});
    case content::PageKind::text:
    case content::PageKind::picture_text:
    case content::PageKind::sources: return add_text(builder, page, index, {dx, 0});
  }
}

void StoryScreen::add_bar(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  ui::ButtonSpec previous, next;
  previous.key = "previous";
  previous.label = word(Label::previous_page, look.language);
  previous.icon = ui::Icon::previous;
  previous.enabled = page_ > 0;
  previous.act = [this] { turn_to(page_ - 1); };
  next.key = "next";
  next.label = word(Label::next_page, look.language);
  next.icon = ui::Icon::next;
  next.icon_after = true;
  next.kind = ui::ButtonKind::primary;
  next.act = [this] { turn_to(page_ + 1); };
  if (page_ + 1 >= pages()) {  // after the last page the way leads to the point's next story, or back
    const std::optional<content::Address> follows = next_story();
    next.key = follows ? "next story" : "done";
    next.label = word(follows ? Label::next_story : Label::done, look.language);
    if (!follows) next.icon = ui::Icon::none;
    next.act = [this, follows] { follows ? visit_.open_instead(*follows) : visit_.go_back(); };
  }
  std::vector<ui::ButtonSpec> middle = language_buttons(visit_, true);
  for (ui::ButtonSpec& b : comfort_buttons(visit_, look)) middle.push_back(std::move(b));
  builder.bar(way_buttons(visit_, look), std::move(middle), {previous, next}, std::to_string(page_ + 1) + " / " + std::to_string(pages()));
}

void StoryScreen::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  load(look.language);
  const Rect area = look.above_bar();
  builder.scene.add(look.whole(), ui::Fill{look.colors().paper});
  page_width_ = look.whole().w;
  pager_.set_range(page_width_ * static_cast<float>(pages() - 1), page_width_, look.panel.px_per_mm);
  if (!placed_) pager_.jump_to(static_cast<float>(page_) * page_width_);
  placed_ = true;
  soon_.clear();
  builder.scene.begin_pane({0, 0, page_width_, area.bottom()}, ui::Axis::horizontal, pager_);
  for (int index = std::max(0, page_ - 1); index <= std::min(pages() - 1, page_ + 1); ++index) {
    const std::size_t first = builder.scene.items().size();
    add_page(builder, index, static_cast<float>(index) * page_width_);
    if (index == page_) continue;
    for (std::size_t i = first; i < builder.scene.items().size(); ++i) {
      const ui::Item& item = builder.scene.items()[i];
      if (const auto* image = std::get_if<ui::Image>(&item.paint)) soon_.emplace_back(image->file, Size{item.box.w, item.box.h});
    }
  }
  builder.scene.end_pane();
  add_bar(builder);
}

}  // namespace

std::shared_ptr<ui::Screen> make_story(Visit& visit, LibraryPtr library, content::Pack& pack, const std::string& point, const std::string& story,
                                       int page) {
  auto screen = std::make_shared<StoryScreen>(visit, std::move(library), pack, point, story, page);
  return screen->playable() ? screen : nullptr;
}

}  // namespace kiosk::screens
