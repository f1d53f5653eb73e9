// An update of the program, as the running display sees it. The package keeps the version before; systemd/start-display goes back to it when the new
// one, on trial, was started four times and never stood. This says that it stands, and when the display may change over to what was installed.
//
// Trial   : `program.trial` in the display's folder, written by the package, counted by start-display, removed here after kStands.
// Replaced: the program's file is not the one that runs any more; the kernel says so. The display then ends in order, at night or while it is
//           closed, and the service manager starts what is installed.
// Threads : `confirm` on any; the rest on the main thread.
#pragma once

#include <filesystem>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace kiosk::app {

inline constexpr Duration kStands = seconds{300};         // of frames, for a program that was just installed
inline constexpr Duration kFailureOnTrial = seconds{60};  // a failure screen of a program on trial; then it ends, which counts against it

class ProgramUpdate {
 public:
  // `record`: the display's folder; empty: no trial is known. `self`: the link to the program that runs.
  explicit ProgramUpdate(std::filesystem::path record, std::filesystem::path self = "/proc/self/exe");

  bool on_trial() const { return on_trial_; }
  // To be called with each turn of the loop in which the exhibition is on the glass. True once: it has been there for kStands, and `confirm` is due.
  bool stands(Duration now);
  // Ends the trial, durably.
  Result<void> confirm() const;

  bool is_replaced() const;
  // Whether nobody would notice if the display started anew: it is closed, or slides play between two and five in the morning.
  static bool is_quiet(std::string_view screen, LocalTime now);

 private:
  std::filesystem::path trial_, self_;
  bool on_trial_ = false;
  Duration first_{-1};
};

}  // namespace kiosk::app
