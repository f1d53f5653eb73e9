#include "kiosk/gfx/shapes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kiosk::gfx {
namespace {

std::uint8_t coverage(float signed_distance) {  // negative inside
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(.5f - signed_distance, 0.f, 1.f)));
}

float distance_to_segment(Point p, Point a, Point b) {
  const Point ab = b - a, ap = p - a;
  const float length = ab.x * ab.x + ab.y * ab.y;
  const float t = length > 0 ? std::clamp((ap.x * ab.x + ap.y * ab.y) / length, 0.f, 1.f) : 0.f;
  return std::hypot(ap.x - ab.x * t, ap.y - ab.y * t);
}

}  // namespace

Mask stroke_mask(const std::vector<Polyline>& lines, float width, int w, int h) {
  Mask mask{w, h, std::vector<std::uint8_t>(static_cast<std::size_t>(w) * static_cast<std::size_t>(h))};
  const float half = width / 2, reach = half + 1;
  for (const Polyline& line : lines) {
    for (std::size_t i = 0; i + 1 < std::max<std::size_t>(line.size(), 2) && !line.empty(); ++i) {
      const Point a = line[i], b = line[std::min(i + 1, line.size() - 1)];
      const int x0 = std::max(0, static_cast<int>(std::floor(std::min(a.x, b.x) - reach))),
                x1 = std::min(w, static_cast<int>(std::ceil(std::max(a.x, b.x) + reach)));
      const int y0 = std::max(0, static_cast<int>(std::floor(std::min(a.y, b.y) - reach))),
                y1 = std::min(h, static_cast<int>(std::ceil(std::max(a.y, b.y) + reach)));
      for (int y = y0; y < y1; ++y) {
        for (int x = x0; x < x1; ++x) {
          std::uint8_t& pixel =
              mask.coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(w) + static_cast<std::size_t>(x)];
          pixel = std::max(
              pixel,
              coverage(distance_to_segment({static_cast<float>(x) + .5f, static_cast<float>(y) + .5f}, a, b) - half));
        }
      }
    }
  }
  return mask;
}

Mask ring_mask(float radius, float stroke) {
  const int side = static_cast<int>(std::ceil(radius)) * 2;
  Mask mask{side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(side) * static_cast<std::size_t>(side))};
  const float middle = static_cast<float>(side) / 2;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const float d = std::hypot(static_cast<float>(x) + .5f - middle, static_cast<float>(y) + .5f - middle);
      const float outside = d - radius, inside = radius - stroke - d;
      mask.coverage[static_cast<std::size_t>(y * side + x)] =
          coverage(stroke > 0 ? std::max(outside, inside) : outside);
    }
  }
  return mask;
}

Polyline smooth_curve(const std::vector<Point>& points, bool closed, int steps) {
  if (points.size() < 3) return points;
  const auto n = static_cast<int>(points.size());
  const auto at = [&](int i) {
    if (closed) return points[static_cast<std::size_t>((i % n + n) % n)];
    return points[static_cast<std::size_t>(std::clamp(i, 0, n - 1))];
  };
  Polyline curve;
  const int spans = closed ? n : n - 1;
  for (int i = 0; i < spans; ++i) {
    const Point p0 = at(i - 1), p1 = at(i), p2 = at(i + 1), p3 = at(i + 2);
    for (int k = 0; k < steps; ++k) {
      const float t = static_cast<float>(k) / static_cast<float>(steps), t2 = t * t, t3 = t2 * t;
      const auto mix = [&](float a, float b, float c, float d) {
        return .5f * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t3);
      };
      curve.push_back({mix(p0.x, p1.x, p2.x, p3.x), mix(p0.y, p1.y, p2.y, p3.y)});
    }
  }
  curve.push_back(closed ? points.front() : points.back());
  return curve;
}

ShapeCache::Entry& ShapeCache::entry(const std::string& key, const std::function<Mask()>& make) {
  if (const auto found = entries_.find(key); found != entries_.end()) return found->second;
  const Mask mask = make();
  Entry made;
  made.size = {static_cast<float>(mask.width), static_cast<float>(mask.height)};
  if (mask.width > 0 && mask.height > 0) {
    if (Result<Texture> page = canvas_.make_page(mask.width, mask.height)) {
      made.texture = std::move(*page);
      canvas_.write_mask(made.texture, 0, 0, mask.width, mask.height, mask.coverage);
      bytes_ += made.texture.bytes();
    }
  }
  return entries_.emplace(key, std::move(made)).first->second;
}

void ShapeCache::drop(const std::string& prefix) {
  std::erase_if(entries_, [&](const auto& e) {
    if (!e.first.starts_with(prefix)) return false;
    bytes_ -= e.second.texture.bytes();
    return true;
  });
}

void ShapeCache::corners(const Entry& ring, const Rect& box, float radius, Color color) {
  const float r = radius, side = ring.size.w / 2;
  const std::array quads{Quad{{0, 0, side, side}, {box.x, box.y, r, r}},
                         Quad{{side, 0, side, side}, {box.right() - r, box.y, r, r}},
                         Quad{{side, side, side, side}, {box.right() - r, box.bottom() - r, r, r}},
                         Quad{{0, side, side, side}, {box.x, box.bottom() - r, r, r}}};
  canvas_.draw_quads(ring.texture, quads, color);
}

namespace {

// Whole pixels, and two corners never overlap: on an odd side a line between them stays.
float corner_radius(const Rect& box, float wanted) {
  return std::min({std::ceil(wanted), std::floor(box.w / 2), std::floor(box.h / 2)});
}

}  // namespace

void ShapeCache::fill_round(const Rect& wanted, float wanted_radius, Color color) {
  const Rect box{std::round(wanted.x), std::round(wanted.y), std::round(wanted.w), std::round(wanted.h)};
  const float r = corner_radius(box, wanted_radius);
  if (r < 1) return canvas_.fill(box, color);
  corners(entry("disc " + std::to_string(r), [&] { return ring_mask(r, 0); }), box, r, color);
  canvas_.fill({box.x + r, box.y, box.w - 2 * r, r}, color);
  canvas_.fill({box.x, box.y + r, box.w, box.h - 2 * r}, color);
  canvas_.fill({box.x + r, box.bottom() - r, box.w - 2 * r, r}, color);
}

void ShapeCache::stroke_round(const Rect& wanted, float wanted_radius, float wanted_width, Color color) {
  const Rect box{std::round(wanted.x), std::round(wanted.y), std::round(wanted.w), std::round(wanted.h)};
  const float width = std::max(1.f, std::round(wanted_width));
  const float r = corner_radius(box, wanted_radius);
  if (r >= 1)
    corners(entry("ring " + std::to_string(r) + " " + std::to_string(width), [&] { return ring_mask(r, width); }), box,
            r, color);
  canvas_.fill({box.x + r, box.y, box.w - 2 * r, width}, color);
  canvas_.fill({box.x + r, box.bottom() - width, box.w - 2 * r, width}, color);
  const float top = r >= 1 ? r : width;
  canvas_.fill({box.x, box.y + top, width, box.h - 2 * top}, color);
  canvas_.fill({box.right() - width, box.y + top, width, box.h - 2 * top}, color);
}

void ShapeCache::draw_mask(const std::string& key, const std::function<Mask()>& make, Point at, Color color) {
  const Entry& mask = entry(key, make);
  const Rect source{0, 0, mask.size.w, mask.size.h};
  canvas_.draw(mask.texture, source, {std::round(at.x), std::round(at.y), mask.size.w, mask.size.h}, 1, color);
}

}  // namespace kiosk::gfx
