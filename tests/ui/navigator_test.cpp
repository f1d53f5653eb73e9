// Screens of one colour and one picture, on a small glass: which of them is on it at each moment.
#include "kiosk/ui/navigator.h"

#include <gtest/gtest.h>

#include "tests/ui/stage.h"

namespace kiosk::ui {
namespace {

using Phase = gfx::Finger::Phase;
constexpr Duration kFrame{16'667};
constexpr Color kRed{200, 0, 0}, kBlue{0, 0, 200}, kGreen{0, 160, 0};

class PlainScreen final : public Screen {
 public:
  PlainScreen(std::string name, Color color, std::string picture = {}) : name_(std::move(name)), color_(color), picture_(std::move(picture)) {}
  std::string_view name() const override { return name_; }
  void build(Builder& builder) override {
    ++built;
    text_size = builder.look.text_size;
    builder.scene.add(builder.look.whole(), Fill{color_});
    if (!picture_.empty()) builder.scene.add(builder.look.whole(), Image{picture_});
    builder.scene.control("act", "act", builder.look.whole(), 0, [this] {
      ++acted;
      if (on_act) on_act();
    });
  }
  void use(std::string picture) { picture_ = std::move(picture); }
  int built = 0, acted = 0;
  TextSize text_size = TextSize::normal;
  std::function<void()> on_act;

 private:
  std::string name_;
  Color color_;
  std::string picture_;
};

// Breaks a promise where it is told to.
class BrokenScreen final : public Screen {
 public:
  enum class Where { build, step, act };
  explicit BrokenScreen(Where where) : where_(where) {}
  std::string_view name() const override { return "broken"; }
  void build(Builder& builder) override {
    if (where_ == Where::build) throw std::logic_error("build");
    builder.scene.add(builder.look.whole(), Fill{kBlue});
    builder.scene.control("act", "act", builder.look.whole(), 0, [this] {
      if (where_ == Where::act) throw std::logic_error("act");
    });
  }
  bool step(Duration) override {
    if (where_ == Where::step) throw std::logic_error("step");
    return false;
  }

 private:
  Where where_;
};

class NavigatorTest : public testing::Test {
 protected:
  NavigatorTest() : navigator(*stage.typesetter, *stage.pictures, 1) {
    Look look;
    look.panel.pixels = stage.window->canvas().size();
    look.panel.px_per_mm = 1;
    navigator.set_look(look);
    navigator.reset_to({red});
    frame();
  }
  // One turn of the loop; the middle of the glass.
  Color frame(Duration dt = kFrame) {
    now += dt;
    changed = navigator.step(dt, now);
    if (!navigator.presentable()) return {};
    Brush brush = stage.brush();
    navigator.draw(brush);
    const Color seen = stage.pixel(160, 90);
    stage.window->present();
    return seen;
  }
  void settle() {
    for (int i = 0; i < 60; ++i) frame();
  }
  void finger(Phase phase, gfx::FingerId id = 1) { navigator.handle({phase, id, {160, 90}, now}); }

  Stage stage;
  Navigator navigator;
  std::shared_ptr<PlainScreen> red = std::make_shared<PlainScreen>("red", kRed), blue = std::make_shared<PlainScreen>("blue", kBlue),
                               picture = std::make_shared<PlainScreen>("picture", kBlue, "a.png");
  Duration now{0};
  bool changed = false;
};

TEST_F(NavigatorTest, FirstScreen_IsShownAtOnceWithoutAFade) {
  EXPECT_EQ(frame(), kRed);
  EXPECT_TRUE(navigator.settled());
}

TEST_F(NavigatorTest, FirstScreenWithoutItsPicture_IsNotPresentable) {
  Navigator fresh(*stage.typesetter, *stage.pictures, 1);
  fresh.set_look(navigator.look());
  fresh.reset_to({picture});
  fresh.step(kFrame, now);
  EXPECT_FALSE(fresh.presentable());

  stage.pictures->let_in("a.png", kGreen);
  fresh.step(kFrame, now);

  EXPECT_TRUE(fresh.presentable());
}

TEST_F(NavigatorTest, PicturesOfTheNextAreNotThere_TheOldStaysOnTheGlass) {
  navigator.push(picture);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(frame(), kRed) << i;
  EXPECT_EQ(navigator.shown().name(), "red");
  EXPECT_EQ(navigator.top().name(), "picture");
  EXPECT_FALSE(navigator.settled());

  stage.pictures->let_in("a.png", kGreen);
  settle();

  EXPECT_EQ(frame(), kGreen);
  EXPECT_EQ(navigator.shown().name(), "picture");
  EXPECT_TRUE(navigator.settled());
}

TEST_F(NavigatorTest, PictureThatCannotBeHad_HoldsNothingUp) {
  stage.pictures->fail("a.png");
  navigator.push(picture);
  settle();

  EXPECT_EQ(navigator.shown().name(), "picture");
}

TEST_F(NavigatorTest, Change_FadesFromTheOldToTheNewInThePageTime) {
  navigator.push(blue);
  Color before = frame();
  int frames = 1;
  for (; !navigator.settled() && frames < 100; ++frames) {
    const Color seen = frame();
    EXPECT_LE(seen.r, before.r);
    EXPECT_GE(seen.b, before.b);
    EXPECT_LE(std::abs(seen.r - before.r), 60) << "no jump";
    before = seen;
  }

  EXPECT_NEAR(to_seconds(frames * kFrame), to_seconds(kPageTime), .05);
  EXPECT_EQ(frame(), kBlue);
}

TEST_F(NavigatorTest, CalmLook_FadesIn150Milliseconds) {
  Look look = navigator.look();
  look.calm = true;
  navigator.set_look(look);
  navigator.push(blue);
  int frames = 0;
  while (frame() != kBlue && frames < 100) ++frames;

  EXPECT_NEAR(to_seconds(frames * kFrame), .15, .035);
}

TEST_F(NavigatorTest, ChangeUponChangeBeforeAFrame_TheLastOneCounts) {
  navigator.push(blue);
  navigator.push(std::make_shared<PlainScreen>("green", kGreen));
  settle();

  EXPECT_EQ(frame(), kGreen);
  EXPECT_EQ(navigator.depth(), 2u);
}

TEST_F(NavigatorTest, ChangeWhileTheNextWaits_TheOldStaysAndThenTheLastComes) {
  navigator.push(picture);
  EXPECT_EQ(frame(), kRed);
  navigator.push(std::make_shared<PlainScreen>("other", kBlue, "b.png"));
  for (int i = 0; i < 30; ++i) EXPECT_EQ(frame(), kRed) << i;
  stage.pictures->let_in("b.png", kGreen);
  settle();

  EXPECT_EQ(frame(), kGreen);
}

TEST_F(NavigatorTest, BackWhileTheNextWaits_StaysWithoutAFade) {
  navigator.push(picture);
  frame();
  navigator.pop();
  for (int i = 0; i < 30; ++i) EXPECT_EQ(frame(), kRed);

  EXPECT_TRUE(navigator.settled());
  EXPECT_EQ(navigator.depth(), 1u);
}

TEST_F(NavigatorTest, ChangeDuringAFade_NeverShowsAnythingElse) {
  navigator.push(blue);
  frame();
  frame();
  navigator.pop();
  for (int i = 0; i < 40; ++i) {
    const Color seen = frame();
    EXPECT_EQ(seen.g, 0);
    EXPECT_GE(seen.r + seen.b, 190) << "neither black nor pale";
  }
  EXPECT_EQ(frame(), kRed);
}

TEST_F(NavigatorTest, Replaced_BackLeadsWhereItLedBefore) {
  navigator.push(blue);
  settle();

  navigator.replace(picture);
  frame();
  EXPECT_EQ(&navigator.top(), picture.get());
  EXPECT_EQ(navigator.depth(), 2u);
  navigator.pop();
  settle();

  EXPECT_EQ(&navigator.top(), red.get());
}

TEST_F(NavigatorTest, PopAtTheRoot_DoesNothing) {
  navigator.pop();
  settle();
  EXPECT_EQ(navigator.depth(), 1u);
  EXPECT_EQ(frame(), kRed);
}

TEST_F(NavigatorTest, NothingHappens_NothingMustBeDrawn) {
  settle();
  frame();
  EXPECT_FALSE(changed);
}

TEST_F(NavigatorTest, NewLook_BuildsEachScreenOnceWhenItIsNeeded) {
  navigator.push(blue);
  settle();
  const int red_built = red->built, blue_built = blue->built;
  Look look = navigator.look();
  look.text_size = TextSize::large;
  navigator.set_look(look);
  frame();
  EXPECT_EQ(blue->text_size, TextSize::large);
  EXPECT_EQ(blue->built, blue_built + 1);
  EXPECT_EQ(red->built, red_built);

  navigator.pop();
  settle();

  EXPECT_EQ(red->text_size, TextSize::large);
  EXPECT_EQ(red->built, red_built + 1);
}

TEST_F(NavigatorTest, NewLookWantsAnotherPicture_WhatWasShownStaysUntilItIsThere) {
  stage.pictures->let_in("a.png", kGreen);
  navigator.push(picture);
  settle();
  picture->use("b.png");
  Look look = navigator.look();
  look.text_size = TextSize::large;
  navigator.set_look(look);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(frame(), kGreen) << i;
  EXPECT_FALSE(navigator.settled());

  stage.pictures->let_in("b.png", kRed);

  EXPECT_EQ(frame(), kRed);
  EXPECT_TRUE(navigator.settled());
}

TEST_F(NavigatorTest, ChangeWhileANewLookWaits_Happens) {
  picture->use("never.png");
  stage.pictures->let_in("never.png", kGreen);
  navigator.push(picture);
  settle();
  picture->use("b.png");
  picture->invalidate();
  frame();
  navigator.pop();
  settle();

  EXPECT_EQ(frame(), kRed);
  EXPECT_TRUE(navigator.settled());
}

TEST_F(NavigatorTest, FingerDownBeforeTheChange_ActsOnNeither) {
  finger(Phase::down);
  navigator.push(blue);
  frame();
  finger(Phase::up);

  EXPECT_EQ(red->acted, 0);
  EXPECT_EQ(blue->acted, 0);
}

TEST_F(NavigatorTest, TapDuringTheFade_ActsOnTheNewScreen) {
  navigator.push(blue);
  frame();
  frame();
  finger(Phase::down);
  finger(Phase::up);

  EXPECT_EQ(red->acted, 0);
  EXPECT_EQ(blue->acted, 1);
}

TEST_F(NavigatorTest, ActionThatLeavesItsScreen_IsAppliedBetweenFrames) {
  red->on_act = [this] {
    navigator.push(blue);
    EXPECT_EQ(&navigator.top(), red.get());  // queued: the scene that acts lives on
  };
  finger(Phase::down);
  finger(Phase::up);
  frame();

  EXPECT_EQ(&navigator.top(), blue.get());
}

TEST_F(NavigatorTest, AScreenThatThrows_GivesWayAndTheVisitGoesOn) {
  for (const auto where : {BrokenScreen::Where::build, BrokenScreen::Where::step, BrokenScreen::Where::act}) {
    navigator.reset_to({red});
    settle();
    int made = 0;
    const auto green = std::make_shared<PlainScreen>("instead", kGreen);
    navigator.on_broken([&](const Screen& broken, const std::exception&) {
      EXPECT_EQ(broken.name(), "broken");
      ++made;
      return green;
    });
    navigator.push(std::make_shared<BrokenScreen>(where));
    settle();
    finger(Phase::down);
    frame();
    finger(Phase::up);
    settle();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(frame(), kGreen);
    EXPECT_EQ(navigator.depth(), 2u) << "the way back is there";
    finger(Phase::down, 2);
    finger(Phase::up, 2);
    EXPECT_EQ(green->acted, where == BrokenScreen::Where::act ? 1 : 2) << "touches are answered";
    navigator.pop();
    settle();
    EXPECT_EQ(frame(), kRed);
  }
}

TEST_F(NavigatorTest, WhatStandsInAndThrowsToo_IsNotCaught) {
  navigator.on_broken([&](const Screen&, const std::exception&) { return std::make_shared<BrokenScreen>(BrokenScreen::Where::build); });
  navigator.push(std::make_shared<BrokenScreen>(BrokenScreen::Where::build));
  EXPECT_THROW(settle(), std::logic_error);
}

}  // namespace
}  // namespace kiosk::ui
