// The program behind the operator panel: its PIN, its health, and what it may ask of sync.
//
// Wrong PINs: the first costs a second, each further one twice as much, a minute at most; counted on the disk, so that a power cut forgives nothing.
// Requests: as the display's other ones, in its own folder (sync/STATE.md); sync does them, or not.
// Keeps   : operator.json in the display's folder: {"wrong": n, "brightness": percent}.
// Threads : the main thread; files and the PIN on workers.
#pragma once

#include <functional>
#include <optional>
#include <random>
#include <string>

#include "kiosk/app/health.h"
#include "kiosk/base/task_queue.h"
#include "kiosk/screens/operator_desk.h"
#include "kiosk/site/config.h"

namespace kiosk::app {

class PanelDesk final : public screens::OperatorDesk {
 public:
  struct Hooks {
    std::function<DisplayFacts()> facts;
    std::function<void()> restart, begin_guide;
    std::function<void()> redraw;  // brightness changed
  };
  // `config` and `tasks` are borrowed. `seed`: of the places of the digits.
  PanelDesk(const site::Config& config, TaskQueue& tasks, const Clock& clock, unsigned seed, Hooks hooks);

  Duration pin_wait(Duration now) const override;
  void try_pin(const std::string& digits, std::function<void(bool)> answer) override;
  std::string digit_order() override;
  const screens::Health& health(Duration now) override;
  bool stick_is_there() const override { return box_.stick && !config_.record.empty() && !config_.state.empty(); }
  bool previous_is_there() const override;
  int brightness() const override { return brightness_; }
  void set_brightness(int percent) override;
  void import_from_stick() override;
  void go_back_to_previous() override;
  void restart() override { hooks_.restart(); }
  void begin_guide() override { hooks_.begin_guide(); }

  // Looks at the box on a worker: to be called when the panel opens.
  void look();

 private:
  void keep();

  const site::Config& config_;
  TaskQueue& tasks_;
  const Clock& clock_;
  Hooks hooks_;
  std::minstd_rand random_;
  unsigned wrong_ = 0;
  std::optional<Duration> last_wrong_;
  int brightness_ = 100;
  BoxFacts box_;
  bool looking_ = false, keeping_ = false, keep_again_ = false;
  Duration looked_{0};
  screens::Health health_;
};

}  // namespace kiosk::app
