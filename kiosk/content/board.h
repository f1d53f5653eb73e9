// What is said over the content at once, before any new pack: lines taken down, and notices. sync writes it as notices.json in its state
// folder (kiosk/sync/STATE.md) from documents that curators signed; the display reads it again whenever it is replaced.
//
// Limits : kMostBoardBytes; what is wrong in one entry leaves that entry out and is noted, the others stand.
// Threads: a value.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/result.h"
#include "kiosk/content/model.h"

namespace kiosk::content {

inline constexpr std::size_t kMostBoardBytes = 1 << 20;
inline constexpr std::size_t kMostNoticeCharacters = 200;

struct Notice {
  std::string id;
  LocalText text;
  bool page = false;                     // a page of its own among the slides; else a line over them
  std::chrono::sys_seconds from, until;  // shown from <= now < until
};

class Board {
 public:
  bool withdrawn(std::string_view pack, std::string_view point) const;
  // Also where its point is.
  bool withdrawn(std::string_view pack, std::string_view point, std::string_view story) const;
  // Also where its story is. Pages count from 1.
  bool withdrawn(std::string_view pack, std::string_view point, std::string_view story, int page) const;
  bool route_withdrawn(std::string_view pack, std::string_view route) const;

  // Those that are shown now, in their order.
  std::vector<Notice> notices(std::chrono::sys_seconds now) const;
  // When that list changes next; nothing: never.
  std::optional<std::chrono::sys_seconds> next_change(std::chrono::sys_seconds now) const;

  const std::vector<std::string>& problems() const { return problems_; }

 private:
  friend Result<Board> parse_board(std::string_view json, std::string_view subject);

  struct Withdrawn {
    Address address;
    bool page_only = false;
  };
  std::vector<Withdrawn> withdrawn_;
  std::vector<Notice> notices_;
  std::vector<std::string> problems_;
};

// Errors: malformed (no JSON, not an object of the two lists).
Result<Board> parse_board(std::string_view json, std::string_view subject);

}  // namespace kiosk::content
