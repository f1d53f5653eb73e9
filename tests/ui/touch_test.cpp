// Fingers on a glass of 2 px a millimetre: slop 16 px, a drag after 20 px.
//   left half : a list that scrolls down, with two controls; right half: a strip that scrolls across, with one
//   bottom    : two buttons, outside every pane
#include "kiosk/ui/touch.h"

#include <gtest/gtest.h>

#include <string>

namespace kiosk::ui {
namespace {

using Phase = gfx::Finger::Phase;
constexpr Rect kWhole{0, 0, 800, 600};

class TouchTest : public testing::Test {
 protected:
  TouchTest() {
    list.set_range(2000, 0, 2);
    strip.set_range(2000, 0, 2);
    scene.begin_pane({0, 0, 400, 400}, Axis::vertical, list);
    scene.control("row 1", "row 1", {0, 0, 400, 100}, 0, say("row 1"));
    scene.control("row 2", "row 2", {0, 100, 400, 100}, 0, say("row 2"));
    scene.end_pane();
    scene.begin_pane({400, 0, 400, 400}, Axis::horizontal, strip);
    scene.control("card", "card", {400, 0, 400, 400}, 0, say("card"));
    scene.end_pane();
    scene.control("a", "a", {0, 500, 100, 60}, 0, say("a"));
    scene.control("b", "b", {120, 500, 100, 60}, 0, say("b"));
  }

  std::function<void()> say(std::string what) {
    return [this, what] { acted += what + ";"; };
  }
  bool finger(Phase phase, gfx::FingerId id, Point at) { return touch.handle({phase, id, at, now}, scene, kWhole); }
  void down(gfx::FingerId id, Point at) { finger(Phase::down, id, at); }
  void move(gfx::FingerId id, Point at) {
    now += milliseconds{10};
    finger(Phase::move, id, at);
  }
  void up(gfx::FingerId id, Point at) {
    now += milliseconds{10};
    finger(Phase::up, id, at);
  }
  std::string pressed() const {
    std::string out;
    for (const Press& p : touch.pressed()) out += p.control + ";";
    return out;
  }
  void fly() {  // the list, fast
    down(1, {50, 300});
    for (int i = 1; i <= 8; ++i) move(1, {50, 300.f - 25 * static_cast<float>(i)});
    up(1, {50, 100});
    list.step(milliseconds{50});
    ASSERT_TRUE(list.moving());
    acted.clear();
  }

