// starts.json: which generation this display started with, and how that went; durable before a generation is loaded. From it
// follows which generation may play: one that took the display down twice in a row may not, and the one before it does.
//
// Crash   : the display did not end in order and the machine did not restart meanwhile (another boot id: a power cut is nobody's fault).
//           Nor is one of a program that was just installed (ProgramUpdate). Minutes in which frames were presented (kGoodAfter) end the row.
// Requests: requests/<kind>.json beside it, read by `kioskctl sync apply-requests`: confirm (a new generation plays well), rollback.
// Threads : safe from any; each change is written before the call returns, so workers make them while the display runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace kiosk::app {

inline constexpr Duration kGoodAfter = seconds{60};  // of presented frames
inline constexpr unsigned kCrashesAllowed = 1;       // in a row; the next falls back
inline constexpr std::size_t kGenerationsRecorded = 8;

using GenerationNumber = std::uint64_t;

// The number of a generation's folder ("…/gen/17" → 17); nothing for a pack that lies elsewhere.
std::optional<GenerationNumber> generation_of(const std::filesystem::path& folder);

class StartRecord {
 public:
  // Reads what the run before left and counts its crash. A record that cannot be read counts as none; the error says why it could not.
  // `boot` tells one start of the machine from another (boot_id() below).
  static Result<std::unique_ptr<StartRecord>> open(const std::filesystem::path& folder, const std::string& boot);

  // False: it crashed too often.
  bool may_play(GenerationNumber generation) const;

  // To be called before a generation's content is read; nothing: content that is no generation, of which no record is kept.
  Result<void> begin(std::optional<GenerationNumber> generation);
  // What was begun has been on the glass for kGoodAfter: the row of its crashes ends, and sync is asked to keep it.
  Result<void> good(const std::string& time);
  // Asks sync to go back from a generation that may not play.
  Result<void> ask_for_rollback(GenerationNumber generation);
  // The display ends in order.
  Result<void> end();

 private:
  struct Entry {
    std::uint64_t starts = 0;
    unsigned crashes = 0;  // in a row
    std::string last_good;  // time; empty: never
    bool begun = false, good = false;  // in this run
  };

  StartRecord(std::filesystem::path folder, std::string boot) : folder_(std::move(folder)), boot_(std::move(boot)) {}
  Result<void> read(const std::string& bytes);
  Result<void> write() const;

  std::filesystem::path folder_;
  std::string boot_;
  mutable std::mutex mutex_;
  std::map<GenerationNumber, Entry> entries_;
  std::optional<GenerationNumber> running_;
};

// This start of the machine (Linux: random/boot_id); empty where the system does not say.
std::string boot_id();

}  // namespace kiosk::app
