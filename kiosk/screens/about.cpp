#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"
#include "kiosk/ui/qr.h"

namespace kiosk::screens {
namespace {

class AboutScreen final : public ui::Screen {
 public:
  AboutScreen(Visit& visit, LibraryPtr library) : visit_(visit), library_(std::move(library)) {}

  std::string_view name() const override { return "about"; }
  void build(ui::Builder& builder) override;
  bool step(Duration dt) override {
    const bool a = scroll_.step(dt), b = side_.step(dt);
    return a || b;
  }

 private:
  float add_credits(ui::Builder& builder, Point at, float width);
  float add_report(ui::Builder& builder, Point at, float width);

  Visit& visit_;
  LibraryPtr library_;
  ui::Scroller scroll_, side_;
};

float AboutScreen::add_credits(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  float y = at.y;
  const auto entry = [&](Label label, const std::string& words, Language in) {
    if (words.empty()) return;
    text::Setting head = builder.caption(word(label, look.language), width);
    y += builder.words(head, {at.x, y}, colors.red).h;
    text::Setting body = builder.interface(words, width);
    body.language = in;
    body.line_pitch_em = 1.6f;
    y += builder.words(body, {at.x, y}, colors.ink).h + look.mm(5.5f);
  };
  const auto local = [&](Label label, const LocalText& text) { entry(label, text.get(look.language), text.shown_in(look.language)); };
  for (const auto& pack : library_->packs()) {
    const content::About& about = pack->index().about;
    local(Label::presented_by, about.presented_by);
    local(Label::undertaken_by, about.undertaken_by);
    local(Label::material, about.sources);
    local(Label::licence_text, about.text_licence);
    local(Label::licence_pictures, about.picture_licence);
    entry(Label::version, pack->index().version + (pack->index().date.empty() ? "" : "　" + pack->index().date), look.language);
    entry(Label::map_number, about.map_number, Language::hans);
    std::string corrections;
    for (const content::Correction& c : about.corrections) corrections += (corrections.empty() ? "" : "\n") + c.date + "　" + c.text.get(look.language);
    entry(Label::corrections, corrections.empty() ? word(Label::no_corrections, look.language) : corrections, look.language);
    if (!about.note.empty()) y += builder.words(builder.caption(about.note.get(look.language), width), {at.x, y}, colors.muted).h + look.mm(6);
  }
  return y - at.y;
}

float AboutScreen::add_report(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const content::About& about = library_->first().index().about;
  if (about.report_url.empty() && about.report.empty()) return 0;
  float y = at.y;
  text::Setting head = builder.title(word(Label::report, look.language), width);
  head.size_px = std::round(look.interface() * 1.25f);
  y += builder.words(head, {at.x, y}, colors.ink).h + look.mm(5);
  if (!about.report_url.empty()) {
    // Black on white in both palettes: scanners want it so.
    const int side = static_cast<int>(std::min(width, look.mm(92)));
    const std::string key = "qr " + about.report_url + " " + std::to_string(side);
    builder.scene.add({at.x, y, static_cast<float>(side), static_cast<float>(side)}, ui::Fill{rgb(0xffffff)});
    builder.scene.add({at.x, y, static_cast<float>(side), static_cast<float>(side)},
                      ui::Figure{key, [url = about.report_url, side] {
                                   gfx::Mask code = ui::qr_mask(url, side);
                                   gfx::Mask centred{side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(side) * static_cast<std::size_t>(side))};
                                   const int by = (side - code.width) / 2;
                                   for (int row = 0; row < code.height; ++row)
                                     std::copy_n(code.coverage.begin() + row * code.width, code.width, centred.coverage.begin() + (row + by) * side + by);
                                   return centred;
                                 }, rgb(0x000000)});
    y += static_cast<float>(side) + look.mm(6);
  }
  if (!about.report.empty()) {
    text::Setting words = builder.interface(about.report.get(look.language), width);
    words.language = about.report.shown_in(look.language);
    words.line_pitch_em = 1.6f;
    y += builder.words(words, {at.x, y}, colors.ink).h;
  }
  return y - at.y;
}

void AboutScreen::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  builder.scene.add(look.whole(), ui::Fill{look.colors().paper});
  const Rect area = look.above_bar();
  if (look.wheelchair) add_upper_picture(builder, *library_, {0, 0, area.w, area.y});
  const float margin = look.margin() + look.mm(10), top = area.y + look.mm(look.wheelchair ? 10 : look.portrait() ? 40 : 28);
  const float width = area.w - 2 * margin, height = area.bottom() - top - look.mm(10);
  const bool two = !look.portrait();
  const float gap = look.mm(30), side = two ? look.mm(150) : width;
  const Rect left{margin, top, two ? width - side - gap : width, height};
  add_column(builder, left, scroll_, [&](Point origin, float column) {
    float y = origin.y;
    const LocalText& name = library_->first().index().title;
    text::Setting title = builder.title(word(Label::about, look.language) + (look.language == Language::en ? " " : "") + "“" + name.get(look.language) + "”", column);
    if (look.language == Language::en) title.text = word(Label::about, look.language) + ": " + name.get(look.language);
    y += builder.words(title, {origin.x, y}, look.colors().ink).h + look.mm(5);
    y += builder.rule({origin.x, y}).h + look.mm(9);
    if (!two) y += add_report(builder, {origin.x, y}, column) + look.mm(10);
    y += add_credits(builder, {origin.x, y}, column);
    return y - origin.y;
  });
  if (two)
    add_column(builder, {left.right() + gap, top, side, height}, side_, [&](Point origin, float column) { return add_report(builder, origin, column); });
  builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), comfort_buttons(visit_, look));
}

class ErrorCard final : public ui::Screen {
 public:
  explicit ErrorCard(Visit& visit) : visit_(visit) {}
  std::string_view name() const override { return "error"; }
  void build(ui::Builder& builder) override {
    const ui::Look& look = builder.look;
    builder.scene.add(look.whole(), ui::Fill{look.colors().paper});
    add_card(builder, look.above_bar(), Label::not_available, Label::not_available_more);
    builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), {});
  }

 private:
  Visit& visit_;
};

}  // namespace

std::shared_ptr<ui::Screen> make_about(Visit& visit, LibraryPtr library) { return std::make_shared<AboutScreen>(visit, std::move(library)); }
std::shared_ptr<ui::Screen> make_error_card(Visit& visit) { return std::make_shared<ErrorCard>(visit); }

}  // namespace kiosk::screens
