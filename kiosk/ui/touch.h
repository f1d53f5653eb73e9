// Fingers to presses, taps and scrolling. Each finger keeps the control or pane that it went down on.
//
// Numbers : tap slop 8 mm, a drag starts after 10 mm; on what lies in a pane 25 mm across its axis are a swipe, not a tap; more than 10 contacts within 100 ms are a sleeve or a palm and are
//           ignored; a contact standing still for 20 s is masked until it lifts (touch numbers, B1 and B3).
// Order   : a control acts at the finger's release inside it, once; what it does is queued by the navigator.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "kiosk/gfx/input.h"
#include "kiosk/ui/scene.h"

namespace kiosk::ui {

class Touch {
 public:
  explicit Touch(float px_per_mm) : px_per_mm_(px_per_mm) {}

  // Returns whether something that is drawn changed.
  bool handle(const gfx::Finger& finger, Scene& scene, const Rect& whole);
  // Lets go of everything without acting: the screen went away.
  void cancel_all(Scene& scene);
  // Called with time: masks fingers that stand still too long. Returns whether something that is drawn changed.
  bool step(Duration now, Scene& scene);

  const std::vector<Press>& pressed() const { return pressed_; }
  std::size_t fingers() const { return holds_.size(); }
  bool stuck() const;

 private:
  struct Hold {
    gfx::FingerId id;
    Point down, last;
    Duration moved;          // when it last moved
    std::string control;     // empty: none, or given up
    int pane = -1;           // index while dragging; -1: not dragging
    bool masked = false;     // palm, sleeve or stuck: does nothing more
  };
  bool begin(const gfx::Finger& finger, Scene& scene, const Rect& whole);
  bool move(Hold& hold, const gfx::Finger& finger, Scene& scene, const Rect& whole);
  bool end(const gfx::Finger& finger, Scene& scene, const Rect& whole);
  void let_go(Hold& hold, Scene& scene, Duration time);
  bool pane_taken(int pane) const;
  bool refresh_pressed();

  float px_per_mm_;
  std::vector<Hold> holds_;
  std::deque<Duration> recent_downs_;
  std::vector<Press> pressed_;
};

}  // namespace kiosk::ui
