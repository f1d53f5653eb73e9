#include "kiosk/ctl/sync_command.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <map>
#include <thread>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"
#include "kiosk/ctl/pack_check.h"
#include "kiosk/ctl/progress_line.h"
#include "kiosk/site/config.h"
#include "kiosk/sync/addresses.h"
#include "kiosk/sync/fetcher.h"
#include "kiosk/sync/file_system.h"
#include "kiosk/sync/store.h"
#include "kiosk/sync/updater.h"

namespace kiosk::ctl {
namespace {

constexpr const char* kLastFile = "last.json";  // what the last run came to; for `sync status`
constexpr std::size_t kLastFileBytes = 16u << 10;

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

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

// Error messages carry what servers sent: no control bytes of theirs reach a terminal, and it stays one line.
std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return text;
}

std::string dump(const OrderedJson& json) { return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace); }

OrderedJson describe(const std::optional<sync::Generation>& g) {
  if (!g) return nullptr;
  OrderedJson packs = OrderedJson::array();
  for (const sync::PackRecord& pack : g->packs)
    packs.push_back({{"owner", pack.owner}, {"pack", pack.pack}, {"version", pack.version}, {"manifest_sha256", pack.manifest_sha256},
                     {"signed_by", pack.signed_by}});
  return {{"generation", g->number}, {"url", g->url}, {"time", g->time}, {"packs", packs}};
}

std::string name_of(const sync::Generation& g) {
  std::string text;
  for (const sync::PackRecord& pack : g.packs) text += (text.empty() ? "" : ", ") + pack.name() + " " + pack.version;
  return text + " (generation " + std::to_string(g.number) + ")";
}

// A technician's sudo must not leave files of root in the folder: the timer's next run, which is its owner, could not replace them.
// The group of the folder is the display's; it reads what lies there.
Result<void> become_owner(const std::filesystem::path& state) {
  ::umask(0027);
  struct stat info {};
  if (::geteuid() != 0 || ::stat(state.c_str(), &info) != 0 || info.st_uid == 0) return {};
  if (::setgroups(0, nullptr) == 0 && ::setgid(info.st_gid) == 0 && ::setuid(info.st_uid) == 0) return {};
  return system_error("cannot work as the owner of the state folder", state, errno);
}

// Fills url and state from kiosk.toml where the command line left them out.
Result<SyncArguments> complete(SyncArguments arguments) {
  if (!arguments.config.empty()) {
    const site::LoadedConfig loaded = site::load_config(arguments.config);
    if (!loaded) {
      std::string all;
      for (const std::string& problem : loaded.problems) all += (all.empty() ? "" : "; ") + problem;
      return Error{ErrorKind::usage, all, ""};
    }
    if (arguments.url.empty()) arguments.url = loaded.config.url;
    if (arguments.state.empty()) arguments.state = loaded.config.state;
  }
  if (arguments.state.empty() && !arguments.url.empty())
    return Error{ErrorKind::usage, "name the state folder: --state DIR, or [sync] state in --config FILE", ""};
  return arguments;
}

sync::Options options_for(const SyncArguments& arguments, ProgressLine& line) {
  sync::Options options;
  options.url = arguments.url;
  options.program = CHANGLANG_VERSION;
  options.time = utc_now();
  if (arguments.max_gib > 0) options.limits.total_bytes = static_cast<std::uint64_t>(arguments.max_gib * (1ull << 30));
  options.fruitless_rounds = arguments.tries;
  options.check = check_pack;
  options.progress = [&line](const sync::Progress& progress) { line.update(progress); };
  options.pause = [](unsigned seconds) { std::this_thread::sleep_for(std::chrono::seconds(seconds)); };
  return options;
}

// For `sync status` and doctor. Not being able to write it must not change how a sync ends.
void remember_outcome(sync::FileSystem& files, const std::string& url, const std::optional<Error>& error) {
  std::string last_success;
  if (!error) {
    last_success = utc_now();
  } else if (const auto bytes = files.read(kLastFile, kLastFileBytes)) {
    const auto json = parse_json(*bytes, kLastFile);
    if (json && json->is_object() && json->contains("last_success") && (*json)["last_success"].is_string())
      last_success = (*json)["last_success"].get<std::string>();
  }
  const OrderedJson json{{"time", utc_now()},
                         {"url", url},
                         {"exit", error ? static_cast<int>(exit_code(error->kind)) : 0},
                         {"error", error ? one_line(to_string(*error)) : ""},
                         {"last_success", last_success}};
  const std::string half = std::string(kLastFile) + ".new";
  {
    auto writer = files.open(half, sync::FileSystem::Open::fresh);
    if (!writer || !(*writer)->write(dump(json) + "\n")) return;
  }
  (void)files.rename(half, kLastFile);
}

// A pack as a plain folder behind its manifest.json: the manifest names the files, and nobody vouches for it.
Result<sync::Outcome> sync_folder(const SyncArguments& arguments, sync::Store& store, sync::Fetcher& fetcher, sync::Options options) {
  const auto base = sync::base_address(arguments.url);
  if (!base) return base.error();
  const std::string url = sync::manifest_address(*base);
  const auto bytes = fetcher.get(url, options.limits.manifest_bytes);
  if (!bytes) return bytes.error();
  const auto manifest = sync::parse_manifest(*bytes, url, options.limits);
  if (!manifest) return manifest.error();
  std::map<crypto::Digest, std::string> paths;
  for (const sync::File& file : manifest->files) paths.emplace(file.sha256, file.path);
  options.blob_address = [&](const sync::File& file) { return sync::file_address(*base, {.path = paths[file.sha256]}); };
  options.manifest_address = [&](const sync::File&) { return url; };
  const sync::SignedPack pack{manifest->owner, manifest->pack, {url, bytes->size(), crypto::sha256(*bytes), "application/json"}, {}};
  auto outcome = sync::Updater(store, fetcher, std::move(options)).run({{pack}, {}});
  if (outcome) ++outcome->requests;
  return outcome;
}

