#include "kiosk/screens/operator.h"

#include <algorithm>

namespace kiosk::screens {

OperatorPanel::OperatorPanel(ui::Brush brush, text::Typesetter& typesetter, const ui::Look& look, OperatorDesk& desk)
    : brush_(brush), look_(look), desk_(desk), navigator_(typesetter, brush.pictures, look.panel.px_per_mm) {
  navigator_.set_look(look_);
}

void OperatorPanel::ask(Duration now) {
  open_ = true;
  now_ = last_touch_ = now;
  navigator_.reset_to({make_pin_pad(*this)}, look_);
  navigator_.step(Duration{0}, now);
}

void OperatorPanel::enter() {
  if (open_) navigator_.reset_to({make_operator_home(*this)});
}

void OperatorPanel::speak(Language language) {
  ui::Look look = navigator_.look();
  look.language = language;
  navigator_.set_look(look);
}

bool OperatorPanel::handle(const gfx::Finger& finger) {
  if (screen() == "cleaning") return false;
  last_touch_ = finger.time;
  if (auto* page = dynamic_cast<SeesFingers*>(&navigator_.top())) page->see(finger, look_.whole());
  return navigator_.handle(finger);
}

Duration OperatorPanel::patience() const { return screen() == "test-card" ? kTestCard : kOperatorIdle; }

bool OperatorPanel::step(Duration dt, Duration now) {
  now_ = now;
  if (screen() == "cleaning") last_touch_ = now;
  if (now - last_touch_ >= patience()) leave();
  return navigator_.step(dt, now);
}

Duration OperatorPanel::wake_after(Duration now) const {
  return std::min(navigator_.top().wake_after(), std::max(Duration{0}, last_touch_ + patience() - now));
}

void OperatorPanel::draw() {
  brush_.glyphs.begin_frame();
  navigator_.draw(brush_);
}

std::string OperatorPanel::dump() const { return "screen " + std::string(screen()) + "\n" + navigator_.top().scene.dump(look_.whole()); }

bool OperatorPanel::shows_text(std::string_view text) const { return navigator_.top().scene.shows_text(text, look_.whole()); }

std::vector<std::pair<std::string, Point>> OperatorPanel::visible_controls() const { return controls_of(navigator_.top().scene, look_.whole()); }

}  // namespace kiosk::screens
