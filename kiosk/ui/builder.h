// Puts a screen together: words set in the theme's type, controls with their labels, the bar at the bottom edge.
// A Builder lives while one scene is built.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/text/paragraph.h"
#include "kiosk/ui/icons.h"
#include "kiosk/ui/scene.h"
#include "kiosk/ui/theme.h"

namespace kiosk::ui {

enum class ButtonKind {
  plain,    // pill with an edge
  primary,  // red, one a screen
  on,       // chosen of several
};

struct ButtonSpec {
  std::string key, label;   // label: said in dumps, and shown unless `icon_only`
  ButtonKind kind = ButtonKind::plain;
  Icon icon = Icon::none;
  bool icon_after = false;
  bool icon_only = false;
  bool may_shrink = false;  // becomes icon_only where the bar has no room for the words
  bool enabled = true;
  std::function<void()> act;
};

class Builder {
 public:
  Builder(Scene& target, const Look& theme, text::Typesetter& typesetter) : scene(target), look(theme), typesetter_(typesetter) {}

  Scene& scene;
  const Look& look;

  // A Setting of the theme's types; the caller adds text and width.
  text::Setting body(std::string words, float width) const;        // serif, justified
  text::Setting title(std::string words, float width) const;       // serif bold, balanced
  text::Setting interface(std::string words, float width = 0) const;
  text::Setting caption(std::string words, float width = 0) const;

  text::Inks ink() const;
  // A title that would need a second line becomes up to a quarter smaller to stand on one.
  text::Setting on_one_line(text::Setting title);
  float width_of(text::Setting setting);  // on one line, however long
  text::ParagraphPtr measure(const text::Setting& setting) { return typesetter_.set(setting); }
  // Sets and adds; returns the box it takes. `at`: top left.
  Rect words(const text::Setting& setting, Point at, const text::Inks& inks);
  Rect words(const text::Setting& setting, Point at, Color color) { return words(setting, at, text::Inks::all(color)); }

  // The same for titles: an opening mark at the start of a single line hangs in the margin, so that the words stand flush.
  Rect display(const text::Setting& setting, Point at, const text::Inks& inks);
  Rect display(const text::Setting& setting, Point at, Color color) { return display(setting, at, text::Inks::all(color)); }

  // The short red rule under a title.
  Rect rule(Point at);
  void icon(Icon icon, Point centre, float size, Color color);

  Size button_size(const ButtonSpec& spec);
  void button(const ButtonSpec& spec, const Rect& box);
  // Bar at the stage's bottom edge. Landscape: one row, groups at the left, in the middle and at the right; words of buttons
  // that may shrink go first where there is no room, those in the middle all together. Portrait: `right` is the upper row, stretched; the others are below it.
  // `note`: a text such as "2 / 5" before the right group.
  void bar(std::vector<ButtonSpec> left, std::vector<ButtonSpec> middle, std::vector<ButtonSpec> right, const std::string& note = {});

 private:
  float row_width(const std::vector<ButtonSpec>& row);
  float place_row(const std::vector<ButtonSpec>& row, float x, float y);

  text::Typesetter& typesetter_;
};

}  // namespace kiosk::ui
