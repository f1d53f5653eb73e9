#include "kiosk/gfx/window.h"

#include <SDL.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/gfx/glass.h"

namespace kiosk::gfx {
namespace {

TEST(Window, DrawsUpright_OnAPanelThatHangsOnItsSide) {
  for (const auto& [rotation, wanted] : {std::pair{Rotation::none, "#8..\n....\n"}, {Rotation::half, "....\n..8#\n"}}) {
    Glass glass(4, 2, rotation);
    glass.canvas().fill({0, 0, 1, 1}, rgb(0xFFFFFF));
    glass.canvas().fill({1, 0, 1, 1}, rgb(0x808080));
    EXPECT_EQ(glass.canvas().size(), (Size{4, 2}));
    EXPECT_EQ(drawn(glass.window->panel_pixels()), wanted);
  }
  for (const auto& [rotation, wanted] :
       {std::pair{Rotation::quarter, "...#\n...8\n"}, {Rotation::three_quarters, "8...\n#...\n"}}) {
    Glass glass(4, 2, rotation);
    glass.canvas().fill({0, 0, 1, 1}, rgb(0xFFFFFF));
    glass.canvas().fill({1, 0, 1, 1}, rgb(0x808080));
    EXPECT_EQ(glass.canvas().size(), (Size{2, 4}));
    EXPECT_EQ(glass.window->panel_size(), (Size{4, 2}));
    EXPECT_EQ(drawn(glass.window->panel_pixels()), wanted);
  }
}

TEST(Window, PutsAScriptedTouchOnTheUprightPicture) {
  Glass glass(400, 200, Rotation::quarter);
  const Finger finger = glass.window->finger_at(Finger::Phase::down, 3, {399, 0}, milliseconds(5));

  EXPECT_EQ(finger.id, 3);
  EXPECT_EQ(finger.time, milliseconds(5));
  EXPECT_NEAR(finger.at.x, 0, 1.01) << "the panel's top right is the picture's top left";
  EXPECT_NEAR(finger.at.y, 0, 1.01);
}

TEST(Window, KeepsTheFrameReadable_AfterPresenting) {
  Glass glass(4, 2, Rotation::quarter);
  glass.canvas().fill({0, 0, 2, 4}, rgb(0xFFFFFF));
  glass.window->present();

  EXPECT_EQ(drawn(glass.window->panel_pixels()), "####\n####\n");
}

TEST(Window, NeedsNoVideoSubsystem_WhenHeadless) {
  Glass glass(4, 2);

  EXPECT_EQ(glass.window->video_driver(), "none");
  EXPECT_EQ(glass.window->renderer_name(), "software");
  EXPECT_TRUE(glass.window->software());
  EXPECT_EQ(glass.window->touch_devices(), 0);
  EXPECT_FALSE(glass.window->next_event(seconds(60))) << "and must not wait";
  glass.window->wake();
}

// A window on SDL's driver without glass, which is taken only because the environment names it.
TEST(Window, LiftsAFinger_WhoseTouchDeviceIsGone) {
  setenv("SDL_VIDEODRIVER", "dummy", 1);
  VirtualClock clock;
  auto opened = Window::open({WindowOptions::Mode::window, {400, 200}, Rotation::none}, clock);
  unsetenv("SDL_VIDEODRIVER");
  ASSERT_TRUE(opened) << to_string(opened.error());
  Window& window = **opened;
  while (window.next_event(Duration{0})) {
  }

  SDL_Event touch{};
  touch.tfinger = {SDL_FINGERDOWN, 0, 7, 3, .25f, .5f, 0, 0, 1, 0};  // of device 7, which SDL does not have
  SDL_PushEvent(&touch);
  const auto down = window.next_event(Duration{0}), lifted = window.next_event(Duration{0});

  ASSERT_TRUE(down && lifted);
  EXPECT_EQ(std::get<Finger>(*down).phase, Finger::Phase::down);
  EXPECT_EQ(std::get<Finger>(*lifted).phase, Finger::Phase::cancel);
  EXPECT_EQ(std::get<Finger>(*lifted).id, 3);
  EXPECT_EQ(std::get<Finger>(*lifted).at, (Point{100, 100}));
  EXPECT_FALSE(window.next_event(Duration{0})) << "once";
}

TEST(Window, SaysWhatIsWrong_WhenThereIsNoMemoryForTheFrame) {
  VirtualClock clock;
  const auto opened = Window::open({WindowOptions::Mode::headless, {1e9f, 1e9f}, Rotation::none}, clock);

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::transient);
}

}  // namespace
}  // namespace kiosk::gfx
