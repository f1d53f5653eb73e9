// One sync, from asking for the manifest to the new `current`: the decisions; Store and Fetcher have the hands.
//
// Steps   : manifest → unchanged? done → refuse what must be refused → room on the disk? → fetch what is missing → lay out → check →
//           make current → collect what nobody uses.
// Promise : whatever fails, at whichever step: `current` is what it was before, or the new generation as a whole.
// Errors  : refused, malformed, limit (the publication is wrong: trying again cannot help), transient, not_found, io (may work later),
//           disk_full. Trust and transport never share a kind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "kiosk/sync/fetcher.h"
#include "kiosk/sync/limits.h"
#include "kiosk/sync/store.h"

namespace kiosk::sync {

struct Progress {
  std::uint64_t bytes = 0, bytes_total = 0;  // of the files that were missing
  std::size_t files = 0, files_total = 0;
};

struct Options {
  std::string url;              // the folder with manifest.json
  std::string program;          // this program's version, "0.1.0"
  std::string time;             // now, for generation.json: "2026-11-23T14:51:00Z"
  Limits limits;
  unsigned keep = 3;            // generations, with current and previous
  unsigned fruitless_rounds = 3;  // tries in a row that bring not one byte, before giving up until the next sync
  // The last test of a pack before it becomes current; refused with the reason, or fine. Empty: none.
  std::function<Result<void>(const std::filesystem::path& pack)> check;
  std::function<void(const Progress&)> progress;  // may be empty; called for every piece that arrives
  std::function<void(unsigned seconds)> pause;    // before trying again; empty: no waiting
};

struct Outcome {
  bool changed = false;
  Generation generation;      // current now
  std::uint64_t bytes = 0;    // of files fetched
  std::size_t files = 0;      // fetched
  std::size_t requests = 0;   // redirects not counted
};

class Updater {
 public:
  Updater(Store& store, Fetcher& fetcher, Options options);
  Result<Outcome> run();

 private:
  Result<Outcome> attempt(const std::string& bytes);
  Result<std::string> fetch_manifest();
  Result<void> fetch_missing(const Manifest& manifest);
  Result<void> make_room(const Manifest& manifest);
  Result<Outcome> lay_out(const Manifest& manifest, const std::string& bytes, const std::string& sha256);

  Store& store_;
  Fetcher& fetcher_;
  Options options_;
  std::string base_;
  Outcome outcome_;
};

}  // namespace kiosk::sync
