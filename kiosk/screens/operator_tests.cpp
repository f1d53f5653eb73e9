// The panel's pages for hands and eyes: the touch test, the test card, and glass that may be wiped.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "kiosk/screens/operator.h"

namespace kiosk::screens {
namespace {

// Every cell of the glass that was touched stays marked; each finger has a ring, its number and its place.
class TouchTest final : public ui::Screen, public SeesFingers {
 public:
  explicit TouchTest(OperatorRoom& room) : room_(room) {}
  std::string_view name() const override { return "touch-test"; }
  void see(const gfx::Finger& finger, const Rect& whole) override;
  void build(ui::Builder& builder) override;

 private:
  static constexpr int kLong = 16, kShort = 9;
  static std::pair<int, int> grid(const Rect& whole) { return whole.h > whole.w ? std::pair{kShort, kLong} : std::pair{kLong, kShort}; }

  OperatorRoom& room_;
  std::set<std::pair<int, int>> touched_;
  std::map<gfx::FingerId, Point> fingers_;
  std::size_t most_ = 0;
};

void TouchTest::see(const gfx::Finger& finger, const Rect& whole) {
  using Phase = gfx::Finger::Phase;
  if (finger.phase == Phase::up || finger.phase == Phase::cancel) {
    fingers_.erase(finger.id);
  } else {
    fingers_[finger.id] = finger.at;
    const auto [columns, rows] = grid(whole);
    touched_.emplace(std::clamp(static_cast<int>(finger.at.x / whole.w * static_cast<float>(columns)), 0, columns - 1),
                     std::clamp(static_cast<int>(finger.at.y / whole.h * static_cast<float>(rows)), 0, rows - 1));
  }
  most_ = std::max(most_, fingers_.size());
  invalidate();
}

void TouchTest::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const Rect whole = look.whole();
  builder.scene.add(whole, ui::Fill{colors.paper});
  const auto [columns, rows] = grid(whole);
  const float w = whole.w / static_cast<float>(columns), h = whole.h / static_cast<float>(rows);
  for (const auto& [column, row] : touched_)
    builder.scene.add({static_cast<float>(column) * w, static_cast<float>(row) * h, w, h}, ui::Fill{rgb(0x3b7a4b).faded(.35f)});
  for (int i = 1; i < columns; ++i) builder.scene.add({std::round(static_cast<float>(i) * w), 0, look.hairline(), whole.h}, ui::Fill{colors.line});
  for (int i = 1; i < rows; ++i) builder.scene.add({0, std::round(static_cast<float>(i) * h), whole.w, look.hairline()}, ui::Fill{colors.line});
  const std::string cells = std::to_string(touched_.size()) + " / " + std::to_string(columns * rows), fingers = std::to_string(fingers_.size()), most = std::to_string(most_);
  const LocalText counts{{"已触到 " + cells + " 格　现在 " + fingers + " 指，最多 " + most + " 指", "已觸到 " + cells + " 格　現在 " + fingers + " 指，最多 " + most + " 指",
                          cells + " cells touched, " + fingers + " fingers now, " + most + " at most"}};
  const float margin = look.margin(), width = std::min(whole.w - 2 * margin, look.mm(420));
  const text::Setting title = builder.title(local_text("触摸测试：请抹遍整块屏幕", "觸控測試：請抹遍整塊螢幕", "Touch test: wipe over the whole glass")[look.language], width), line = builder.interface(counts[look.language], width);
  float y = std::round(whole.h * .3f);
  y += builder.words(title, {margin, y}, colors.ink).h + look.mm(4);
  builder.words(line, {margin, y}, colors.ink);
  for (const auto& [id, at] : fingers_) {
    const float radius = look.mm(16);
    builder.scene.add({at.x - radius, at.y - radius, 2 * radius, 2 * radius}, ui::Round{radius, {0, 0, 0, 0}, colors.red, look.mm(1.6f)});
    char where[64];
    std::snprintf(where, sizeof where, "%.0f, %.0f", static_cast<double>(at.x), static_cast<double>(at.y));
    const text::Setting place = builder.caption(where);
    const float wide = builder.measure(place)->size.w;
    const bool left = at.x + radius + look.mm(4) + wide > whole.w;
    builder.words(place, {at.x + (left ? -radius - look.mm(4) - wide : radius + look.mm(4)), at.y - look.mm(5)}, colors.red);
  }
  ui::ButtonSpec done;
  done.key = "done";
  done.label = local_text("完成", "完成", "Done")[look.language];
  done.kind = ui::ButtonKind::primary;
  done.act = [this] { room_.back(); };
  const Size size = builder.button_size(done);
  builder.button(done, {margin, std::round(y + builder.measure(line)->size.h + look.mm(10)), size.w, size.h});
}

class Cleaning final : public ui::Screen {
 public:
  explicit Cleaning(OperatorRoom& room) : room_(room), until_(room.now() + kCleaning) {}
  std::string_view name() const override { return "cleaning"; }
  bool step(Duration) override {
    if (left() <= 0 && !over_) {
      over_ = true;
      room_.back();
    } else if (left() != shown_) {
      invalidate();
    }
    return false;
  }
  Duration wake_after() const override { return milliseconds{200}; }
  void build(ui::Builder& builder) override {
    const ui::Look& look = builder.look;
    const ui::Palette& colors = look.colors();
    shown_ = left();
    builder.scene.add(look.whole(), ui::Fill{colors.paper});
    const Rect whole = look.whole();
    float y = std::round(whole.h * .34f);
    const auto in_the_middle = [&](text::Setting words, Color color) {
      const Size size = builder.measure(words)->size;
      builder.words(words, {std::round((whole.w - size.w) / 2), y}, color);
      y += size.h;
    };
    in_the_middle(builder.title(local_text("请擦拭屏幕", "請擦拭螢幕", "The glass may be wiped now")[look.language], 0), colors.ink);
    y += look.mm(4);
    text::Setting number = builder.title(std::to_string(std::max<std::int64_t>(0, shown_)), 0);
    number.size_px = std::round(look.mm(60));
    in_the_middle(number, colors.red);
    y += look.mm(4);
    in_the_middle(builder.interface(local_text("秒之内触摸无效", "秒之內觸控無效", "seconds during which touches do nothing")[look.language]), colors.muted);
  }

