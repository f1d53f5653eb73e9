// kiosk: the display. Reads a directory of content and draws it.
#include <malloc.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <vector>

#include "kiosk/app/display.h"
#include "kiosk/app/last_good.h"
#include "kiosk/app/options.h"
#include "kiosk/app/touch_setup.h"
#include "kiosk/base/log.h"
#include "kiosk/site/config.h"
#include "kiosk/site/paths.h"

namespace {

using kiosk::app::Exit;

// The technician's file where it is, else the one that was shipped.
std::filesystem::path config_file(const kiosk::app::Options& options) {
  if (!options.config.empty()) return options.config;
  const std::filesystem::path installed = "/etc/changlang/kiosk.toml";
  std::error_code error;
  return std::filesystem::exists(installed, error) ? installed : kiosk::site::data_folder() / "config" / "kiosk.toml";
}

Exit run(int argc, char** argv) {
  const std::vector<const char*> arguments(argv + 1, argv + argc);
  const kiosk::Result<kiosk::app::Options> options = kiosk::app::parse_options(arguments);
  if (!options) {
    kiosk::log::error("kiosk: " + kiosk::to_string(options.error()));
    return Exit::usage;
  }
  if (options->help) return std::fputs(kiosk::app::usage().c_str(), stdout) >= 0 ? Exit::done : Exit::internal;
  if (options->version) return std::puts("changlang " CHANGLANG_VERSION) >= 0 ? Exit::done : Exit::internal;
  if (options->list_touch) return kiosk::app::list_touch(kiosk::site::read_touch_devices());
  const std::filesystem::path file = config_file(*options);
  const kiosk::site::LoadedConfig loaded = kiosk::site::load_config(file);
  if (!loaded && !options->safe) {
    for (const std::string& problem : loaded.problems) kiosk::log::error(problem);
    if (options->headless || options->window || options->calibrate) return Exit::usage;  // somebody reads this
    const auto mended = [file] { return static_cast<bool>(kiosk::site::load_config(file)); };
    if (const auto good = kiosk::app::last_good_settings(loaded.config.record, file)) {
      kiosk::log::error("the settings that were last good are used until this is mended");
      kiosk::app::Display display(*options, *good);
      display.settings_refused(loaded.problems.front(), mended);
      return display.run();
    }
    return kiosk::app::Display(*options, loaded.config).show_refused_settings(loaded.problems.front(), mended);
  }
  const kiosk::site::Config config = loaded ? loaded.config : kiosk::site::Config{};
  kiosk::log::set_level(config.level);
  const bool on_panel = loaded && !options->headless && !options->window && !options->calibrate && !options->safe;
  return kiosk::app::Display(*options, config, on_panel ? file : std::filesystem::path()).run();
}

}  // namespace

int main(int argc, char** argv) {
  // Decoded pictures go back to the system when they are let go. By itself glibc raises this threshold to the largest block
  // ever freed and keeps tens of megabytes for months.
  mallopt(M_MMAP_THRESHOLD, 256 * 1024);
  try {
    return static_cast<int>(run(argc, argv));
  } catch (const std::exception& e) {  // a broken promise inside the program; the service manager starts it again
    kiosk::log::error(std::string("internal: ") + e.what());
    return static_cast<int>(Exit::internal);
  }
}
