#include "kiosk/screens/parts.h"

#include <algorithm>
#include <cmath>

namespace kiosk::screens {

text::Setting with_text(text::Setting setting, const content::RichText& rich) {
  setting.text = rich.text;
  setting.stretches.clear();
  for (const content::Span& span : rich.spans) {
    const text::Role role = span.mark == content::Mark::strong     ? text::Role::strong
                            : span.mark == content::Mark::emphasis ? text::Role::emphasis
                                                                   : text::Role::note;
    setting.stretches.push_back({span.begin, span.end, role});
  }
  setting.annotations.clear();
  for (const content::Annotation& one : rich.annotations) setting.annotations.push_back({one.begin, one.end, one.text});
  constexpr float kRubyPitch = 1.9f;  // room for a reading between two lines
  if (!rich.annotations.empty()) setting.line_pitch_em = std::max(setting.line_pitch_em, kRubyPitch);
  setting.unbroken.clear();
  // Long English names of institutions may break between words: kept whole they tear holes into the lines.
  constexpr std::size_t kLongestEnglishWhole = 20;
  for (const content::Unbroken& part : rich.unbroken)
    if (setting.language != Language::en || part.end - part.begin <= kLongestEnglishWhole) setting.unbroken.push_back({part.begin, part.end});
  return setting;
}

std::vector<ui::ButtonSpec> language_buttons(Visit& visit, bool short_names) {
  std::vector<ui::ButtonSpec> buttons;
  for (const Language language : kLanguages) {
    ui::ButtonSpec b;
    b.key = "language " + std::string(tag(language));
    b.label = language_name(language, short_names);
    b.kind = visit.choices().language == language ? ui::ButtonKind::on : ui::ButtonKind::plain;
    b.act = [&visit, language] {
      Choices choices = visit.choices();
      choices.language = language;
      visit.choose(choices);
    };
    buttons.push_back(std::move(b));
  }
  return buttons;
}

std::vector<ui::ButtonSpec> comfort_buttons(Visit& visit, const ui::Look& look) {
  const auto toggle = [&](std::string key, Label label, ui::Icon icon, bool on, void (*change)(Choices&)) {
    ui::ButtonSpec b;
    b.key = std::move(key);
    b.label = word(label, look.language);
    b.icon = icon;
    b.may_shrink = true;
    b.kind = on ? ui::ButtonKind::on : ui::ButtonKind::plain;
    b.act = [&visit, change] {
      Choices choices = visit.choices();
      change(choices);
      visit.choose(choices);
    };
    return b;
  };
  const Choices& now = visit.choices();
  return {toggle("text size", Label::text_size, ui::Icon::text_size, now.text_size != ui::TextSize::normal,
                 [](Choices& c) { c.text_size = static_cast<ui::TextSize>((static_cast<int>(c.text_size) + 1) % 3); }),
          toggle("contrast", Label::high_contrast, ui::Icon::contrast, now.high_contrast, [](Choices& c) { c.high_contrast = !c.high_contrast; }),
          toggle("wheelchair", Label::wheelchair, ui::Icon::wheelchair, now.wheelchair, [](Choices& c) { c.wheelchair = !c.wheelchair; })};
}

std::vector<ui::ButtonSpec> way_buttons(Visit& visit, const ui::Look& look) {
  ui::ButtonSpec home, back;
  home.key = "home";
  home.label = word(Label::home, look.language);
  home.icon = ui::Icon::home;
  home.may_shrink = true;
  home.act = [&visit] { visit.go_home(); };
  back.key = "back";
  back.label = word(Label::back, look.language);
  back.icon = ui::Icon::back;
  back.may_shrink = true;
  back.act = [&visit] { visit.go_back(); };
  return {home, back};
}

std::string caption_of(const content::Picture& picture, Language language) { return picture.caption.get(language); }

void add_picture(ui::Builder& builder, const content::Picture& picture, const Rect& box, const std::string& caption, bool whole) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const float pad = look.mm(17.7f);
  Rect picture_box = box;
  if (whole) {
    builder.scene.add(box, ui::Fill{colors.paper2});
    picture_box = box.inset(look.mm(24));
    if (!caption.empty()) picture_box.h -= look.caption() * 1.6f;
    if (!picture.pixels.empty()) {
      const float scale = std::min(picture_box.w / picture.pixels.w, picture_box.h / picture.pixels.h);
      const float w = std::round(picture.pixels.w * scale), h = std::round(picture.pixels.h * scale);
      picture_box = {std::round(picture_box.x + (picture_box.w - w) / 2), std::round(picture_box.y + (picture_box.h - h) / 2), w, h};
      const Rect mat = picture_box.inset(-std::round(look.mm(9))), frame = mat.inset(-std::max(2.f, std::round(look.mm(1.5f))));
      builder.scene.add(frame, ui::Fill{colors.ink});
      builder.scene.add(mat, ui::Fill{colors.control});
    }
  }
  builder.scene.add(picture_box, ui::Image{picture.file, picture.focus, whole, picture.alt.get(look.language)});
  if (caption.empty()) return;
  text::Setting setting = builder.caption(caption, std::max(look.mm(60), box.w - 2 * pad));
  setting.language = picture.caption.shown_in(look.language);
  const float height = builder.measure(setting)->size.h;
  const float top = box.bottom() - height - look.mm(whole ? 6 : 8.5f);
  if (whole) {
    setting.align = text::Align::centre;
    builder.words(setting, {box.x + (box.w - setting.extent_px) / 2, top}, colors.ink);
    return;
  }
  add_scrim(builder, {box.x, top - look.mm(26), box.w, box.bottom() - top + look.mm(26)}, top);
  builder.words(setting, {box.x + pad, top}, colors.on_scrim);
}