Result<sync::Outcome> sync_once(const SyncArguments& arguments, sync::FileSystem& files, sync::Store& store) {
  auto lock = sync::Lock::take(files.root() / "lock");
  if (!lock) return lock.error();
  auto fetcher = sync::make_curl_fetcher({.user_agent = std::string("changlang/") + CHANGLANG_VERSION});
  if (!fetcher) return fetcher.error();
  ProgressLine line(!arguments.json && ::isatty(STDERR_FILENO) == 1);
  auto outcome = sync_folder(arguments, store, **fetcher, options_for(arguments, line));
  std::optional<Error> error;
  if (!outcome) error = outcome.error();
  else if (!outcome->problems.empty()) error = outcome->problems.front().error;
  remember_outcome(files, arguments.url, error);
  if (error) return *error;
  return outcome;
}

ExitCode fail(const Error& error, const std::optional<sync::Generation>& current, bool json) {
  const ExitCode code = exit_code(error.kind);
  const std::string stays = current ? "; current stays " + name_of(*current) : "; there is no current pack yet";
  if (json)
    std::cout << dump({{"exit", static_cast<int>(code)}, {"error", one_line(to_string(error))}, {"current", describe(current)}}) << std::endl;
  std::cerr << one_line("kioskctl sync: " + std::string(kind_name(error.kind)) + ": " + to_string(error) +
                        (code == ExitCode::usage ? "" : stays)) << std::endl;
  return code;
}

// A box without a network has no url in its kiosk.toml: nothing is wrong with that, and its timer must not fail every quarter of an hour.
ExitCode nothing_to_fetch(const SyncArguments& given) {
  if (given.config.empty())
    return fail({ErrorKind::usage, "name the address: sync URL, or [sync] url in --config FILE", ""}, std::nullopt, given.json);
  if (given.json) std::cout << dump({{"exit", 0}, {"changed", false}, {"url", nullptr}}) << std::endl;
  else std::cout << "nothing to fetch: " << given.config.string() << " has no [sync] url" << std::endl;
  return ExitCode::done;
}

void report(const sync::Outcome& outcome, bool json) {
  if (json) {
    std::cout << dump({{"exit", 0}, {"changed", outcome.changed}, {"current", describe(outcome.generation)}, {"files", outcome.files},
                       {"bytes", outcome.bytes}, {"requests", outcome.requests}}) << std::endl;
  } else if (outcome.changed) {
    std::cout << "current is now " << name_of(outcome.generation) << ": " << outcome.files << " files fetched, " << size_text(outcome.bytes)
              << std::endl;
  } else {
    std::cout << "unchanged: current is " << name_of(outcome.generation) << std::endl;
  }
}

}  // namespace

ExitCode run_sync(const SyncArguments& given) {
  const auto arguments = complete(given);
  if (!arguments) return fail(arguments.error(), std::nullopt, given.json);
  if (arguments->url.empty()) return nothing_to_fetch(given);
  if (auto done = become_owner(arguments->state); !done) return fail(done.error(), std::nullopt, given.json);
  auto files = sync::open_file_system(arguments->state);
  if (!files) return fail(files.error(), std::nullopt, given.json);
  sync::Store store(**files);
  const auto outcome = sync_once(*arguments, **files, store);
  if (!outcome) return fail(outcome.error(), store.current(), given.json);
  report(*outcome, given.json);
  return ExitCode::done;
}

ExitCode run_sync_status(const SyncArguments& given) {
  const auto arguments = complete(given);
  if (!arguments) return fail(arguments.error(), std::nullopt, given.json);
  if (arguments->state.empty())
    return fail({ErrorKind::usage, "name the state folder: --state DIR, or [sync] state in --config FILE", ""}, std::nullopt, given.json);
  std::error_code ignored;
  if (!std::filesystem::is_directory(arguments->state, ignored))
    return fail({ErrorKind::not_found, "there is no such state folder", arguments->state.string()}, std::nullopt, given.json);
  auto files = sync::open_file_system(arguments->state);
  if (!files) return fail(files.error(), std::nullopt, given.json);
  sync::Store store(**files);
  const auto current = store.current(), previous = store.previous();
  Json last;
  if (const auto bytes = (*files)->read(kLastFile, kLastFileBytes))
    if (auto json = parse_json(*bytes, kLastFile); json && json->is_object()) last = *std::move(json);
  if (given.json) {
    std::cout << dump({{"current", describe(current)}, {"previous", describe(previous)}, {"last", last}}) << std::endl;
    return ExitCode::done;
  }
  const auto text = [&](const char* key) { return last.is_object() ? one_line(last.value(key, "")) : std::string(); };
  std::cout << "current      " << (current ? name_of(*current) + ", laid out " + current->time : "none") << "\n"
            << "previous     " << (previous ? name_of(*previous) : "none") << "\n"
            << "last sync    " << (last.is_object() ? text("time") + " from " + text("url") : "never") << "\n";
  if (last.is_object() && !text("error").empty())
    std::cout << "             " << text("error") << "\n"
              << "last success " << (text("last_success").empty() ? "never" : text("last_success")) << "\n";
  std::cout << std::flush;
  return ExitCode::done;
}

}  // namespace kiosk::ctl
