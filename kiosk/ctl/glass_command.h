// kioskctl screenshot, identify, panel: what is on the glass, which glass it is, and the operator panel where two fingers cannot ask for it. kiosk/app/asks.h has the other side.
#pragma once

#include <filesystem>

#include "kiosk/base/exit_code.h"
#include "kiosk/base/result.h"

namespace CLI {
class App;
}

namespace kiosk::ctl {

// As a technician calls them.
class GlassCommand {
 public:
  explicit GlassCommand(CLI::App& app);
  bool is_meant() const;
  ExitCode run() const;

 private:
  CLI::App *screenshot_, *identify_, *panel_;
  std::filesystem::path config_ = "/etc/changlang/kiosk.toml", output_ = "screenshot.png";
};

// Asks the display whose folder is `record`. As root this is done as the folder's owner: who owns it could else lead root's hand elsewhere.
Result<void> ask_display(const std::filesystem::path& record, const char* what);
// The picture, once the display has answered; errors: transient where it does not within `tries` looks, 100 ms apart.
Result<std::string> take_screenshot(const std::filesystem::path& record, int tries = 100);

}  // namespace kiosk::ctl
