#include "kiosk/ctl/sync_session.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <random>
#include <thread>

#include "kiosk/base/clock.h"
#include "kiosk/base/exit_code.h"
#include "kiosk/base/files.h"
#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/pack_check.h"
#include "kiosk/ctl/passphrase.h"
#include "kiosk/sync/addresses.h"
#include "kiosk/sync/folder_fetcher.h"
#include "kiosk/sync/refresh.h"
#include "kiosk/sync/uploader.h"

namespace kiosk::ctl {
namespace {

using namespace std::chrono_literals;

constexpr const char* kLastFile = "last.json";                 // how the last run ended; for status, doctor and receipts
constexpr const char* kNoticesFile = "last_notices.json";      // the same of `sync notices`
constexpr const char* kIdentityFile = "identity.pem";
constexpr const char* kReceiptFile = "receipt.json";           // the last that was put
constexpr const char* kReceiptProblemFile = "last_receipt.json";  // why it, or a later one, was not put
constexpr std::size_t kSmallFile = 64u << 10;
constexpr std::chrono::seconds kReceiptEvery = 1h;
constexpr std::chrono::seconds kReceiptConnect = 10s, kReceiptRequest = 30s;  // the lock is held meanwhile
constexpr std::chrono::seconds kSpareLitter = 24h;             // what `gc` leaves: a sync that was cut may want it
constexpr int kTrustTries = 20;                                // of the lock of trust, a second apart: the other run is only asking
// No kiosk ran this program before it was written: a clock that says less stood still.
constexpr sync::Time kBorn = std::chrono::sys_days{2026y / 11 / 1};

sync::Time clock_now() { return utc_now(); }

// A technician's sudo must not leave files of root in the folder: the timer's next run, which is its owner, could not replace them.
// The group of the folder is the display's; it reads what lies there.
Result<void> become_owner(const std::filesystem::path& state) {
  ::umask(0027);
  struct stat info {};
  if (::geteuid() != 0 || ::stat(state.c_str(), &info) != 0 || info.st_uid == 0) return {};
  if (::setgroups(0, nullptr) == 0 && ::setgid(info.st_gid) == 0 && ::setuid(info.st_uid) == 0) return {};
  return system_error("cannot work as the owner of the state folder", state, errno);
}

Result<sync::Lock> take_trust_lock(const std::filesystem::path& file) {
  for (int tries = 1;; ++tries) {
    auto lock = sync::Lock::take(file);
    if (lock || lock.error().kind != ErrorKind::busy || tries == kTrustTries) return lock;
    std::this_thread::sleep_for(1s);
  }
}

std::string text_in(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_string() ? it->get<std::string>() : "";
}

// Without it nothing can be believed; what is kept from an earlier run is as good.
Result<std::string> read_root(const std::filesystem::path& file, sync::FileSystem& files) {
  const auto bytes = read_file(file, sync::MetadataLimits{}.root_bytes);
  if (bytes) return bytes;
  if (files.look("trust/root.json")) return std::string();
  return Error{ErrorKind::usage,
               "is what this kiosk trusts first, and cannot be read (" + bytes.error().message +
                   "): copy root.json of your repository there, or name it with [sync] root",
               file.string()};
}

OrderedJson describe_problems(const std::vector<sync::Problem>& problems) {
  OrderedJson list = OrderedJson::array();
  for (const sync::Problem& problem : problems) list.push_back(utf8::plain_line(problem.subject + ": " + to_string(problem.error)));
  return list;
}

}  // namespace

SyncSession::SyncSession(SyncSettings settings, std::unique_ptr<sync::FileSystem> files)
    : settings_(std::move(settings)), files_(std::move(files)), store_(*files_) {}

Result<std::unique_ptr<SyncSession>> SyncSession::open(SyncSettings settings) {
  if (auto done = become_owner(settings.state); !done) return done.error();
  auto files = sync::open_file_system(settings.state);
  if (!files) return files.error();
  return std::unique_ptr<SyncSession>(new SyncSession(std::move(settings), *std::move(files)));
}

Result<SyncSession::Refreshed> SyncSession::refresh(sync::Fetcher& fetcher, const std::string& base) {
  const auto lock = take_trust_lock(files_->root() / "trust.lock");
  if (!lock) return lock.error();
  auto root = read_root(settings_.root, *files_);
  if (!root) return root.error();
  sync::RefreshOptions options;
  options.metadata = base + "metadata/";
  options.now = std::max(clock_now(), kBorn);
  options.shipped_root = *std::move(root);
  sync::Refresh refresh(fetcher, *files_, std::move(options));
  const auto done = refresh.run();
  clock_suspect_ = refresh.clock_is_behind() || clock_now() < kBorn;
  if (!done) return done.error();
  auto repository = sync::read_repository(refresh, base);
  if (!repository) return repository.error();
  auto board = sync::refresh_board(*files_, fetcher, *repository, store_.current());
  if (!board) return board.error();
  const std::size_t requests = refresh.requests() + board->requests;
  return Refreshed{*std::move(repository), *std::move(board), requests};
}

Result<sync::Outcome> SyncSession::update(sync::Fetcher& fetcher, const std::string& base, const std::string& source,
                                          const std::function<void(const sync::Progress&)>& progress) {
  auto refreshed = refresh(fetcher, base);
  if (!refreshed) return refreshed.error();
  sync::Options options;
  options.base = base;
  options.source = source;
  options.program = CHANGLANG_VERSION;
  options.time = to_utc_string(std::max(clock_now(), kBorn));
  if (settings_.max_gib > 0) options.limits.total_bytes = static_cast<std::uint64_t>(settings_.max_gib * (1ull << 30));
  options.fruitless_rounds = settings_.tries;
  options.check = check_pack;
  options.progress = progress;
  options.pause = [](unsigned seconds) { std::this_thread::sleep_for(std::chrono::seconds(seconds)); };
  options.random = [](unsigned low, unsigned high) {
    std::random_device device;
    return std::uniform_int_distribution<unsigned>(low, high)(device);
  };
  options.before_laying_out = [this] { return !apply_waiting(false).empty(); };
  auto outcome = sync::Updater(store_, fetcher, std::move(options)).run(refreshed->repository);
  if (!outcome) return outcome;
  outcome->requests += refreshed->requests;
  outcome->bytes += refreshed->board.bytes;
  outcome->problems.insert(outcome->problems.end(), refreshed->board.problems.begin(), refreshed->board.problems.end());
  return outcome;
}

Result<sync::Outcome> SyncSession::once(const std::function<void(const sync::Progress&)>& progress) {
  const auto base = sync::base_address(settings_.url);
  if (!base) return base.error();
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  apply_waiting(true);
  const auto fetcher = sync::make_curl_fetcher({.user_agent = "changlang/" CHANGLANG_VERSION});
  if (!fetcher) return fetcher.error();
  auto outcome = update(**fetcher, *base, settings_.url, progress);
  apply_waiting(true);
  remember(settings_.url, outcome);
  put_receipt();
  return outcome;
}

Result<sync::BoardOutcome> SyncSession::notices() {
  const auto base = sync::base_address(settings_.url);
  if (!base) return base.error();
  const auto fetcher = sync::make_curl_fetcher({.user_agent = "changlang/" CHANGLANG_VERSION});
  if (!fetcher) return fetcher.error();
  auto refreshed = refresh(**fetcher, *base);
  if (!refreshed) {
    remember_notices(refreshed.error());
    return refreshed.error();
  }
  refreshed->board.requests = refreshed->requests;
  const auto& problems = refreshed->board.problems;
  remember_notices(problems.empty() ? std::nullopt : std::optional(problems.front().error));
  return std::move(refreshed->board);
}

Result<sync::Outcome> SyncSession::import(const std::filesystem::path& folder, const std::function<void(const sync::Progress&)>& progress) {
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  const auto fetcher = sync::make_folder_fetcher(folder);
  if (!fetcher) return fetcher.error();
  auto outcome = update(**fetcher, sync::kFolderAddress, folder.string(), progress);
  remember(folder.string(), outcome);
  leave_receipt_in(folder / "receipts");
  put_receipt();
  return outcome;
}

Result<std::vector<DoneRequest>> SyncSession::apply_requests() {
  std::error_code ignored;
  if (settings_.record.empty() || !std::filesystem::is_directory(settings_.record / "requests", ignored)) return std::vector<DoneRequest>();
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  auto done = apply_waiting(true);
  if (!done.empty()) put_receipt();
  return done;
}

// Needs the lock. What cannot be read is gone with its error: the display writes another one where it still wants it.
std::vector<DoneRequest> SyncSession::apply_waiting(bool also_imports) {
  std::vector<DoneRequest> done;
  std::error_code ignored;
  const std::filesystem::path folder = settings_.record / "requests";
  if (settings_.record.empty() || !std::filesystem::is_directory(folder, ignored)) return done;
  const auto requests = sync::open_file_system(folder);
  const auto taken = requests ? sync::take_requests(**requests) : Result<std::vector<sync::TakenRequest>>(requests.error());
  if (!taken) {
    done.push_back({"read " + folder.string(), taken.error()});
    return done;
  }
  for (const sync::TakenRequest& each : *taken) {
    if (each.kind == "import" && !also_imports) continue;
    DoneRequest result{each.kind, {}};
    if (!each.request) {
      result.how = each.request.error();
    } else if (const auto* confirm = std::get_if<sync::ConfirmRequest>(&*each.request)) {
      result = {"confirm generation " + std::to_string(confirm->generation), store_.confirm(confirm->generation)};
    } else if (const auto* rollback = std::get_if<sync::RollbackRequest>(&*each.request)) {
      result.what = "roll back from generation " + std::to_string(rollback->generation) + ": " + rollback->reason;
      if (const auto back = store_.rollback(rollback->generation, rollback->reason, CHANGLANG_VERSION); !back) result.how = back.error();
    } else if (const auto* import = std::get_if<sync::ImportRequest>(&*each.request)) {
      result.what = "import " + import->path;
      const auto fetcher = sync::make_folder_fetcher(import->path);
      auto outcome = fetcher ? update(**fetcher, sync::kFolderAddress, import->path, {}) : Result<sync::Outcome>(fetcher.error());
      remember(import->path, outcome);
      if (fetcher) leave_receipt_in(std::filesystem::path(import->path) / "receipts");
      if (!outcome) result.how = outcome.error();
    }
    // An error of the disk leaves it for the next run.
    const bool later = !result.how && (result.how.error().kind == ErrorKind::io || result.how.error().kind == ErrorKind::disk_full) && each.request;
    if (!later)
      if (auto gone = sync::remove_request(**requests, each.kind); !gone && result.how) result.how = gone;
    done.push_back(std::move(result));
  }
  return done;
}

Result<sync::Generation> SyncSession::rollback(const std::string& reason) {
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  const auto current = store_.current();
  if (!current) return Error{ErrorKind::refused, "there is no current generation to go back from", settings_.state.string()};
  auto back = store_.rollback(current->number, reason, CHANGLANG_VERSION);
  put_receipt();
  return back;
}

Result<sync::Generation> SyncSession::pin(std::optional<unsigned> generation) {
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  const auto current = store_.current();
  if (!generation && !current) return Error{ErrorKind::refused, "there is no current generation to pin", settings_.state.string()};
  auto pinned = store_.pin(generation ? *generation : current->number);
  put_receipt();
  return pinned;
}

Result<void> SyncSession::unpin() {
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  return store_.unpin();
}

Result<sync::ScrubReport> SyncSession::scrub(const std::function<void(const sync::ScrubReport&)>& progress) {
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  return sync::scrub(store_, progress);
}

Result<sync::Store::Collected> SyncSession::collect() {
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  if (auto done = store_.prepare(); !done) return done.error();
  return store_.collect(0, {}, (clock_now() - kSpareLitter).time_since_epoch().count());
}

std::string SyncSession::last() {
  const auto bytes = files_->read(kLastFile, kSmallFile);
  return bytes ? *bytes : "";
}

// Not being able to write it must not change how a run ends.
void SyncSession::remember(const std::string& source, const Result<sync::Outcome>& outcome) {
  std::optional<Error> error;
  if (!outcome) error = outcome.error();
  else if (!outcome->problems.empty()) error = outcome->problems.front().error;
  std::string last_success;
  if (outcome) {
    last_success = to_utc_string(clock_now());
  } else if (const auto json = parse_json(last(), kLastFile); json && json->is_object()) {
    last_success = text_in(*json, "last_success");
  }
  const OrderedJson json{{"time", to_utc_string(clock_now())},
                         {"url", source},
                         {"exit", error ? static_cast<int>(exit_code(error->kind)) : 0},
                         {"error", error ? utf8::plain_line(to_string(*error)) : ""},
                         {"problems", outcome ? describe_problems(outcome->problems) : OrderedJson::array()},
                         {"last_success", last_success},
                         {"clock_suspect", clock_suspect_}};
  (void)sync::replace_file(*files_, kLastFile, to_text(json));
}

// Each minute: written only where it says another thing than before.
void SyncSession::remember_notices(const std::optional<Error>& error) {
  const std::string text = to_text({{"error", error ? utf8::plain_line(to_string(*error)) : ""}});
  const auto before = files_->read(kNoticesFile, kSmallFile);
  if (!before || *before != text) (void)sync::replace_file(*files_, kNoticesFile, text);
}

Result<crypto::PrivateKey> SyncSession::identity(bool make) {
  const auto pem = files_->read(kIdentityFile, kSmallFile);
  if (pem) return crypto::PrivateKey::from_pem(*pem, std::nullopt);
  if (!make || pem.error().kind != ErrorKind::not_found) return pem.error();
  auto key = crypto::PrivateKey::generate();
  if (auto done = sync::replace_file(*files_, kIdentityFile, key.to_pem(std::nullopt), sync::FileSystem::Open::secret); !done) return done.error();
  return key;
}

std::string SyncSession::id() {
  const auto key = identity(false);
  return key ? sync::key_id(sync::describe(*key)) : "";
}

Result<std::string> SyncSession::make_receipt() {
  const auto key = identity(true);
  if (!key) return key.error();
  sync::Receipt receipt;
  receipt.name = settings_.name;
  receipt.time = clock_now();
  receipt.program = CHANGLANG_VERSION;
  if (const auto current = store_.current()) {
    receipt.generation = current->number;
    receipt.packs = current->packs;
    const auto on = store_.trial();
    receipt.on_trial = on && *on && (*on)->generation == current->number;
  }
  if (!settings_.record.empty())
    if (const auto status = read_file(settings_.record / "status.json", kSmallFile)) receipt.display = sync::parse_display_status(*status);
  if (const auto free = files_->free_bytes()) receipt.disk_free_mb = *free / 1'000'000;
  receipt.clock_suspect = clock_suspect_;
  if (const auto json = parse_json(last(), kLastFile); json && json->is_object()) {
    receipt.last_exit = json->value("exit", 0);
    receipt.last_error = text_in(*json, "error");
    receipt.last_success = text_in(*json, "last_success");
  }
  return sync::write_receipt(std::move(receipt), *key);
}

// Each hour, and when what is current is another than the last receipt said: however it came to be so.
bool SyncSession::is_receipt_due() {
  const auto before = files_->look(kReceiptFile);
  const auto bytes = files_->read(kReceiptFile, sync::kReceiptBytes);
  const auto last = bytes ? sync::read_receipt(*bytes, kReceiptFile) : Result<sync::Receipt>(bytes.error());
  const std::int64_t now = clock_now().time_since_epoch().count();
  if (!before || !last || before->modified_s > now || now - before->modified_s >= kReceiptEvery.count()) return true;
  const auto current = store_.current();
  const auto trial = store_.trial();
  const bool on_trial = current && trial && *trial && (*trial)->generation == current->number;
  return last->generation != (current ? current->number : 0) || last->on_trial != on_trial;
}

// Needs the lock. Whatever becomes of it, the run has ended as it has; what could not be put is tried again by the next.
void SyncSession::put_receipt() {
  if (settings_.receipts.empty() && settings_.receipts_folder.empty()) return;
  if (!is_receipt_due()) return;
  const auto receipt = make_receipt();
  if (receipt) {
    const std::string name = sync::receipt_file_name(id());
    const auto laid = lay_down_receipt(name, *receipt);
    const auto sent = send_receipt(name, *receipt);
    if (!sent) receipt_problem_ = sent.error();
    else if (!laid) receipt_problem_ = laid.error();
    else (void)sync::replace_file(*files_, kReceiptFile, *receipt);
  } else {
    receipt_problem_ = receipt.error();
  }
  const std::string text = to_text({{"error", receipt_problem_ ? utf8::plain_line(to_string(*receipt_problem_)) : ""}});
  const auto before = files_->read(kReceiptProblemFile, kSmallFile);
  if (!before || *before != text) (void)sync::replace_file(*files_, kReceiptProblemFile, text);
}

Result<void> SyncSession::send_receipt(const std::string& name, const std::string& receipt) {
  if (settings_.receipts.empty()) return {};
  const auto base = sync::base_address(settings_.receipts);
  if (!base) return base.error();
  sync::UploadOptions options;
  options.user_agent = "changlang/" CHANGLANG_VERSION;
  options.user = settings_.receipts_user;
  options.name_user = "[sync] receipts_user and receipts_password_file";
  options.connect_timeout_s = kReceiptConnect.count();
  options.request_timeout_s = kReceiptRequest.count();
  if (settings_.receipts_user.empty() != settings_.receipts_password_file.empty())
    return Error{ErrorKind::usage, "[sync] receipts_user and receipts_password_file belong together: one of them is missing", ""};
  if (!options.user.empty()) {
    auto password = read_secret(settings_.receipts_password_file);
    if (!password) return password.error();
    options.password = *std::move(password);
  }
  const auto uploader = sync::make_curl_uploader(std::move(options));
  if (!uploader) return uploader.error();
  const auto answer = (*uploader)->put(*base + name, receipt);
  if (!answer) return answer.error();
  if (answer->status >= 200 && answer->status < 300) return {};
  return Error{ErrorKind::refused, "the server answers PUT with status " + std::to_string(answer->status), *base + name};
}

Result<void> SyncSession::lay_down_receipt(const std::string& name, const std::string& receipt) {
  if (settings_.receipts_folder.empty()) return {};
  // Not made here: where a share is not mounted, the receipt does not belong below it.
  std::error_code ignored;
  if (!std::filesystem::is_directory(settings_.receipts_folder, ignored))
    return Error{ErrorKind::not_found, "is not there; make the folder, or mount it ([sync] receipts_folder)", settings_.receipts_folder.string()};
  const auto folder = sync::open_file_system(settings_.receipts_folder);
  if (!folder) return folder.error();
  return sync::replace_file(**folder, name, receipt);
}

Result<void> SyncSession::tell() {
  const auto lock = sync::Lock::take(files_->root() / "lock");
  if (!lock) return lock.error();
  put_receipt();
  return {};
}

std::string SyncSession::last_receipt_problem() {
  const auto bytes = files_->read(kReceiptProblemFile, kSmallFile);
  const auto json = bytes ? parse_json(*bytes, kReceiptProblemFile) : Result<Json>(bytes.error());
  return json && json->is_object() ? text_in(*json, "error") : "";
}

void SyncSession::leave_receipt_in(const std::filesystem::path& path) {
  const auto receipt = make_receipt();
  const auto folder = sync::open_file_system(path);
  if (receipt && folder) (void)sync::replace_file(**folder, sync::receipt_file_name(id()), *receipt);
}

}  // namespace kiosk::ctl
