#include "kiosk/ctl/sync_command.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <optional>

#include "kiosk/ctl/box_words.h"
#include "kiosk/ctl/progress_line.h"
#include "kiosk/ctl/sync_report.h"
#include "kiosk/ctl/sync_session.h"
#include "kiosk/site/config.h"

namespace kiosk::ctl {
namespace {

struct Arguments {
  SyncSettings settings;  // what stands on the command line; the rest comes from the configuration
  std::filesystem::path config, stick;
  std::optional<unsigned> generation;
  std::string reason = "rolled back by hand";
  bool json = false;
};

// Fills what the command line left out from kiosk.toml.
Result<void> complete(Arguments& arguments) {
  SyncSettings& settings = arguments.settings;
  site::Config config;
  // On an installed box nothing need be named. Whoever names a state folder means another one.
  std::error_code ignored;
  if (arguments.config.empty() && settings.state.empty() && std::filesystem::exists(kConfigFile, ignored)) arguments.config = kConfigFile;
  if (!arguments.config.empty()) {
    const site::LoadedConfig loaded = site::load_config(arguments.config);
    if (!loaded) {
      std::string all;
      for (const std::string& problem : loaded.problems) all += (all.empty() ? "" : "; ") + problem;
      return Error{ErrorKind::usage, all, ""};
    }
    config = loaded.config;
  }
  if (settings.url.empty()) settings.url = config.url;
  if (settings.state.empty()) settings.state = config.state;
  if (settings.root.empty()) settings.root = config.root;
  if (settings.record.empty()) settings.record = config.record;
  settings.receipts = config.receipts;
  settings.receipts_user = config.receipts_user;
  settings.receipts_password_file = config.receipts_password_file;
  settings.receipts_folder = config.receipts_folder;
  settings.name = config.name;
  return {};
}

// For a disk that the display reads from at the same time. The numbers are those of ioprio_set(2): newer headers of theirs are not C++.
void work_when_the_disk_is_idle() {
  constexpr int kThisProcess = 1, kClassIdle = 3, kClassShift = 13;
  (void)::syscall(SYS_ioprio_set, kThisProcess, 0, kClassIdle << kClassShift);
}

template <typename T, typename Report>
ExitCode report(SyncSession& session, const Result<T>& result, bool json, const Report& fine) {
  return result ? fine(*result) : report_error(result.error(), session.store().current(), json);
}

ExitCode work(const std::string& command, const Arguments& arguments, SyncSession& session) {
  const bool json = arguments.json;
  ProgressLine line(!json && ::isatty(STDERR_FILENO) == 1);
  const auto progress = [&](const sync::Progress& p) { line.update(p); };
  const auto outcome = [&](const sync::Outcome& o) {
    line.clear();
    return report_outcome(o, json);
  };
  if (command == "status") return report_status(session, json);
  if (command == "notices") return report(session, session.notices(), json, [&](const auto& o) { return report_board(o, json); });
  if (command == "import") return report(session, session.import(arguments.stick, progress), json, outcome);
  if (command == "apply-requests") return report(session, session.apply_requests(), json, [&](const auto& o) { return report_requests(o, json); });
  if (command == "rollback")
    return report(session, session.rollback(arguments.reason), json, [&](const auto& g) { return report_generation("rolled back to", g, json); });
  if (command == "pin")
    return report(session, session.pin(arguments.generation), json, [&](const auto& g) { return report_generation("pinned", g, json); });
  if (command == "unpin") {
    if (const auto done = session.unpin(); !done) return report_error(done.error(), session.store().current(), json);
    return report_status(session, json);
  }
  if (command == "scrub") {
    work_when_the_disk_is_idle();
    return report(session, session.scrub({}), json, [&](const auto& r) { return report_scrub(r, json); });
  }
  if (command == "gc") return report(session, session.collect(), json, [&](const auto& c) { return report_collected(c, json); });
  return report(session, session.once(progress), json, outcome);
}

// A box that fetches nothing has receipts all the same, in a folder for instance.
void tell(const SyncSettings& settings) {
  std::error_code ignored;
  if (settings.state.empty() || !std::filesystem::is_directory(settings.state, ignored)) return;
  const auto session = SyncSession::open(settings);
  if (!session) return report_receipt(session.error());
  if (const auto told = (*session)->tell(); !told) return report_receipt(told.error());
  report_receipt((*session)->receipt_problem());
}

ExitCode run(const std::string& command, Arguments arguments) {
  const bool json = arguments.json;
  if (const auto done = complete(arguments); !done) return report_error(done.error(), std::nullopt, json);
  const bool needs_url = command == "once" || command == "notices";
  if (needs_url && arguments.settings.url.empty()) {
    // A box without a network has no url in its kiosk.toml: nothing is wrong with that, and its timer must not fail every quarter of an hour.
    if (!arguments.config.empty()) {
      const ExitCode code = report_nothing_to_fetch(arguments.config.string(), json);
      if (command == "once") tell(arguments.settings);
      return code;
    }
    return report_error({ErrorKind::usage, "name the address: sync URL, or [sync] url in --config FILE", ""}, std::nullopt, json);
  }
  if (arguments.settings.state.empty())
    return report_error({ErrorKind::usage, "name the state folder: --state DIR, or [sync] state in --config FILE", ""}, std::nullopt, json);
  std::error_code ignored;
  const bool makes_the_folder = command == "once" || command == "notices" || command == "import";
  if (!makes_the_folder && !std::filesystem::is_directory(arguments.settings.state, ignored))
    return report_error({ErrorKind::not_found, "there is no such state folder", arguments.settings.state.string()}, std::nullopt, json);
  const auto session = SyncSession::open(arguments.settings);
  if (!session) return report_error(session.error(), std::nullopt, json);
  const ExitCode code = work(command, arguments, **session);
  report_receipt((*session)->receipt_problem());
  return code;
}

}  // namespace

int run_sync(int argc, char** argv) {
  CLI::App app("Brings signed content here, verifies it, makes it current. Without a command: once.", "kioskctl sync");
  Arguments arguments;
  SyncSettings& settings = arguments.settings;
  app.add_option("url", settings.url, "Address of the repository");
  app.add_option("--state", settings.state, "Where generations are kept");
  app.add_option("--root", settings.root, "root.json that is trusted first");
  app.add_option("--record", settings.record, "The display's folder, for its requests");
  app.add_option("--config", arguments.config, "kiosk.toml, for all of these ([sync], [display] record); /etc/changlang/kiosk.toml where no --state is named");
  app.add_option("--max-gib", settings.max_gib, "Largest pack that is taken, in GiB (20)")->check(CLI::PositiveNumber);
  app.add_option("--tries", settings.tries, "Tries that bring nothing before giving up until the next sync (3)")->check(CLI::Range(1, 100));
  app.add_flag("--json", arguments.json, "One JSON object instead of sentences");
  const auto add = [&](const char* name, const char* what) { return app.add_subcommand(name, what)->fallthrough(); };
  add("once", "Fetch what is new, verify it, make it current.");
  add("notices", "Fetch notices and withdrawn lines alone; for each minute.");
  add("status", "Say what is current, and how the last sync ended.");
  add("import", "The same from a folder, a USB stick for instance.")->add_option("folder", arguments.stick, "Folder of the repository")->required();
  add("apply-requests", "Do what the display asks for: confirm, roll back, import.");
  add("rollback", "Go back to the generation before; what it replaces is not taken again.")->add_option("--reason", arguments.reason, "Why");
  add("pin", "Keep a generation, whatever is published.")->add_option("generation", arguments.generation, "Its number (current)");
  add("unpin", "Take what is published again.");
  add("scrub", "Read all files again and put those that changed on the disk aside.");
  add("gc", "Remove generations and files that nobody needs.");
  app.require_subcommand(0, 1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  const auto chosen = app.get_subcommands();
  return static_cast<int>(run(chosen.empty() ? "once" : chosen.front()->get_name(), std::move(arguments)));
}

}  // namespace kiosk::ctl
