#include "kiosk/ctl/doctor.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kiosk/base/clock.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/doctor_parts.h"

namespace kiosk::ctl {
namespace {

constexpr const char* name_of(Verdict verdict) { return verdict == Verdict::ok ? "OK" : verdict == Verdict::warn ? "WARN" : "FAIL"; }

// What a visitor would notice first, first.
constexpr Check (*kChecks[])(const Patient&) = {
    check_config, check_card,  check_master, check_renderer, check_touch,    check_fonts,   check_audio,    check_groups, check_units,   check_shipped,
    check_program, check_terminal, check_sandbox, check_display, check_failure, check_content, check_sync, check_disk, check_wear, check_clock, check_watchdog, check_ports};

std::size_t count(const std::vector<Check>& checks, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(checks.begin(), checks.end(), [&](const Check& c) { return c.verdict == verdict; }));
}

Verdict worst(const std::vector<Check>& checks) { return count(checks, Verdict::fail) ? Verdict::fail : count(checks, Verdict::warn) ? Verdict::warn : Verdict::ok; }

// The fields of the line of /etc/passwd or /etc/group that begins with `name`.
std::vector<std::string> account(const Machine& machine, const char* file, const std::string& name) {
  const auto text = machine.read(file, 1u << 20);
  if (!text) return {};
  for (const std::string& line : split(*text, "\n")) {
    if (!line.starts_with(name + ":")) continue;
    std::vector<std::string> fields(1);
    for (const char c : line)
      if (c == ':') fields.emplace_back();
      else fields.back() += c;
    return fields;
  }
  return {};
}

unsigned id_of(const std::string& text) {
  unsigned id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  return id;
}

}  // namespace

const UnitState* Patient::unit(const std::string& name) const {
  if (!units) return nullptr;
  const auto found = units->find(name);
  return found == units->end() ? nullptr : &found->second;
}

bool Patient::is_active(const std::string& name) const {
  const UnitState* const state = unit(name);
  return state && state->active == "active";
}

Findings& Findings::add(Verdict verdict, const std::string& seen, const std::string& mend) {
  check_.verdict = std::max(check_.verdict, verdict);
  check_.seen += (check_.seen.empty() ? "" : "; ") + utf8::plain_line(seen);
  if (!mend.empty() && check_.mend.find(mend) == std::string::npos) check_.mend += (check_.mend.empty() ? "" : "; ") + utf8::plain_line(mend);
  return *this;
}

std::optional<User> find_user(const Machine& machine, const std::string& name) {
  const auto fields = account(machine, "/etc/passwd", name);
  if (fields.size() < 4) return std::nullopt;
  return User{name, id_of(fields[2]), id_of(fields[3])};
}

std::optional<Group> find_group(const Machine& machine, const std::string& name) {
  const auto fields = account(machine, "/etc/group", name);
  if (fields.size() < 4) return std::nullopt;
  return Group{id_of(fields[2]), split(fields[3], ",")};
}

std::string join(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

std::vector<Check> examine(const Machine& machine, const std::filesystem::path& config) {
  site::LoadedConfig loaded = read_config(machine, config);
  auto display = read_display_words(machine, loaded.config.record);
  const Patient patient{machine, config, std::move(loaded), ask_units(machine), std::move(display)};
  std::vector<Check> checks;
  for (const auto check : kChecks) checks.push_back(check(patient));
  return checks;
}

OrderedJson to_json(const std::vector<Check>& checks, std::chrono::sys_seconds time) {
  OrderedJson list = OrderedJson::array(), counts;
  for (const Verdict verdict : {Verdict::ok, Verdict::warn, Verdict::fail}) counts[name_of(verdict)] = count(checks, verdict);
  for (const Check& c : checks) list.push_back({{"check", c.name}, {"verdict", name_of(c.verdict)}, {"seen", c.seen}, {"mend", c.mend}});
  return {{"time", to_utc_string(time)}, {"program", CHANGLANG_VERSION}, {"verdict", name_of(worst(checks))}, {"counts", counts}, {"checks", list}};
}

std::string to_lines(const std::vector<Check>& checks) {
  std::string text;
  std::size_t widest = 0;
  for (const Check& c : checks) widest = std::max(widest, c.name.size());
  for (const Check& c : checks) {
    std::string verdict = name_of(c.verdict), name = c.name;
    verdict.resize(5, ' ');
    name.resize(widest + 2, ' ');
    text += verdict + name + c.seen + (c.mend.empty() ? "" : " -> " + c.mend) + "\n";
  }
  return text + std::to_string(count(checks, Verdict::ok)) + " OK, " + std::to_string(count(checks, Verdict::warn)) + " WARN, " +
         std::to_string(count(checks, Verdict::fail)) + " FAIL\n";
}

ExitCode exit_code_of(const std::vector<Check>& checks) { return count(checks, Verdict::fail) ? ExitCode::refused : ExitCode::done; }

}  // namespace kiosk::ctl
