#include "kiosk/ctl/box_command.h"

#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/box_status.h"
#include "kiosk/ctl/doctor.h"
#include "kiosk/ctl/support_bundle.h"

namespace kiosk::ctl {
namespace {

constexpr std::array<const char*, 5> kCommands{"doctor", "status", "log", "restart", "support-bundle"};

struct Arguments {
  std::filesystem::path config = kConfigFile, metrics, output;
  bool json = false, follow = false;
  unsigned lines = 100;
  std::string since;
};

int complain(const Error& error) {
  std::cerr << utf8::plain_line("kioskctl: " + to_string(error)) << std::endl;
  return static_cast<int>(exit_code(error.kind));
}

int doctor(const Arguments& a) {
  const Machine machine;
  const std::vector<Check> checks = examine(machine, a.config);
  std::cout << (a.json ? to_text(to_json(checks, machine.time())) : to_lines(checks)) << std::flush;
  if (!a.json && ::geteuid() != 0) std::cerr << "kioskctl: not run as root: some of this cannot be seen" << std::endl;
  return static_cast<int>(exit_code_of(checks));
}

int status(const Arguments& a) {
  const BoxStatus found = ask_status(Machine(), a.config);
  if (!a.metrics.empty()) {
    // The collector is another user.
    ::umask(0022);
    if (const auto written = write_file_durably(a.metrics, to_metrics(found)); !written) return complain(written.error());
    if (!a.json) return 0;
  }
  std::cout << (a.json ? to_text(to_json(found)) : to_lines(found)) << std::flush;
  return 0;
}

// Becomes the program; returns only where there is none.
int become(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments.front(), arguments.data());
  return complain({ErrorKind::not_found, std::string("does not start: ") + std::strerror(errno), command.front()});
}

int log(const Arguments& a) {
  std::vector<std::string> command{"journalctl", "--unit=kiosk*", "--lines=" + std::to_string(a.lines), "--output=short-iso", "--no-hostname"};
  if (!a.since.empty()) command.push_back("--since=" + a.since);
  command.emplace_back(a.follow ? "--follow" : "--no-pager");
  return become(command);
}

int restart() {
  // What failed too often would not be started again by anybody before this.
  if (const auto reset = run_program({"systemctl", "reset-failed", kDisplayUnit}); !reset) return complain(reset.error());
  return become({"systemctl", "restart", kDisplayUnit});
}

int bundle(const Arguments& a) {
  const Machine machine;
  std::filesystem::path target = a.output;
  if (target.empty()) {
    std::string time = to_utc_string(machine.time());
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    target = "changlang-support-" + time + ".tar.gz";
  }
  if (const auto written = write_bundle(collect_bundle(machine, a.config), target); !written) return complain(written.error());
  std::cout << target.string() << std::endl;
  if (::geteuid() != 0) std::cerr << "kioskctl: not run as root: contents.txt in it says what is missing" << std::endl;
  return 0;
}

}  // namespace

bool is_box_command(const char* command) {
  return std::any_of(kCommands.begin(), kCommands.end(), [&](const char* one) { return std::strcmp(one, command) == 0; });
}

int run_box(int argc, char** argv) {
  const std::string command = argv[0];
  CLI::App app("", "kioskctl " + command);
  Arguments a;
  const auto config = [&] { app.add_option("--config", a.config, std::string("kiosk.toml (") + kConfigFile + ")"); };
  if (command == "doctor") {
    app.description("Says what keeps the exhibition from the wall, or will, and how to mend it. 1: something does.");
    config();
    app.add_flag("--json", a.json, "One JSON object instead of lines");
  } else if (command == "status") {
    app.description("Says what is on the glass now, and how this screen is.");
    config();
    app.add_flag("--json", a.json, "One JSON object instead of lines");
    app.add_option("--metrics", a.metrics, "Write it to this file for node-exporter's textfile collector (FOLDER/changlang.prom)");
  } else if (command == "log") {
    app.description("Shows the journal of the display and of sync.");
    app.add_option("-n,--lines", a.lines, "How many (100)")->check(CLI::Range(1u, 1'000'000u));
    app.add_flag("-f,--follow", a.follow, "Go on as new ones come");
    app.add_option("--since", a.since, "From then on, as journalctl takes it: \"-1 hour\", \"2026-11-24 09:00\"");
  } else if (command == "restart") {
    app.description("Starts the display again, also where it failed too often to be started by itself.");
  } else {
    app.description("Packs what helps to find a fault from afar into one file; nothing secret is in it.");
    config();
    app.add_option("file", a.output, "The file to write (changlang-support-TIME.tar.gz)");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  if (command == "doctor") return doctor(a);
  if (command == "status") return status(a);
  if (command == "log") return log(a);
  if (command == "restart") return restart();
  return bundle(a);
}

}  // namespace kiosk::ctl
