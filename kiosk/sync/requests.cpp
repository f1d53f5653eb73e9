#include "kiosk/sync/requests.h"

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"

namespace kiosk::sync {
namespace {

constexpr std::size_t kRequestBytes = 4096;
constexpr std::size_t kReasonBytes = 500;
constexpr std::size_t kPathBytes = 1024;

bool is_line(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most || utf8::find_ill_formed(text)) return false;
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool is_safe_path(std::string_view path) {
  if (!is_line(path, kPathBytes) || path.front() != '/') return false;
  return ("/" + std::string(path) + "/").find("/../") == std::string::npos;
}

std::optional<unsigned> number(const Json& value) {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() == 0 || value.get<std::uint64_t>() > 0xFFFF'FFFFu) return std::nullopt;
  return value.get<unsigned>();
}

std::string text(const Json& value) { return value.is_string() ? value.get<std::string>() : std::string(); }

std::string taken_name(const std::string& kind) { return kind + ".taken"; }

}  // namespace

Result<Request> parse_request(std::string_view kind, std::string_view bytes) {
  const std::string subject = "requests/" + std::string(kind) + ".json";
  const Error malformed{ErrorKind::malformed, "is not a request of the display", subject};
  const auto json = parse_json(bytes, subject);
  if (!json) return json.error();
  if (!json->is_object()) return malformed;
  const auto has = [&](std::initializer_list<const char*> keys) {
    return json->size() == keys.size() && std::all_of(keys.begin(), keys.end(), [&](const char* key) { return json->contains(key); });
  };
  if (kind == "confirm" && has({"generation"})) {
    if (const auto generation = number((*json)["generation"])) return Request(ConfirmRequest{*generation});
  } else if (kind == "rollback" && has({"generation", "reason"})) {
    const auto generation = number((*json)["generation"]);
    if (generation && is_line(text((*json)["reason"]), kReasonBytes)) return Request(RollbackRequest{*generation, text((*json)["reason"])});
  } else if (kind == "import" && has({"path"})) {
    if (is_safe_path(text((*json)["path"]))) return Request(ImportRequest{text((*json)["path"])});
  }
  return malformed;
}

Result<std::vector<TakenRequest>> take_requests(FileSystem& requests) {
  std::vector<TakenRequest> found;
  for (const std::string kind : {"rollback", "confirm", "import"}) {
    const auto renamed = requests.rename(kind + ".json", taken_name(kind));
    if (!renamed && renamed.error().kind != ErrorKind::not_found) return renamed.error();
    const auto bytes = requests.read(taken_name(kind), kRequestBytes);
    if (bytes) found.push_back({kind, parse_request(kind, *bytes)});
    else if (bytes.error().kind != ErrorKind::not_found) found.push_back({kind, bytes.error()});
  }
  return found;
}

Result<void> remove_request(FileSystem& requests, const std::string& kind) { return requests.remove(taken_name(kind)); }

}  // namespace kiosk::sync
