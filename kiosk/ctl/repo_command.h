// `kioskctl repo …`: the terminal of coordinators and curators. Command lines and what is said about them; kiosk/repo does the work.
#pragma once

#include <memory>

#include "kiosk/base/exit_code.h"

namespace CLI {
class App;
}

namespace kiosk::ctl {

class RepoCommand {
 public:
  // Adds `repo` and all below it to the program's commands; `program` outlives this.
  explicit RepoCommand(CLI::App& program);
  ~RepoCommand();

  bool is_meant() const;
  // One line on standard error where it fails.
  ExitCode run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kiosk::ctl
