// The panel's pages with words: the PIN, the overview, a question before what cannot be taken back.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/labels.h"
#include "kiosk/screens/operator.h"

namespace kiosk::screens {
namespace {

std::vector<ui::ButtonSpec> language_row(OperatorRoom& room, const ui::Look& look) {
  std::vector<ui::ButtonSpec> row;
  for (const Language language : kLanguages) {
    ui::ButtonSpec button;
    button.key = "language " + std::string(tag(language));
    button.label = language_name(language, true);
    button.kind = look.language == language ? ui::ButtonKind::on : ui::ButtonKind::plain;
    button.act = [&room, language] { room.speak(language); };
    row.push_back(std::move(button));
  }
  return row;
}

ui::ButtonSpec leave_button(OperatorRoom& room, const ui::Look& look) {
  ui::ButtonSpec button;
  button.key = "leave";
  button.label = local_text("回到展览", "回到展覽", "Back to the exhibition")[look.language];
  button.icon = ui::Icon::back;
  button.act = [&room] { room.leave(); };
  return button;
}

// Puts what was added since (`item`, `control`), `height` high from the top of `area` on, in the middle of it.
void centre(ui::Builder& builder, std::size_t item, std::size_t control, const Rect& area, float height) {
  builder.scene.move_from(item, control, {0, std::round(std::max(0.f, (area.h - height) / 2))});
}

class PinPad final : public ui::Screen {
 public:
  explicit PinPad(OperatorRoom& room) : room_(room), order_(room.desk().digit_order()) {}
  std::string_view name() const override { return "pin"; }
  void build(ui::Builder& builder) override;
  bool step(Duration) override {
    if (const auto left = seconds_left(); left != shown_left_) invalidate();
    return false;
  }
  Duration wake_after() const override { return shown_left_ > 0 ? Duration{milliseconds{200}} : Duration::max(); }

 private:
  static constexpr std::size_t kMost = 12;  // digits: no PIN is longer (site/pin.h)
  std::int64_t seconds_left() const { return std::chrono::ceil<seconds>(std::max(Duration{0}, room_.desk().pin_wait(room_.now()))).count(); }
  LocalText line() const;
  void add_digit(char digit) {
    if (entered_.size() >= kMost || looking_ || seconds_left() > 0) return;
    entered_ += digit;
    wrong_ = false;
    invalidate();
  }
  void submit();

