// This box: config/kiosk.toml as a plain struct. config/kiosk.toml is also the manual of every key.
//
// One table (config.cpp) drives reading, defaults, ranges, messages and the test that compares config/kiosk.toml with it.
// Strict  : unknown keys and tables, wrong types and values out of range are refused; all problems are listed, not only the
//           first, each as "kiosk.toml:12: [display] rotaton: unknown key; did you mean \"rotation\"?".
// Limits  : kMaxConfigBytes. Paths are absolute, or relative to the folder of the file that names them.
// Threads : no state; any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/log.h"
#include "kiosk/base/hours.h"
#include "kiosk/site/touch_rules.h"

namespace kiosk::site {

inline constexpr std::size_t kMaxConfigBytes = 64 * 1024;

enum class TextSize { normal, large, largest };

// Names are those of the keys. Every default is the one of config/kiosk.toml.
struct Config {
  // [display]
  std::filesystem::path pack;  // empty: what sync brought, else the exhibition that comes with the program
  std::vector<std::filesystem::path>
      fallback;            // tried in this order where `pack` cannot be played; the bundled one is always last
  std::filesystem::path record;         // the display's own folder: starts.json, requests/, status.json; empty: none is kept
  int rotation = 0;        // degrees clockwise: 0, 90, 180, 270
  int long_side_mm = 708;  // of the picture on the panel
  int bottom_edge_mm = 0;  // above the floor; 0: 900 for landscape, 600 for portrait
  Language language = Language::hans;  // what a session begins with; so are the next four
  TextSize text_size = TextSize::normal;
  bool high_contrast = false;
  bool calm = false;        // no pan, no drift, fades of 150 ms
  bool wheelchair = false;  // controls in the lower band
  // [times]
  int idle_s = 60;            // without a touch, then the countdown
  int idle_long_page_s = 90;  // the same on pages of more than 300 characters; never less than idle_s after loading
  int countdown_s = 15;
  int slide_s = 8;
  Hours hours;  // [hours]
  // [memory]
  int media_mb = 192;
  int glyphs_mb = 24;
  // [site]
  std::string name;
  std::string here;  // id of the stop where this screen stands; empty: as the route says
  // [sync]
  std::string url;              // empty: no network, packs come by hand
  std::filesystem::path state;  // sync's folder; empty: none
  std::filesystem::path root = "/etc/changlang/root.json";  // what the kiosk trusts first; not read by the display
  std::string receipts;                   // address that takes PUT; empty: none
  std::string receipts_user;              // of that address; empty: it wants none
  std::filesystem::path receipts_password_file;  // its password; not read by the display
  std::filesystem::path receipts_folder;  // the same as a folder
  // [touch]
  // From what the touch device reports to the panel, both 0..1: x' = a x + b y + c, y' = d x + e y + f, as a b c d e f.
  Matrix matrix = kNoMatrix;
  std::vector<TouchRule> touch_devices;  // [[touch.device]]: the first that fits a device counts; for all others `matrix`
  // [operator]
  std::string pin;  // as site/pin.h keeps it; empty: there is no operator panel
  std::filesystem::path stick = "/run/changlang-stick";  // where a stick with content is mounted
  // [log]
  log::Level level = log::Level::info;

  bool operator==(const Config&) const = default;

  // bottom_edge_mm, with "automatic" decided.
  int bottom_edge_mm_for(bool portrait) const { return bottom_edge_mm ? bottom_edge_mm : portrait ? 600 : 900; }
};

// The configuration, or all that is wrong with it, in order of lines. Where there are problems `config` has what was valid, for a failure screen alone.
struct [[nodiscard]] LoadedConfig {
  Config config;
  std::vector<std::string> problems;
  explicit operator bool() const { return problems.empty(); }
};

LoadedConfig load_config(const std::filesystem::path& file);
// `name` stands in messages; `folder` is what relative paths begin from.
LoadedConfig parse_config(std::string_view text, std::string_view name, const std::filesystem::path& folder);

// A key as config/kiosk.toml must document it.
struct KeyInfo {
  std::string table, name;    // "touch.device" is a list of tables: [[touch.device]]
  std::string default_value;  // as written in TOML
  std::string allowed;        // "20 to 600 s", "0, 90, 180 or 270", "true or false"
};
std::vector<KeyInfo> known_keys();

}  // namespace kiosk::site
