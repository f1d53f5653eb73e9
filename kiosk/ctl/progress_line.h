// The line that shows how far a sync is: bytes, rate, time left. Only on a terminal; a journal gets none.
#pragma once

#include <chrono>
#include <string>

#include "kiosk/sync/updater.h"

namespace kiosk::ctl {

// "12.3 MB of 45.6 MB, 7 of 90 files, 1.2 MB/s, 0:28 left"; rate and time are left out where they are not known yet.
std::string progress_text(const sync::Progress& progress, double bytes_per_second);
// "1.2 MB": powers of ten, as disks and links are sold.
std::string size_text(std::uint64_t bytes);

class ProgressLine {
 public:
  explicit ProgressLine(bool shown) : shown_(shown) {}
  ~ProgressLine() { clear(); }
  void clear();
  void update(const sync::Progress& progress);

 private:
  using Time = std::chrono::steady_clock::time_point;
  bool shown_;
  bool drawn_ = false;
  Time started_{}, last_{};
  std::uint64_t first_bytes_ = 0;
};

}  // namespace kiosk::ctl