void add_card(ui::Builder& builder, const std::filesystem::path& assets, const Rect& area, Label title, Label more) {
  const ui::Look& look = builder.look;
  builder.scene.add(area, ui::Fill{look.colors().paper});
  const float width = std::min(area.w - 2 * (look.margin() + look.mm(10)), look.mm(380)), x = area.x + (area.w - width) / 2;
  float y = area.y + area.h * .3f;
  y += builder.words(builder.title(word(title, look.language), width), {x, y}, look.colors().ink).h + look.mm(6);
  y += builder.rule({x, y}).h + look.mm(10);
  y += builder.words(builder.body(word(more, look.language), width), {x, y}, look.colors().ink).h;
  if (!look.wheelchair) add_foot(builder, assets, area, y);
}

float add_notices(ui::Builder& builder, const std::vector<content::Notice>& notices, const Rect& box, bool lines_only) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const float pad = look.mm(6), rule = std::max(2.f, look.mm(1.6f)), indent = pad + look.mm(6);
  std::vector<text::Setting> lines;
  float width = 0, height = 0;
  for (const content::Notice& notice : notices) {
    if (notice.page && lines_only) continue;
    text::Setting line = builder.interface(notice.text.get(look.language), box.w - indent - pad);
    line.language = notice.text.shown_in(look.language);
    const text::ParagraphPtr set = builder.measure(line);
    for (const text::Line& one : set->lines) width = std::max(width, one.width);
    height += set->size.h;
    lines.push_back(std::move(line));
  }
  if (lines.empty()) return 0;
  const Rect strip{box.x, box.y, std::min(box.w, std::ceil(width) + indent + 2 * pad), std::round(height + 2 * pad)};
  builder.scene.add(strip, ui::Round{look.mm(4), colors.control, colors.edge, look.hairline()});
  builder.scene.add({strip.x + pad, strip.y + pad, rule, strip.h - 2 * pad}, ui::Fill{colors.red});
  float y = strip.y + pad;
  for (const text::Setting& line : lines) y += builder.words(line, {strip.x + indent, y}, colors.ink).h;
  return strip.h;
}

