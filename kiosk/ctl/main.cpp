// kioskctl: the technician's terminal, and what timers run.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "kiosk/ctl/box_command.h"
#include "kiosk/ctl/glass_command.h"
#include "kiosk/ctl/pin_command.h"
#include "kiosk/ctl/repo_command.h"
#include "kiosk/ctl/sync_command.h"
#include "kiosk/ctl/tuf_command.h"

namespace {

using kiosk::ExitCode;

// `kioskctl pack …` is another program, as git runs its parts: beside this one, else on PATH.
int run_workshop(char** argv) {
  std::error_code error;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "kioskctl-pack";
  std::string name = "kioskctl-pack";
  argv[0] = name.data();
  if (!error) ::execv(beside.c_str(), argv);
  ::execvp(argv[0], argv);
  std::cerr << "kioskctl: the workshop (kioskctl-pack) does not start: " << std::strerror(errno) << "; it comes with the package for authors"
            << std::endl;
  return static_cast<int>(ExitCode::usage);
}

int run(int argc, char** argv) {
  CLI::App app("Keeps an exhibition's content fresh, and says how it is.", "kioskctl");
  app.set_version_flag("--version", "kioskctl " CHANGLANG_VERSION);
  app.require_subcommand(1);

  app.add_subcommand("doctor", "Say what keeps the exhibition from the wall, or will, and how to mend it.");
  app.add_subcommand("status", "Say what is on the glass now, and how this screen is; as JSON, or for Prometheus.");
  app.add_subcommand("log", "Show the journal of the display and of sync.");
  app.add_subcommand("restart", "Start the display again.");
  app.add_subcommand("rollback", "Go back to the content before; the same as sync rollback.");
  app.add_subcommand("support-bundle", "Pack what helps to find a fault from afar into one file.");
  app.add_subcommand("sync", "Fetch what is new, verify it, make it current; status, import and more: kioskctl sync --help.");
  app.add_subcommand("tuf", "A plain client of any TUF repository, for conformance tests.");
  kiosk::ctl::RepoCommand repo(app);
  const kiosk::ctl::GlassCommand glass(app);
  const CLI::App* pin = app.add_subcommand("pin", "Make a PIN for the operator panel: the line for kiosk.toml.");
  app.add_subcommand("pack", "The curator's workshop: runs kioskctl-pack.");
  app.add_subcommand("help", "Print this help.");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  if (repo.is_meant()) return static_cast<int>(repo.run());
  if (pin->parsed()) return static_cast<int>(kiosk::ctl::make_pin());
  if (glass.is_meant()) return static_cast<int>(glass.run());
  std::cout << app.help() << std::flush;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "pack") == 0) return run_workshop(argv + 1);
  try {
    if (argc > 1 && kiosk::ctl::is_box_command(argv[1])) return kiosk::ctl::run_box(argc - 1, argv + 1);
    // A command of sync's, reached without its name.
    if (argc > 1 && std::strcmp(argv[1], "rollback") == 0) return kiosk::ctl::run_sync(argc, argv);
    if (argc > 1 && std::strcmp(argv[1], "sync") == 0) return kiosk::ctl::run_sync(argc - 1, argv + 1);
    if (argc > 1 && std::strcmp(argv[1], "tuf") == 0) return kiosk::ctl::run_tuf(argc - 1, argv + 1);
    return run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "kioskctl: internal error: " << e.what() << std::endl;
    return static_cast<int>(ExitCode::internal);
  }
}
