// The stack of screens: what is shown, how one gives way to the next, where fingers go.
//
// States  : a change is queued, applied between frames; the new screen is built, and the old one stays on the glass until the
//           new one's pictures are there; then a still of the old fades out over the new. A screen that is built again (text
//           size, language) keeps what it showed in the same way until the pictures of its new layout are there.
// Broken  : a screen that throws (a broken promise in its own code) gives way to what `on_broken` makes, and the visit goes on; one that is in its
//           place and throws as well is not caught.
// Touch   : during a fade fingers belong to the new screen, at once; while it is awaited unseen, new fingers do nothing.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/ui/builder.h"
#include "kiosk/ui/motion.h"
#include "kiosk/ui/scene.h"
#include "kiosk/ui/touch.h"

namespace kiosk::ui {

// One screen: a small state machine that builds a scene, advances with time, and says what its touches do through the
// scene's controls.
class Screen {
 public:
  virtual ~Screen() = default;
  virtual std::string_view name() const = 0;
  virtual void build(Builder& builder) = 0;
  // Advances its own motion (scrollers, effects). Returns whether something that is drawn changed.
  virtual bool step(Duration) { return false; }
  // Time after which `step` may change something without a touch; nothing moves by itself where it is Duration::max().
  virtual Duration wake_after() const { return Duration::max(); }
  // Whether it shows what it will go on showing: no page turns, no slide fades.
  virtual bool settled() const { return true; }
  // Asks for pictures that will be needed soon.
  virtual void prefetch(PictureSource&) {}

  // The scene is out of date: build it again before the next frame.
  void invalidate() { valid_ = false; }
  bool valid() const { return valid_; }

  Scene scene;

 private:
  friend class Navigator;
  bool valid_ = false;
};

class Navigator {
 public:
  // All borrowed.
  Navigator(text::Typesetter& typesetter, PictureSource& pictures, float px_per_mm)
      : typesetter_(typesetter), pictures_(pictures), touch_(px_per_mm) {}

  void on_broken(std::function<std::shared_ptr<Screen>(const Screen& broken, const std::exception& why)> make) { make_instead_ = std::move(make); }

  void set_look(const Look& look);  // builds every screen again
  const Look& look() const { return look_; }

  void push(std::shared_ptr<Screen> screen);
  void pop();                                                   // nothing at the root
  void replace(std::shared_ptr<Screen> screen);                 // the one on top
  // The whole stack, root first; with its own look where one is given.
  void reset_to(std::vector<std::shared_ptr<Screen>> screens, std::optional<Look> look = std::nullopt);

  bool handle(const gfx::Finger& finger);
  void cancel_touches();
  // Advances; returns whether the frame must be drawn again.
  bool step(Duration dt, Duration now);
  void draw(Brush& brush);

  Screen& top() { return *stack_.back(); }
  const Screen& top() const { return *stack_.back(); }
  // The screen whose picture is on the glass: differs from top while the next one waits for its pictures.
  const Screen& shown() const { return waiting_ && leaving_ ? *leaving_ : *stack_.back(); }
  // False only before the very first screen's pictures are there: nothing would be better than half of it.
  bool presentable() const { return !waiting_ || leaving_; }
  // Grows with every scene that is built.
  std::uint64_t builds() const { return builds_; }
  std::size_t depth() const { return stack_.size(); }
  bool settled() const { return !change_ && !waiting_ && !kept_ && !take_still_ && fade_.done() && top().settled(); }
  const Touch& touch() const { return touch_; }

 private:
  void ensure_built(Screen& screen);
  void ensure_top_built();
  void apply_change();
  bool step_screens(Duration dt, Duration now);
  void draw_screens(Brush& brush);
  // `what`, or, where the top screen throws in it, another screen in its place and true.
  template <typename F>
  bool guarded(const F& what);

  text::Typesetter& typesetter_;
  PictureSource& pictures_;
  Touch touch_;
  Look look_;
  std::vector<std::shared_ptr<Screen>> stack_;
  std::shared_ptr<Screen> leaving_;  // what is on the glass while `waiting_`; it may have left the stack
  bool waiting_ = false;
  std::optional<Scene> kept_;        // what top showed before it was built again, while its new pictures are not there
  std::uint64_t builds_ = 0;
  bool take_still_ = false;
  gfx::Texture still_;
  Timeline fade_;
  std::optional<std::function<void()>> change_;
  std::function<std::shared_ptr<Screen>(const Screen&, const std::exception&)> make_instead_;
  std::shared_ptr<Screen> instead_;  // of one that threw
};

}  // namespace kiosk::ui