  OperatorRoom& room_;
  std::string order_, entered_;
  bool wrong_ = false, looking_ = false;
  std::int64_t shown_left_ = 0;
  std::shared_ptr<int> alive_ = std::make_shared<int>();  // an answer may come when the pad is gone
};

void PinPad::submit() {
  if (entered_.empty() || looking_ || seconds_left() > 0) return;
  looking_ = true;
  invalidate();
  room_.desk().try_pin(std::exchange(entered_, {}), [this, alive = std::weak_ptr(alive_)](bool right) {
    if (alive.expired()) return;
    looking_ = false;
    wrong_ = !right;
    invalidate();
    if (right) room_.enter();
  });
}

LocalText PinPad::line() const {
  if (looking_) return local_text("正在核对…", "正在核對…", "Checking …");
  if (const auto left = shown_left_; left > 0) {
    const std::string n = std::to_string(left);
    return LocalText{{"密码不对，" + n + " 秒后可再试", "密碼不對，" + n + " 秒後可再試", "Not the PIN. Try again in " + n + " s"}};
  }
  if (wrong_) return local_text("密码不对，请再试", "密碼不對，請再試", "Not the PIN. Please try again");
  return local_text("请输入维护密码", "請輸入維護密碼", "Please enter the PIN");
}

void PinPad::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  shown_left_ = seconds_left();
  builder.scene.add(look.whole(), ui::Fill{colors.paper});
  const Rect area = look.above_bar();
  const float key_w = std::round(look.mm(46)), key_h = std::round(look.mm(30)), gap = std::round(look.mm(7)), width = 3 * key_w + 2 * gap;
  const float left = std::round(area.x + (area.w - width) / 2);
  const std::size_t item = builder.scene.items().size(), control = builder.scene.controls().size();
  float y = area.y;
  const auto in_the_middle = [&](const text::Setting& words, Color color) {
    const Size size = builder.measure(words)->size;
    builder.words(words, {std::round(area.x + (area.w - size.w) / 2), y}, color);
    y += size.h;
  };
  in_the_middle(builder.title(local_text("设备维护", "設備維護", "For the staff")[look.language], 0), colors.ink);
  y += look.mm(2);
  in_the_middle(builder.interface(line()[look.language]), wrong_ || shown_left_ > 0 ? colors.red : colors.muted);
  y += look.mm(8);
  const float dot = std::round(look.mm(6)), step = std::round(look.mm(11));
  for (std::size_t i = 0; i < std::max<std::size_t>(6, entered_.size()); ++i) {
    const float count = static_cast<float>(std::max<std::size_t>(6, entered_.size()));
    const Rect box{std::round(area.x + area.w / 2 + (static_cast<float>(i) - (count - 1) / 2) * step - dot / 2), y, dot, dot};
    builder.scene.add(box, ui::Round{dot / 2, i < entered_.size() ? colors.ink : Color{0, 0, 0, 0}, colors.edge, look.hairline()});
  }
  y += dot + look.mm(9);
  const bool open = !looking_ && shown_left_ == 0;
  const auto place = [&](std::size_t cell) {
    return Rect{left + static_cast<float>(cell % 3) * (key_w + gap), y + static_cast<float>(cell / 3) * (key_h + gap), key_w, key_h};
  };
  for (std::size_t i = 0; i < order_.size(); ++i) {
    ui::ButtonSpec key;
    key.key = std::string("digit ") + order_[i];
    key.label = std::string(1, order_[i]);
    key.enabled = open;
    key.act = [this, digit = order_[i]] { add_digit(digit); };
    builder.button(key, place(i < 9 ? i : 10));
  }
  ui::ButtonSpec erase, enter;
  erase.key = "erase";
  erase.label = local_text("删除", "刪除", "Delete")[look.language];
  erase.enabled = open && !entered_.empty();
  erase.act = [this] {
    if (!entered_.empty()) entered_.pop_back();
    invalidate();
  };
  enter.key = "enter";
  enter.label = local_text("确定", "確定", "Enter")[look.language];
  enter.kind = ui::ButtonKind::primary;
  enter.enabled = open && !entered_.empty();
  enter.act = [this] { submit(); };
  builder.button(erase, place(9));
  builder.button(enter, place(11));
  y += 4 * key_h + 3 * gap;
  centre(builder, item, control, area, y - area.y);
  builder.bar({leave_button(room_, look)}, {}, language_row(room_, look));
}

class OperatorHome final : public ui::Screen {
 public:
  explicit OperatorHome(OperatorRoom& room) : room_(room) {}
  std::string_view name() const override { return "operator"; }
  void build(ui::Builder& builder) override;
  bool step(Duration) override {
    constexpr Duration kLookAgain = seconds{2};
    if (room_.now() - looked_ >= kLookAgain) invalidate();
    return false;
  }
  Duration wake_after() const override { return seconds{1}; }

 private:
  float add_health(ui::Builder& builder, Point at, float width);
  float add_actions(ui::Builder& builder, Point at, float width);
  std::vector<ui::ButtonSpec> actions(const ui::Look& look);
  void ask_first(LocalText question, LocalText more, LocalText yes, std::function<void()> act) {
    room_.open(make_confirm(room_, std::move(question), std::move(more), std::move(yes), std::move(act)));
  }

