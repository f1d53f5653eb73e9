// Buttons and the bar at every resolution: large enough for a finger, inside the bar, apart from each other.
#include "kiosk/ui/builder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/ui/stage.h"

namespace kiosk::ui {
namespace {

constexpr float kSmallestMm = 15, kGapMm = 3;

Look look_of(Size pixels, TextSize size, bool wheelchair = false) {
  Look look;
  look.panel.pixels = pixels;
  look.panel.px_per_mm = std::max(pixels.w, pixels.h) / 708;
  look.panel.bottom_edge_mm = pixels.h > pixels.w ? 600 : 900;
  look.text_size = size;
  look.wheelchair = wheelchair;
  return look;
}

ButtonSpec spec(std::string key, Icon icon = Icon::none, bool may_shrink = false) {
  ButtonSpec s;
  s.key = s.label = std::move(key);
  s.icon = icon;
  s.may_shrink = may_shrink;
  s.act = [] {};
  return s;
}

// The fullest bar there is: a story's.
Scene fullest_bar(Stage& stage, const Look& look) {
  Scene scene;
  Builder builder(scene, look, *stage.typesetter);
  builder.bar({spec("Home", Icon::home, true), spec("Back", Icon::back, true)},
              {spec("A"), spec("B"), spec("EN"), spec("Text size", Icon::text_size, true), spec("Contrast", Icon::contrast, true), spec("Wheelchair", Icon::wheelchair, true)},
              {spec("Previous", Icon::previous), spec("Next page", Icon::next)}, "12 / 34");
  return scene;
}

TEST(Bar, AtEveryResolutionAndTextSize_HoldsControlsApartAndLargeEnough) {
  Stage stage;
  const Size panels[] = {{1280, 720}, {1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 2160}, {720, 1280}, {1080, 1920}, {2160, 3840}};
  for (const Size pixels : panels) {
    for (const TextSize size : {TextSize::normal, TextSize::large, TextSize::largest}) {
      for (const bool wheelchair : {false, true}) {
        const Look look = look_of(pixels, size, wheelchair);
        const Scene scene = fullest_bar(stage, look);
        const std::string where = std::to_string(static_cast<int>(pixels.w)) + " size " + std::to_string(static_cast<int>(size)) + "\n" + scene.dump(look.whole());
        ASSERT_EQ(scene.controls().size(), 10u);
        for (std::size_t i = 0; i < scene.controls().size(); ++i) {
          const Control& control = scene.controls()[i];
          EXPECT_GE(control.box.h, look.mm(kSmallestMm)) << where;
          EXPECT_GE(control.box.w, look.mm(kSmallestMm)) << where;
          EXPECT_EQ(control.box.intersection(look.bar()), control.box) << control.key << " " << where;
          for (std::size_t j = 0; j < i; ++j)
            EXPECT_FALSE(control.box.inset(-look.mm(kGapMm) + 1).intersects(scene.controls()[j].box)) << control.key << " touches " << scene.controls()[j].key << " " << where;
        }
      }
    }
  }
}

TEST(Bar, WithoutRoomForAllWords_ShrinksTheMiddleAsOne) {
  Stage stage;
  const Look look = look_of({1920, 1080}, TextSize::normal);

  const Scene scene = fullest_bar(stage, look);

  const float side = scene.find("Wheelchair")->box.w;
  EXPECT_EQ(scene.find("Text size")->box.w, side);
  EXPECT_EQ(scene.find("Contrast")->box.w, side);
  EXPECT_GT(scene.find("Home")->box.w, side) << "words stay where there is room";
}

TEST(Display, BeginningWithAnOpeningMark_HangsByHalfAnEm) {
  Stage stage;
  const Look look = look_of({1920, 1080}, TextSize::normal);
  Scene scene;
  Builder builder(scene, look, *stage.typesetter);

  const Rect hung = builder.display(builder.title("“四史”", 900), {100, 0}, rgb(0));
  builder.display(builder.title("四史", 900), {100, 0}, rgb(0));
  builder.display(builder.title("“四史”四史四史", look.title() * 5), {100, 0}, rgb(0));

  EXPECT_EQ(scene.items()[0].box.x, 100 - std::floor(look.title() / 2));
  EXPECT_EQ(hung.x, 100) << "what follows stands where it stood";
  EXPECT_EQ(scene.items()[1].box.x, 100);
  EXPECT_EQ(scene.items()[2].box.x, 100) << "two lines must stay under each other";
}

TEST(Button, Disabled_IsDrawnButCannotBeTouched) {
  Stage stage;
  Scene scene;
  const Look look = look_of({1920, 1080}, TextSize::normal);
  Builder builder(scene, look, *stage.typesetter);
  ButtonSpec off = spec("Next");
  off.enabled = false;

  builder.button(off, {0, 0, 200, 72});

  EXPECT_TRUE(scene.controls().empty());
  EXPECT_TRUE(scene.shows_text("Next", look.whole()));
}

TEST(Button, IconOnly_KeepsItsLabelForDumps) {
  Stage stage;
  Scene scene;
  const Look look = look_of({1920, 1080}, TextSize::normal);
  Builder builder(scene, look, *stage.typesetter);
  ButtonSpec icon = spec("Home", Icon::home);
  icon.icon_only = true;

  builder.button(icon, {0, 0, 72, 72});

  EXPECT_FALSE(scene.shows_text("Home", look.whole()));
  EXPECT_EQ(scene.controls().front().label, "Home");
}

TEST(Button, IconOnly_IsAtLeastAsWideAsHigh) {
  Stage stage;
  Scene scene;
  const Look look = look_of({1920, 1080}, TextSize::normal);
  Builder builder(scene, look, *stage.typesetter);
  for (const Icon icon : {Icon::home, Icon::back, Icon::previous, Icon::next, Icon::down, Icon::wheelchair, Icon::contrast, Icon::text_size, Icon::info, Icon::pin}) {
    ButtonSpec s = spec("x", icon);
    s.icon_only = true;
    EXPECT_GE(builder.button_size(s).w, builder.button_size(s).h);
    const gfx::Mask mask = icon_mask(icon, 34);
    ASSERT_EQ(mask.coverage.size(), 34u * 34u);
    EXPECT_GT(std::count_if(mask.coverage.begin(), mask.coverage.end(), [](std::uint8_t c) { return c > 128; }), 40);
  }
}

}  // namespace
}  // namespace kiosk::ui
