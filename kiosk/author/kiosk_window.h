// The display itself in a window on this desktop, as a process of its own: `kiosk`, which stands beside this program or on PATH.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

#include <sys/types.h>

namespace kiosk::author {

// Whether there is a desktop to show a window on (X11 or Wayland).
bool has_desktop();

class KioskWindow {
 public:
  explicit KioskWindow(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}
  ~KioskWindow() { close(); }
  KioskWindow(const KioskWindow&) = delete;

  // Errors: not_found where there is no `kiosk`, io.
  Result<void> open();
  // Whether it is still there; its exit status is kept once it is not.
  bool running();
  int status() const { return status_; }
  // Waits until it is closed.
  void wait();
  void close();

 private:
  std::vector<std::string> arguments_;
  pid_t pid_ = -1;
  int status_ = 0;
};

}  // namespace kiosk::author
