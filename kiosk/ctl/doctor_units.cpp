// Units: there, enabled, running, as they were shipped, tight, and with the terminal to themselves.
#include <algorithm>
#include <charconv>

#include "kiosk/base/crypto.h"
#include "kiosk/ctl/doctor_parts.h"

namespace kiosk::ctl {
namespace {

constexpr double kMostExposure = 1.5;  // of 10, as systemd-analyze security counts
constexpr const char* kInstallAgain = "install the package changlang again (apt-get install --reinstall changlang, or install.sh of the bundle); then kioskctl restart";

// A unit that ought to be enabled and to run.
void check_unit(const Patient& p, Findings& f, const std::string& name, bool needed, const std::string& without) {
  const UnitState* const unit = p.unit(name);
  const auto say = [&](const std::string& seen, const std::string& mend) { needed ? f.fail(seen, mend) : f.warn(seen, mend); };
  if (!unit || unit->load == "not-found") return (void)say(name + " is not installed" + without, kInstallAgain);
  if (unit->load == "masked") return (void)say(name + " is masked" + without, "systemctl unmask " + name + " && systemctl enable --now " + name);
  if (unit->enabled != "enabled") say(name + " is not enabled" + without, "systemctl enable --now " + name);
  if (unit->active == "active") return;
  const std::string why = unit->result.empty() || unit->result == "success" ? "" : " (" + unit->result + ")";
  say(name + " is " + unit->active + why + without, needed ? "kioskctl restart; kioskctl log says why" : "systemctl enable --now " + name);
}

// "…exposure level for kiosk.service: 0.9 SAFE".
std::optional<double> exposure(const std::string& text) {
  const std::size_t at = text.rfind("exposure level for ");
  const std::size_t colon = at == std::string::npos ? at : text.find(": ", at);
  if (colon == std::string::npos) return std::nullopt;
  double score = 0;
  const char* const begin = text.data() + colon + 2;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), score);
  return error == std::errc{} ? std::optional(score) : std::nullopt;
}

}  // namespace

Check check_units(const Patient& p) {
  Findings f("units");
  if (!p.units) return f.warn("unknown: " + to_string(p.units.error()), "run kioskctl doctor on the box itself, where systemd runs").done();
  check_unit(p, f, kDisplayUnit, true, "");
  if (const UnitState* const safe = p.unit(kSafeUnit); safe && safe->active == "active")
    f.fail("the screen under maintenance is shown: the display crashed again and again", "kioskctl log says why; kioskctl rollback where new content began it; then kioskctl restart");
  if (!p.config().state.empty()) {
    check_unit(p, f, kRequestsUnit, false, ": content stays on trial");
    check_unit(p, f, kScrubUnit, false, ": nobody notices when the disk forgets");
    if (!p.config().url.empty())
      for (const char* name : kFetchUnits) check_unit(p, f, name, false, ": nothing new comes");
  }
  const UnitState* const display = p.unit(kDisplayUnit);
  if (f.verdict() == Verdict::ok)
    f.ok("display enabled and active" + (display->restarts ? ", " + std::to_string(*display->restarts) + " restarts by itself" : std::string()) +
         (p.config().state.empty() ? "; no sync here" : "; so are those of sync"));
  return f.done();
}

Check check_shipped(const Patient& p) {
  Findings f("units as shipped");
  std::vector<std::string> changed, missing;
  std::size_t same = 0;
  for (const ShippedUnit& unit : shipped_units()) {
    const std::string file = find_unit_file(p.machine, kShippedUnitFolders, unit.name);
    const auto text = file.empty() ? Result<std::string>(Error{ErrorKind::not_found, "", ""}) : p.machine.read(file);
    if (file.empty()) missing.emplace_back(unit.name);
    else if (!text || crypto::hex(crypto::sha256(*text)) != unit.sha256) changed.push_back(file);
    else ++same;
    // systemd takes the one of /usr/local, which a package does not bring up to date.
    if (file.starts_with("/usr/local/") && p.machine.exists("/usr/lib/systemd/system/" + std::string(unit.name)))
      f.warn(file + " hides that of the package", "rm " + file + " && systemctl daemon-reload");
  }
  if (!missing.empty()) f.fail("not installed: " + join(missing), kInstallAgain);
  if (!changed.empty()) f.fail("not those of kioskctl " CHANGLANG_VERSION ": " + join(changed), std::string(kInstallAgain) + "; own settings belong into systemctl edit kiosk");
  for (const std::string& file : own_unit_files(p.machine)) {
    const std::string mask = p.machine.link(file) == "/dev/null" ? " (masked)" : "";
    f.warn("changed by this site: " + file + mask, "where that is not meant: systemctl revert kiosk.service (or the unit that it names)");
  }
  if (f.verdict() == Verdict::ok) f.ok(std::to_string(same) + " files, none changed");
  return f.done();
}

