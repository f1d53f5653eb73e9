// The numbers of scrolling, asked of a panel with 2 px a millimetre: what a finger does is given as a trace, what the content
// does is read as offsets.
#include "kiosk/ui/scroller.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kiosk/ui/motion.h"

namespace kiosk::ui {
namespace {

constexpr float kPxPerMm = 2;
constexpr float kTau = .325f;
constexpr Duration kStep{8333};

Scroller free_scroller(float length) {
  Scroller s;
  s.set_range(length, 0, kPxPerMm);
  return s;
}

Scroller pager(float page, int pages, int at = 0) {
  Scroller s;
  s.set_range(page * static_cast<float>(pages - 1), page, kPxPerMm);
  s.jump_to(page * static_cast<float>(at));
  return s;
}

// A finger that moves the content at `px_per_s` for 200 ms, ten samples, and leaves after `rest` without moving.
Duration fling(Scroller& s, float px_per_s, Duration from = {}, Duration rest = {}) {
  s.press(from);
  Duration now = from;
  for (int i = 0; i < 10; ++i) {
    now += milliseconds{20};
    s.drag(-px_per_s * .02f, now);
  }
  now += rest;
  s.release(now);
  return now;
}

void run(Scroller& s, Duration time, Duration dt = kStep) {
  for (Duration at{0}; at < time; at += dt) s.step(dt);
}

TEST(Scroller, FlungFreely_TravelsSpeedTimesTau) {
  Scroller s = free_scroller(100'000);
  fling(s, 1000);
  const float from = s.offset();

  run(s, seconds{5});

  // It stops at 8 mm/s, so the last 16 px/s · τ are not travelled.
  EXPECT_NEAR(s.offset() - from, (1000 - 8 * kPxPerMm) * kTau, 2);
  EXPECT_FALSE(s.moving());
}

TEST(Scroller, FlungFreely_LosesSpeedByEOverTau) {
  Scroller s = free_scroller(100'000);
  fling(s, 1000);
  const float from = s.offset();

  run(s, Duration{325'000});

  EXPECT_NEAR(s.offset() - from, 1000 * kTau * (1 - std::exp(-1.f)), 1000 * to_seconds(kStep) * 1.5f);
}

TEST(Scroller, FlungTooFast_IsHeldTo8000MillimetresASecond) {
  Scroller s = free_scroller(1'000'000);
  fling(s, 60'000);
  const float from = s.offset();

  run(s, seconds{6});

  EXPECT_NEAR(s.offset() - from, (8000 - 8) * kPxPerMm * kTau, 10);
}

TEST(Scroller, ReleasedBelowStopSpeed_Rests) {
  Scroller s = free_scroller(10'000);

  fling(s, 7 * kPxPerMm);

  EXPECT_FALSE(s.moving());
}

TEST(Scroller, FingerRestsBeforeRelease_DoesNotFling) {
  Scroller s = free_scroller(10'000);

  fling(s, 3000, {}, milliseconds{120});

  EXPECT_FALSE(s.moving());
}

TEST(Scroller, VelocityIsOfTheLast100Milliseconds_NotOfTheWholeDrag) {
  Scroller s = free_scroller(100'000);
  s.jump_to(50'000);
  s.press(Duration{0});
  Duration now{0};
  for (int i = 0; i < 20; ++i) s.drag(200, now += milliseconds{20});   // long and fast backwards
  for (int i = 0; i < 6; ++i) s.drag(-10, now += milliseconds{20});    // then 120 ms at 500 px/s forwards
  const float from = s.offset();

  s.release(now);
  run(s, seconds{5});

  EXPECT_NEAR(s.offset() - from, (500 - 8 * kPxPerMm) * kTau, 2);
}

TEST(Scroller, FingerMovesBeyondAnEnd_ContentFollowsBy35Percent) {
  Scroller s = free_scroller(1000);
  s.press(Duration{0});
  s.drag(100, milliseconds{10});
  EXPECT_FLOAT_EQ(s.offset(), -35);

  s.drag(-100, milliseconds{20});
  EXPECT_FLOAT_EQ(s.offset(), 0);
  s.drag(-1200, milliseconds{30});
  EXPECT_FLOAT_EQ(s.offset(), 1000 + 200 * .35f);
}

TEST(Scroller, LetGoBeyondAnEnd_IsBackWithin250Milliseconds) {
  for (const float pull : {300.f, -300.f}) {
    Scroller s = free_scroller(1000);
    s.jump_to(pull > 0 ? 0 : 1000);
    const float end = s.offset();
    s.press(Duration{0});
    s.drag(pull, milliseconds{10});
    const float away = std::abs(s.offset() - end);
    s.release(milliseconds{500});

    run(s, milliseconds{250} + kStep);

    EXPECT_LE(std::abs(s.offset() - end), away * .05f + .01f) << pull;
    run(s, milliseconds{250});
    EXPECT_EQ(s.offset(), end);
    EXPECT_FALSE(s.moving());
  }
}

TEST(Scroller, LetGoBeyondAnEnd_NeverSwingsPastIt) {
  Scroller s = free_scroller(1000);
  s.press(Duration{0});
  s.drag(400, milliseconds{10});
  s.release(milliseconds{500});

  for (int i = 0; i < 120; ++i) {
    s.step(kStep);
    EXPECT_LE(s.offset(), 0);
  }
}

TEST(Scroller, LetGoWhileStillPullingBeyondAnEnd_GoesOnAtTheSpeedItHad) {
  Scroller s = free_scroller(1000);
  fling(s, -1000);  // from the start backwards: the finger does 1000 px/s, the content 350
  const float at_release = s.offset();

  s.step(2 * kStep);

  EXPECT_GT(s.offset(), at_release - 350 * to_seconds(kStep));  // what is shown is one step behind
  EXPECT_LT(s.offset(), at_release);
}

TEST(Scroller, FlungIntoAnEnd_ComesBackToIt) {
  Scroller s = free_scroller(300);
  fling(s, 1200);
  float furthest = 0;

  for (int i = 0; i < 240; ++i) {
    s.step(kStep);
    furthest = std::max(furthest, s.offset());
  }

  EXPECT_GT(furthest, 300);
  EXPECT_EQ(s.offset(), 300);
}

TEST(Scroller, NothingToScroll_StaysAtTheStart) {
  Scroller s = free_scroller(0);

  fling(s, 4000);
  run(s, seconds{2});

  EXPECT_EQ(s.offset(), 0);
}

TEST(Scroller, PressedInFlight_StopsWhereItIs) {
  Scroller s = free_scroller(100'000);
  const Duration left = fling(s, 4000);
  run(s, milliseconds{100});

  s.press(left + milliseconds{100});
  const float here = s.offset();
  run(s, milliseconds{500});
  EXPECT_EQ(s.offset(), here);

  s.release(left + milliseconds{700});
  run(s, milliseconds{500});
  EXPECT_EQ(s.offset(), here);
}

// 1/30, 1/60 and 1/144 s meet every 1/6 s; a trace of press, drag and release, then free flight, must stand at the same
// places there.
std::vector<float> places(int hz, float page) {
  Scroller s = page > 0 ? pager(page, 5) : free_scroller(900);
  s.press(Duration{0});
  for (int i = 1; i <= 10; ++i) s.drag(-18, milliseconds{i * 10});
  s.release(milliseconds{100});
  std::vector<float> out;
  Duration now{0};
  for (int frame = 1; frame <= hz * 2; ++frame) {
    const Duration next{static_cast<std::int64_t>(std::llround(1e6 * frame / hz))};
    s.step(next - now);
    now = next;
    if (frame % (hz / 6) == 0) out.push_back(s.offset());
  }
  return out;
}

TEST(Scroller, SameTraceAt30And60And144Hertz_StandsAtTheSamePlaces) {
  for (const float page : {0.f, 600.f}) {
    const std::vector<float> at30 = places(30, page), at60 = places(60, page), at144 = places(144, page);
    ASSERT_EQ(at30.size(), 12u);
    for (std::size_t i = 0; i < at30.size(); ++i) {
      EXPECT_NEAR(at30[i], at60[i], .01f) << "page " << page << " at " << i;
      EXPECT_NEAR(at30[i], at144[i], .01f) << "page " << page << " at " << i;
    }
    EXPECT_GT(at30.back(), 180);  // it did move
  }
}

TEST(Scroller, BetweenTwoStepsOf120Hertz_IsInterpolated) {
  Scroller s = free_scroller(100'000);
  fling(s, 2000);
  s.step(2 * kStep);
  const float a = s.offset();

  s.step(kStep / 2);
  const float half = s.offset() - a;
  s.step(kStep - kStep / 2);
  const float whole = s.offset() - a;

  EXPECT_GT(half, 0);
  EXPECT_NEAR(half, whole / 2, whole * .02f);
}

struct Turn {
  const char* what;
  float px_per_s, dragged;  // of a page of 1000 px
  int page;
};

TEST(Scroller, PagerLetGo_TurnsAbove250MillimetresASecondOrPast40Percent) {
  const Turn turns[] = {{"fast forwards", 520, 0, 3},     {"fast backwards", -520, 0, 1}, {"slow", 480, 0, 2},
                        {"slow past 40 %", 0, 410, 3},    {"slow short of it", 0, 390, 2}, {"slow back past 40 %", 0, -410, 1},
                        {"fast against a long way", -520, 300, 1}};
  for (const Turn& turn : turns) {
    Scroller s = pager(1000, 5, 2);
    s.press(Duration{0});
    if (turn.dragged != 0) s.drag(-turn.dragged, milliseconds{5});
    s.release(seconds{1});
    if (turn.px_per_s != 0) {
      s = pager(1000, 5, 2);
      fling(s, turn.px_per_s);
    }

    run(s, seconds{1});

    EXPECT_EQ(s.page(), turn.page) << turn.what;
    EXPECT_EQ(s.offset(), 1000 * turn.page) << turn.what;
  }
}

TEST(Scroller, PagerFlungHard_TurnsOnePageOnly) {
  Scroller s = pager(1000, 5, 1);

  fling(s, 15'000 / 3.f);
  run(s, seconds{1});

  EXPECT_EQ(s.page(), 2);
}

TEST(Scroller, PagerAtItsEnds_StaysThere) {
  Scroller first = pager(1000, 3, 0), last = pager(1000, 3, 2);
  fling(first, -3000);
  fling(last, 3000);

  run(first, seconds{1});
  run(last, seconds{1});

  EXPECT_EQ(first.offset(), 0);
  EXPECT_EQ(last.offset(), 2000);
}

TEST(Scroller, GlidingToAPage_ArrivesAfterThePageTime) {
  Scroller s = pager(1000, 3);
  s.glide_to(1000);
  EXPECT_EQ(s.target(), 1000);

  run(s, kPageTime - 2 * kStep);
  EXPECT_TRUE(s.moving());
  EXPECT_GT(s.offset(), 990);  // eased out: the last of it is slow
  run(s, 2 * kStep);

  EXPECT_EQ(s.offset(), 1000);
  EXPECT_FALSE(s.moving());
}

TEST(Scroller, PressedWhileAPageTurns_ThenLetGo_EndsOnAPage) {
  Scroller s = pager(1000, 3);
  s.glide_to(1000);
  run(s, milliseconds{60});

  s.press(milliseconds{60});
  s.release(milliseconds{300});
  run(s, seconds{1});

  EXPECT_EQ(std::fmod(s.offset(), 1000.f), 0);
}

TEST(Scroller, RangeShrinks_KeepsTheOffsetInside) {
  Scroller s = free_scroller(1000);
  s.jump_to(900);

  s.set_range(400, 0, kPxPerMm);

  EXPECT_EQ(s.offset(), 400);
}

TEST(Scroller, AtRest_StepsChangeNothing) {
  Scroller s = free_scroller(1000);
  s.jump_to(200);

  EXPECT_FALSE(s.step(seconds{1}));
  EXPECT_EQ(s.offset(), 200);
}

TEST(Scroller, DragWithoutPress_DoesNothing) {
  Scroller s = free_scroller(1000);
  s.drag(-100, Duration{0});
  s.release(milliseconds{10});
  EXPECT_EQ(s.offset(), 0);
  EXPECT_FALSE(s.moving());
}

}  // namespace
}  // namespace kiosk::ui
