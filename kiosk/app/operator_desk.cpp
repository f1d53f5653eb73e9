#include "kiosk/app/operator_desk.h"

#include <algorithm>
#include <cmath>

#include "kiosk/app/sync_requests.h"
#include "kiosk/base/files.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/site/pin.h"

namespace kiosk::app {
namespace {

constexpr const char* kFile = "operator.json";
constexpr Duration kLongestWait = seconds{60};
constexpr Duration kLookEvery = seconds{5};
constexpr unsigned kMostWrong = 1000;

}  // namespace

PanelDesk::PanelDesk(const site::Config& config, TaskQueue& tasks, const Clock& clock, unsigned seed, Hooks hooks)
    : config_(config), tasks_(tasks), clock_(clock), hooks_(std::move(hooks)), random_(seed) {
  if (config_.record.empty()) return;
  const Result<std::string> bytes = read_file(config_.record / kFile, 4096);
  const Result<Json> json = bytes ? parse_json(*bytes, kFile) : Result<Json>(bytes.error());
  if (!json || !json->is_object()) return;
  const auto number = [&](const char* key, int least, int most, int otherwise) {
    const auto it = json->find(key);
    return it != json->end() && it->is_number_integer() && *it >= least && *it <= most ? it->get<int>() : otherwise;
  };
  wrong_ = static_cast<unsigned>(number("wrong", 0, kMostWrong, 0));
  if (wrong_ > 0) last_wrong_ = clock_.now();  // who cuts the power waits again
  brightness_ = number("brightness", screens::kDarkest, 100, 100);
}

void PanelDesk::keep() {
  if (config_.record.empty()) return;
  keep_again_ = keeping_;
  if (std::exchange(keeping_, true)) return;  // one at a time: the last word must be the last on the disk
  const std::string text = Json{{"wrong", wrong_}, {"brightness", brightness_}}.dump() + "\n";
  tasks_.submit([this, file = config_.record / kFile, text]() -> TaskQueue::Completion {
    if (const auto kept = write_file_durably(file, text); !kept) log::warning("operator panel: " + to_string(kept.error()));
    return [this] {
      keeping_ = false;
      if (keep_again_) keep();
    };
  });
}

Duration PanelDesk::pin_wait(Duration now) const {
  if (wrong_ == 0 || !last_wrong_) return Duration{0};
  const Duration wait = wrong_ > 6 ? kLongestWait : std::min<Duration>(kLongestWait, seconds{1 << (wrong_ - 1)});
  return std::max(Duration{0}, *last_wrong_ + wait - now);
}

void PanelDesk::try_pin(const std::string& digits, std::function<void(bool)> answer) {
  if (pin_wait(clock_.now()) > Duration{0}) return answer(false);
  tasks_.submit([this, digits, kept = config_.pin, answer = std::move(answer)]() -> TaskQueue::Completion {
    return [this, right = site::fits(digits, kept), answer] {
      const unsigned before = wrong_;
      wrong_ = right ? 0 : std::min(wrong_ + 1, kMostWrong);
      last_wrong_ = right ? std::nullopt : std::optional(clock_.now());
      if (wrong_ != before) keep();
      if (right) log::info("operator panel: opened" + (before > 0 ? ", after " + std::to_string(before) + " wrong PINs" : std::string()));
      else log::warning("operator panel: a wrong PIN: in a row=" + std::to_string(wrong_));
      answer(right);
    };
  }, true);
}

std::string PanelDesk::digit_order() {
  std::string order = "1234567890";
  std::shuffle(order.begin(), order.end(), random_);
  return order;
}

void PanelDesk::look() {
  if (std::exchange(looking_, true)) return;
  looked_ = clock_.now();
  tasks_.submit([this]() -> TaskQueue::Completion {
    return [this, box = look_at_box(config_)] {
      box_ = box;
      looking_ = false;
    };
  });
}

const screens::Health& PanelDesk::health(Duration now) {
  if (now - looked_ >= kLookEvery) look();
  health_ = judge(hooks_.facts(), box_);
  return health_;
}

bool PanelDesk::previous_is_there() const { return box_.previous && !config_.record.empty() && hooks_.facts().generation.has_value(); }

void PanelDesk::set_brightness(int percent) {
  brightness_ = std::clamp(percent, screens::kDarkest, 100);
  keep();
  hooks_.redraw();
}

void PanelDesk::import_from_stick() {
  log::info("operator panel: import from the stick is asked for");
  tasks_.submit([folder = config_.record, path = config_.stick.string()]() -> TaskQueue::Completion {
    if (const auto asked = ask_sync(folder, "import", {{"path", path}}); !asked) log::error("operator panel: " + to_string(asked.error()));
    return {};
  });
}

void PanelDesk::go_back_to_previous() {
  const auto generation = hooks_.facts().generation;
  if (!generation) return;
  log::info("operator panel: going back is asked for: generation=" + std::to_string(*generation));
  tasks_.submit([folder = config_.record, generation = *generation]() -> TaskQueue::Completion {
    if (const auto asked = ask_sync(folder, "rollback", {{"generation", generation}, {"reason", "asked for at the operator panel"}}); !asked)
      log::error("operator panel: " + to_string(asked.error()));
    return {};
  });
}

}  // namespace kiosk::app
