// `kioskctl doctor`: one line for each thing that an exhibition on the wall needs: how it is, and how to mend it.
//
// Verdicts: OK; WARN: it plays, yet something is missing, unknown or will go wrong; FAIL: the wall is dark, deaf or open, or will be.
// What cannot be found out is said as such and is never OK, unless there is nothing that could be known.
// Looks only; whoever is not root sees less, and is told so.
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/exit_code.h"
#include "kiosk/base/json.h"
#include "kiosk/ctl/machine.h"

namespace kiosk::ctl {

enum class Verdict { ok, warn, fail };

struct Check {
  std::string name;  // "card, connector"
  Verdict verdict = Verdict::ok;
  std::string seen;  // one line
  std::string mend;  // what to do, where something is to be done: a command, a setting
};

// All of them, always in the same order.
std::vector<Check> examine(const Machine& machine, const std::filesystem::path& config);

// {"time", "verdict", "counts": {"OK", "WARN", "FAIL"}, "checks": [{"check", "verdict", "seen", "mend"}]}; the verdict is the worst of them.
OrderedJson to_json(const std::vector<Check>& checks, std::chrono::sys_seconds time);
// A line a check and one with the counts.
std::string to_lines(const std::vector<Check>& checks);
ExitCode exit_code_of(const std::vector<Check>& checks);  // 1 with a FAIL, else 0

}  // namespace kiosk::ctl