  Scene scene;
  Scroller list, strip;
  Touch touch{2};
  Duration now{0};
  std::string acted;
};

TEST_F(TouchTest, PressedAndReleasedInside_ActsOnceAtTheRelease) {
  down(1, {50, 530});
  EXPECT_EQ(pressed(), "a;");
  EXPECT_EQ(acted, "");

  up(1, {50, 530});
  up(1, {50, 530});

  EXPECT_EQ(acted, "a;");
  EXPECT_EQ(pressed(), "");
}

TEST_F(TouchTest, ReleasedOutside_DoesNothing) {
  down(1, {50, 530});
  move(1, {50, 450});
  EXPECT_EQ(pressed(), "");
  up(1, {50, 450});

  EXPECT_EQ(acted, "");
}

TEST_F(TouchTest, LeavesAndComesBack_DoesNothing) {
  down(1, {50, 530});
  move(1, {50, 450});
  move(1, {50, 530});
  up(1, {50, 530});

  EXPECT_EQ(acted, "");
}

TEST_F(TouchTest, TremblesWithinTheSlop_StillTaps) {
  down(1, {50, 505});
  move(1, {50, 497});  // 4 mm, outside the box but within the slack
  up(1, {50, 497});

  EXPECT_EQ(acted, "a;");
}

TEST_F(TouchTest, SlidesOntoAnotherControl_ThatOneDoesNotAct) {
  down(1, {50, 530});
  move(1, {160, 530});
  up(1, {160, 530});

  EXPECT_EQ(acted, "");
}

TEST_F(TouchTest, TwoFingersOnTwoControls_EachKeepsItsOwn) {
  down(1, {50, 530});
  down(2, {160, 530});
  EXPECT_EQ(pressed(), "a;b;");

  up(1, {50, 530});
  EXPECT_EQ(acted, "a;");
  EXPECT_EQ(pressed(), "b;");
  up(2, {160, 530});
  EXPECT_EQ(acted, "a;b;");
}

TEST_F(TouchTest, MovesLessThanADrag_ScrollsNothing) {
  down(1, {50, 50});
  move(1, {50, 69});
  EXPECT_EQ(list.offset(), 0);
  EXPECT_EQ(pressed(), "row 1;");
}

TEST_F(TouchTest, MovesMoreThan10Millimetres_DragTakesOverAndTheControlDoesNotAct) {
  down(1, {50, 90});
  move(1, {50, 69});  // 10.5 mm
  EXPECT_EQ(pressed(), "");
  move(1, {50, 39});
  EXPECT_EQ(list.offset(), 30);
  up(1, {50, 39});

  EXPECT_EQ(acted, "");
}

TEST_F(TouchTest, DragsAcrossTheAxis_ScrollsNothingButKeepsTheControl) {
  down(1, {50, 50});
  move(1, {100, 50});
  EXPECT_EQ(list.offset(), 0);
  up(1, {100, 50});

  EXPECT_EQ(acted, "row 1;");  // still on it
}

TEST_F(TouchTest, SwipesAcrossTheAxisOfItsPane_IsNoTap) {
  down(1, {50, 150});
  move(1, {90, 150});
  EXPECT_EQ(pressed(), "row 2;");
  move(1, {110, 150});
  EXPECT_EQ(pressed(), "");
  up(1, {60, 150});

  EXPECT_EQ(acted, "");
}

TEST_F(TouchTest, SecondFingerInTheSamePane_IsIgnoredByIt) {
  down(1, {50, 390});
  move(1, {50, 360});
  move(1, {50, 350});
  const float offset = list.offset();
  down(2, {300, 390});
  move(2, {300, 300});
  move(2, {300, 200});

  EXPECT_EQ(list.offset(), offset);
  move(1, {50, 340});
  EXPECT_EQ(list.offset(), offset + 10);
}

TEST_F(TouchTest, SecondFingerInAnotherPane_ScrollsThatOne) {
  down(1, {50, 390});
  move(1, {50, 360});
  down(2, {790, 200});
  move(2, {760, 200});
  move(2, {700, 200});
  move(1, {50, 340});

  EXPECT_EQ(strip.offset(), 60);
  EXPECT_EQ(list.offset(), 20);
}

TEST_F(TouchTest, TouchOnAFlyingPane_StopsItAndTapsNothing) {
  fly();

  down(2, {50, 50});
  EXPECT_EQ(pressed(), "");
  EXPECT_FALSE(list.moving());
  up(2, {50, 50});

  EXPECT_EQ(acted, "");
  EXPECT_FALSE(list.moving());
}

TEST_F(TouchTest, TouchBesideAFlyingPane_DoesNotStopIt) {
  fly();

  down(2, {50, 530});
  up(2, {50, 530});

  EXPECT_TRUE(list.moving());
  EXPECT_EQ(acted, "a;");
}

TEST_F(TouchTest, ElevenContactsIn100Milliseconds_AreAPalmAndDoNothing) {
  for (int i = 0; i < 11; ++i) {
    down(i, {50, 530});
    now += milliseconds{9};
  }
  EXPECT_EQ(pressed(), "");
  for (int i = 0; i < 11; ++i) up(i, {50, 530});

  EXPECT_EQ(acted, "");
  EXPECT_EQ(touch.fingers(), 0u);
}

TEST_F(TouchTest, ElevenContactsInASecond_AreFingers) {
  for (int i = 0; i < 11; ++i) {
    down(i, {50, 530});
    now += milliseconds{90};
  }
  for (int i = 0; i < 11; ++i) up(i, {50, 530});

  EXPECT_EQ(acted, "a;a;a;a;a;a;a;a;a;a;a;");
}

TEST_F(TouchTest, APalmWhileAFingerDrags_LetsTheListGo) {
  down(100, {50, 390});
  move(100, {50, 360});
  move(100, {50, 340});
  ASSERT_TRUE(list.held());
  for (int i = 0; i < 11; ++i) down(i, {300, 530});

  EXPECT_FALSE(list.held());
}

TEST_F(TouchTest, AfterAPalm_ANewFingerActs) {
  for (int i = 0; i < 12; ++i) down(i, {300, 450});
  for (int i = 0; i < 12; ++i) up(i, {300, 450});
  now += milliseconds{200};
  down(50, {50, 530});
  up(50, {50, 530});

  EXPECT_EQ(acted, "a;");
}

TEST_F(TouchTest, StandsStill20Seconds_IsMaskedUntilItLifts) {
  down(1, {50, 530});
  now += seconds{19};
  touch.step(now, scene);
  EXPECT_FALSE(touch.stuck());
  now += seconds{1};
  EXPECT_TRUE(touch.step(now, scene));
  EXPECT_TRUE(touch.stuck());
  EXPECT_EQ(pressed(), "");
  up(1, {50, 530});
  EXPECT_EQ(acted, "");
  EXPECT_FALSE(touch.stuck());

  down(1, {50, 530});
  up(1, {50, 530});
  EXPECT_EQ(acted, "a;");
}

TEST_F(TouchTest, MovesEveryNowAndThen_IsNotMasked) {
  down(1, {50, 530});
  for (int i = 0; i < 4; ++i) {
    now += seconds{10};
    move(1, {50.f + static_cast<float>(i % 2), 530});
    touch.step(now, scene);
  }
  up(1, {50, 530});

  EXPECT_EQ(acted, "a;");
}

TEST_F(TouchTest, MaskedFinger_DoesNotDisturbAnother) {
  down(1, {50, 200});
  now += seconds{21};
  touch.step(now, scene);

  down(2, {50, 530});
  up(2, {50, 530});
  EXPECT_EQ(acted, "a;");
  down(3, {50, 390});
  move(3, {50, 360});
  move(3, {50, 340});
  EXPECT_EQ(list.offset(), 20);
}

TEST_F(TouchTest, DeviceLosesAnUp_TheNextDownBeginsAfresh) {
  down(1, {50, 530});
  down(1, {160, 530});  // the same id again: the up between was lost
  EXPECT_EQ(pressed(), "b;");
  up(1, {160, 530});

  EXPECT_EQ(acted, "b;");
  EXPECT_EQ(touch.fingers(), 0u);
}

TEST_F(TouchTest, DeviceLosesTheUpOfADrag_TheListIsLetGo) {
  down(1, {50, 390});
  move(1, {50, 340});
  ASSERT_TRUE(list.held());

  down(1, {160, 530});

  EXPECT_FALSE(list.held());
}

TEST_F(TouchTest, UpAndMoveOfUnknownFingers_DoNothing) {
  EXPECT_FALSE(finger(Phase::move, 9, {50, 530}));
  EXPECT_FALSE(finger(Phase::up, 9, {50, 530}));
  EXPECT_FALSE(finger(Phase::cancel, 9, {50, 530}));
  EXPECT_EQ(acted, "");
}

TEST_F(TouchTest, Cancelled_DoesNotAct) {
  down(1, {50, 530});
  finger(Phase::cancel, 1, {50, 530});
  up(1, {50, 530});

  EXPECT_EQ(acted, "");
  EXPECT_EQ(touch.fingers(), 0u);
}

TEST_F(TouchTest, AllCancelled_FingersOnTheGlassActNoMore) {
  down(1, {50, 530});
  down(2, {50, 390});
  move(2, {50, 340});
  touch.cancel_all(scene);
  EXPECT_EQ(pressed(), "");
  EXPECT_FALSE(list.held());
  move(2, {50, 300});
  EXPECT_FALSE(list.held());
  up(1, {50, 530});
  up(2, {50, 300});

  EXPECT_EQ(acted, "");
  EXPECT_EQ(touch.fingers(), 0u);
}

TEST_F(TouchTest, ControlGoesWhileItIsPressed_ReleaseIsHarmless) {
  down(1, {50, 530});
  scene.clear();
  up(1, {50, 530});

  EXPECT_EQ(acted, "");
}

TEST_F(TouchTest, SceneIsBuiltAgainWhileItIsPressed_TheControlOfThatKeyActs) {
  down(1, {50, 530});
  scene.clear();
  scene.control("a", "a", {0, 480, 100, 100}, 0, say("new a"));
  up(1, {50, 530});

  EXPECT_EQ(acted, "new a;");
}

// A page that turns while the column on it is still flying: one touch stops both, and neither stays held for ever.
TEST(TouchNested, BothPanesUnderAFingerFly_BothComeToRest) {
  Scene scene;
  Scroller pager, column;
  pager.set_range(1600, 800, 2);
  column.set_range(2000, 0, 2);
  scene.begin_pane({0, 0, 800, 600}, Axis::horizontal, pager);
  scene.begin_pane({0, 0, 800, 600}, Axis::vertical, column);
  scene.end_pane();
  scene.end_pane();
  Touch touch(2);
  column.press(Duration{0});
  for (int i = 1; i <= 5; ++i) column.drag(-30, milliseconds{10 * i});
  column.release(milliseconds{50});
  pager.glide_to(800);
  pager.step(milliseconds{50});
  column.step(milliseconds{50});
  ASSERT_TRUE(pager.moving() && column.moving());

  touch.handle({Phase::down, 1, {400, 300}, milliseconds{100}}, scene, kWhole);
  touch.handle({Phase::up, 1, {400, 300}, milliseconds{200}}, scene, kWhole);
  for (int i = 0; i < 120; ++i) {
    pager.step(milliseconds{16});
    column.step(milliseconds{16});
  }

  EXPECT_FALSE(pager.held());
  EXPECT_FALSE(column.held());
  EXPECT_FALSE(pager.moving());
  EXPECT_TRUE(pager.offset() == 0 || pager.offset() == 800) << pager.offset();
}

}  // namespace
}  // namespace kiosk::ui
