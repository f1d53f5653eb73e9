// What `kioskctl sync …` says: one line for a person, or one JSON object for a machine (--json). Errors go to standard error in both cases.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/exit_code.h"
#include "kiosk/ctl/sync_session.h"

namespace kiosk::ctl {

// "owner/pack 2026.11, … (generation 17)".
std::string name_of(const sync::Generation& generation);

// The end that an error means; `current` is what goes on playing.
ExitCode report_error(const Error& error, const std::optional<sync::Generation>& current, bool json);
ExitCode report_outcome(const sync::Outcome& outcome, bool json);
ExitCode report_board(const sync::BoardOutcome& outcome, bool json);
ExitCode report_requests(const std::vector<DoneRequest>& requests, bool json);
// `what`: "rolled back to", "pinned".
ExitCode report_generation(std::string_view what, const sync::Generation& generation, bool json);
ExitCode report_scrub(const sync::ScrubReport& report, bool json);
ExitCode report_collected(const sync::Store::Collected& collected, bool json);
ExitCode report_nothing_to_fetch(const std::string& config, bool json);
// Nothing where all is well. Never changes how a run ends.
void report_receipt(const std::optional<Error>& problem);
ExitCode report_status(SyncSession& session, bool json);

}  // namespace kiosk::ctl
