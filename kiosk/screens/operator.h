// The operator panel: what the staff do at the glass itself, behind a PIN. Health in three lights and one sentence for the help desk; tests of
// touch and picture; cleaning; guide mode; content from a stick or the one before; a restart.
//
// Leaves  : by itself after kOperatorIdle without a touch (the test card after kTestCard), from any of its pages.
// Cleaning: touches do nothing for kCleaning; a countdown says how long.
// Threads : the main thread.
#pragma once

#include <memory>

#include "kiosk/screens/front.h"
#include "kiosk/screens/operator_desk.h"
#include "kiosk/ui/navigator.h"

namespace kiosk::screens {

inline constexpr Duration kOperatorIdle = seconds{60}, kCleaning = seconds{60}, kTestCard = seconds{300};

// What the panel's pages share.
class OperatorRoom {
 public:
  virtual ~OperatorRoom() = default;
  virtual OperatorDesk& desk() = 0;
  virtual Duration now() const = 0;
  virtual void enter() = 0;  // the PIN was right
  virtual void open(std::shared_ptr<ui::Screen> page) = 0;
  virtual void back() = 0;
  virtual void leave() = 0;
  virtual void speak(Language language) = 0;
};

class OperatorPanel final : public Front, private OperatorRoom {
 public:
  // All borrowed.
  OperatorPanel(ui::Brush brush, text::Typesetter& typesetter, const ui::Look& look, OperatorDesk& desk);

  bool is_open() const { return open_; }
  // Begins with the PIN.
  void ask(Duration now);
  void leave() override { open_ = false; }

  bool handle(const gfx::Finger& finger) override;
  bool step(Duration dt, Duration now) override;
  void draw() override;
  bool presentable() const override { return navigator_.presentable(); }
  Duration wake_after(Duration now) const override;
  std::string_view screen() const override { return navigator_.top().name(); }
  bool settled() const override { return navigator_.settled(); }
  std::uint64_t builds() const override { return navigator_.builds(); }
  std::string dump() const override;
  bool shows_text(std::string_view text) const override;
  std::vector<std::pair<std::string, Point>> visible_controls() const override;

 private:
  OperatorDesk& desk() override { return desk_; }
  Duration now() const override { return now_; }
  void enter() override;
  void open(std::shared_ptr<ui::Screen> page) override { navigator_.push(std::move(page)); }
  void back() override { navigator_.pop(); }
  void speak(Language language) override;
  Duration patience() const;

  ui::Brush brush_;
  ui::Look look_;
  OperatorDesk& desk_;
  ui::Navigator navigator_;
  bool open_ = false;
  Duration now_{0}, last_touch_{0};
};

// The pages, each made by its function. Named "pin", "operator", "touch-test", "cleaning", "test-card", "confirm".
std::shared_ptr<ui::Screen> make_pin_pad(OperatorRoom& room);
std::shared_ptr<ui::Screen> make_operator_home(OperatorRoom& room);
std::shared_ptr<ui::Screen> make_touch_test(OperatorRoom& room);
std::shared_ptr<ui::Screen> make_cleaning(OperatorRoom& room);
std::shared_ptr<ui::Screen> make_test_card(OperatorRoom& room);
std::shared_ptr<ui::Screen> make_confirm(OperatorRoom& room, LocalText question, LocalText more, LocalText yes, std::function<void()> act);

// A page that sees every finger itself, besides its controls.
class SeesFingers {
 public:
  virtual ~SeesFingers() = default;
  virtual void see(const gfx::Finger& finger, const Rect& whole) = 0;
};

}  // namespace kiosk::screens