  OperatorRoom& room_;
  Duration looked_{0};
  LocalText done_;  // what was just asked for
};

float OperatorHome::add_health(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const Health& health = room_.desk().health(room_.now());
  float y = at.y;
  y += builder.words(builder.title(local_text("设备维护", "設備維護", "For the staff")[look.language], width), {at.x, y}, colors.ink).h + look.mm(4);
  y += builder.rule({at.x, y}).h + look.mm(7);
  y += builder.words(builder.interface(health.sentence[look.language], width), {at.x, y}, colors.ink).h + look.mm(7);
  float names = 0;
  for (const HealthLine& line : health.lines) names = std::max(names, builder.width_of(builder.interface(line.what[look.language])));
  // Not by colour alone: a light that is not green is a triangle or a square with its code beside it.
  const float lamp = std::round(look.mm(8.5f)), indent = lamp + look.mm(6), beside = std::round(names + look.mm(8));
  for (const HealthLine& line : health.lines) {
    const bool good = line.light == HealthLine::Light::good, bad = line.light == HealthLine::Light::bad;
    const text::Setting what = builder.interface(line.what[look.language]);
    const text::Setting how = builder.interface(line.how[look.language] + (line.code.empty() ? "" : "　" + line.code), width - indent - beside);
    const float first = builder.measure(what)->size.h;
    const Color light = good ? rgb(0x3b7a4b) : bad ? rgb(0xb3261e) : rgb(0xc98a12);
    builder.scene.add({at.x, std::round(y + (first - lamp) / 2), lamp, lamp}, ui::Round{good ? lamp / 2 : look.mm(1), light, colors.edge, bad ? look.hairline() * 2 : 0});
    builder.words(what, {at.x + indent, y}, colors.muted);
    y += std::max(first, builder.words(how, {at.x + indent + beside, y}, good ? colors.ink : colors.red).h) + look.mm(1.5f);
  }
  return y - at.y;
}

std::vector<ui::ButtonSpec> OperatorHome::actions(const ui::Look& look) {
  std::vector<ui::ButtonSpec> all;
  const auto add = [&](const char* key, const LocalText& label, bool enabled, std::function<void()> act) {
    ui::ButtonSpec button;
    button.key = key;
    button.label = label[look.language];
    button.enabled = enabled;
    button.act = std::move(act);
    all.push_back(std::move(button));
  };
  OperatorDesk& desk = room_.desk();
  add("guide", local_text("讲解员模式", "導覽員模式", "Guide mode"), true, [this] { room_.desk().begin_guide(); });
  add("cleaning", local_text("清洁屏幕", "清潔螢幕", "Clean the glass"), true, [this] { room_.open(make_cleaning(room_)); });
  add("touch test", local_text("触摸测试", "觸控測試", "Touch test"), true, [this] { room_.open(make_touch_test(room_)); });
  add("test card", local_text("画面测试", "畫面測試", "Test card"), true, [this] { room_.open(make_test_card(room_)); });
  add("import", local_text("从优盘导入", "從隨身碟匯入", "Import from stick"), desk.stick_is_there(), [this] {
    room_.desk().import_from_stick();
    done_ = local_text("已开始从优盘导入，请勿拔出；通过核对后自动换上新内容。", "已開始從隨身碟匯入，請勿拔出；通過核對後自動換上新內容。", "Importing. Leave the stick in; what passes the check appears by itself.");
    invalidate();
  });
  add("previous", local_text("换回上一版内容", "換回上一版內容", "Previous exhibition"), desk.previous_is_there(), [this] {
    ask_first(local_text("换回上一版内容？", "換回上一版內容？", "Go back to the previous exhibition?"),
              local_text("现在播放的这一版将停用，直到策展人发布新的内容。", "現在播放的這一版將停用，直到策展人發布新的內容。", "The one that plays now is not shown again until the curator publishes another."),
              local_text("换回", "換回", "Go back"), [this] {
                room_.desk().go_back_to_previous();
                done_ = local_text("已要求换回，几秒后生效。", "已要求換回，幾秒後生效。", "Asked for; it takes a few seconds.");
                room_.back();
                invalidate();
              });
  });
  add("restart", local_text("重新启动展示程序", "重新啟動展示程式", "Restart the display"), true, [this] {
    ask_first(local_text("重新启动展示程序？", "重新啟動展示程式？", "Restart the display?"), local_text("画面会中断一两秒。", "畫面會中斷一兩秒。", "The glass is empty for a second or two."), local_text("重新启动", "重新啟動", "Restart"),
              [this] { room_.desk().restart(); });
  });
  return all;
}

float OperatorHome::add_actions(ui::Builder& builder, Point at, float width) {
  const ui::Look& look = builder.look;
  const ui::Palette& colors = look.colors();
  const float gap = std::round(look.mm(7)), half = std::round((width - gap) / 2), height = std::round(look.mm(26.5f));
  float y = at.y;
  const std::vector<ui::ButtonSpec> all = actions(look);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool whole = i + 1 == all.size() && i % 2 == 0;
    builder.button(all[i], {at.x + (i % 2 ? half + gap : 0), y, whole ? width : half, height});
    if (i % 2 || whole) y += height + gap;
  }
  // Brightness: darker, the value, brighter.
  OperatorDesk& desk = room_.desk();
  const auto step = [&](const char* key, const LocalText& label, int by, float x) {
    ui::ButtonSpec button;
    button.key = key;
    button.label = label[look.language];
    const int value = desk.brightness() + by;
    button.enabled = value >= kDarkest && value <= 100;
    button.act = [this, value] {
      room_.desk().set_brightness(value);
      invalidate();
    };
    builder.button(button, {x, y, std::round(width * .3f), height});
  };
  step("darker", local_text("调暗", "調暗", "Darker"), -kBrightnessStep, at.x);
  const text::Setting value = builder.interface(local_text("亮度 ", "亮度 ", "Brightness ")[look.language] + std::to_string(desk.brightness()) + "%");
  const Size size = builder.measure(value)->size;
  builder.words(value, {std::round(at.x + (width - size.w) / 2), std::round(y + (height - size.h) / 2)}, colors.ink);
  step("brighter", local_text("调亮", "調亮", "Brighter"), kBrightnessStep, std::round(at.x + width - std::round(width * .3f)));
  y += height;
  if (!done_.empty()) y += look.mm(6) + builder.words(builder.interface(done_[look.language], width), {at.x, y + look.mm(6)}, colors.red).h;
  return y - at.y;
}

