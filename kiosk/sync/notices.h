// Lines that a memorial shows or takes down at once: notices/<memorial>.json and withdrawn/<memorial>.json as signed targets, and notices.json,
// which the display reads (NOTICES.md). Pure: bytes in, values out; whoever publishes writes with the same functions.
//
// Errors  : malformed (not this format), limit, refused (a format of later programs, a value that a rule forbids).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/sync/metadata.h"

namespace kiosk::sync {

struct NoticeLimits {
  std::size_t bytes = 64u << 10;       // of each file
  std::size_t notices = 64;            // of one memorial
  std::size_t withdrawn = 1'000;       // routes of one memorial
  std::size_t characters = 200;        // of a notice, in one language: as many as the glass has room for
};

struct Notice {
  std::string id;      // a-z 0-9 and -, 1 to 64; once in a file
  Time from{}, until{};  // until: no longer shown
  bool page = false;   // a page of its own, else a line
  std::map<std::string, std::string> text;  // by language: "zh-Hans", always; "zh-Hant", "en"

  bool operator==(const Notice&) const = default;
};

struct Withdrawal {
  std::string route;  // pack/point, pack/point/story or pack/point/story#page
  Time time{};        // since when

  bool operator==(const Withdrawal&) const = default;
};

Result<std::vector<Notice>> parse_notices(std::string_view bytes, std::string_view subject, const NoticeLimits& limits = {});
Result<std::vector<Withdrawal>> parse_withdrawn(std::string_view bytes, std::string_view subject, const NoticeLimits& limits = {});
// The files; an error where what is written could not be read.
Result<std::string> write_notices(const std::vector<Notice>& notices, const NoticeLimits& limits = {});
Result<std::string> write_withdrawn(const std::vector<Withdrawal>& withdrawn, const NoticeLimits& limits = {});

// Whether the text is a route of the forms above; `pack_of` its first name.
bool is_route(std::string_view text);
std::string_view pack_of(std::string_view route);

// What all memorials say together.
struct OwnedNotice {
  std::string owner;
  Notice notice;
};
std::string write_for_display(const std::vector<Withdrawal>& withdrawn, const std::vector<OwnedNotice>& notices);

}  // namespace kiosk::sync