void add_scrim(ui::Builder& builder, const Rect& box, float words_top) {
  constexpr float kBehindWords = .77f, kAtTheEnd = .90f;
  const Color dark = builder.look.colors().scrim;
  const float full = std::round(std::max(box.y, words_top - builder.look.mm(2)));
  builder.scene.add({box.x, box.y, box.w, full - box.y}, ui::Gradient{dark.faded(0), dark.faded(kBehindWords)});
  builder.scene.add({box.x, full, box.w, box.bottom() - full}, ui::Gradient{dark.faded(kBehindWords), dark.faded(kAtTheEnd)});
}

void add_upper_picture(ui::Builder& builder, const Library& library, const Rect& box) {
  const auto& slides = library.first().index().slides;
  if (slides.empty() || slides.front().pictures.empty()) return;
  const content::Picture& picture = *slides.front().pictures.front();
  builder.scene.add(box, ui::Image{picture.file, picture.focus, false, picture.alt.get(builder.look.language)});
}

PageBoxes page_boxes(const ui::Look& look, bool has_picture) {
  const Rect area = look.above_bar();
  const float margin = look.margin();
  if (look.wheelchair) {
    const Rect upper{0, 0, area.w, area.y};
    const float side = look.portrait() ? margin + look.mm(10) : std::max(margin, (area.w - look.body() * 34) / 2);
    return {has_picture ? upper : Rect{}, {side, area.y + look.mm(11), area.w - 2 * side, area.h - look.mm(15)}};
  }
  if (look.portrait()) {
    if (!has_picture) return {{}, {margin + look.mm(10), area.y + look.mm(40), area.w - 2 * (margin + look.mm(10)), area.h - look.mm(56)}};
    const float height = std::round(area.h * (look.text_size == ui::TextSize::normal ? .49f : .34f));
    const float side = margin + look.mm(10);
    return {{0, area.y, area.w, height}, {side, area.y + height + look.mm(22), area.w - 2 * side, area.h - height - look.mm(32)}};
  }
  if (!has_picture) {
    const float width = std::min(area.w - 2 * margin, look.body() * 30);
    return {{}, {(area.w - width) / 2, area.y + look.mm(28), width, area.h - look.mm(40)}};
  }
  const float part = look.text_size == ui::TextSize::normal ? .547f : .40f;
  const float picture_width = std::round(area.w * part), gap = look.mm(29.5f);
  const float right = margin + look.mm(9);
  return {{0, area.y, picture_width, area.h}, {picture_width + gap, area.y + look.mm(28), area.w - picture_width - gap - right, area.h - look.mm(40)}};
}

float add_column(ui::Builder& builder, const Rect& box, ui::Scroller& scroller, const std::function<float(Point origin, float width)>& fill) {
  const ui::Look& look = builder.look;
  builder.scene.begin_pane(box, ui::Axis::vertical, scroller);
  const float height = fill(box.origin(), box.w);
  builder.scene.end_pane();
  if (height <= box.h) {
    scroller.set_range(0, 0, look.panel.px_per_mm);
    return height;
  }
  text::Setting more = builder.caption(word(Label::more_below, look.language));
  const Size cue = builder.measure(more)->size;
  const float seen = std::floor(box.h - cue.h);
  builder.scene.shorten_pane(seen);
  scroller.set_range(std::ceil(height - seen), 0, look.panel.px_per_mm);
  // A fading edge and a sign say that there is more; it is no control: the text itself is dragged.
  const ui::Palette& colors = look.colors();
  const float fade = look.mm(11);
  builder.scene.add({box.x, box.y + seen - fade, box.w, fade}, ui::Gradient{colors.paper.faded(0), colors.paper});
  builder.words(more, {box.right() - cue.w, box.y + seen}, colors.muted);
  builder.icon(ui::Icon::down, {box.right() - cue.w - look.mm(7), box.y + seen + cue.h / 2}, look.mm(8), colors.muted);
  return height;
}

