// A script as bytes: parsed, and what is understood is run against a stage that answers in every way.
#include <cstdint>
#include <string_view>

#include "kiosk/app/script.h"

namespace {

class AnyStage final : public kiosk::app::Stage {
 public:
  void touch(kiosk::gfx::Finger::Phase, kiosk::gfx::FingerId, kiosk::Point) override {}
  void press_key(kiosk::gfx::Key::Kind) override {}
  std::optional<kiosk::Point> find_label(std::string_view label) override {
    return label.size() % 2 ? std::optional<kiosk::Point>({1, 1}) : std::nullopt;
  }
  void shot(const std::string& name) override { check(name); }
  void dump(const std::string& name) override { check(name); }
  std::string screen() override { return "home"; }
  bool shows_text(std::string_view text) override { return text.size() % 2; }
  std::string what_is_shown() override { return {}; }

 private:
  // A name becomes a file: it must not lead out of its folder.
  static void check(const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos || name[0] == '.') __builtin_trap();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto actions = kiosk::app::parse_script({reinterpret_cast<const char*>(data), size}, "fuzz.txt");
  if (!actions) return 0;
  kiosk::app::ScriptRunner runner(std::move(*actions), "fuzz.txt");
  AnyStage stage;
  for (int step = 0; step < 100 && !runner.done(); ++step)
    if (!runner.run(stage, kiosk::milliseconds{50} * step)) break;
  return 0;
}