void OperatorHome::build(ui::Builder& builder) {
  const ui::Look& look = builder.look;
  looked_ = room_.now();
  builder.scene.add(look.whole(), ui::Fill{look.colors().paper});
  const Rect area = look.above_bar();
  const float margin = look.margin() + look.mm(6), gap = look.mm(26);
  const std::size_t item = builder.scene.items().size(), control = builder.scene.controls().size();
  float height = 0;
  if (look.portrait()) {
    const float width = std::min(area.w - 2 * margin, look.mm(360)), left = std::round(area.x + (area.w - width) / 2);
    height = add_health(builder, {left, area.y}, width) + look.mm(12);
    height += add_actions(builder, {left, area.y + height}, width);
  } else {
    const float width = std::min((area.w - 2 * margin - gap) / 2, look.mm(360)), left = std::round(area.x + (area.w - 2 * width - gap) / 2);
    const float health = add_health(builder, {left, area.y}, width);
    height = std::max(health, add_actions(builder, {left + width + gap, area.y}, width));
  }
  centre(builder, item, control, area, height);
  builder.bar({leave_button(room_, look)}, {}, language_row(room_, look));
}

class Confirm final : public ui::Screen {
 public:
  Confirm(OperatorRoom& room, LocalText question, LocalText more, LocalText yes, std::function<void()> act)
      : room_(room), question_(std::move(question)), more_(std::move(more)), yes_(std::move(yes)), act_(std::move(act)) {}
  std::string_view name() const override { return "confirm"; }
  void build(ui::Builder& builder) override {
    const ui::Look& look = builder.look;
    builder.scene.add(look.whole(), ui::Fill{look.colors().paper});
    const Rect area = look.above_bar();
    const float width = std::min(area.w - 2 * look.margin(), look.mm(300)), left = std::round(area.x + (area.w - width) / 2), gap = look.mm(7);
    const std::size_t item = builder.scene.items().size(), control = builder.scene.controls().size();
    float y = area.y;
    y += builder.words(builder.title(question_[look.language], width), {left, y}, look.colors().ink).h + look.mm(4);
    y += builder.rule({left, y}).h + look.mm(7);
    y += builder.words(builder.interface(more_[look.language], width), {left, y}, look.colors().ink).h + look.mm(14);
    ui::ButtonSpec no, yes;
    no.key = "no";
    no.label = local_text("取消", "取消", "Cancel")[look.language];
    no.act = [this] { room_.back(); };
    yes.key = "yes";
    yes.label = yes_[look.language];
    yes.kind = ui::ButtonKind::primary;
    yes.act = act_;
    const float half = std::round((width - gap) / 2), height = std::round(look.mm(26.5f));
    builder.button(no, {left, y, half, height});
    builder.button(yes, {left + half + gap, y, half, height});
    y += height;
    centre(builder, item, control, area, y - area.y);
    builder.bar({leave_button(room_, look)}, {}, language_row(room_, look));
  }

 private:
  OperatorRoom& room_;
  LocalText question_, more_, yes_;
  std::function<void()> act_;
};

}  // namespace

std::shared_ptr<ui::Screen> make_pin_pad(OperatorRoom& room) { return std::make_shared<PinPad>(room); }
std::shared_ptr<ui::Screen> make_operator_home(OperatorRoom& room) { return std::make_shared<OperatorHome>(room); }
std::shared_ptr<ui::Screen> make_confirm(OperatorRoom& room, LocalText question, LocalText more, LocalText yes, std::function<void()> act) {
  return std::make_shared<Confirm>(room, std::move(question), std::move(more), std::move(yes), std::move(act));
}

}  // namespace kiosk::screens