float add_fallback_mark(ui::Builder& builder, Point at) {
  const ui::Look& look = builder.look;
  text::Setting setting = builder.caption(word(Label::shown_in_hans, look.language));
  const text::ParagraphPtr words = builder.measure(setting);
  const float pad = look.mm(3);
  const Rect box{at.x, at.y, words->size.w + 2 * pad, words->size.h};
  builder.scene.add(box, ui::Round{look.mm(2), {0, 0, 0, 0}, look.colors().edge, look.hairline()});
  builder.words(setting, {at.x + pad, at.y}, look.colors().muted);
  return box.h + look.mm(4);
}

text::Setting kicker_setting(ui::Builder& builder, const std::string& words, const std::string& shorter, float width) {
  text::Setting setting = builder.interface(words, width);
  setting.size_px = std::round(setting.size_px * .93f);
  setting.tracking_em = builder.look.language == Language::en ? .02f : .14f;
  constexpr float kSmallest = .85f;
  if (!shorter.empty() && builder.width_of(setting) * kSmallest > width) setting.text = shorter;
  return builder.on_one_line(setting);
}

float add_kicker(ui::Builder& builder, const text::Setting& kicker, Point at) {
  return builder.display(kicker, at, builder.look.colors().red).h + builder.look.mm(3.5f);
}

float add_numbered(ui::Builder& builder, int number, text::Setting words, Point at, Color color) {
  text::Setting figure = words;
  figure.text = std::to_string(number);
  figure.stretches.clear();
  figure.unbroken.clear();
  figure.extent_px = 0;
  const float indent = std::round(words.size_px * (number < 10 ? 1.5f : 1.9f));
  builder.words(figure, at, color);
  words.extent_px -= indent;
  return builder.words(words, {at.x + indent, at.y}, color).h;
}

namespace {

// A picture of the scroll as high as `box`, again and again from x = `from` on.
void add_tiles(ui::Builder& builder, const std::filesystem::path& picture, const Rect& box, float from, float length, float parallax = 1) {
  const float tile = std::round(box.h * kGroundAspect);
  for (float x = from; x < from + length; x += tile)
    builder.scene.add({x, box.y, tile, box.h}, ui::Image{picture, {0, .5f}, false, ""}).parallax = parallax;
}

}  // namespace

void add_bank(ui::Builder& builder, const std::filesystem::path& assets, const Rect& box, float from, float length, const BankLayers& layers) {
  add_tiles(builder, assets / "scroll/ground.svg", box, from, length);
  add_tiles(builder, assets / "scroll/hills-far.svg", box, from, length, layers.hills_far);
  add_tiles(builder, assets / "scroll/hills-near.svg", box, from, length, layers.hills_near);
}

void add_foot(ui::Builder& builder, const std::filesystem::path& assets, const Rect& page, float words_bottom) {
  const ui::Look& look = builder.look;
  const float height = std::round(page.h * (look.portrait() ? .38f : .36f));
  const Rect foot{page.x, page.bottom() - height, page.w, height};
  // Its upper third is mist; there words may still end. The horizon is the same on all pages.
  constexpr float kMistOnly = .36f, kHorizonInFoot = .56f;
  if (look.high_contrast || words_bottom + look.mm(8) > foot.y + height * kMistOnly) return;
  const float scroll = std::round(height * (1 - kHorizonInFoot) / (1 - kHorizon)) + 2;  // its water ends where the foot ends
  const std::size_t first = builder.scene.items().size();
  add_tiles(builder, assets / "scroll/foot.svg", {foot.x, std::round(foot.y + height * kHorizonInFoot - scroll * kHorizon), foot.w, scroll}, foot.x, foot.w);
  const float top = std::max(foot.y, std::round(words_bottom + look.mm(4))), clear = std::round(foot.y + height * .5f);
  builder.scene.set_clip(first, {foot.x, top, foot.w, foot.bottom() - top});
  builder.scene.add({foot.x, top, foot.w, clear - top}, ui::Gradient{look.colors().paper, look.colors().paper.faded(0)});
}

}  // namespace kiosk::screens
