// What a screen shows: items in drawing order, controls to touch, panes that scroll. Built when something changes, drawn as
// often as needed, never searched by content.
//
// Units   : px of the upright picture. Boxes inside a pane are where they are at scroll offset 0.
// Owns    : values and shared paragraphs; borrows Scrollers and Effects from the screen, which outlive the scene.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/geometry.h"
#include "kiosk/gfx/canvas.h"
#include "kiosk/gfx/shapes.h"
#include "kiosk/text/atlas.h"
#include "kiosk/ui/scroller.h"

namespace kiosk::ui {

// Where pictures come from; the visitor's rooms put the media room behind it.
class PictureSource {
 public:
  enum class State { waiting, ready, failed };
  struct View {
    State state = State::waiting;
    const gfx::Texture* texture = nullptr;  // valid for this frame; null unless ready
  };
  virtual ~PictureSource() = default;
  virtual View get(const std::filesystem::path& file, Size cover) = 0;
  virtual void prefetch(const std::filesystem::path& file, Size cover) = 0;
};

// Everything needed to draw; borrowed for a frame.
struct Brush {
  gfx::Canvas& canvas;
  gfx::ShapeCache& shapes;
  text::GlyphAtlas& glyphs;
  PictureSource& pictures;
};

// Changes an item as it is drawn, without building the scene again.
struct Effect {
  float opacity = 1;
  float zoom = 1;      // pictures: about the box's middle, cropped to the box
  Point pan;           // pictures: in parts of the box's width
  Point shift;         // px
  bool operator==(const Effect&) const = default;
};

struct Fill { Color color; };
struct Gradient { Color top, bottom; };
struct Round { float radius; Color fill; Color edge; float edge_width; };  // alpha 0: none
struct Words { text::ParagraphPtr paragraph; text::Inks inks; std::string text; };
struct Image {
  std::filesystem::path file;
  Point focus{.5f, .5f};
  bool contain = false;   // whole picture inside the box instead of filling it
  std::string alt;
};
struct Figure {           // a mask made once, e.g. an icon or a code
  std::string key;
  std::function<gfx::Mask()> make;
  Color color;
};
using Paint = std::variant<Fill, Gradient, Round, Words, Image, Figure>;

struct Item {
  Rect box;
  Paint paint;
  int pane = -1;
  float parallax = 1;              // of the pane's scroll; 0.5 moves half as far
  Rect clip;                       // seen only inside it; empty: everywhere
  const Effect* effect = nullptr;
};

struct Control {
  std::string key;                 // stable while the screen lives, also when it is built again
  std::string label;               // what the visitor reads on it or what it means
  Rect box;
  float radius = 0;
  int pane = -1;
  bool selected = false;
  Rect mark;                       // what darkens while it is pressed; empty: the box
  bool mark_finger = false;        // instead: a disc under the finger, for areas as large as the glass
  int items_end = 0;               // items before this index belong under the press mark
  std::function<void()> act;
};

// A finger on a control.
struct Press {
  std::string control;
  Point at;
  bool operator==(const Press&) const = default;
};

// How a press is shown.
struct PressMark {
  Color shade, disc;
  float disc_radius = 0;
};

enum class Axis { horizontal, vertical };

struct Pane {
  Rect viewport;                   // in the parent's coordinates
  Axis axis = Axis::vertical;
  Scroller* scroller = nullptr;
  int parent = -1;
  bool clip = true;
};

class Scene {
 public:
  void clear();

  Item& add(const Rect& box, Paint paint);
  // Gives all items from `first` on this effect.
  void set_effect(std::size_t first, const Effect* effect);
  // Cuts all items from `first` on to this box.
  void set_clip(std::size_t first, const Rect& clip);
  // Moves all items and controls from `first_item` and `first_control` on.
  void move_from(std::size_t first_item, std::size_t first_control, Point by);
  Control& control(std::string key, std::string label, const Rect& box, float radius, std::function<void()> act);
  // Items, controls and panes added until `end_pane` belong to it.
  void begin_pane(const Rect& viewport, Axis axis, Scroller& scroller, bool clip = true);
  void end_pane();
  // Makes the pane that was closed last this high.
  void shorten_pane(float height) { panes_[static_cast<std::size_t>(closed_pane_)].viewport.h = height; }

  const std::vector<Item>& items() const { return items_; }
  const std::vector<Control>& controls() const { return controls_; }
  const std::vector<Pane>& panes() const { return panes_; }

  // How far a pane's content is moved from where it was built.
  Point scroll_of(int pane) const;
  // Part of the glass through which a pane (-1: the whole scene) is seen.
  Rect visible_part(int pane, const Rect& whole) const;
  Rect on_glass(const Control& control) const { return control.box.moved(scroll_of(control.pane)); }

  // The topmost control at a place; null where none. `slack`: px by which boxes are larger.
  const Control* control_at(Point at, const Rect& whole, float slack = 0) const;
  // A place where a touch would reach this control: its middle, or another where something lies over that.
  std::optional<Point> free_place(const Control& control, const Rect& whole) const;
  const Control* find(std::string_view key) const;
  // The innermost pane at a place that scrolls along `axis`, or -1.
  int pane_at(Point at, Axis axis, const Rect& whole) const;

  // Whether all pictures that can be seen now are there (or cannot be had). Asks for those that are not.
  bool pictures_ready(PictureSource& pictures, const Rect& whole) const;
  void draw(Brush& brush, const Rect& whole, const std::vector<Press>& pressed, const PressMark& mark) const;

  // The same without words: what they stand on.
  Scene without_words() const;

  // The tree as text: one line an item, control or pane with its box; for goldens and the script's `dump`. Boxes are those
  // at scroll offset 0, as built; a pane says how far it is scrolled.
  std::string dump(const Rect& whole) const;
  // Whether a text stands on the glass (as part of one item), outside hidden parts.
  bool shows_text(std::string_view text, const Rect& whole) const;

 private:
  void draw_press(Brush& brush, const Control& control, const Press& press, const Rect& whole, const PressMark& mark) const;
  void draw_item(Brush& brush, const Item& item, const Rect& whole) const;

  std::vector<Item> items_;
  std::vector<Control> controls_;
  std::vector<Pane> panes_;
  int open_pane_ = -1, closed_pane_ = -1;
};

}  // namespace kiosk::ui
