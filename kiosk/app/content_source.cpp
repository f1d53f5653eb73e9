#include "kiosk/app/content_source.h"

#include <algorithm>

#include "kiosk/base/files.h"
#include "kiosk/base/log.h"
#include "kiosk/site/paths.h"

namespace kiosk::app {
namespace {

constexpr Duration kLookEvery = seconds{2};

std::filesystem::path real_path(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::path real = std::filesystem::canonical(folder, error);
  return error ? folder : real;
}

// The record helps; the exhibition goes on without it.
void log_failure(const Result<void>& done) {
  if (!done) log::error("display's record: " + to_string(done.error()));
}

}  // namespace

ContentSource::ContentSource(const std::filesystem::path& pack, const site::Config& config, TaskQueue& tasks)
    : tasks_(tasks), stands_alone_(!pack.empty()) {
  if (!config.state.empty()) board_file_ = config.state / "notices.json";
  if (stands_alone_) {
    candidates_ = {pack};
  } else {
    if (!config.pack.empty()) candidates_ = {config.pack};
    else if (!config.state.empty()) candidates_ = {config.state / "current", config.state / "previous"};
    candidates_.insert(candidates_.end(), config.fallback.begin(), config.fallback.end());
    candidates_.push_back(site::bundled_pack());
  }
  if (config.record.empty()) return;
  Result<std::unique_ptr<StartRecord>> opened = StartRecord::open(config.record, boot_id());
  if (opened) record_ = std::move(*opened);
  else log_failure(opened.error());
}

bool ContentSource::may_play(const std::filesystem::path& folder) const {
  const std::optional<GenerationNumber> generation = generation_of(folder);
  return !record_ || !generation || record_->may_play(*generation);
}

Result<screens::LibraryPtr> ContentSource::open() {
  Error last{ErrorKind::not_found, "no content", ""};
  for (rank_ = 0; rank_ < candidates_.size(); ++rank_) {
    const std::filesystem::path folder = real_path(candidates_[rank_]);
    if (!may_play(folder)) {
      last = {ErrorKind::refused, "crashed the display too often", folder.string()};
      log::error("generation left out: " + to_string(last));
      log_failure(record_->ask_for_rollback(*generation_of(folder)));
      continue;
    }
    if (record_) log_failure(record_->begin(generation_of(folder)));
    Result<screens::LibraryPtr> opened = screens::Library::open(folder);
    if (opened) {
      played_ = folder;
      for (const std::string& problem : (*opened)->problems()) log::warning("pack left out: " + problem);
      return opened;
    }
    last = opened.error();
    // Before the first sync there is nothing yet: no fault.
    if (last.kind == ErrorKind::not_found && !stands_alone_) log::info("no content yet: " + to_string(last));
    else log::error("pack refused: " + to_string(last));
  }
  return last;
}

bool ContentSource::has_any() const {
  return std::any_of(candidates_.begin(), candidates_.end(),
                     [&](const auto& folder) { return may_play(real_path(folder)) && screens::Library::open(folder).has_value(); });
}

bool ContentSource::look(Duration now) {
  if (now - last_look_ < kLookEvery) return false;
  last_look_ = now;
  if (auto job = board_job()) tasks_.submit(std::move(job), true);
  if (opening_) return true;
  // What is better than what plays, or what that has become; never something worse.
  for (std::size_t i = 0; i <= rank_ && i < candidates_.size(); ++i) {
    std::error_code error;
    const std::filesystem::path folder = real_path(candidates_[i]);
    if (folder == played_) break;
    if (folder == refused_ || !std::filesystem::exists(folder, error) || !may_play(folder)) continue;
    open_beside(folder, i);
    break;
  }
  return true;
}

void ContentSource::open_beside(const std::filesystem::path& folder, std::size_t rank) {
  opening_ = true;
  tasks_.submit([this, folder, rank, before = generation_of(played_)]() -> TaskQueue::Completion {
    // Should reading it take the display down, it is to blame; from then on what plays is, until the change-over.
    if (record_) log_failure(record_->begin(generation_of(folder)));
    Result<screens::LibraryPtr> opened = screens::Library::open(folder);
    if (record_) log_failure(record_->begin(before));
    return [this, folder, rank, opened = std::move(opened)] {
      opening_ = false;
      if (!opened) {
        refused_ = folder;
        ++refused_count_;
        return log::error("new content refused, the running exhibition stays: " + to_string(opened.error()));
      }
      played_ = folder;
      rank_ = rank;
      log::info("new content ready: folder=" + folder.string());
      take(*opened);
    };
  });
}

std::function<TaskQueue::Completion()> ContentSource::board_job() {
  if (board_file_.empty()) return {};
  std::error_code error;
  const std::pair seen{std::filesystem::last_write_time(board_file_, error), error ? 0 : std::filesystem::file_size(board_file_, error)};
  if (error || seen == board_seen_) return {};
  board_seen_ = seen;
  return [this]() -> TaskQueue::Completion {
    const Result<std::string> bytes = read_file(board_file_, content::kMostBoardBytes);
    Result<content::Board> board = bytes ? content::parse_board(*bytes, board_file_.string()) : Result<content::Board>(bytes.error());
    return [this, board = std::move(board)] {
      if (!board) return log::error("notices refused, what was said stays: " + to_string(board.error()));
      for (const std::string& problem : board->problems()) log::warning(problem);
      log::info("notices read");
      post(*board);
    };
  };
}

void ContentSource::read_board() {
  if (const auto job = board_job()) job()();
}

bool ContentSource::presented(const screens::LibraryPtr& library, Duration now) {
  if (on_glass_ != library.get()) {
    const bool changed_over = on_glass_ != nullptr;
    on_glass_ = library.get();
    on_glass_since_ = now;
    good_ = false;
    if (record_ && changed_over)
      tasks_.submit([this, generation = generation_of(library->folder())]() -> TaskQueue::Completion { log_failure(record_->begin(generation)); return {}; });
    return true;
  }
  if (record_ && !good_ && now - on_glass_since_ >= kGoodAfter) {
    good_ = true;
    tasks_.submit([this]() -> TaskQueue::Completion { log_failure(record_->good(to_utc_string(utc_now()))); return {}; });
  }
  return false;
}

void ContentSource::end() {
  if (record_) log_failure(record_->end());
}

}  // namespace kiosk::app
