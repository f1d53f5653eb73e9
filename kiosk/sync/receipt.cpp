#include "kiosk/sync/receipt.h"

#include <algorithm>
#include <cmath>

#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"
#include "kiosk/sync/canonical_json.h"
#include "kiosk/sync/keys.h"

namespace kiosk::sync {
namespace {

constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kShortDigits = 16;  // of hashes and key ids: enough to tell them apart
constexpr std::size_t kErrorBytes = 200;
constexpr std::size_t kClasses = 8;       // of errors
constexpr std::size_t kShortText = 64;

// No longer than `most` bytes, no half character at its end, and no control character: canonical JSON writes them as they are, and no reader of JSON
// takes them back.
std::string cut(std::string_view foreign, std::size_t most) {
  std::string text = utf8::plain_line(foreign);
  if (text.size() > most) text.resize(most);
  while (!text.empty() && utf8::find_ill_formed(text)) text.pop_back();
  return text;
}

// What the display says comes from another user's process.
std::uint64_t whole(std::uint64_t number) { return std::min(number, kLargestNumber); }

Json describe(const PackRecord& pack) {
  Json keys = Json::array();
  for (const std::string& id : pack.signed_by) keys.push_back(cut(id, kShortDigits));
  return {{"pack", pack.name()}, {"version", pack.version}, {"manifest", cut(pack.manifest_sha256, kShortDigits)}, {"signed_by", keys}};
}

Json describe(const Receipt::Display& display) {
  Json json{{"time", cut(display.time, kShortText)}, {"generation", whole(display.generation)}, {"failure", cut(display.failure, kShortText)}};
  if (display.frame_age_s) json["frame_age_s"] = *display.frame_age_s;
  if (display.touch_age_s) json["touch_age_s"] = *display.touch_age_s;
  json["errors"] = Json::object();
  for (const auto& [name, count] : display.errors)
    if (json["errors"].size() < kClasses) json["errors"][cut(name, kShortText)] = whole(count);
  return json;
}

Json describe(const Receipt& receipt, const Key& key) {
  Json packs = Json::array();
  for (const PackRecord& pack : receipt.packs) packs.push_back(describe(pack));
  Json json{{"_type", "receipt"}, {"format", kFormat}, {"id", receipt.id}, {"name", cut(receipt.name, 4 * kShortText)}, {"time", to_string(receipt.time)},
            {"program", cut(receipt.program, kShortText)}, {"generation", receipt.generation}, {"on_trial", receipt.on_trial}, {"packs", packs},
            {"packs_left_out", receipt.packs_left_out}, {"disk_free_mb", whole(receipt.disk_free_mb)}, {"clock_suspect", receipt.clock_suspect},
            {"last", {{"exit", receipt.last_exit}, {"error", cut(receipt.last_error, kErrorBytes)}, {"success", cut(receipt.last_success, kShortText)}}}};
  if (receipt.display) json["display"] = describe(*receipt.display);
  json["key"] = {{"keytype", key.type}, {"scheme", key.scheme}, {"keyval", {{"public", key.value}}}};
  return json;
}

std::uint64_t number(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_number_unsigned() ? it->get<std::uint64_t>() : 0;
}

std::string text(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_string() ? it->get<std::string>() : "";
}

bool flag(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_boolean() && it->get<bool>();
}

const Json& object(const Json& json, const char* key) {
  static const Json nothing = Json::object();
  const auto it = json.find(key);
  return it != json.end() && it->is_object() ? *it : nothing;
}

// Whole seconds, as canonical JSON has no others.
std::optional<std::uint64_t> seconds(const Json& json, const char* key) {
  const auto it = json.find(key);
  if (it == json.end() || !it->is_number()) return std::nullopt;
  const double value = it->get<double>();
  if (!(value >= 0 && value < 1e9)) return std::nullopt;
  return static_cast<std::uint64_t>(value + .5);
}

Receipt::Display read_display(const Json& json) {
  Receipt::Display display{text(json, "time"), number(json, "generation"), seconds(json, "frame_age_s"), seconds(json, "touch_age_s"),
                           text(json, "failure"), {}};
  for (const auto& [name, count] : object(json, "errors").items())
    if (count.is_number_unsigned() && display.errors.size() < kClasses) display.errors[name] = count.get<std::uint64_t>();
  return display;
}

PackRecord read_pack(const Json& json) {
  const std::string name = text(json, "pack");
  const std::size_t slash = std::min(name.find('/'), name.size());
  PackRecord pack{name.substr(0, slash), name.substr(std::min(slash + 1, name.size())), text(json, "version"), text(json, "manifest"), {}};
  if (const auto keys = json.find("signed_by"); keys != json.end() && keys->is_array())
    for (const Json& key : *keys)
      if (key.is_string()) pack.signed_by.push_back(key.get<std::string>());
  return pack;
}

}  // namespace

std::string write_receipt(Receipt receipt, const crypto::PrivateKey& secret) {
  const Key key = describe(secret);
  receipt.id = key_id(key);
  while (true) {
    // Cannot fail: describe() keeps all numbers whole and small enough.
    const std::string signed_bytes = *canonical_json(describe(receipt, key), "receipt");
    const Signature signature = sign(secret, signed_bytes);
    std::string bytes = "{\"signatures\":[{\"keyid\":\"" + signature.keyid + "\",\"sig\":\"" + signature.value + "\"}],\"signed\":" + signed_bytes + "}\n";
    if (bytes.size() <= kReceiptBytes) return bytes;
    // What is left when all of this is gone is bounded, far below.
    if (!receipt.packs.empty()) {
      receipt.packs.pop_back();
      ++receipt.packs_left_out;
    } else if (receipt.display && !receipt.display->errors.empty()) {
      receipt.display->errors.clear();
    } else if (!receipt.last_error.empty()) {
      receipt.last_error.clear();
    } else {
      return bytes;
    }
  }
}

Result<Receipt> read_receipt(std::string_view bytes, std::string_view subject) {
  const auto fail = [&](ErrorKind kind, const char* what) { return Error{kind, what, std::string(subject)}; };
  if (bytes.size() > kReceiptBytes) return fail(ErrorKind::limit, "is too large for a receipt");
  const auto json = parse_json(bytes, subject);
  if (!json) return json.error();
  if (!json->is_object() || !json->contains("signed") || !(*json)["signed"].is_object()) return fail(ErrorKind::malformed, "is not a receipt");
  const Json& content = (*json)["signed"];
  if (text(content, "_type") != "receipt" || number(content, "format") != kFormat) return fail(ErrorKind::malformed, "is not a receipt of this format");
  const Json& described = object(content, "key");
  const Key key{text(described, "keytype"), text(described, "scheme"), text(object(described, "keyval"), "public"), "", ""};
  Receipt receipt;
  receipt.id = text(content, "id");
  const auto opened = open_key(key, receipt.id);
  const auto signed_bytes = canonical_json(content, subject);
  if (!opened || !signed_bytes) return fail(ErrorKind::refused, "has no key of its own");
  const auto signatures = json->find("signatures");
  bool vouched = false;
  if (signatures != json->end() && signatures->is_array())
    for (const Json& each : *signatures) {
      const auto value = each.is_object() && text(each, "keyid") == receipt.id ? crypto::from_hex(text(each, "sig")) : std::nullopt;
      vouched = vouched || (value && opened->verifies(*signed_bytes, *value));
    }
  if (!vouched) return fail(ErrorKind::refused, "is not signed by the key that it names");
  const auto time = parse_time(text(content, "time"));
  if (!time) return fail(ErrorKind::malformed, "has no time");
  receipt.time = *time;
  receipt.name = text(content, "name");
  receipt.program = text(content, "program");
  receipt.generation = static_cast<unsigned>(number(content, "generation"));
  receipt.on_trial = flag(content, "on_trial");
  if (const auto packs = content.find("packs"); packs != content.end() && packs->is_array())
    for (const Json& pack : *packs)
      if (pack.is_object()) receipt.packs.push_back(read_pack(pack));
  receipt.packs_left_out = number(content, "packs_left_out");
  if (content.contains("display") && content["display"].is_object()) receipt.display = read_display(content["display"]);
  receipt.disk_free_mb = number(content, "disk_free_mb");
  receipt.clock_suspect = flag(content, "clock_suspect");
  const Json& last = object(content, "last");
  receipt.last_exit = static_cast<int>(number(last, "exit"));
  receipt.last_error = text(last, "error");
  receipt.last_success = text(last, "success");
  return receipt;
}

std::optional<Receipt::Display> parse_display_status(std::string_view bytes) {
  const auto json = parse_json(bytes, "status.json");
  if (!json || !json->is_object() || !json->contains("time")) return std::nullopt;
  return read_display(*json);
}

std::string receipt_file_name(const std::string& id) { return id.substr(0, kShortDigits) + ".json"; }

}  // namespace kiosk::sync
