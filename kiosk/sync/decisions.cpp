#include "kiosk/sync/decisions.h"

#include "kiosk/base/json.h"

namespace kiosk::sync {
namespace {

Error malformed(const char* file) { return {ErrorKind::malformed, "is not what this program writes", file}; }

// An object with exactly these keys, or nothing.
std::optional<Json> parse_object(std::string_view bytes, const char* file, std::initializer_list<const char*> keys) {
  auto json = parse_json(bytes, file);
  if (!json || !json->is_object() || json->size() != keys.size()) return std::nullopt;
  for (const char* key : keys)
    if (!json->contains(key)) return std::nullopt;
  return *std::move(json);
}

bool read_number(const Json& value, unsigned& into) {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 0xFFFF'FFFFu) return false;
  into = value.get<unsigned>();
  return true;
}

}  // namespace

Result<Trial> parse_trial(std::string_view bytes) {
  const auto json = parse_object(bytes, "trial.json", {"generation", "previous"});
  Trial trial;
  if (!json || !read_number((*json)["generation"], trial.generation) || !read_number((*json)["previous"], trial.previous) ||
      trial.generation == 0)
    return malformed("trial.json");
  return trial;
}

Result<Pin> parse_pin(std::string_view bytes) {
  const auto json = parse_object(bytes, "pinned.json", {"generation"});
  Pin pin;
  if (!json || !read_number((*json)["generation"], pin.generation) || pin.generation == 0) return malformed("pinned.json");
  return pin;
}

Result<std::vector<Bad>> parse_bad(std::string_view bytes) {
  const auto json = parse_object(bytes, "bad.json", {"bad"});
  if (!json || !(*json)["bad"].is_array()) return malformed("bad.json");
  std::vector<Bad> list;
  for (const Json& each : (*json)["bad"]) {
    if (!each.is_object()) return malformed("bad.json");
    Bad& bad = list.emplace_back();
    for (const auto& [key, field] : {std::pair{"manifest_sha256", &bad.manifest_sha256}, {"reason", &bad.reason}, {"program", &bad.program}}) {
      const auto it = each.find(key);
      if (it == each.end() || !it->is_string()) return malformed("bad.json");
      *field = it->get<std::string>();
    }
    const auto it = each.find("generation");
    if (it == each.end() || !read_number(*it, bad.generation)) return malformed("bad.json");
  }
  return list;
}

std::string write_trial(const Trial& trial) {
  return OrderedJson{{"generation", trial.generation}, {"previous", trial.previous}}.dump() + "\n";
}

std::string write_pin(const Pin& pin) { return OrderedJson{{"generation", pin.generation}}.dump() + "\n"; }

std::string write_bad(const std::vector<Bad>& list) {
  OrderedJson json = OrderedJson::array();
  for (const Bad& bad : list)
    json.push_back({{"manifest_sha256", bad.manifest_sha256}, {"reason", bad.reason}, {"program", bad.program}, {"generation", bad.generation}});
  return to_text({{"bad", json}}, 2);
}

}  // namespace kiosk::sync
