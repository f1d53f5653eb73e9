// The last minutes before a crash: what was logged, shown and touched, how long frames took, how much memory was in use; to be read afterwards.
//
// Ring    : blackbox.ring in the display's folder, mapped and shared, so that nothing has to be saved when the process is killed: the kernel has it.
//           kEntries lines of up to kMostText bytes; 256 KiB, reserved on the disk at once (a full disk must not end the display in a page fault).
// Saved   : at the next start of the display on the same start of the machine, where the run before did not end in order: blackbox-<UTC>.json with the
//           lines of its last kKept; the newest kSaved of them stay. After a power cut there is nothing to explain.
// Private : where a finger was is not written, only that there was one.
// Threads : `note` from any, without a lock; the rest on the main thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace kiosk::app {

class BlackBox {
 public:
  static constexpr std::size_t kEntries = 2048, kMostText = 112, kSaved = 5;
  static constexpr Duration kKept = seconds{300};

  // Saves what a run that crashed has left and begins anew. `clock` must outlive it; `boot`: boot_id() of start_record.h.
  static Result<std::unique_ptr<BlackBox>> open(const std::filesystem::path& folder, const std::string& boot, const Clock& clock);
  ~BlackBox();

  // One line; what is longer than kMostText bytes is cut.
  void note(std::string_view what);
  // A frame was presented, after `ms` of work. Told once a second, as one line.
  void frame(float ms, bool is_late);
  // What is on the glass; a line where it is another than before.
  void screen(std::string_view name);
  // To be called often: memory in use, every ten seconds.
  void tick();
  // The run ends in order: there will be nothing to save.
  void end();

 private:
  struct Entry;
  struct Header;
  BlackBox(void* mapped, const Clock& clock);
  void tell_frames();

  Header* header_;
  Entry* entries_;
  const Clock& clock_;
  std::atomic<std::uint64_t> next_{1};
  std::string screen_;
  Duration second_{0}, memory_told_{-1};
  int frames_ = 0, late_ = 0;
  float worst_ms_ = 0;
};

}  // namespace kiosk::app
