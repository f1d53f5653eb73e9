#include "kiosk/app/start_record.h"

#include <algorithm>
#include <charconv>

#include "kiosk/app/sync_requests.h"
#include "kiosk/base/files.h"
#include "kiosk/base/json.h"

namespace kiosk::app {
namespace {

constexpr std::size_t kMostBytes = 64 * 1024;
constexpr const char* kFile = "starts.json";

}  // namespace

std::optional<GenerationNumber> generation_of(const std::filesystem::path& folder) {
  const std::string name = folder.filename().string();
  GenerationNumber number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size() || folder.parent_path().filename() != "gen") return std::nullopt;
  return number;
}

std::string boot_id() {
  const Result<std::string> id = read_file("/proc/sys/kernel/random/boot_id", 64);
  return id ? id->substr(0, id->find('\n')) : "";
}

Result<std::unique_ptr<StartRecord>> StartRecord::open(const std::filesystem::path& folder, const std::string& boot) {
  std::error_code error;
  std::filesystem::create_directories(folder / "requests", error);
  if (error) return system_error("cannot make", folder / "requests", error.value());
  std::unique_ptr<StartRecord> record(new StartRecord(folder, boot));
  const Result<std::string> bytes = read_file(folder / kFile, kMostBytes);
  if (bytes) {
    // A record that means nothing must not keep the exhibition from the wall: it is begun anew.
    if (const Result<void> read = record->read(*bytes); !read) record->entries_.clear();
  }
  if (const Result<void> written = record->write(); !written) return written.error();
  return record;
}

Result<void> StartRecord::read(const std::string& bytes) {
  const std::string subject = (folder_ / kFile).string();
  Result<Json> json = parse_json(bytes, subject);
  if (!json) return json.error();
  try {
    for (const Json& one : json->at("generations")) {
      Entry& entry = entries_[one.at("generation").get<GenerationNumber>()];
      entry = {one.at("starts").get<std::uint64_t>(), one.at("crashes").get<unsigned>(), one.at("last_good_frame").get<std::string>(), false, false};
    }
    const Json& running = json->at("running");
    if (running.is_null()) return {};
    const auto generation = running.at("generation").get<GenerationNumber>();
    std::error_code error;
    const bool on_trial = std::filesystem::exists(folder_ / "program.trial", error);  // a new program is what is new
    if (running.at("boot").get<std::string>() == boot_ && !running.at("good").get<bool>() && !on_trial) ++entries_[generation].crashes;
  } catch (const Json::exception& e) {
    return Error{ErrorKind::malformed, e.what(), subject};
  }
  return {};
}

bool StartRecord::may_play(GenerationNumber generation) const {
  const std::scoped_lock lock(mutex_);
  const auto entry = entries_.find(generation);
  return entry == entries_.end() || entry->second.crashes <= kCrashesAllowed;
}

Result<void> StartRecord::begin(std::optional<GenerationNumber> generation) {
  const std::scoped_lock lock(mutex_);
  if (generation == running_) return {};
  running_ = generation;
  if (!generation) return write();
  Entry& entry = entries_[*generation];
  if (!entry.begun) ++entry.starts;
  entry.begun = true;
  for (auto oldest = entries_.begin(); entries_.size() > kGenerationsRecorded;)
    oldest = oldest->first == *generation ? std::next(oldest) : entries_.erase(oldest);
  return write();
}

Result<void> StartRecord::good(const std::string& time) {
  const std::scoped_lock lock(mutex_);
  if (!running_) return {};
  Entry& entry = entries_[*running_];
  entry.good = true;
  entry.crashes = 0;
  entry.last_good = time;
  if (auto written = write(); !written) return written;
  return ask_sync(folder_, "confirm", {{"generation", *running_}});
}

Result<void> StartRecord::ask_for_rollback(GenerationNumber generation) {
  const std::scoped_lock lock(mutex_);
  const auto entry = entries_.find(generation);
  const unsigned crashes = entry == entries_.end() ? 0 : entry->second.crashes;
  return ask_sync(folder_, "rollback", {{"generation", generation}, {"reason", "the display crashed " + std::to_string(crashes) + " times in a row"}});
}

Result<void> StartRecord::end() {
  const std::scoped_lock lock(mutex_);
  running_.reset();
  return write();
}

Result<void> StartRecord::write() const {
  OrderedJson running;
  if (running_) running = {{"generation", *running_}, {"boot", boot_}, {"good", entries_.at(*running_).good}};
  OrderedJson generations = OrderedJson::array();
  for (const auto& [number, entry] : entries_)
    generations.push_back({{"generation", number}, {"starts", entry.starts}, {"crashes", entry.crashes}, {"last_good_frame", entry.last_good}});
  return write_file_durably(folder_ / kFile, OrderedJson{{"running", running}, {"generations", generations}}.dump() + "\n");
}

}  // namespace kiosk::app
