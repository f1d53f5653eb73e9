#include "kiosk/ctl/sync_report.h"

#include <iostream>

#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/progress_line.h"

namespace kiosk::ctl {
namespace {

std::string_view kind_name(ErrorKind kind) {
  switch (exit_code(kind)) {
    case ExitCode::refused: return "refused";
    case ExitCode::usage: return "usage";
    case ExitCode::disk_full: return "disk full";
    case ExitCode::busy: return "busy";
    case ExitCode::transient: return "failed for now";
    default: return "internal error";
  }
}

void print(const OrderedJson& json) { std::cout << to_text(json) << std::flush; }

void complain(const Error& error, const std::string& then) {
  std::cerr << utf8::plain_line("kioskctl sync: " + std::string(kind_name(error.kind)) + ": " + to_string(error) + then) << std::endl;
}

OrderedJson describe(const std::optional<sync::Generation>& g) {
  if (!g) return nullptr;
  OrderedJson packs = OrderedJson::array();
  for (const sync::PackRecord& pack : g->packs)
    packs.push_back({{"owner", pack.owner}, {"pack", pack.pack}, {"version", pack.version}, {"manifest_sha256", pack.manifest_sha256},
                     {"signed_by", pack.signed_by}});
  OrderedJson metadata = OrderedJson::object();
  for (const auto& [role, version] : g->metadata) metadata[role] = version;
  return {{"generation", g->number}, {"url", g->url}, {"time", g->time}, {"packs", packs}, {"metadata", metadata}};
}

OrderedJson describe(const std::vector<sync::Problem>& problems) {
  OrderedJson list = OrderedJson::array();
  for (const sync::Problem& problem : problems)
    list.push_back({{"about", problem.subject}, {"exit", static_cast<int>(exit_code(problem.error.kind))}, {"error", utf8::plain_line(to_string(problem.error))}});
  return list;
}

// Each on its line; the end is that of the first.
ExitCode complain_all(const std::vector<sync::Problem>& problems, const std::string& then) {
  for (const sync::Problem& problem : problems) complain(problem.error, "; " + problem.subject + then);
  return problems.empty() ? ExitCode::done : exit_code(problems.front().error.kind);
}

}  // namespace

std::string name_of(const sync::Generation& generation) {
  std::string text;
  for (const sync::PackRecord& pack : generation.packs) text += (text.empty() ? "" : ", ") + pack.name() + " " + pack.version;
  return text + " (generation " + std::to_string(generation.number) + ")";
}

ExitCode report_error(const Error& error, const std::optional<sync::Generation>& current, bool json) {
  const ExitCode code = exit_code(error.kind);
  if (json) print({{"exit", static_cast<int>(code)}, {"error", utf8::plain_line(to_string(error))}, {"current", describe(current)}});
  complain(error, code == ExitCode::usage ? "" : current ? "; current stays " + name_of(*current) : "; there is no current pack yet");
  return code;
}

ExitCode report_outcome(const sync::Outcome& outcome, bool json) {
  if (json) {
    print({{"exit", outcome.problems.empty() ? 0 : static_cast<int>(exit_code(outcome.problems.front().error.kind))}, {"changed", outcome.changed},
           {"pinned", outcome.pinned}, {"current", describe(outcome.generation)}, {"problems", describe(outcome.problems)}, {"files", outcome.files},
           {"bytes", outcome.bytes}, {"requests", outcome.requests}});
  } else if (outcome.changed) {
    std::cout << "current is now " << name_of(outcome.generation) << "; " << outcome.files << " files, " << size_text(outcome.bytes) << " fetched"
              << std::endl;
  } else {
    std::cout << (outcome.pinned ? "pinned: current is " : "unchanged: current is ") << name_of(outcome.generation) << std::endl;
  }
  return complain_all(outcome.problems, outcome.changed ? " stays as it was, the others are new" : " stays as it was; current stays " + name_of(outcome.generation));
}

ExitCode report_board(const sync::BoardOutcome& outcome, bool json) {
  if (json)
    print({{"exit", outcome.problems.empty() ? 0 : static_cast<int>(exit_code(outcome.problems.front().error.kind))}, {"changed", outcome.changed},
           {"notices", outcome.notices}, {"withdrawn", outcome.withdrawn}, {"problems", describe(outcome.problems)}, {"requests", outcome.requests},
           {"bytes", outcome.bytes}});
  else
    std::cout << (outcome.changed ? "changed: " : "unchanged: ") << outcome.notices << " notices, " << outcome.withdrawn << " lines withdrawn" << std::endl;
  return complain_all(outcome.problems, ": its last notices stay in force");
}

ExitCode report_requests(const std::vector<DoneRequest>& requests, bool json) {
  ExitCode code = ExitCode::done;
  OrderedJson list = OrderedJson::array();
  for (const DoneRequest& each : requests) {
    if (!each.how && code == ExitCode::done) code = exit_code(each.how.error().kind);
    list.push_back({{"request", each.what}, {"error", each.how ? "" : utf8::plain_line(to_string(each.how.error()))}});
    if (!each.how) complain(each.how.error(), "; asked was: " + each.what);
    else if (!json) std::cout << "done: " << utf8::plain_line(each.what) << std::endl;
  }
  if (json) print({{"exit", static_cast<int>(code)}, {"requests", list}});
  else if (requests.empty()) std::cout << "the display asks for nothing" << std::endl;
  return code;
}

ExitCode report_generation(std::string_view what, const sync::Generation& generation, bool json) {
  if (json) print({{"exit", 0}, {"current", describe(generation)}});
  else std::cout << what << " " << name_of(generation) << std::endl;
  return ExitCode::done;
}

ExitCode report_scrub(const sync::ScrubReport& report, bool json) {
  if (json) print({{"exit", 0}, {"files", report.files}, {"bytes", report.bytes}, {"rotten", report.rotten}});
  else
    std::cout << report.files << " files, " << size_text(report.bytes) << " read; "
              << (report.rotten.empty() ? "all as they were" : std::to_string(report.rotten.size()) + " changed on the disk: the next sync fetches them again")
              << std::endl;
  return ExitCode::done;
}

ExitCode report_collected(const sync::Store::Collected& collected, bool json) {
  if (json) print({{"exit", 0}, {"generations", collected.generations}, {"files", collected.files}, {"bytes", collected.bytes}});
  else
    std::cout << collected.generations << " generations and " << collected.files << " files removed, " << size_text(collected.bytes) << std::endl;
  return ExitCode::done;
}

ExitCode report_nothing_to_fetch(const std::string& config, bool json) {
  if (json) print({{"exit", 0}, {"changed", false}, {"url", nullptr}});
  else std::cout << "nothing to fetch: " << config << " has no [sync] url" << std::endl;
  return ExitCode::done;
}

void report_receipt(const std::optional<Error>& problem) {
  if (problem) complain({problem->kind, "the receipt was not put: " + to_string(*problem), ""}, "; nothing else suffers, the next sync tries again");
}

ExitCode report_status(SyncSession& session, bool json) {
  sync::Store& store = session.store();
  const auto current = store.current(), previous = store.previous();
  const auto trial = store.trial();
  const bool on_trial = current && trial && *trial && (*trial)->generation == current->number;
  const auto pin = store.pinned();
  const unsigned pinned = pin && *pin ? (*pin)->generation : 0;
  const std::vector<sync::Bad> bad = store.bad();
  Json last;
  if (auto read = parse_json(session.last(), "last.json"); read && read->is_object()) last = *std::move(read);
  const bool suspect = last.is_object() && last.value("clock_suspect", Json()) == true;
  if (json) {
    OrderedJson list = OrderedJson::array();
    for (const sync::Bad& each : bad) list.push_back({{"manifest_sha256", each.manifest_sha256}, {"reason", each.reason}, {"generation", each.generation}});
    print({{"current", describe(current)}, {"previous", describe(previous)}, {"on_trial", on_trial}, {"pinned", pinned ? OrderedJson(pinned) : OrderedJson()},
           {"bad", list}, {"last", last}, {"clock_suspect", suspect}, {"id", session.id()}, {"receipt_error", session.last_receipt_problem()}});
    return ExitCode::done;
  }
  const auto text = [&](const char* key) {
    return last.is_object() && last.contains(key) && last[key].is_string() ? utf8::plain_line(last[key].get<std::string>()) : std::string();
  };
  std::cout << "current      " << (current ? name_of(*current) + ", laid out " + current->time : "none")
            << (on_trial ? ", on trial until the display confirms it" : "") << "\n"
            << "previous     " << (previous ? name_of(*previous) : "none") << "\n";
  if (pinned) std::cout << "pinned       generation " << pinned << ": nothing new is taken until kioskctl sync unpin\n";
  for (const sync::Bad& each : bad) std::cout << utf8::plain_line("bad          " + each.manifest_sha256.substr(0, 16) + ": " + each.reason) << "\n";
  std::cout << "last sync    " << (last.is_object() ? text("time") + " from " + text("url") : "never") << "\n";
  if (!text("error").empty())
    std::cout << "             " << text("error") << "\n"
              << "last success " << (text("last_success").empty() ? "never" : text("last_success")) << "\n";
  if (suspect) std::cout << "clock        suspect: it says less than the time that is proven; check the date and the network's time service\n";
  if (const std::string problem = session.last_receipt_problem(); !problem.empty())
    std::cout << utf8::plain_line("receipt      not put: " + problem) << "\n";
  if (const std::string id = session.id(); !id.empty()) std::cout << "this kiosk   " << id << "\n";
  std::cout << std::flush;
  return ExitCode::done;
}

}  // namespace kiosk::ctl
