#include "kiosk/ui/navigator.h"

#include <utility>

namespace kiosk::ui {

void Navigator::set_look(const Look& look) {
  look_ = look;
  for (const auto& screen : stack_) screen->invalidate();
}

void Navigator::push(std::shared_ptr<Screen> screen) {
  change_ = [this, screen = std::move(screen)] { stack_.push_back(screen); };
}

void Navigator::pop() {
  change_ = [this] {
    if (stack_.size() > 1) stack_.pop_back();
  };
}

void Navigator::replace(std::shared_ptr<Screen> screen) {
  change_ = [this, screen = std::move(screen)] { stack_.back() = screen; };
}

void Navigator::reset_to(std::vector<std::shared_ptr<Screen>> screens, std::optional<Look> look) {
  change_ = [this, screens = std::move(screens), look] {
    stack_ = screens;
    if (look) set_look(*look);  // of the new screens alone: the one that leaves stays as it is on the glass
  };
}

void Navigator::ensure_built(Screen& screen) {
  if (screen.valid_) return;
  screen.scene.clear();
  Builder builder(screen.scene, look_, typesetter_);
  screen.build(builder);
  screen.valid_ = true;
  ++builds_;
}

void Navigator::ensure_top_built() {
  if (top().valid_) return;
  Scene before = std::exchange(top().scene, Scene{});
  ensure_built(top());
  const bool on_glass = !waiting_ && !kept_ && !before.items().empty();
  if (on_glass && !top().scene.pictures_ready(pictures_, look_.whole())) kept_ = std::move(before);
}

void Navigator::apply_change() {
  kept_.reset();
  std::shared_ptr<Screen> on_glass = waiting_ ? leaving_ : stack_.empty() ? nullptr : stack_.back();
  if (on_glass) touch_.cancel_all(stack_.back()->scene);
  const auto change = *std::exchange(change_, std::nullopt);
  change();
  waiting_ = on_glass != stack_.back();
  leaving_ = waiting_ ? std::move(on_glass) : nullptr;
}

template <typename F>
bool Navigator::guarded(const F& what) {
  try {
    return what();
  } catch (const std::exception& why) {
    if (!make_instead_ || stack_.empty() || stack_.back() == instead_) throw;
    instead_ = make_instead_(*stack_.back(), why);
    // Nothing of what was half done counts.
    touch_.cancel_all(stack_.back()->scene);
    stack_.back() = instead_;
    change_.reset();
    kept_.reset();
    leaving_.reset();
    still_ = {};
    fade_ = {};
    waiting_ = take_still_ = false;
    return true;
  }
}

bool Navigator::handle(const gfx::Finger& finger) {
  return guarded([&] {
    ensure_top_built();
    // Nobody can mean a control that is not on the glass yet.
    if (finger.phase == gfx::Finger::Phase::down && waiting_ && leaving_) return false;
    return touch_.handle(finger, top().scene, look_.whole());
  });
}

void Navigator::cancel_touches() { touch_.cancel_all(top().scene); }

bool Navigator::step(Duration dt, Duration now) {
  return guarded([&] { return step_screens(dt, now); });
}

void Navigator::draw(Brush& brush) {
  if (guarded([&] { return draw_screens(brush), false; })) draw_screens(brush);
}

bool Navigator::step_screens(Duration dt, Duration now) {
  bool changed = false;
  if (change_) {
    apply_change();
    changed = true;
  }
  if (!top().valid_) changed = true;
  ensure_top_built();
  if (kept_ && top().scene.pictures_ready(pictures_, look_.whole())) {
    kept_.reset();
    changed = true;
  }
  if (waiting_ && top().scene.pictures_ready(pictures_, look_.whole())) {
    waiting_ = false;
    take_still_ = leaving_ != nullptr;
    if (take_still_) fade_ = Timeline(look_.calm ? kCalmFadeTime : kPageTime);
    changed = true;
  }
  changed |= touch_.step(now, top().scene);
  changed |= fade_.step(dt);
  if (fade_.done()) still_ = {};
  changed |= top().step(dt);
  if (!top().valid_) {
    ensure_top_built();
    changed = true;
  }
  if (!waiting_) top().prefetch(pictures_);
  return changed;
}

void Navigator::draw_screens(Brush& brush) {
  ensure_top_built();
  const PressMark mark{look_.colors().ink.faded(.16f), rgb(0xfffaf0).faded(.38f), look_.mm(13)};
  if (waiting_) {
    if (!leaving_) return;
    ensure_built(*leaving_);
    leaving_->scene.draw(brush, look_.whole(), touch_.pressed(), mark);
    return;
  }
  if (take_still_) {
    take_still_ = false;
    Result<gfx::Texture> still = brush.canvas.record([&] { leaving_->scene.draw(brush, look_.whole(), {}, mark); });
    if (still) still_ = std::move(*still);
    else fade_ = {};
    leaving_.reset();
  }
  (kept_ ? *kept_ : top().scene).draw(brush, look_.whole(), touch_.pressed(), mark);
  if (still_ && !fade_.done()) {
    const Size size = still_.size();
    brush.canvas.draw(still_, {0, 0, size.w, size.h}, {0, 0, size.w, size.h}, 1 - fade_.eased());
  }
}

}  // namespace kiosk::ui
