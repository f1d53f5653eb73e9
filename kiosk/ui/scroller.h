// One-dimensional scrolling with the feel of mass, or paging that snaps.
//
// Physics : v(t) = v0·e^(-t/τ), τ = 325 ms; velocity by least squares over the last 100 ms of samples, at most 8,000 mm/s; stops
//           below 8 mm/s; beyond an end the finger moves it by 0.35, and it returns critically damped within 250 ms; a page turns
//           when |v| > 250 mm/s or past 40 % of its length (docs: touch numbers). A fixed step of 1/120 s and interpolation
//           between steps: the same trace gives the same positions on a 30 Hz and on a 60 Hz panel.
// Units   : px along the axis; offset 0 is the start of the content.
#pragma once

#include <deque>

#include "kiosk/base/clock.h"

namespace kiosk::ui {

class Scroller {
 public:
  // `length`: largest offset; `page`: distance between snapping places, 0 for free scrolling. Keeps the offset inside.
  void set_range(float length, float page, float px_per_mm);

  float offset() const { return shown_; }
  float length() const { return length_; }
  bool moving() const { return state_ != State::rest && state_ != State::held; }
  bool held() const { return state_ == State::held; }
  // Nearest page, from 0.
  int page() const;
  // Where it will come to rest.
  float target() const;

  void press(Duration time);                    // a finger takes hold: stops at once
  void drag(float finger_delta, Duration time); // finger moved by this many px (content moves with it)
  void release(Duration time);
  void glide_to(float offset);                  // eased, in the time of a page turn
  void jump_to(float offset);

  // Advances by whole steps; returns whether the shown offset changed.
  bool step(Duration dt);

 private:
  enum class State {
    rest,     // -> held by press, gliding by glide_to
    held,     // -> flinging, returning, gliding or rest by release
    flinging, // -> returning at an end, rest when slow
    returning,// -> rest
    gliding,  // -> rest
  };
  struct Sample {
    Duration time;
    float at;
  };
  float velocity(Duration now) const;  // px/s, of the content
  void advance();                      // one fixed step
  float clamped(float offset) const;

  State state_ = State::rest;
  float length_ = 0, page_ = 0, px_per_mm_ = 1;
  float at_ = 0, before_ = 0, shown_ = 0;  // now, one step earlier, interpolated
  float speed_ = 0;                        // px/s
  float finger_ = 0;                       // unclamped offset while held
  float from_ = 0, to_ = 0;                // of a glide
  float from_page_ = 0;                    // where paging last came to rest or is heading
  int glide_step_ = 0;
  Duration left_over_{0};
  std::deque<Sample> samples_;
};

}  // namespace kiosk::ui
