#include "kiosk/sync/generation.h"

#include <algorithm>

#include "kiosk/base/json.h"

namespace kiosk::sync {
namespace {

constexpr std::uint64_t kFormat = 2;

bool read_text(const Json& object, const char* key, std::string& into) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_string()) return false;
  into = it->get<std::string>();
  return true;
}

bool read_pack(const Json& json, PackRecord& pack) {
  if (!json.is_object() || !read_text(json, "owner", pack.owner) || !read_text(json, "pack", pack.pack) ||
      !read_text(json, "version", pack.version) || !read_text(json, "manifest_sha256", pack.manifest_sha256))
    return false;
  const auto keys = json.find("signed_by");
  if (keys == json.end() || !keys->is_array()) return false;
  for (const Json& key : *keys) {
    if (!key.is_string()) return false;
    pack.signed_by.push_back(key.get<std::string>());
  }
  // They become parts of paths.
  const auto is_name = [](const std::string& text) { return !text.empty() && text.front() != '.' && text.find('/') == text.npos; };
  return is_name(pack.owner) && is_name(pack.pack);
}

}  // namespace

bool Generation::same_packs(const Generation& other) const {
  return std::equal(packs.begin(), packs.end(), other.packs.begin(), other.packs.end(),
                    [](const PackRecord& a, const PackRecord& b) { return a.same_bytes(b); });
}

Result<Generation> parse_generation(std::string_view bytes, unsigned number) {
  const auto fail = [](const char* what) { return Error{ErrorKind::malformed, what, "generation.json"}; };
  const auto json = parse_json(bytes, "generation.json");
  if (!json) return json.error();
  if (!json->is_object() || json->value("format", Json()) != kFormat) return fail("is not a generation of this program's format");
  Generation generation;
  generation.number = number;
  if (!read_text(*json, "url", generation.url) || !read_text(*json, "time", generation.time)) return fail("has no \"url\" or \"time\"");
  const auto packs = json->find("packs"), metadata = json->find("metadata");
  if (packs == json->end() || !packs->is_array() || packs->empty()) return fail("names no packs");
  for (const Json& each : *packs)
    if (!read_pack(each, generation.packs.emplace_back())) return fail("names a pack that is none");
  if (metadata == json->end() || !metadata->is_object()) return fail("has no \"metadata\"");
  for (const auto& [role, version] : metadata->items()) {
    if (!version.is_number_unsigned()) return fail("has a version that is no number");
    generation.metadata[role] = version.get<std::uint64_t>();
  }
  return generation;
}

std::string write_generation(const Generation& generation) {
  OrderedJson packs = OrderedJson::array();
  for (const PackRecord& pack : generation.packs)
    packs.push_back({{"owner", pack.owner}, {"pack", pack.pack}, {"version", pack.version}, {"manifest_sha256", pack.manifest_sha256},
                     {"signed_by", pack.signed_by}});
  OrderedJson metadata = OrderedJson::object();
  for (const auto& [role, version] : generation.metadata) metadata[role] = version;
  const OrderedJson json{{"format", kFormat}, {"url", generation.url}, {"time", generation.time}, {"packs", packs}, {"metadata", metadata}};
  return to_text(json, 2);
}

std::string write_pack_list(const Generation& generation) {
  OrderedJson names = OrderedJson::array();
  for (const PackRecord& pack : generation.packs) names.push_back(pack.name());
  return OrderedJson{{"packs", names}}.dump() + "\n";
}

}  // namespace kiosk::sync
