#include "kiosk/ui/touch.h"

#include <algorithm>
#include <cmath>

namespace kiosk::ui {
namespace {

constexpr float kSlopMm = 8, kDragMm = 10, kSwipeMm = 25, kReleaseSlackMm = 4;
constexpr std::size_t kPalmContacts = 10;
constexpr Duration kPalmWindow = milliseconds{100};
constexpr Duration kStuckAfter = seconds{20};

}  // namespace

bool Touch::refresh_pressed() {
  std::vector<Press> now;
  for (const Hold& h : holds_)
    if (!h.control.empty()) now.push_back({h.control, h.last});
  if (now == pressed_) return false;
  pressed_ = std::move(now);
  return true;
}

bool Touch::pane_taken(int pane) const {
  return std::any_of(holds_.begin(), holds_.end(), [&](const Hold& h) { return h.pane == pane; });
}

bool Touch::stuck() const {
  return std::any_of(holds_.begin(), holds_.end(), [](const Hold& h) { return h.masked; });
}

bool Touch::handle(const gfx::Finger& finger, Scene& scene, const Rect& whole) {
  using Phase = gfx::Finger::Phase;
  const auto hold = std::find_if(holds_.begin(), holds_.end(), [&](const Hold& h) { return h.id == finger.id; });
  switch (finger.phase) {
    case Phase::down:
      if (hold != holds_.end()) {  // a device that lost an "up": the old touch ends without acting
        let_go(*hold, scene, finger.time);
        holds_.erase(hold);
      }
      return begin(finger, scene, whole);
    case Phase::move: return hold != holds_.end() && move(*hold, finger, scene, whole);
    case Phase::up: return end(finger, scene, whole);
    case Phase::cancel:
      if (hold == holds_.end()) return false;
      let_go(*hold, scene, finger.time);
      holds_.erase(hold);
      return refresh_pressed();
  }
  return false;
}

bool Touch::begin(const gfx::Finger& finger, Scene& scene, const Rect& whole) {
  recent_downs_.push_back(finger.time);
  while (recent_downs_.front() + kPalmWindow < finger.time) recent_downs_.pop_front();
  Hold hold{finger.id, finger.at, finger.at, finger.time, {}, -1, false};
  if (recent_downs_.size() > kPalmContacts) {
    for (Hold& other : holds_) {
      let_go(other, scene, finger.time);
      other.masked = true;
    }
    hold.masked = true;
    holds_.push_back(hold);
    return refresh_pressed();
  }
  bool stopped = false;
  for (const Axis axis : {Axis::horizontal, Axis::vertical}) {
    // A touch stops what flies under it, and only that: it is not a tap on what happened to pass by.
    const int pane = scene.pane_at(finger.at, axis, whole);
    if (pane < 0) continue;
    Scroller& scroller = *scene.panes()[static_cast<std::size_t>(pane)].scroller;
    if (!scroller.moving() || pane_taken(pane)) continue;
    scroller.press(finger.time);
    // One pane a finger: a second one that flies (the column on a page that turns) stops and is let go at once.
    if (stopped) scroller.release(finger.time);
    else hold.pane = pane;
    stopped = true;
  }
  if (!stopped)
    if (const Control* control = scene.control_at(finger.at, whole)) hold.control = control->key;
  holds_.push_back(hold);
  return refresh_pressed() || stopped;
}

bool Touch::move(Hold& hold, const gfx::Finger& finger, Scene& scene, const Rect& whole) {
  if (hold.masked) return false;
  const Point delta = finger.at - hold.last;
  if (delta == Point{}) return false;
  hold.moved = finger.time;
  const Point total = finger.at - hold.down;
  if (hold.pane < 0) {
    const float along_x = std::abs(total.x), along_y = std::abs(total.y);
    if (std::max(along_x, along_y) > kDragMm * px_per_mm_) {
      const Axis axis = along_x >= along_y ? Axis::horizontal : Axis::vertical;
      const int pane = scene.pane_at(hold.down, axis, whole);
      if (pane >= 0 && !pane_taken(pane)) {
        hold.pane = pane;
        hold.control.clear();
        scene.panes()[static_cast<std::size_t>(pane)].scroller->press(finger.time);
      }
    }
    if (!hold.control.empty() && std::max(along_x, along_y) > kSlopMm * px_per_mm_) {
      const Control* control = scene.find(hold.control);
      const bool swiped = control && control->pane >= 0 && std::max(along_x, along_y) > kSwipeMm * px_per_mm_;
      if (!control || swiped || !scene.on_glass(*control).contains(finger.at)) hold.control.clear();
    }
    hold.last = finger.at;
    return refresh_pressed();
  }
  hold.last = finger.at;
  if (static_cast<std::size_t>(hold.pane) >= scene.panes().size()) return false;
  const Pane& pane = scene.panes()[static_cast<std::size_t>(hold.pane)];
  pane.scroller->drag(pane.axis == Axis::horizontal ? delta.x : delta.y, finger.time);
  refresh_pressed();
  return true;
}

void Touch::let_go(Hold& hold, Scene& scene, Duration time) {
  if (hold.pane >= 0 && static_cast<std::size_t>(hold.pane) < scene.panes().size())
    scene.panes()[static_cast<std::size_t>(hold.pane)].scroller->release(time);
  hold.pane = -1;
  hold.control.clear();
}

bool Touch::end(const gfx::Finger& finger, Scene& scene, const Rect& whole) {
  const auto found = std::find_if(holds_.begin(), holds_.end(), [&](const Hold& h) { return h.id == finger.id; });
  if (found == holds_.end()) return false;
  move(*found, finger, scene, whole);
  Hold hold = *found;
  let_go(*found, scene, finger.time);
  holds_.erase(std::find_if(holds_.begin(), holds_.end(), [&](const Hold& h) { return h.id == finger.id; }));
  std::function<void()> act;
  if (!hold.control.empty() && !hold.masked) {
    const Control* control = scene.find(hold.control);
    if (control && scene.on_glass(*control).inset(-kReleaseSlackMm * px_per_mm_).contains(finger.at)) act = control->act;
  }
  const bool changed = refresh_pressed() || hold.pane >= 0;
  if (act) act();  // last: it may build the scene again
  return changed || act != nullptr;
}

void Touch::cancel_all(Scene& scene) {
  for (Hold& h : holds_) {
    let_go(h, scene, h.moved);
    h.masked = true;  // still on the glass, but of no more effect
  }
  refresh_pressed();
}

bool Touch::step(Duration now, Scene& scene) {
  for (Hold& h : holds_) {
    if (h.masked || h.moved + kStuckAfter > now) continue;
    let_go(h, scene, now);
    h.masked = true;
  }
  return refresh_pressed();
}

}  // namespace kiosk::ui
