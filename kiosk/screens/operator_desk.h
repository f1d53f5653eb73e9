// What the operator panel may know and do; the program stands behind it.
// Threads : the main thread; nothing here waits.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/language.h"

namespace kiosk::screens {

struct HealthLine {
  enum class Light { good, warning, bad } light = Light::good;
  LocalText what, how;  // "触摸": "找到 1 个设备"
  std::string code;     // "H-401", for the help desk; empty where it is good
};

struct Health {
  std::vector<HealthLine> lines;
  LocalText sentence;  // one, to be read out on the telephone
};

class OperatorDesk {
 public:
  virtual ~OperatorDesk() = default;

  // How long until a PIN is looked at again: wrong ones cost more and more.
  virtual Duration pin_wait(Duration now) const = 0;
  // `answer` is called on the main thread.
  virtual void try_pin(const std::string& digits, std::function<void(bool)> answer) = 0;
  // Where each digit stands on the pad this time, so that worn glass says nothing.
  virtual std::string digit_order() = 0;

  // As it was looked at last; looks again beside.
  virtual const Health& health(Duration now) = 0;
  virtual bool stick_is_there() const = 0;
  virtual bool previous_is_there() const = 0;
  virtual int brightness() const = 0;  // percent
  virtual void set_brightness(int percent) = 0;

  virtual void import_from_stick() = 0;
  virtual void go_back_to_previous() = 0;
  virtual void restart() = 0;
  virtual void begin_guide() = 0;
};

inline constexpr int kDarkest = 40, kBrightnessStep = 10;  // percent: whoever turns it down still sees where to turn it up

}  // namespace kiosk::screens
