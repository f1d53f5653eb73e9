#include "kiosk/screens/sign.h"

#include <algorithm>
#include <cmath>

#include "kiosk/ui/builder.h"

namespace kiosk::screens {

void Sign::show_card(const std::string& title, const std::vector<std::string>& lines, Duration until, const ui::Look& look, text::Typesetter& typesetter) {
  scene_.clear();
  until_ = until;
  ui::Builder builder(scene_, look, typesetter);
  const ui::Palette& colors = look.colors();
  const float pad = look.mm(16), gap = look.mm(5), width = std::min(look.whole().w - 2 * look.margin(), look.mm(340)), inner = width - 2 * pad;
  const text::Setting head = builder.title(title, inner);
  std::vector<text::Setting> below;
  float height = 2 * pad + builder.measure(head)->size.h + 1.5f * gap;
  for (const std::string& line : lines) {
    below.push_back(builder.interface(line, inner));
    height += gap + builder.measure(below.back())->size.h;
  }
  const Rect card{std::round((look.whole().w - width) / 2), std::round((look.whole().h - height) / 2), std::round(width), std::round(height)};
  scene_.add(card, ui::Round{look.mm(8), colors.paper, colors.edge, look.hairline()});
  Point at{card.x + pad, card.y + pad};
  at.y += builder.words(head, at, colors.ink).h + gap;
  builder.rule(at);
  at.y += gap / 2;
  for (const text::Setting& line : below) {
    at.y += gap;
    at.y += builder.words(line, at, colors.ink).h;
  }
}

void Sign::show_mark(const std::string& words, Duration until, const ui::Look& look, text::Typesetter& typesetter) {
  scene_.clear();
  until_ = until;
  ui::Builder builder(scene_, look, typesetter);
  const text::Setting text = builder.caption(words);
  const Size size = builder.measure(text)->size;
  const float pad = look.mm(5), margin = look.mm(10);
  const Rect mark{std::round(look.whole().w - margin - size.w - 2 * pad), std::round(margin), std::round(size.w + 2 * pad), std::round(size.h + pad)};
  scene_.add(mark, ui::Round{mark.h / 2, look.colors().scrim, look.colors().scrim, 0});
  builder.words(text, {mark.x + pad, mark.y + (mark.h - size.h) / 2}, look.colors().on_scrim);
}

bool Sign::step(Duration now) {
  if (!is_shown() || now < until_) return false;
  until_ = Duration{0};
  scene_.clear();
  return true;
}

}  // namespace kiosk::screens
