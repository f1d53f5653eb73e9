// The checks of doctor, and what they share. In here alone.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/ctl/box_words.h"
#include "kiosk/ctl/doctor.h"
#include "kiosk/ctl/machine.h"
#include "kiosk/ctl/units.h"

namespace kiosk::ctl {

// Asked once for all checks.
struct Patient {
  const Machine& machine;
  std::filesystem::path config_file;
  site::LoadedConfig loaded;
  Result<UnitStates> units;
  Result<DisplayWords> display;

  const site::Config& config() const { return loaded.config; }
  // Nothing where systemd is not there to say, or knows no such unit.
  const UnitState* unit(const std::string& name) const;
  bool is_active(const std::string& unit) const;
};

// A line in the making: its verdict is the worst of what was found, and all that was found is said.
class Findings {
 public:
  explicit Findings(std::string name) { check_.name = std::move(name); }
  Findings& ok(const std::string& seen) { return add(Verdict::ok, seen, ""); }
  Findings& warn(const std::string& seen, const std::string& mend) { return add(Verdict::warn, seen, mend); }
  Findings& fail(const std::string& seen, const std::string& mend) { return add(Verdict::fail, seen, mend); }
  Check done() const { return check_; }
  Verdict verdict() const { return check_.verdict; }

 private:
  Findings& add(Verdict verdict, const std::string& seen, const std::string& mend);
  Check check_;
};

// doctor_glass.cpp
Check check_card(const Patient& p);
Check check_master(const Patient& p);
Check check_groups(const Patient& p);
Check check_renderer(const Patient& p);
Check check_fonts(const Patient& p);
Check check_audio(const Patient& p);
// doctor_touch.cpp
Check check_touch(const Patient& p);
// doctor_box.cpp
Check check_disk(const Patient& p);
Check check_wear(const Patient& p);
Check check_clock(const Patient& p);
Check check_watchdog(const Patient& p);
Check check_ports(const Patient& p);
// doctor_units.cpp
Check check_units(const Patient& p);
Check check_shipped(const Patient& p);
Check check_sandbox(const Patient& p);
Check check_program(const Patient& p);
Check check_terminal(const Patient& p);
// doctor_content.cpp
Check check_config(const Patient& p);
Check check_display(const Patient& p);
Check check_failure(const Patient& p);
Check check_content(const Patient& p);
Check check_sync(const Patient& p);

// Users and groups as the files of that box have them.
struct User {
  std::string name;
  unsigned id = 0, group = 0;
};
std::optional<User> find_user(const Machine& machine, const std::string& name);
struct Group {
  unsigned id = 0;
  std::vector<std::string> members;
};
std::optional<Group> find_group(const Machine& machine, const std::string& name);

std::string join(const std::vector<std::string>& parts, const std::string& between = ", ");

}  // namespace kiosk::ctl
