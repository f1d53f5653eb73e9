// From what the repository, verified, wants on the wall to the new `current`: the decisions; Store and Fetcher have the hands.
//
// Steps   : unchanged? done → manifests → room on the disk? → fetch what is missing → lay out → check → make current → collect what nobody uses.
// Promise : whatever fails, at whichever step: `current` is what it was before, or the new generation as a whole.
// Packs   : one that cannot be taken (bad, unfit for this program, files missing or wrong on the server) leaves the one of its name in
//           `current` where it is, is told in Outcome::problems, and does not stop the others.
// Errors  : of the whole run: transient, io (may work later), disk_full, and a pack's own problem where nothing else was to be done.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/sync/board.h"
#include "kiosk/sync/fetcher.h"
#include "kiosk/sync/limits.h"
#include "kiosk/sync/repository.h"
#include "kiosk/sync/store.h"

namespace kiosk::sync {

struct Progress {
  std::uint64_t bytes = 0, bytes_total = 0;  // of the files that were missing
  std::size_t files = 0, files_total = 0;
};

struct Options {
  std::string base;             // the repository's address, "/" at its end
  std::string source;           // kept in generation.json: the address, or the folder that stands for it
  std::string program;          // this program's version, "0.1.0"
  std::string time;             // now, for generation.json: "2026-11-23T14:51:00Z"
  Limits limits;
  unsigned keep = 3;            // generations, with current and previous
  unsigned fruitless_rounds = 3;  // tries in a row that bring not one byte, before giving up until the next sync
  // The last test of a pack before it becomes current; refused with the reason, or fine. Empty: none.
  std::function<Result<void>(const std::filesystem::path& pack)> check;
  std::function<void(const Progress&)> progress;  // may be empty; called for every piece that arrives
  std::function<void(unsigned seconds)> pause;    // before trying again; empty: no waiting
  std::function<unsigned(unsigned low, unsigned high)> random;  // for the pauses; empty: the middle
  // What has waited for the lock while files came (STATE.md, requests): true where it changed anything. May be empty.
  std::function<bool()> before_laying_out;
};

struct Outcome {
  bool changed = false;
  bool pinned = false;        // what was published was not looked at
  Generation generation;      // current now
  std::vector<Problem> problems;
  std::uint64_t bytes = 0;    // of files fetched
  std::size_t files = 0;      // fetched
  std::size_t requests = 0;   // redirects not counted
};

class Updater {
 public:
  Updater(Store& store, Fetcher& fetcher, Options options);
  Result<Outcome> run(const Repository& wanted);

 private:
  // What is to stand in the new generation in the place of one published pack.
  struct Choice {
    PackRecord record;
    std::string subject;       // names the manifest in errors
    bool fallen_back = false;  // the one in current, since the published one cannot be taken
  };

  Result<Outcome> attempt(const Repository& wanted);
  Result<void> choose_all(const Repository& wanted, std::vector<Choice>& choices);
  bool is_current(const std::vector<Choice>& choices);
  Result<Choice> choose(const SignedPack& pack);
  Result<Manifest> load(const Choice& choice);
  Result<void> fetch_manifest(const SignedFile& manifest);
  Result<bool> fall_back(Choice& choice, const Error& why);
  Result<void> make_room(const std::vector<Choice>& choices);
  Result<void> fetch_missing(std::vector<Choice>& choices);
  Result<void> fetch_round(class Download& download);
  Result<void> lay_out(std::vector<Choice>& choices, Generation generation);
  Result<void> add_checked(unsigned number, Choice& choice, bool& taken);

  Store& store_;
  Fetcher& fetcher_;
  Options options_;
  std::optional<Generation> current_;
  Outcome outcome_;
};

}  // namespace kiosk::sync
