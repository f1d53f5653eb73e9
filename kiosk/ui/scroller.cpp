#include "kiosk/ui/scroller.h"

#include <algorithm>
#include <cmath>

#include "kiosk/ui/motion.h"

namespace kiosk::ui {
namespace {

constexpr Duration kStep{8333};  // 1/120 s
constexpr float kStepSeconds = 1.f / 120;
constexpr float kTau = .325f;
constexpr float kMaxSpeedMm = 8000, kStopSpeedMm = 8, kPageSpeedMm = 250;
constexpr float kPagePart = .4f;
constexpr float kRubber = .35f;
constexpr float kReturnRate = 4.74f / .25f;  // critically damped: within 5 % after 250 ms
constexpr Duration kSampleWindow = milliseconds{100};
constexpr int kGlideSteps = static_cast<int>(kPageTime / kStep);

}  // namespace

void Scroller::set_range(float length, float page, float px_per_mm) {
  length_ = std::max(0.f, length);
  page_ = page;
  px_per_mm_ = px_per_mm;
  if (state_ == State::rest) jump_to(at_);
  to_ = clamped(to_);
}

float Scroller::clamped(float offset) const { return std::clamp(offset, 0.f, length_); }

int Scroller::page() const { return page_ > 0 ? static_cast<int>(std::lround(clamped(shown_) / page_)) : 0; }

float Scroller::target() const { return state_ == State::gliding ? to_ : clamped(at_); }

void Scroller::press(Duration time) {
  state_ = State::held;
  at_ = before_ = shown_;
  finger_ = at_ < 0 ? at_ / kRubber : at_ > length_ ? length_ + (at_ - length_) / kRubber : at_;
  samples_.assign(1, {time, finger_});
}

void Scroller::drag(float finger_delta, Duration time) {
  if (state_ != State::held) return;
  finger_ -= finger_delta;
  at_ = finger_ < 0 ? finger_ * kRubber : finger_ > length_ ? length_ + (finger_ - length_) * kRubber : finger_;
  before_ = shown_ = at_;
  samples_.push_back({time, finger_});
  while (samples_.size() > 2 && samples_.front().time + kSampleWindow < time) samples_.pop_front();
}

float Scroller::velocity(Duration now) const {
  // Least squares over the samples of the window; a finger that rested before it left has no speed.
  double n = 0, st = 0, sx = 0, stt = 0, stx = 0;
  for (const Sample& s : samples_) {
    if (s.time + kSampleWindow < now) continue;
    const double t = to_seconds(s.time - now), x = s.at;
    n += 1; st += t; sx += x; stt += t * t; stx += t * x;
  }
  const double spread = n * stt - st * st;
  if (n < 2 || spread < 1e-9) return 0;
  return static_cast<float>((n * stx - st * sx) / spread);
}

void Scroller::release(Duration time) {
  if (state_ != State::held) return;
  const float limit = kMaxSpeedMm * px_per_mm_;
  speed_ = std::clamp(velocity(time), -limit, limit);
  samples_.clear();
  left_over_ = Duration{0};
  if (page_ > 0) {
    const float here = clamped(at_) / page_;
    float aim = std::round(here);
    const float home = std::round(clamped(from_page_) / page_);
    if (std::abs(speed_) > kPageSpeedMm * px_per_mm_) aim = home + (speed_ > 0 ? 1.f : -1.f);
    else if (std::abs(here - home) > kPagePart) aim = here > home ? std::ceil(here) : std::floor(here);
    else aim = home;
    glide_to(clamped(aim * page_));
    return;
  }
  if (at_ < 0 || at_ > length_) {
    speed_ *= kRubber;  // the content's, which follows the finger by so much there
    state_ = State::returning;
  } else state_ = std::abs(speed_) > kStopSpeedMm * px_per_mm_ ? State::flinging : State::rest;
}

void Scroller::glide_to(float offset) {
  from_ = at_ = before_ = shown_;
  to_ = clamped(offset);
  from_page_ = to_;
  glide_step_ = 0;
  left_over_ = Duration{0};
  state_ = from_ == to_ ? State::rest : State::gliding;
}

void Scroller::jump_to(float offset) {
  at_ = before_ = shown_ = to_ = from_page_ = clamped(offset);
  speed_ = 0;
  state_ = State::rest;
}

void Scroller::advance() {
  before_ = at_;
  switch (state_) {
    case State::flinging: {
      // Exact for the step: distance = v0·τ·(1 - e^(-dt/τ)).
      const float decay = std::exp(-kStepSeconds / kTau);
      at_ += speed_ * kTau * (1 - decay);
      speed_ *= decay;
      if (at_ < 0 || at_ > length_) state_ = State::returning;
      else if (std::abs(speed_) < kStopSpeedMm * px_per_mm_) state_ = State::rest;
      break;
    }
    case State::returning: {
      const float end = clamped(at_);
      const float distance = at_ - end, pull = -kReturnRate * kReturnRate * distance - 2 * kReturnRate * speed_;
      speed_ += pull * kStepSeconds;
      at_ += speed_ * kStepSeconds;
      const bool crossed = (at_ - end) * distance <= 0;
      if (crossed || std::abs(at_ - end) < .25f) {
        at_ = end;
        speed_ = 0;
        state_ = State::rest;
      }
      break;
    }
    case State::gliding:
      at_ = from_ + (to_ - from_) * ease_out_cubic(static_cast<float>(++glide_step_) / static_cast<float>(kGlideSteps));
      if (glide_step_ >= kGlideSteps) {
        at_ = to_;
        state_ = State::rest;
      }
      break;
    case State::rest:
    case State::held: break;
  }
}

bool Scroller::step(Duration dt) {
  if (!moving()) return false;
  const float shown_before = shown_;
  left_over_ += dt;
  while (left_over_ >= kStep && moving()) {
    left_over_ -= kStep;
    advance();
  }
  if (!moving()) {
    left_over_ = Duration{0};
    before_ = at_;
    if (page_ == 0) from_page_ = at_;
  }
  shown_ = before_ + (at_ - before_) * static_cast<float>(left_over_.count()) / static_cast<float>(kStep.count());
  if (!moving()) shown_ = at_;
  return shown_ != shown_before || moving();
}

}  // namespace kiosk::ui