 private:
  std::int64_t left() const { return std::chrono::ceil<seconds>(until_ - room_.now()).count(); }

  OperatorRoom& room_;
  Duration until_;
  std::int64_t shown_ = -1;
  bool over_ = false;
};

// What a person sees here and nowhere else: cut edges, stretched circles, wrong colours, a wrong long_side_mm.
class TestCard final : public ui::Screen {
 public:
  explicit TestCard(OperatorRoom& room) : room_(room) {}
  std::string_view name() const override { return "test-card"; }
  void build(ui::Builder& builder) override;

 private:
  OperatorRoom& room_;
};

void TestCard::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const Rect whole = look.whole();
  const Color white = rgb(0xffffff), grey = rgb(0x808080);
  // The outermost pixels, then a hand's breadth inside: whatever is missing is overscan.
  builder.scene.add(whole, ui::Fill{white});
  builder.scene.add(whole.inset(1), ui::Fill{rgb(0x303030)});
  const float cell = std::round(std::min(whole.w, whole.h) / 9);
  for (float x = std::round(std::fmod(whole.w / 2, cell)); x < whole.w; x += cell) builder.scene.add({x, 1, 1, whole.h - 2}, ui::Fill{grey});
  for (float y = std::round(std::fmod(whole.h / 2, cell)); y < whole.h; y += cell) builder.scene.add({1, y, whole.w - 2, 1}, ui::Fill{grey});
  const float across = std::round(std::min(whole.w, whole.h) * .94f);
  builder.scene.add({std::round((whole.w - across) / 2), std::round((whole.h - across) / 2), across, across}, ui::Round{across / 2, {0, 0, 0, 0}, white, 2});
  // Colours and greys.
  const float width = std::round(std::min(whole.w, whole.h) * .76f), left = std::round((whole.w - width) / 2), strip = cell;
  float y = std::round(whole.h / 2 - 2.6f * strip);
  static constexpr std::uint32_t kBars[] = {0xffffff, 0xffff00, 0x00ffff, 0x00ff00, 0xff00ff, 0xff0000, 0x0000ff, 0x000000};
  for (int i = 0; i < 8; ++i) {
    const float from = std::round(left + width * static_cast<float>(i) / 8), to = std::round(left + width * static_cast<float>(i + 1) / 8);
    builder.scene.add({from, y, to - from, strip}, ui::Fill{rgb(kBars[i])});
  }
  y += strip;
  for (int i = 0; i < 16; ++i) {
    const float from = std::round(left + width * static_cast<float>(i) / 16), to = std::round(left + width * static_cast<float>(i + 1) / 16);
    const auto level = static_cast<std::uint32_t>(i * 17);
    builder.scene.add({from, y, to - from, strip}, ui::Fill{rgb(level << 16 | level << 8 | level)});
  }
  y += strip + look.mm(4);
  char size[96];
  std::snprintf(size, sizeof size, "%.0f × %.0f   %.3f px/mm", static_cast<double>(whole.w), static_cast<double>(whole.h), static_cast<double>(look.panel.px_per_mm));
  const float words = width;
  const auto line = [&](text::Setting setting) {
    builder.scene.add({left - look.mm(2), y, words + look.mm(4), builder.measure(setting)->size.h}, ui::Fill{rgb(0x303030)});
    y += builder.words(setting, {left, y}, white).h;
  };
  line(builder.interface(size, words));
  line(builder.caption(local_text("下面的白线应长 100 毫米；四边各有一条白线；圆应是正圆。触摸任意处返回。", "下面的白線應長 100 公釐；四邊各有一條白線；圓應是正圓。觸碰任意處返回。",
                            "The bar below is 100 mm long; each edge has a white line; the circle is round. Touch anywhere to go back.")[look.language],
                       words));
  y += look.mm(5);
  builder.scene.add({left, y, std::round(look.mm(100)), std::max(2.f, std::round(look.mm(2)))}, ui::Fill{white});
  builder.scene.control("back", local_text("返回", "返回", "Back")[look.language], whole, 0, [this] { room_.back(); }).mark_finger = true;
}

}  // namespace

std::shared_ptr<ui::Screen> make_touch_test(OperatorRoom& room) { return std::make_shared<TouchTest>(room); }
std::shared_ptr<ui::Screen> make_cleaning(OperatorRoom& room) { return std::make_shared<Cleaning>(room); }
std::shared_ptr<ui::Screen> make_test_card(OperatorRoom& room) { return std::make_shared<TestCard>(room); }

}  // namespace kiosk::screens
