#include "kiosk/content/board.h"

#include <algorithm>

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/content/pack.h"

namespace kiosk::content {
namespace {

// Words of the glass: no control character but the line break.
bool is_plain(std::string_view text) {
  std::size_t characters = 0;
  for (const char byte : text) {
    const auto unit = static_cast<unsigned char>(byte);
    if ((unit < 0x20 && byte != '\n') || unit == 0x7F) return false;
    characters += (unit & 0xC0) != 0x80;
  }
  return characters <= kMostNoticeCharacters;
}

Result<Notice> read_notice(const Json& json) {
  const auto wrong = [&](const std::string& what) { return Error{ErrorKind::malformed, what, json.value("id", "")}; };
  Notice notice;
  notice.id = json.at("id").get<std::string>();
  notice.page = json.at("page").get<bool>();
  for (const auto& [key, time] : {std::pair{"from", &notice.from}, std::pair{"until", &notice.until}}) {
    const auto read = parse_utc_time(json.at(key).get<std::string>());
    if (!read) return wrong(std::string(key) + ": " + read.error().message);
    *time = *read;
  }
  for (const auto& [name, text] : json.at("text").items()) {
    const auto language = language_from_tag(name);
    if (!language) continue;
    if (!is_plain(text.get<std::string>())) return wrong("text: at most 200 characters, none of them a control character");
    notice.text[*language] = text.get<std::string>();
  }
  if (notice.text.empty()) return wrong("text: needs zh-Hans");
  return notice;
}

}  // namespace

bool Board::withdrawn(std::string_view pack, std::string_view point) const {
  return std::any_of(withdrawn_.begin(), withdrawn_.end(), [&](const Withdrawn& one) {
    return one.address.kind == Address::Kind::point && one.address.pack == pack && one.address.point == point;
  });
}

bool Board::withdrawn(std::string_view pack, std::string_view point, std::string_view story) const {
  return withdrawn(pack, point) || std::any_of(withdrawn_.begin(), withdrawn_.end(), [&](const Withdrawn& one) {
    return one.address.kind == Address::Kind::story && !one.page_only && one.address.pack == pack && one.address.point == point && one.address.story == story;
  });
}

bool Board::withdrawn(std::string_view pack, std::string_view point, std::string_view story, int page) const {
  return withdrawn(pack, point, story) || std::any_of(withdrawn_.begin(), withdrawn_.end(), [&](const Withdrawn& one) {
    return one.page_only && one.address.page == page && one.address.pack == pack && one.address.point == point && one.address.story == story;
  });
}

bool Board::route_withdrawn(std::string_view pack, std::string_view route) const {
  return std::any_of(withdrawn_.begin(), withdrawn_.end(), [&](const Withdrawn& one) {
    return one.address.kind == Address::Kind::route && one.address.pack == pack && one.address.route == route;
  });
}

std::vector<Notice> Board::notices(std::chrono::sys_seconds now) const {
  std::vector<Notice> shown;
  std::copy_if(notices_.begin(), notices_.end(), std::back_inserter(shown), [&](const Notice& n) { return n.from <= now && now < n.until; });
  return shown;
}

std::optional<std::chrono::sys_seconds> Board::next_change(std::chrono::sys_seconds now) const {
  std::optional<std::chrono::sys_seconds> next;
  for (const Notice& notice : notices_)
    for (const auto time : {notice.from, notice.until})
      if (time > now && notice.from < notice.until && (!next || time < *next)) next = time;
  return next;
}

Result<Board> parse_board(std::string_view text, std::string_view subject) {
  if (text.size() > kMostBoardBytes) return Error{ErrorKind::limit, "is larger than a board may be", std::string(subject)};
  const Result<Json> json = parse_json(text, subject);
  if (!json) return json.error();
  const auto list = [&](const char* key) { return json->is_object() && json->contains(key) && (*json)[key].is_array() ? &(*json)[key] : nullptr; };
  const Json *withdrawn = list("withdrawn"), *notices = list("notices");
  if (!withdrawn || !notices) return Error{ErrorKind::malformed, "needs the lists withdrawn and notices", std::string(subject)};
  Board board;
  for (const Json& one : *withdrawn) {
    const std::string route = one.is_object() && one.contains("route") && one["route"].is_string() ? one["route"].get<std::string>() : "";
    const auto address = parse_address(route, route.substr(0, route.find('/')));
    if (!address || address->pack.empty() || address->kind == Address::Kind::home) {
      board.problems_.push_back(std::string(subject) + ": withdrawn: not an address of a point, story, page or route of a pack");
      continue;
    }
    board.withdrawn_.push_back({*address, route.find('#') != route.npos});
  }
  for (const Json& one : *notices) {
    try {
      Result<Notice> notice = read_notice(one);
      if (notice) board.notices_.push_back(std::move(*notice));
      else board.problems_.push_back(std::string(subject) + ": notice " + to_string(notice.error()));
    } catch (const Json::exception& e) {
      board.problems_.push_back(std::string(subject) + ": notice: " + e.what());
    }
  }
  return board;
}

}  // namespace kiosk::content
