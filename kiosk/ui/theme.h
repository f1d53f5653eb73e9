// The look: colours, sizes in millimetres turned into pixels once, and the part of the glass that a visitor can reach.
// Source of the values: the look "a hand-scroll of water, paper and one red"; ARCHITECTURE.md#look.
#pragma once

#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"

namespace kiosk::ui {

struct Palette {
  Color paper, paper2;       // grounds
  Color ink;                 // text, rules of the scroll; ≥ 14:1 on paper
  Color red;                 // one accent a screen: primary action, rule under a title, note marks; ≥ 7:1 on paper
  Color on_red;              // text on red; ≥ 7:1
  Color muted;               // captions: large or secondary text only; ≥ 5:1
  Color line;                // hairlines
  Color edge;                // edges of controls; ≥ 3:1
  Color control;             // ground of controls
  Color bar;                 // ground of the bar
  Color scrim, on_scrim;     // over pictures, and the text there
};

// The second is a set of its own, not a filter.
const Palette& palette(bool high_contrast);

enum class TextSize { normal, large, largest };

struct Panel {
  Size pixels;                 // upright
  float px_per_mm = 2.712f;
  float bottom_edge_mm = 900;  // of the picture above the floor
};

// Reach of a seated visitor above the floor: EN 301 549 8.3.3.1 (unobstructed forward reach 380-1220 mm). Home, Back and
// language always lie within it. Wheelchair mode keeps everything below what the standard's revision asks for (1100 mm).
inline constexpr float kReachLowMm = 380, kReachHighMm = 1220, kWheelchairTopMm = 1100;

// What every screen is built from. Values; made afresh when language, text size or contrast change.
struct Look {
  Panel panel;
  Language language = Language::hans;
  TextSize text_size = TextSize::normal;
  bool high_contrast = false;
  bool wheelchair = false;
  bool calm = false;           // no pan, short fades

  const Palette& colors() const { return palette(high_contrast); }
  bool portrait() const { return panel.pixels.h > panel.pixels.w; }
  float mm(float millimetres) const { return millimetres * panel.px_per_mm; }

  // Sizes in px. Body text follows the visitor's choice fully (1, 1.5, 2), titles and controls less.
  float body() const;       // 12 mm
  float title() const;      // 22 mm
  float interface() const;  // 10 mm
  float caption() const;    // 9 mm
  float margin() const { return mm(portrait() ? 21 : 24); }
  float hairline() const;   // 0.8 mm, at least 1 px

  Rect whole() const { return {0, 0, panel.pixels.w, panel.pixels.h}; }
  // Where everything that can be touched lies: the whole glass, or in wheelchair mode its lower band.
  Rect stage() const;
  // The bar at the stage's bottom edge, and the stage above it.
  Rect bar() const;
  Rect above_bar() const;
};

}  // namespace kiosk::ui
