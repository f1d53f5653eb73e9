#include "kiosk/ctl/box_words.h"

#include <algorithm>
#include <cmath>

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"

namespace kiosk::ctl {
namespace {

constexpr std::size_t kSmallFile = 64u << 10;

std::string text_in(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_string() ? utf8::plain_line(it->get<std::string>()) : "";
}

std::optional<std::uint64_t> count_in(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_number_unsigned() ? std::optional(it->get<std::uint64_t>()) : std::nullopt;
}

std::optional<double> age_in(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_number() && it->get<double>() >= 0 ? std::optional(it->get<double>()) : std::nullopt;
}

Result<Json> read_object(sync::FileSystem& files, const std::string& name) {
  const auto bytes = files.read(name, kSmallFile);
  if (!bytes) return bytes.error();
  auto json = parse_json(*bytes, (files.root() / name).string());
  if (json && !json->is_object()) return Error{ErrorKind::malformed, "is no JSON object", (files.root() / name).string()};
  return json;
}

}  // namespace

site::LoadedConfig read_config(const Machine& machine, const std::filesystem::path& file) {
  const auto text = machine.read(file, site::kMaxConfigBytes);
  if (!text) return {{}, {to_string(text.error())}};
  return site::parse_config(*text, file.string(), file.parent_path());
}

Result<std::unique_ptr<sync::FileSystem>> open_kept(const Machine& machine, const std::filesystem::path& folder, const std::string& key) {
  if (folder.empty()) return Error{ErrorKind::usage, key + " names no folder in kiosk.toml", ""};
  // Looked at first: to open a folder that is missing would make it.
  const auto owner = machine.owner(folder);
  if (!owner) return owner.error();
  if (!machine.is_folder(folder)) return Error{ErrorKind::refused, "is no folder (" + key + ")", folder.string()};
  return sync::open_file_system(machine.at(folder));
}

Result<DisplayWords> read_display_words(const Machine& machine, const std::filesystem::path& record) {
  const auto files = open_kept(machine, record, "[display] record");
  if (!files) return files.error();
  const auto json = read_object(**files, "status.json");
  if (!json) return json.error();
  DisplayWords words;
  const auto time = parse_utc_time(text_in(*json, "time"));
  if (!time) return Error{ErrorKind::malformed, "has no time", (record / "status.json").string()};
  words.time = *time;
  words.program = text_in(*json, "program");
  words.screen = text_in(*json, "screen");
  words.failure = text_in(*json, "failure");
  words.settings = text_in(*json, "settings");
  words.renderer = text_in(*json, "renderer");
  words.video_driver = text_in(*json, "video_driver");
  words.generation = count_in(*json, "generation");
  words.frame_age_s = age_in(*json, "frame_age_s");
  words.touch_age_s = age_in(*json, "touch_age_s");
  words.touch_devices = count_in(*json, "touch_devices").value_or(0);
  if (const auto packs = json->find("packs"); packs != json->end() && packs->is_array())
    for (const Json& pack : *packs)
      if (pack.is_string()) words.packs.push_back(utf8::plain_line(pack.get<std::string>()));
  if (const auto errors = json->find("errors"); errors != json->end() && errors->is_object())
    for (const auto& [key, value] : errors->items())
      if (value.is_number_unsigned()) words.errors[utf8::plain_line(key)] = value.get<std::uint64_t>();
  return words;
}

Result<LastSync> read_last_sync(sync::FileSystem& files) {
  const auto json = read_object(files, "last.json");
  if (!json) return json.error();
  LastSync last;
  last.time = text_in(*json, "time");
  last.source = text_in(*json, "url");
  last.error = text_in(*json, "error");
  last.last_success = text_in(*json, "last_success");
  if (const auto it = json->find("exit"); it != json->end() && it->is_number_integer()) last.exit = it->get<int>();
  last.clock_suspect = json->contains("clock_suspect") && (*json)["clock_suspect"] == true;
  return last;
}

Content read_content(sync::FileSystem& files) {
  sync::Store store(files);
  Content content;
  content.current = store.current();
  content.previous = store.previous();
  const auto trial = store.trial();
  content.on_trial = content.current && trial && *trial && (*trial)->generation == content.current->number;
  if (const auto pin = store.pinned(); pin && *pin) content.pinned = (*pin)->generation;
  content.bad = store.bad();
  return content;
}

std::string describe_generation(const sync::Generation& generation) {
  std::string text;
  for (const sync::PackRecord& pack : generation.packs) {
    text += (text.empty() ? "" : "; ") + pack.name() + " " + pack.version + ", signed by ";
    for (std::size_t i = 0; i < pack.signed_by.size(); ++i) text += (i ? " and " : "") + pack.signed_by[i].substr(0, 16);
    if (pack.signed_by.empty()) text += "nobody";
  }
  return utf8::plain_line(text + " (generation " + std::to_string(generation.number) + ")");
}

std::string age_text(double seconds) {
  struct Unit {
    double seconds;
    const char* name;
    double from;  // seconds, from which it reads best
  };
  for (const Unit& unit : {Unit{86'400, " days", 2 * 86'400.}, {3'600, " h", 2 * 3'600.}, {60, " min", 120}})
    if (seconds >= unit.from) return std::to_string(static_cast<long long>(seconds / unit.seconds)) + unit.name;
  return std::to_string(static_cast<long long>(std::max(0., std::floor(seconds)))) + " s";
}

}  // namespace kiosk::ctl
