#include "kiosk/ctl/box_status.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "kiosk/base/clock.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/progress_line.h"

namespace kiosk::ctl {
namespace {

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// The display's process where no systemd names it.
unsigned find_display(const Machine& machine) {
  for (const std::string& pid : machine.list("/proc"))
    if (const auto id = number(pid); id && machine.value("/proc/" + pid + "/comm") == "kiosk") return static_cast<unsigned>(*id);
  return 0;
}

// VmRSS of /proc/PID/status, in kB there.
std::optional<std::uint64_t> resident_bytes(const Machine& machine, unsigned pid) {
  const auto text = machine.read("/proc/" + std::to_string(pid) + "/status");
  if (!text) return std::nullopt;
  for (const std::string& line : split(*text, "\n"))
    if (const auto fields = split(line); fields.size() == 3 && fields[0] == "VmRSS:")
      if (const auto kb = number(fields[1])) return static_cast<std::uint64_t>(*kb) * 1024;
  return std::nullopt;
}

std::vector<std::pair<std::string, double>> temperatures(const Machine& machine) {
  std::vector<std::pair<std::string, double>> found;
  for (const std::string& zone : machine.list("/sys/class/thermal")) {
    if (!zone.starts_with("thermal_zone")) continue;
    const std::string folder = "/sys/class/thermal/" + zone, type = machine.value(folder + "/type");
    if (const auto thousandths = number(machine.value(folder + "/temp")))
      found.emplace_back(utf8::plain_line(type.empty() ? zone : type), static_cast<double>(*thousandths) / 1000);
  }
  return found;
}

void ask_content(const Machine& machine, const site::Config& config, BoxStatus& status) {
  status.sync_here = !config.state.empty();
  const auto space = machine.space_of(status.sync_here ? config.state : std::filesystem::path("/"));
  if (space) status.disk = *space;
  if (!status.sync_here) return;
  const auto files = open_kept(machine, config.state, "[sync] state");
  const auto listed = files ? (*files)->list("") : Result<std::vector<sync::Entry>>(files.error());
  if (!listed) {
    status.content_unknown = utf8::plain_line(to_string(listed.error()));
    return;
  }
  status.content = read_content(**files);
  if (auto last = read_last_sync(**files)) status.sync = *std::move(last);
}

OrderedJson rounded(const std::optional<double>& value) { return value ? OrderedJson(std::round(*value * 10) / 10) : OrderedJson(); }

template <typename T>
OrderedJson known(const std::optional<T>& value) {
  return value ? OrderedJson(*value) : OrderedJson();
}

OrderedJson describe(const std::optional<sync::Generation>& g) {
  if (!g) return nullptr;
  OrderedJson packs = OrderedJson::array();
  for (const sync::PackRecord& pack : g->packs)
    packs.push_back({{"pack", pack.name()}, {"version", pack.version}, {"manifest_sha256", pack.manifest_sha256}, {"signed_by", pack.signed_by}});
  return {{"generation", g->number}, {"time", g->time}, {"url", g->url}, {"packs", packs}};
}

std::string what_is_on_the_glass(const BoxStatus& s) {
  const bool silent = s.words_age_s && *s.words_age_s > 180;
  std::string text = !s.words ? "unknown: " + s.words_unknown
                     : !s.words->failure.empty() ? "failure " + s.words->failure + " (failure-codes.md in /usr/share/doc/changlang)"
                     : s.words->screen.empty() ? "unknown" : s.words->screen;
  if (s.words && !s.words->packs.empty()) {
    text += ", of";
    for (const std::string& pack : s.words->packs) text += " " + pack + (&pack == &s.words->packs.back() ? "" : ",");
  }
  if (s.words) text += "; said " + age_text(*s.words_age_s) + " ago" + (silent ? ": the display is silent, or does not run" : "");
  return text;
}

std::string age_line(const BoxStatus& s, const std::optional<double>& age) {
  return age ? "at most " + age_text(*age) + " ago" : s.words ? "none since it started" : "unknown";
}

}  // namespace

BoxStatus ask_status(const Machine& machine, const std::filesystem::path& config_file) {
  const site::LoadedConfig loaded = read_config(machine, config_file);
  BoxStatus s;
  s.time = machine.time();
  s.name = loaded.config.name;
  if (const auto units = ask_units(machine))
    if (const auto unit = units->find(kDisplayUnit); unit != units->end()) s.unit = unit->second;
  auto words = read_display_words(machine, loaded.config.record);
  if (words) {
    s.words = *std::move(words);
    s.words_age_s = std::max(0., static_cast<double>((s.time - s.words->time).count()));
    const auto since = [&](const std::optional<double>& then) { return then ? std::optional(*then + *s.words_age_s) : std::nullopt; };
    s.frame_age_s = since(s.words->frame_age_s);
    s.touch_age_s = since(s.words->touch_age_s);
  } else {
    s.words_unknown = utf8::plain_line(loaded ? to_string(words.error()) : loaded.problems.front());
  }
  const unsigned pid = s.unit && s.unit->main_pid ? s.unit->main_pid : find_display(machine);
  s.memory_bytes = s.unit && s.unit->memory_bytes ? s.unit->memory_bytes : pid ? resident_bytes(machine, pid) : std::nullopt;
  s.temperatures_c = temperatures(machine);
  ask_content(machine, loaded.config, s);
  return s;
}

OrderedJson to_json(const BoxStatus& s) {
  OrderedJson display{{"active", s.unit ? OrderedJson(s.unit->active) : OrderedJson()},
                      {"restarts", s.unit ? known(s.unit->restarts) : OrderedJson()},
                      {"memory_bytes", known(s.memory_bytes)},
                      {"words_age_s", rounded(s.words_age_s)},
                      {"frame_age_s", rounded(s.frame_age_s)},
                      {"touch_age_s", rounded(s.touch_age_s)}};
  if (s.words)
    display.update({{"program", s.words->program}, {"screen", s.words->screen}, {"failure", s.words->failure}, {"settings", s.words->settings}, {"packs", s.words->packs},
                    {"generation", known(s.words->generation)}, {"touch_devices", s.words->touch_devices}, {"renderer", s.words->renderer},
                    {"video_driver", s.words->video_driver}, {"errors", s.words->errors}});
  else display["unknown"] = s.words_unknown;
  OrderedJson temperatures = OrderedJson::object();
  for (const auto& [zone, degrees] : s.temperatures_c) temperatures[zone] = degrees;
  OrderedJson last;
  if (s.sync)
    last = {{"time", s.sync->time}, {"from", s.sync->source}, {"exit", s.sync->exit}, {"error", s.sync->error}, {"last_success", s.sync->last_success},
            {"clock_suspect", s.sync->clock_suspect}};
  OrderedJson json{{"time", to_utc_string(s.time)}, {"program", CHANGLANG_VERSION}, {"name", s.name}, {"display", display},
                   {"content", {{"current", describe(s.content.current)}, {"previous", describe(s.content.previous)}, {"on_trial", s.content.on_trial},
                                {"pinned", s.content.pinned ? OrderedJson(s.content.pinned) : OrderedJson()}, {"unknown", s.content_unknown}}},
                   {"sync", last}, {"temperatures_c", temperatures}, {"disk_free_bytes", s.disk ? OrderedJson(s.disk->free) : OrderedJson()}};
  return json;
}

std::string to_lines(const BoxStatus& s) {
  std::string text;
  const auto line = [&](std::string key, const std::string& value) {
    key.resize(13, ' ');
    text += key + utf8::plain_line(value) + "\n";
  };
  if (!s.name.empty()) line("screen", s.name);
  line("on the glass", what_is_on_the_glass(s));
  if (s.words && !s.words->settings.empty()) line("settings", "refused, the last good ones are used: " + s.words->settings);
  line("last frame", age_line(s, s.frame_age_s));
  line("last touch", age_line(s, s.touch_age_s) + (s.words ? ", " + std::to_string(s.words->touch_devices) + " touch devices" : ""));
  if (!s.sync_here) line("content", "no sync here ([sync] state)");
  else if (!s.content_unknown.empty()) line("content", "unknown: " + s.content_unknown + "; run this as root");
  else line("content", (s.content.current ? describe_generation(*s.content.current) : "nothing has come yet") + (s.content.on_trial ? ", on trial" : "") +
                           (s.content.pinned ? ", pinned" : ""));
  if (s.words && s.words->generation && s.content.current && *s.words->generation != s.content.current->number)
    line("", "the display plays generation " + std::to_string(*s.words->generation) + " and changes over between visitors");
  if (s.sync) line("last sync", s.sync->time + " from " + s.sync->source + ": " + (s.sync->exit == 0 ? "well" : s.sync->error));
  else if (s.sync_here && s.content_unknown.empty()) line("last sync", "never");
  if (s.sync && s.sync->exit != 0) line("last success", s.sync->last_success.empty() ? "never" : s.sync->last_success);
  if (s.unit)
    line("service", s.unit->active + (s.unit->result.empty() || s.unit->result == "success" ? "" : " (" + s.unit->result + ")") +
                        (s.unit->restarts ? ", " + std::to_string(*s.unit->restarts) + " restarts by itself" : std::string()));
  else line("service", "unknown: systemd does not run here, or does not answer");
  line("memory", s.memory_bytes ? size_text(*s.memory_bytes) : "unknown");
  std::string degrees;
  for (const auto& [zone, value] : s.temperatures_c) degrees += (degrees.empty() ? "" : ", ") + std::to_string(std::lround(value)) + " °C " + zone;
  line("temperature", degrees.empty() ? "this box does not tell" : degrees);
  if (s.disk) line("disk", size_text(s.disk->free) + " of " + size_text(s.disk->total) + " free");
  line("program", std::string(CHANGLANG_VERSION) + (s.words && s.words->program != CHANGLANG_VERSION ? "; the display runs " + s.words->program : ""));
  return text;
}

}  // namespace kiosk::ctl
