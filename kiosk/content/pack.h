// Opens one pack folder and reads its parts when they are first needed.
//
// Cost    : open reads pack.toml and looks at the slides' pictures, no point and no story, so that a pack of 10,000
//           stories starts as fast as one of 10. points, stories, sources and names are read on demand and kept
//           (stories: the last 64).
// Threads : safe from several threads; what it returns is immutable. No lock is held while a point, route or story is
//           read.
// Hostile : every path is checked to stay inside the folder (no "..", no absolute path, no link on the way,
//           O_NOFOLLOW); every file has a limit in bytes, and structures in counts (content/FORMAT.md#Limits).
// Errors  : open fails where nothing can be played. A broken story, point, slide or picture is left out, said once in
//           findings().
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/content/finding.h"
#include "kiosk/content/model.h"

namespace kiosk::content {

class Pack {
 public:
  static Result<std::unique_ptr<Pack>> open(const std::filesystem::path& folder);
  ~Pack();

  const std::filesystem::path& folder() const;
  const Index& index() const;

  // Null where it is not there or broken (then a finding says why).
  PointPtr point(std::string_view id);
  // In `language`, or in 简体 where that file is missing.
  StoryPtr story(std::string_view point, std::string_view story, Language language);
  RoutePtr route(std::string_view id);

  // Reads everything that has not been read yet, part by part: returns false when all is done. For a worker.
  bool check_next();
  // What was found so far, ordered by file and line, each once.
  Findings findings() const;
  // How many files were opened so far.
  std::size_t files_opened() const;

 private:
  friend Findings check(const std::filesystem::path& folder);
  struct State;
  explicit Pack(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Everything that check_next finds, at once; errors that stop the pack from playing first. An empty list means that the
// pack may be shown. Called by sync before a generation becomes current (wired by ctl).
Findings check(const std::filesystem::path& folder);

// Reads an address; nothing where it cannot be one. `pack` names the running pack, whose id may come first.
std::optional<Address> parse_address(std::string_view text, std::string_view pack);
std::string to_string(const Address& address);

// A generation (design: packs.json with the order) or a single pack: the folders of its packs, in order.
// Errors: not_found where the folder is neither.
Result<std::vector<std::filesystem::path>> pack_folders(const std::filesystem::path& pack_or_generation);

}  // namespace kiosk::content
