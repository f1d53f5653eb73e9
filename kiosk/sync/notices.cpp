#include "kiosk/sync/notices.h"

#include <algorithm>
#include <array>
#include <set>

#include "kiosk/base/json.h"

namespace kiosk::sync {
namespace {

constexpr std::uint64_t kFormat = 1;
constexpr std::array<const char*, 3> kLanguages{"zh-Hans", "zh-Hant", "en"};
constexpr std::size_t kIdBytes = 64;    // as ids in content/FORMAT.md
constexpr std::size_t kPageDigits = 4;  // no story has ten thousand pages

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > kIdBytes || text.front() == '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_text(std::string_view text, const NoticeLimits& limits) {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  if (text.empty() || text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues)) > limits.characters) return false;
  return std::none_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; });
}

// The list of a file of this format, before its entries are looked at.
Result<Json> parse_list(std::string_view bytes, std::string_view subject, const char* key, std::size_t most, const NoticeLimits& limits) {
  const auto fail = [&](ErrorKind kind, std::string message) { return Error{kind, std::move(message), std::string(subject)}; };
  if (bytes.size() > limits.bytes) return fail(ErrorKind::limit, "is larger than " + std::to_string(limits.bytes) + " bytes");
  auto json = parse_json(bytes, subject);
  if (!json) return json.error();
  if (!json->is_object() || !json->contains("format") || !(*json)["format"].is_number_unsigned())
    return fail(ErrorKind::malformed, "has no \"format\"");
  if ((*json)["format"] != kFormat) return fail(ErrorKind::refused, "has another format than 1, which this program reads");
  const auto list = json->find(key);
  if (list == json->end() || !list->is_array()) return fail(ErrorKind::malformed, std::string("has no list \"") + key + "\"");
  if (list->size() > most) return fail(ErrorKind::limit, "has more than " + std::to_string(most) + " entries");
  return Json(*list);
}

std::optional<Time> time_in(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? parse_time(it->get<std::string>()) : std::nullopt;
}

std::string_view text_in(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? std::string_view(it->get_ref<const std::string&>()) : std::string_view();
}

// Empty: the notice is fine.
std::string read_notice(const Json& json, const NoticeLimits& limits, Notice& notice) {
  if (!json.is_object()) return "is no object";
  notice.id = text_in(json, "id");
  if (!is_id(notice.id)) return "has no \"id\" of a-z, 0-9 and -";
  const auto from = time_in(json, "from"), until = time_in(json, "until");
  if (!from || !until) return "has no \"from\" and \"until\" like 2026-11-23T09:00:00Z";
  if (*from >= *until) return "ends before it begins";
  notice.from = *from;
  notice.until = *until;
  if (const auto page = json.find("page"); page != json.end()) {
    if (!page->is_boolean()) return "has a \"page\" that is neither true nor false";
    notice.page = page->get<bool>();
  }
  const auto text = json.find("text");
  if (text == json.end() || !text->is_object()) return "has no \"text\"";
  for (const char* language : kLanguages) {
    if (!text->contains(language)) continue;
    notice.text[language] = text_in(*text, language);
    if (!is_text(notice.text[language], limits)) return std::string("has a text that is empty, too long or not plain text in ") + language;
  }
  return notice.text.contains("zh-Hans") ? "" : "has no text in zh-Hans";
}

OrderedJson describe(const Notice& notice) {
  OrderedJson text = OrderedJson::object();
  for (const char* language : kLanguages)
    if (const auto it = notice.text.find(language); it != notice.text.end()) text[language] = it->second;
  return {{"id", notice.id}, {"from", to_string(notice.from)}, {"until", to_string(notice.until)}, {"page", notice.page}, {"text", text}};
}

OrderedJson describe(const Withdrawal& withdrawal) { return {{"route", withdrawal.route}, {"time", to_string(withdrawal.time)}}; }

template <typename T>
OrderedJson describe_all(const std::vector<T>& values) {
  OrderedJson list = OrderedJson::array();
  for (const T& value : values) list.push_back(describe(value));
  return list;
}

}  // namespace

bool is_route(std::string_view text) {
  std::size_t names = 0;
  const std::size_t hash = text.find('#');
  if (hash != text.npos) {
    const std::string_view page = text.substr(hash + 1);
    if (page.empty() || page.size() > kPageDigits || page.front() == '0') return false;
    if (!std::all_of(page.begin(), page.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
    text = text.substr(0, hash);
  }
  for (std::size_t at = 0; at <= text.size(); ++names) {
    const std::size_t end = std::min(text.find('/', at), text.size());
    if (!is_id(text.substr(at, end - at))) return false;
    at = end + 1;
  }
  return hash == text.npos ? names == 2 || names == 3 : names == 3;
}

std::string_view pack_of(std::string_view route) { return route.substr(0, route.find('/')); }

Result<std::vector<Notice>> parse_notices(std::string_view bytes, std::string_view subject, const NoticeLimits& limits) {
  const auto list = parse_list(bytes, subject, "notices", limits.notices, limits);
  if (!list) return list.error();
  std::vector<Notice> notices;
  std::set<std::string> ids;
  for (const Json& each : *list) {
    Notice& notice = notices.emplace_back();
    std::string fault = read_notice(each, limits, notice);
    if (fault.empty() && !ids.insert(notice.id).second) fault = "has the id \"" + notice.id + "\" of another notice";
    if (!fault.empty()) return Error{ErrorKind::malformed, "notice " + std::to_string(notices.size()) + " " + fault, std::string(subject)};
  }
  return notices;
}

Result<std::vector<Withdrawal>> parse_withdrawn(std::string_view bytes, std::string_view subject, const NoticeLimits& limits) {
  const auto list = parse_list(bytes, subject, "withdrawn", limits.withdrawn, limits);
  if (!list) return list.error();
  std::vector<Withdrawal> withdrawn;
  for (const Json& each : *list) {
    const auto time = each.is_object() ? time_in(each, "time") : std::nullopt;
    if (!time || !is_route(text_in(each, "route")))
      return Error{ErrorKind::malformed, "entry " + std::to_string(withdrawn.size() + 1) + " is not a route with a time", std::string(subject)};
    withdrawn.push_back({std::string(text_in(each, "route")), *time});
  }
  return withdrawn;
}

Result<std::string> write_notices(const std::vector<Notice>& notices, const NoticeLimits& limits) {
  std::string text = to_text({{"format", kFormat}, {"notices", describe_all(notices)}});
  if (const auto read = parse_notices(text, "notices", limits); !read) return read.error();
  return text;
}

Result<std::string> write_withdrawn(const std::vector<Withdrawal>& withdrawn, const NoticeLimits& limits) {
  std::string text = to_text({{"format", kFormat}, {"withdrawn", describe_all(withdrawn)}});
  if (const auto read = parse_withdrawn(text, "withdrawn", limits); !read) return read.error();
  return text;
}

std::string write_for_display(const std::vector<Withdrawal>& withdrawn, const std::vector<OwnedNotice>& notices) {
  OrderedJson list = OrderedJson::array();
  for (const OwnedNotice& each : notices) {
    OrderedJson notice = describe(each.notice);
    notice["owner"] = each.owner;
    list.push_back(std::move(notice));
  }
  return to_text({{"withdrawn", describe_all(withdrawn)}, {"notices", list}});
}

}  // namespace kiosk::sync
