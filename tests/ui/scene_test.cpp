#include "kiosk/ui/scene.h"

#include <gtest/gtest.h>

#include "tests/ui/stage.h"

namespace kiosk::ui {
namespace {

constexpr Rect kWhole{0, 0, 320, 180};
constexpr Color kWhite{255, 255, 255}, kRed{200, 0, 0}, kBlue{0, 0, 200}, kGreen{0, 160, 0};

text::ParagraphPtr nothing() { return std::make_shared<text::Paragraph>(); }
Words words(std::string text) { return {nothing(), text::Inks::all({0, 0, 0}), std::move(text)}; }

// A list that scrolls down in the left half; rows of 60 px.
struct ListScene {
  Scene scene;
  Scroller list;
  ListScene() {
    list.set_range(600, 0, 2);
    scene.control("under", "under", {0, 0, 320, 180}, 0, [] {});
    scene.begin_pane({0, 20, 160, 100}, Axis::vertical, list);
    for (int i = 0; i < 10; ++i) {
      const Rect row{0, 20 + 60.f * static_cast<float>(i), 160, 60};
      scene.add(row, words("row " + std::to_string(i)));
      scene.control("row " + std::to_string(i), "", row, 0, [] {});
    }
    scene.end_pane();
  }
  std::string at(float x, float y) const {
    const Control* c = scene.control_at({x, y}, kWhole);
    return c ? c->key : "";
  }
};

TEST(SceneControls, Overlapping_TheLastAddedIsTouched) {
  Scene scene;
  scene.control("lower", "", {0, 0, 100, 100}, 0, [] {});
  scene.control("upper", "", {50, 0, 100, 100}, 0, [] {});

  EXPECT_EQ(scene.control_at({60, 10}, kWhole)->key, "upper");
  EXPECT_EQ(scene.control_at({10, 10}, kWhole)->key, "lower");
  EXPECT_EQ(scene.control_at({160, 10}, kWhole), nullptr);
}

TEST(SceneControls, InAPane_MoveWithItsScroll) {
  ListScene s;
  EXPECT_EQ(s.at(10, 30), "row 0");

  s.list.jump_to(60);

  EXPECT_EQ(s.at(10, 30), "row 1");
  EXPECT_EQ(s.scene.on_glass(*s.scene.find("row 1")), (Rect{0, 20, 160, 60}));
}

TEST(SceneControls, HiddenByTheirPane_CannotBeTouched) {
  ListScene s;

  EXPECT_EQ(s.at(10, 130), "under");  // row 1 reaches to 140, its pane to 120
  s.list.jump_to(30);
  EXPECT_EQ(s.at(10, 10), "under");
}

TEST(SceneControls, FoundByKeyOnly) {
  ListScene s;
  EXPECT_NE(s.scene.find("row 9"), nullptr);
  EXPECT_EQ(s.scene.find("row"), nullptr);
}

TEST(SceneItems, MovedFromAPlaceOn_MoveWithTheirControls) {
  Scene scene;
  scene.add({0, 0, 10, 10}, Fill{rgb(0)});
  scene.control("first", "", {0, 0, 10, 10}, 0, [] {});
  scene.add({0, 20, 10, 10}, Fill{rgb(0)});
  scene.control("second", "", {0, 20, 10, 10}, 0, [] {});

  scene.move_from(1, 1, {5, 7});

  EXPECT_EQ(scene.items()[0].box, (Rect{0, 0, 10, 10}));
  EXPECT_EQ(scene.items()[1].box, (Rect{5, 27, 10, 10}));
  EXPECT_EQ(scene.find("first")->box, (Rect{0, 0, 10, 10}));
  EXPECT_EQ(scene.find("second")->box, (Rect{5, 27, 10, 10}));
}

TEST(ScenePanes, InnermostOfAnAxis_IsFound) {
  Scene scene;
  Scroller pager, left, right;
  pager.set_range(320, 320, 2);
  scene.begin_pane({0, 0, 320, 150}, Axis::horizontal, pager);
  scene.begin_pane({0, 0, 320, 150}, Axis::vertical, left);
  scene.end_pane();
  scene.begin_pane({320, 0, 320, 150}, Axis::vertical, right);
  scene.end_pane();
  scene.end_pane();

  EXPECT_EQ(scene.pane_at({10, 10}, Axis::vertical, kWhole), 1);
  EXPECT_EQ(scene.pane_at({10, 10}, Axis::horizontal, kWhole), 0);
  EXPECT_EQ(scene.pane_at({10, 170}, Axis::vertical, kWhole), -1);
  pager.jump_to(320);
  EXPECT_EQ(scene.pane_at({10, 10}, Axis::vertical, kWhole), 2);
}

TEST(ScenePanes, Nested_AreSeenThroughBothViewports) {
  Scene scene;
  Scroller pager, column;
  pager.set_range(320, 320, 2);
  column.set_range(100, 0, 2);
  scene.begin_pane({0, 0, 320, 150}, Axis::horizontal, pager);
  scene.begin_pane({20, 50, 200, 200}, Axis::vertical, column);
  scene.end_pane();
  scene.end_pane();

  EXPECT_EQ(scene.visible_part(1, kWhole), (Rect{20, 50, 200, 100}));
  pager.jump_to(320);
  EXPECT_TRUE(scene.visible_part(1, kWhole).empty());
  EXPECT_EQ(scene.scroll_of(1), (Point{-320, 0}));
}

TEST(SceneText, OutsideWhatIsSeen_IsNotShown) {
  ListScene s;
  EXPECT_TRUE(s.scene.shows_text("row 0", kWhole));
  EXPECT_FALSE(s.scene.shows_text("row 5", kWhole));

  s.list.jump_to(300);

  EXPECT_TRUE(s.scene.shows_text("row 5", kWhole));
  EXPECT_FALSE(s.scene.shows_text("row 0", kWhole));
  EXPECT_FALSE(s.scene.shows_text("row 05", kWhole));
}

TEST(SceneDump, NamesBoxesPanesAndLabels) {
  Scene scene;
  Scroller list;
  scene.add({0, 0, 320, 180}, Fill{kWhite});
  scene.begin_pane({0, 20, 160, 100}, Axis::vertical, list);
  scene.add({0.4f, 20.6f, 100, 30}, words("听雨桥"));
  scene.control("go", "往前", {0, 20, 160, 60}, 0, [] {});
  scene.end_pane();
  scene.add({0, 0, 10, 10}, Image{"folder/bridge.svg", {.5f, .5f}, false, "一座桥"});
  scene.control("on", "简体", {200, 20, 60, 60}, 0, [] {}).selected = true;

  const std::string dump = scene.dump(kWhole);

  for (const char* line : {"pane-vertical 0,20 160x100 \"offset 0\"\n", "fill 0,0 320x180\n", "text 0,21 100x30 in 0 \"听雨桥\"\n",
                           "picture 0,0 10x10 \"bridge.svg | 一座桥\"\n", "control 0,20 160x60 in 0 \"go | 往前\"\n",
                           "control-selected 200,20 60x60 \"on | 简体\"\n"})
    EXPECT_NE(dump.find(line), std::string::npos) << line << "\nin\n" << dump;
  EXPECT_EQ(dump.find("folder/"), std::string::npos) << "no path of this machine";
}

TEST(SceneDrawing, ItemsInAPane_AreClippedAndMoved) {
  Stage stage;
  Scene scene;
  Scroller list;
  list.set_range(600, 0, 2);
  scene.add(kWhole, Fill{kWhite});
  scene.begin_pane({0, 20, 160, 100}, Axis::vertical, list);
  scene.add({0, 20, 160, 60}, Fill{kRed});
  scene.add({0, 80, 160, 600}, Fill{kBlue});
  scene.end_pane();
  list.jump_to(30);
  Brush brush = stage.brush();

  scene.draw(brush, kWhole, {}, {});

  EXPECT_EQ(stage.pixel(10, 19), kWhite);
  EXPECT_EQ(stage.pixel(10, 20), kRed);
  EXPECT_EQ(stage.pixel(10, 49), kRed);
  EXPECT_EQ(stage.pixel(10, 50), kBlue);
  EXPECT_EQ(stage.pixel(10, 119), kBlue);
  EXPECT_EQ(stage.pixel(10, 120), kWhite);
  EXPECT_EQ(stage.pixel(160, 60), kWhite);
}

TEST(SceneDrawing, ParallaxHalf_MovesHalfAsFar) {
  Stage stage;
  Scene scene;
  Scroller strip;
  strip.set_range(600, 0, 2);
  scene.add(kWhole, Fill{kWhite});
  scene.begin_pane(kWhole, Axis::horizontal, strip);
  scene.add({100, 0, 20, 50}, Fill{kRed}).parallax = .5f;
  scene.end_pane();
  strip.jump_to(80);
  Brush brush = stage.brush();

  scene.draw(brush, kWhole, {}, {});

  EXPECT_EQ(stage.pixel(59, 10), kWhite);
  EXPECT_EQ(stage.pixel(60, 10), kRed);
  EXPECT_EQ(stage.pixel(79, 10), kRed);
  EXPECT_EQ(stage.pixel(80, 10), kWhite);
}

TEST(SceneDrawing, EffectFadesAndShifts) {
  Stage stage;
  Scene scene;
  Effect effect;
  effect.opacity = .5f;
  effect.shift = {10, 0};
  scene.add(kWhole, Fill{kWhite});
  scene.add({0, 0, 50, 50}, Fill{{0, 0, 0}}).effect = &effect;
  Brush brush = stage.brush();

  scene.draw(brush, kWhole, {}, {});

  EXPECT_EQ(stage.pixel(5, 5), kWhite);
  EXPECT_NEAR(stage.pixel(15, 5).r, 127, 2);
}

TEST(SceneDrawing, PressedControl_IsShadedUnderWhatIsAddedAfterIt) {
  Stage stage;
  Scene scene;
  scene.add(kWhole, Fill{kWhite});
  scene.control("below", "", {0, 0, 100, 100}, 0, [] {});
  scene.add({40, 40, 20, 20}, Fill{kGreen});
  Brush brush = stage.brush();

  scene.draw(brush, kWhole, {{"below", {10, 10}}}, {{0, 0, 0, 128}, {}, 0});

  EXPECT_NEAR(stage.pixel(10, 10).r, 127, 2);
  EXPECT_EQ(stage.pixel(50, 50), kGreen);
  EXPECT_EQ(stage.pixel(150, 50), kWhite);
}

TEST(ScenePictures, NotThere_IsNotReadyAndIsAskedFor) {
  Stage stage;
  Scene scene;
  scene.add({0, 0, 100, 60}, Image{"a.png"});

  EXPECT_FALSE(scene.pictures_ready(*stage.pictures, kWhole));
  EXPECT_EQ(stage.pictures->asked.at("a.png"), (Size{100, 60}));
  stage.pictures->let_in("a.png", kRed);
  EXPECT_TRUE(scene.pictures_ready(*stage.pictures, kWhole));
}

TEST(ScenePictures, ThatCannotBeHad_CountAsReady) {
  Stage stage;
  Scene scene;
  scene.add({0, 0, 100, 60}, Image{"a.png"});
  stage.pictures->fail("a.png");

  EXPECT_TRUE(scene.pictures_ready(*stage.pictures, kWhole));
}

TEST(ScenePictures, OutOfSight_AreNotWaitedFor) {
  Stage stage;
  Scene scene;
  Scroller strip;
  strip.set_range(1000, 0, 2);
  scene.begin_pane(kWhole, Axis::horizontal, strip);
  scene.add({400, 0, 100, 60}, Image{"far.png"});
  scene.end_pane();

  EXPECT_TRUE(scene.pictures_ready(*stage.pictures, kWhole));
  strip.jump_to(200);
  EXPECT_FALSE(scene.pictures_ready(*stage.pictures, kWhole));
}

TEST(ScenePictures, FillTheirBoxExactly) {
  Stage stage;
  Scene scene;
  scene.add(kWhole, Fill{kWhite});
  scene.add({10, 10, 100, 30}, Image{"a.png"});
  stage.pictures->let_in("a.png", kRed);
  Brush brush = stage.brush();

  scene.draw(brush, kWhole, {}, {});

  EXPECT_EQ(stage.pixel(10, 10), kRed);
  EXPECT_EQ(stage.pixel(109, 39), kRed);
  EXPECT_EQ(stage.pixel(9, 10), kWhite);
  EXPECT_EQ(stage.pixel(110, 39), kWhite);
}

TEST(ScenePictures, ContainedInTheirBox_KeepTheirShape) {
  Stage stage;
  Scene scene;
  scene.add(kWhole, Fill{kWhite});
  scene.add({0, 0, 100, 40}, Image{"a.png", {.5f, .5f}, true, ""});  // the picture is square
  stage.pictures->let_in("a.png", kRed);
  Brush brush = stage.brush();

  scene.draw(brush, kWhole, {}, {});

  EXPECT_EQ(stage.pixel(29, 20), kWhite);
  EXPECT_EQ(stage.pixel(31, 20), kRed);
  EXPECT_EQ(stage.pixel(68, 20), kRed);
  EXPECT_EQ(stage.pixel(71, 20), kWhite);
}

}  // namespace
}  // namespace kiosk::ui
