// The display's command line.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"
#include "kiosk/base/result.h"

namespace kiosk::app {

struct Options {
  std::filesystem::path config;                // empty: /etc/changlang/kiosk.toml where it is, else the shipped one
  std::filesystem::path pack;                  // empty: as configured
  std::optional<Size> window, headless;
  std::string open;                            // a route; empty: attract
  std::optional<Language> language;
  std::optional<LocalTime> now;                // what the site's clock shows at start
  int hz = 60;
  std::filesystem::path script, shots, stats;  // empty: none
  std::optional<Duration> seconds;
  std::optional<long> frames;
  bool realtime = false, safe = false, calibrate = false, list_touch = false, version = false, help = false;
};

// Every mistake is one error of kind usage that names the option and what is allowed.
Result<Options> parse_options(std::span<const char* const> arguments);
std::string usage();

}  // namespace kiosk::app
