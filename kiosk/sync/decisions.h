// What has been decided about generations, as small files of the state folder (STATE.md): which one is on trial, which one is pinned,
// which packs are bad. Values and their texts; Store writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk::sync {

// trial.json: `generation` has not shown yet that it plays; until it is confirmed, `previous` is the last that did (0: none).
// Means something only while `generation` is current.
struct Trial {
  unsigned generation = 0, previous = 0;
};

// pinned.json: stays current, whatever is published.
struct Pin {
  unsigned generation = 0;
};

// bad.json: packs that must not become current again until another program looks at them, or they are published anew.
struct Bad {
  std::string manifest_sha256, reason;
  std::string program;      // version that found it bad
  unsigned generation = 0;  // that it failed in; 0: it never became one
};

// Errors: malformed.
Result<Trial> parse_trial(std::string_view bytes);
Result<Pin> parse_pin(std::string_view bytes);
Result<std::vector<Bad>> parse_bad(std::string_view bytes);
std::string write_trial(const Trial& trial);
std::string write_pin(const Pin& pin);
std::string write_bad(const std::vector<Bad>& list);

}  // namespace kiosk::sync
