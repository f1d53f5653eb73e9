// Where the exhibition's content comes from: the best folder that may be played, and whatever becomes of it while the display runs.
//
// Order   : --pack alone; else [display] pack or sync's `current`, then `previous`, the fallbacks, the exhibition that came with the
//           program. What cannot be opened, and what crashed the display twice in a row (StartRecord), gives way to the next.
// Looks   : every two seconds: a better folder, or one that leads elsewhere, is opened on a worker and handed to `take`; notices.json,
//           when it was replaced, is read and handed to `post`. Broken ones are logged and change nothing.
// Threads : the main thread; its jobs run on `tasks`, which ends before it does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "kiosk/app/start_record.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/task_queue.h"
#include "kiosk/content/board.h"
#include "kiosk/screens/library.h"
#include "kiosk/site/config.h"

namespace kiosk::app {

class ContentSource {
 public:
  // `pack`: of the command line; empty: none. `tasks` is borrowed.
  ContentSource(const std::filesystem::path& pack, const site::Config& config, TaskQueue& tasks);

  // Opens the best. Errors: why the last one could not be.
  Result<screens::LibraryPtr> open();
  // Whether `open` would succeed now: asked while the failure screen is shown.
  bool has_any() const;
  // notices.json as it is now, read here and now: before the first frame.
  void read_board();

  std::function<void(screens::LibraryPtr)> take;
  std::function<void(content::Board)> post;
  // To be called often; looks at most every two seconds. Returns whether it did.
  bool look(Duration now);
  // A frame of this library was presented: tells the record what plays, and after kGoodAfter that it plays well. True the first time.
  bool presented(const screens::LibraryPtr& library, Duration now);
  // The display ends in order.
  void end();

  std::uint64_t refused() const { return refused_count_; }

 private:
  bool may_play(const std::filesystem::path& folder) const;
  void open_beside(const std::filesystem::path& folder, std::size_t rank);
  // Nothing where the file is as it was.
  std::function<TaskQueue::Completion()> board_job();

  TaskQueue& tasks_;
  std::vector<std::filesystem::path> candidates_;  // best first
  std::filesystem::path board_file_;
  bool stands_alone_;
  std::unique_ptr<StartRecord> record_;   // null: none is kept
  std::filesystem::path played_, refused_;  // real folders: of what plays; of what was tried last and could not be opened
  std::size_t rank_ = 0;                  // of what plays, among the candidates
  bool opening_ = false;
  std::uint64_t refused_count_ = 0;
  Duration last_look_{0};
  std::pair<std::filesystem::file_time_type, std::uintmax_t> board_seen_;  // when it was written, its size; sync replaces it as a whole
  const screens::Library* on_glass_ = nullptr;  // to compare, never to follow
  Duration on_glass_since_{0};
  bool good_ = false;
};

}  // namespace kiosk::app
