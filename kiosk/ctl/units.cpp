#include "kiosk/ctl/units.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace kiosk::ctl {
namespace {

constexpr ShippedUnit kShipped[] = {
#include "shipped_units.inc"
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // systemd writes "[not set]", or the largest number there is.
  if (error != std::errc{} || end != text.data() + text.size() || value == std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
  return value;
}

void take(UnitState& unit, std::string_view key, std::string_view value) {
  if (key == "LoadState") unit.load = value;
  else if (key == "UnitFileState") unit.enabled = value;
  else if (key == "ActiveState") unit.active = value;
  else if (key == "Result") unit.result = value;
  else if (key == "MainPID") unit.main_pid = static_cast<unsigned>(number(value).value_or(0));
  else if (key == "NRestarts") unit.restarts = number(value);
  else if (key == "MemoryCurrent") unit.memory_bytes = number(value);
}

}  // namespace

Result<UnitStates> ask_units(const Machine& machine) {
  if (!machine.is_folder("/run/systemd/system")) return Error{ErrorKind::transient, "systemd does not run here", ""};
  std::vector<std::string> command{"systemctl", "show", "--property=Id,LoadState,UnitFileState,ActiveState,Result,MainPID,NRestarts,MemoryCurrent", kDisplayUnit,
                                   kSafeUnit, kRequestsUnit, kScrubUnit, "getty@tty1.service", "display-manager.service"};
  command.insert(command.end(), std::begin(kFetchUnits), std::end(kFetchUnits));
  const auto shown = machine.run(command);
  if (!shown) return shown.error();
  UnitStates units;
  UnitState unit;
  std::string id;
  const auto put = [&] {
    if (!id.empty()) units[id] = unit;
    unit = {};
    id.clear();
  };
  // One block a unit, in any order of its lines, with an empty line between.
  for (std::size_t at = 0; at < shown->output.size();) {
    const std::size_t end = std::min(shown->output.find('\n', at), shown->output.size());
    const std::string_view line = std::string_view(shown->output).substr(at, end - at);
    at = end + 1;
    const std::size_t equals = line.find('=');
    if (line.empty()) put();
    else if (equals != std::string_view::npos && line.substr(0, equals) == "Id") id = line.substr(equals + 1);
    else if (equals != std::string_view::npos) take(unit, line.substr(0, equals), line.substr(equals + 1));
  }
  put();
  if (units.empty()) return Error{ErrorKind::transient, "systemd does not answer (systemctl show ends with status " + std::to_string(shown->status) + ")", ""};
  return units;
}

std::span<const ShippedUnit> shipped_units() { return kShipped; }

std::string find_unit_file(const Machine& machine, std::span<const char* const> folders, std::string_view name) {
  for (const char* folder : folders) {
    const std::string file = std::string(folder) + "/" + std::string(name);
    // A mask is a link to /dev/null.
    if (machine.exists(file) || !machine.link(file).empty()) return file;
  }
  return "";
}

std::vector<std::string> own_unit_files(const Machine& machine) {
  std::vector<std::string> files;
  for (const std::string folder : kOwnUnitFolders)
    for (const std::string& name : machine.list(folder)) {
      if (!name.starts_with("kiosk.") && !name.starts_with("kiosk-")) continue;
      const std::string path = folder + "/" + name;
      if (name.ends_with(".d")) {
        for (const std::string& drop_in : machine.list(path))
          // The package's own, which it puts there where systemd knows that line.
          if (drop_in.ends_with(".conf") && !machine.link(path + "/" + drop_in).starts_with("/usr/share/changlang/")) files.push_back(path + "/" + drop_in);
      } else if (name.ends_with(".service") || name.ends_with(".timer") || name.ends_with(".path")) {
        files.push_back(path);
      }
    }
  return files;
}

}  // namespace kiosk::ctl