Check check_sandbox(const Patient& p) {
  Findings f("sandbox");
  for (const std::string unit : {"kiosk.service", "kiosk-sync@once.service"}) {
    // Offline, so that drop-ins count before they are loaded; a template is asked for by one of its instances.
    const auto asked = p.machine.run({"systemd-analyze", "security", "--offline=true", "--no-pager", "--root=" + p.machine.root.string(), unit});
    const auto score = asked ? exposure(asked->output) : std::nullopt;
    std::string text = score ? std::to_string(*score) : "";
    text.resize(std::min<std::size_t>(text.size(), 3));
    if (!score) f.warn(unit + ": how tight it is, is unknown", "systemd-analyze security " + unit);
    else if (*score > kMostExposure + 1e-9) f.fail(unit + " is exposed by " + text + " of 10, more than 1.5", "systemctl cat " + unit + " shows which drop-in opens it: systemctl revert " + unit);
    else f.ok(unit + " " + text);
  }
  return f.done();
}

Check check_program(const Patient& p) {
  Findings f("program");
  const std::string installed = p.machine.value("/usr/share/changlang/version");
  const auto files = open_kept(p.machine, p.config().record, "[display] record");
  // Written by the package and by systemd/start-display, which says what they mean.
  const auto word = [&](const char* name) {
    const auto text = files ? (*files)->read(name, 256) : Result<std::string>(files.error());
    const auto words = text ? split(*text) : std::vector<std::string>();
    return words.empty() ? std::string() : words.front();
  };
  if (!installed.empty() && installed != CHANGLANG_VERSION)
    f.warn("this is kioskctl " CHANGLANG_VERSION ", the package is " + installed, "which -a kioskctl: take the other one away");
  if (const std::string failed = word("program.failed"); !failed.empty() && failed == installed)
    f.fail("version " + failed + " never stood and was taken back: the one before it runs", "kioskctl support-bundle for those who make it; then install another version");
  else if (const std::string trial = word("program.trial"); !trial.empty() && trial == installed)
    f.ok("version " + trial + ", on trial until it has played for five minutes");
  else f.ok("version " CHANGLANG_VERSION);
  return f.done();
}

Check check_terminal(const Patient& p) {
  Findings f("terminal");
  constexpr const char* kGetty = "getty@tty1.service";
  const UnitState* const getty = p.unit(kGetty);
  const std::string mask = "systemctl mask --now getty@tty1.service && kioskctl restart";
  const bool masked = p.machine.link("/etc/systemd/system/getty@tty1.service") == "/dev/null";
  const bool wanted = !p.machine.link("/etc/systemd/system/getty.target.wants/getty@tty1.service").empty();
  if (getty && getty->active == "active") f.fail("a login prompt runs on tty1, where the display belongs", mask);
  else if (wanted && !masked) f.warn("a login prompt is enabled on tty1: at a start it may win against the display", mask);
  const std::string manager = p.machine.link("/etc/systemd/system/display-manager.service");
  if (const UnitState* const unit = p.unit("display-manager.service"); unit && unit->active == "active")
    f.fail("a desktop's login (" + manager + ") holds the screen", "systemctl disable --now display-manager && systemctl set-default multi-user.target && kioskctl restart");
  else if (!manager.empty() && p.machine.link("/etc/systemd/system/default.target").ends_with("graphical.target"))
    f.warn("a desktop's login is installed (" + manager + ")", "systemctl disable display-manager && systemctl set-default multi-user.target");
  if (f.verdict() == Verdict::ok) f.ok("tty1 is the display's");
  return f.done();
}

}  // namespace kiosk::ctl
