#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/screens.h"
#include "kiosk/ui/qr.h"

namespace kiosk::screens {
namespace {

class AboutScreen final : public ColumnScreen {
 public:
  using ColumnScreen::ColumnScreen;
  std::string_view name() const override { return "about"; }
  void build(ui::Builder& builder) override;

 private:
  float add_credits(ui::Builder& builder, Point at, float width);
  float add_report(ui::Builder& builder, Point at, float width);
};

float AboutScreen::add_credits(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  float y = at.y;
  // On a wide page what each line is about stands beside it, at the left.
  const bool beside = !look.portrait() && look.text_size == ui::TextSize::normal;
  float indent = 0;
  if (beside) {
    for (const Label label : {Label::presented_by, Label::undertaken_by, Label::material, Label::licence_text, Label::licence_pictures, Label::version,
                              Label::map_number, Label::corrections})
      indent = std::max(indent, builder.width_of(builder.caption(word(label, look.language))));
    indent = std::round(indent + look.mm(10));
  }
  const float longest = look.interface() * 38;  // about 38 Han characters or 85 letters a line
  const auto entry = [&](Label label, const std::string& words, Language in) {
    if (words.empty()) return;
    text::Setting body = builder.interface(words, std::min(width - indent, longest));
    body.language = in;
    body.line_pitch_em = 1.6f;
    text::Setting head = builder.caption(word(label, look.language), beside ? 0 : width);
    if (beside) {
      const float baselines = builder.measure(body)->lines.front().baseline - builder.measure(head)->lines.front().baseline;
      builder.words(head, {at.x, y + baselines}, colors.red);
    } else {
      y += builder.words(head, {at.x, y}, colors.red).h;
    }
    y += builder.words(body, {at.x + indent, y}, colors.ink).h + look.mm(5.5f);
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
    if (!about.note.empty()) y += builder.words(builder.caption(about.note.get(look.language), std::min(width - indent, longest)), {at.x + indent, y}, colors.muted).h + look.mm(6);
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
  float words = add_column(builder, left, column_, [&](Point origin, float column) {
    float y = origin.y;
    const LocalText& name = library_->first().index().title;
    const std::string quoted = look.language == Language::en     ? ": " + name.get(look.language)
                               : look.language == Language::hant ? "「" + name.get(look.language) + "」"
                                                                 : "“" + name.get(look.language) + "”";
    const text::Setting title = builder.title(word(Label::about, look.language) + quoted, column);
    y += builder.words(title, {origin.x, y}, look.colors().ink).h + look.mm(5);
    y += builder.rule({origin.x, y}).h + look.mm(9);
    y += add_credits(builder, {origin.x, y}, column);
    if (!two) y += look.mm(8) + add_report(builder, {origin.x, y + look.mm(8)}, column);
    return y - origin.y;
  });
  if (two)
    words = std::max(words, add_column(builder, {left.right() + gap, top, side, height}, second_column_,
                                       [&](Point origin, float column) { return add_report(builder, origin, column); }));
  if (!look.wheelchair) add_foot(builder, visit_.assets(), area, top + words);
  builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), comfort_buttons(visit_, look));
}

class ErrorCard final : public ui::Screen {
 public:
  explicit ErrorCard(Visit& visit) : visit_(visit) {}
  std::string_view name() const override { return "error"; }
  void build(ui::Builder& builder) override {
    const ui::Look& look = builder.look;
    builder.scene.add(look.whole(), ui::Fill{look.colors().paper});
    add_card(builder, visit_.assets(), look.above_bar(), Label::not_available, Label::not_available_more);
    builder.bar(way_buttons(visit_, look), language_buttons(visit_, true), {});
  }

 private:
  Visit& visit_;
};

}  // namespace

std::shared_ptr<ui::Screen> make_about(Visit& visit, LibraryPtr library) { return std::make_shared<AboutScreen>(visit, std::move(library)); }
std::shared_ptr<ui::Screen> make_error_card(Visit& visit) { return std::make_shared<ErrorCard>(visit); }

}  // namespace kiosk::screens
