// Smooth shapes: rounded rectangles, rings and strokes, from coverage masks that are computed once a size.
//
// Owns    : one small texture a distinct radius and stroke, one a distinct stroked figure. Main thread only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kiosk/gfx/canvas.h"

namespace kiosk::gfx {

// Coverage 0..255, rows packed.
struct Mask {
  int width = 0, height = 0;
  std::vector<std::uint8_t> coverage;
};

using Polyline = std::vector<Point>;

// Lines of `width` px with round ends and joins, in a box of w×h px.
Mask stroke_mask(const std::vector<Polyline>& lines, float width, int w, int h);
// Ring (or disc, where stroke is 0) that touches the box of 2r × 2r px.
Mask ring_mask(float radius, float stroke);
// Points along a smooth curve through `points` (Catmull-Rom), `steps` a span.
Polyline smooth_curve(const std::vector<Point>& points, bool closed, int steps = 16);

class ShapeCache {
 public:
  explicit ShapeCache(Canvas& canvas) : canvas_(canvas) {}

  // Radii beyond half the shorter side are cut to it: a pill.
  void fill_round(const Rect& box, float radius, Color color);
  void stroke_round(const Rect& box, float radius, float width, Color color);
  // A mask made once for `key` and drawn at the box's top left.
  void draw_mask(const std::string& key, const std::function<Mask()>& make, Point at, Color color);
  // Lets all masks with this beginning of their key go.
  void drop(const std::string& prefix);

  std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    Texture texture;
    Size size;
  };
  Entry& entry(const std::string& key, const std::function<Mask()>& make);
  void corners(const Entry& ring, const Rect& box, float radius, Color color);

  Canvas& canvas_;
  std::map<std::string, Entry> entries_;
  std::size_t bytes_ = 0;
};

}  // namespace kiosk::gfx
