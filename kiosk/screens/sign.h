// A sign over whatever is on the glass, for the people who look after it: this is the box that you look for; its picture was taken. It takes no touch
// and goes by itself.
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/text/paragraph.h"
#include "kiosk/ui/scene.h"
#include "kiosk/ui/theme.h"

namespace kiosk::screens {

class Sign {
 public:
  // A card in the middle: a title and lines below it.
  void show_card(const std::string& title, const std::vector<std::string>& lines, Duration until, const ui::Look& look, text::Typesetter& typesetter);
  // A few words in the upper corner.
  void show_mark(const std::string& words, Duration until, const ui::Look& look, text::Typesetter& typesetter);

  // Whether it went: the frame must be drawn again.
  bool step(Duration now);
  bool is_shown() const { return until_ > Duration{0}; }
  // While it is shown: when it goes.
  Duration until() const { return until_; }
  const ui::Scene& scene() const { return scene_; }

 private:
  ui::Scene scene_;
  Duration until_{0};
};

}  // namespace kiosk::screens
