// A command of the workshop: `kioskctl pack NAME …`. Each has one file, command_<name>.cpp, and one line in the table of main.cpp.
#pragma once

#include <memory>
#include <string_view>

#include "kiosk/author/console.h"

namespace CLI {
class App;
}

namespace kiosk::author {

class Command {
 public:
  virtual ~Command() = default;
  virtual std::string_view name() const = 0;
  virtual Bilingual summary() const = 0;
  // Adds its options, which write into this object. `--json` is there already. Help is in `language`.
  virtual void declare(CLI::App& app, Language language) = 0;
  virtual ExitCode run(Console& console) = 0;
};

std::unique_ptr<Command> make_build_command();
std::unique_ptr<Command> make_calendar_command();
std::unique_ptr<Command> make_check_command();
std::unique_ptr<Command> make_diff_command();
std::unique_ptr<Command> make_import_command();
std::unique_ptr<Command> make_new_command();
std::unique_ptr<Command> make_preview_command();
std::unique_ptr<Command> make_review_command();
std::unique_ptr<Command> make_rules_command();

}  // namespace kiosk::author
