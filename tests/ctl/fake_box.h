// A folder that looks like a healthy box, for doctor, status and the support bundle: tests spoil one thing and see that it is said. Other programs
// answer from a table; nothing of the machine that the tests run on is asked.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/crypto.h"
#include "kiosk/base/files.h"
#include "kiosk/ctl/box_words.h"
#include "kiosk/ctl/machine.h"
#include "kiosk/ctl/units.h"
#include "kiosk/sync/generation.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::ctl {

inline constexpr std::chrono::sys_seconds kNow = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1} + std::chrono::hours{10};
inline constexpr const char* kRecord = "/var/lib/changlang/display";
inline constexpr const char* kState = "/var/lib/changlang/sync";

class FakeBox {
 public:
  FakeBox() {
    std::string pattern = (std::filesystem::temp_directory_path() / "changlang-box-XXXXXX").string();
    machine.root = ::mkdtemp(pattern.data());
    machine.run = [this](const std::vector<std::string>& command) { return run(command); };
    machine.space = [this](const std::filesystem::path&) { return Result<Space>(space); };
    machine.now = [this] { return now; };
    fill();
  }
  FakeBox(const FakeBox&) = delete;
  ~FakeBox() {
    std::error_code ignored;
    std::filesystem::remove_all(machine.root, ignored);
  }

  void write(const std::string& path, std::string_view text) const {
    std::filesystem::create_directories(machine.at(path).parent_path());
    std::filesystem::remove(machine.at(path));
    std::ofstream(machine.at(path), std::ios::binary) << text;
  }
  void replace(const std::string& path, const std::string& what, const std::string& by) const {
    std::string text = *machine.read(path, 1 << 20);
    const std::size_t at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what << " is not in " << path;
    write(path, text.replace(at, what.size(), by));
  }
  void remove(const std::string& path) const { std::filesystem::remove_all(machine.at(path)); }
  void folder(const std::string& path) const { std::filesystem::create_directories(machine.at(path)); }
  void link(const std::string& path, const std::string& target) const {
    std::filesystem::create_directories(machine.at(path).parent_path());
    std::filesystem::remove(machine.at(path));
    std::filesystem::create_symlink(target, machine.at(path));
  }
  void unit(const std::string& name, const std::string& key, const std::string& value) { units[name][key] = value; }
  void say(const std::string& key, const std::string& json_value) {
    words[key] = json_value;
    std::string text;
    for (const auto& [k, v] : words) text += (text.empty() ? "{\"" : ", \"") + k + "\": " + v;
    write(std::string(kRecord) + "/status.json", text + "}");
  }

  Machine machine;
  std::chrono::sys_seconds now = kNow;
  Space space{64'000'000'000, 20'000'000'000, 1'000'000, 4'000'000, false};
  std::map<std::string, std::map<std::string, std::string>> units;  // as systemctl show has them
  std::map<std::string, Finished> answers;                          // by the command's beginning, other than systemctl show of units
  std::map<std::string, std::string> words;                         // of status.json

 private:
  Result<Finished> run(const std::vector<std::string>& command) {
    std::string line;
    for (const std::string& word : command) line += (line.empty() ? "" : " ") + word;
    if (line.starts_with("systemctl show --property=Id,")) return Finished{0, show(), false};
    const Finished* best = nullptr;
    std::size_t length = 0;
    for (const auto& [begin, answer] : answers)
      if (line.starts_with(begin) && begin.size() >= length) best = &answer, length = begin.size();
    if (best) return *best;
    return Error{ErrorKind::not_found, "is not installed", command.front()};
  }
  std::string show() const {
    std::string text;
    for (const auto& [name, properties] : units) {
      text += "Id=" + name + "\n";
      for (const auto& [key, value] : properties) text += key + "=" + value + "\n";
      text += "\n";
    }
    return text;
  }

  void fill() {
    folder("/run/systemd/system");
    write("/run/systemd/timesync/synchronized", "");
    const std::string own = std::to_string(::getgid());
    write("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nkiosk:x:990:" + own + "::/:/usr/sbin/nologin\nkiosk-sync:x:991:991::/:/usr/sbin/nologin\n");
    write("/etc/group", "kiosk:x:" + own + ":\nvideo:x:44:someone,kiosk\nrender:x:105:kiosk\ninput:x:106:kiosk\naudio:x:29:kiosk\ntty:x:5:kiosk\n");
    write("/etc/changlang/kiosk.toml", std::string("[display]\nrecord = \"") + kRecord + "\"\n[site]\nname = \"大厅\"\n[sync]\nurl = \"https://museum.example/repo/\"\nstate = \"" + kState + "\"\n");
    std::filesystem::permissions(machine.at("/etc/changlang/kiosk.toml"), std::filesystem::perms(0640));
    write("/etc/changlang/root.json", "{}");
    fill_glass();
    fill_box();
    fill_units();
    fill_display();
    fill_content();
  }

  void fill_glass() {
    folder("/sys/class/drm/card0");
    folder("/sys/class/drm/renderD128");
    write("/sys/class/drm/card0-HDMI-A-1/status", "connected\n");
    write("/sys/class/drm/card0-HDMI-A-1/modes", "1920x1080\n1280x720\n");
    write("/sys/class/drm/card0-DP-1/status", "disconnected\n");
    write("/sys/class/drm/card0-DP-1/modes", "");
    write("/proc/1/comm", "systemd\n");
    link("/proc/1/fd/0", "/dev/null");
    write("/proc/800/comm", "kiosk\n");
    write("/proc/800/cgroup", "0::/system.slice/kiosk.service\n");
    write("/proc/800/status", "Name:\tkiosk\nVmRSS:\t  300000 kB\n");
    link("/proc/800/fd/7", "/dev/dri/card0");
    write("/proc/bus/input/devices",
          "I: Bus=0019 Vendor=0000 Product=0001 Version=0000\nN: Name=\"Power Button\"\nP: Phys=PNP0C0C/button/input0\nH: Handlers=kbd event0\nB: PROP=0\nB: KEY=10000000000000 0\n\n"
          "I: Bus=0003 Vendor=0eef Product=c002 Version=0111\nN: Name=\"eGalax Touch\"\nP: Phys=usb-0000:00:14.0-3/input0\nH: Handlers=mouse0 event5 \nB: PROP=2\n"
          "B: KEY=400 0 0 0 0 0\nB: ABS=260800000000003\n\n");
    for (const char* font : {"opentype/noto/NotoSansCJK-Regular.ttc", "opentype/noto/NotoSerifCJK-Regular.ttc", "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"})
      write(std::string("/usr/share/fonts/") + font, "font");
    write("/proc/asound/cards", " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0xa1130000 irq 134\n");
  }

  void fill_box() {
    write("/sys/class/mmc_host/mmc0/mmc0:0001/life_time", "0x01 0x02\n");
    write("/sys/class/mmc_host/mmc0/mmc0:0001/pre_eol_info", "0x01\n");
    folder("/sys/class/mmc_host/mmc0/mmc0:0001/block/mmcblk0");
    folder("/sys/block/mmcblk0");
    write("/sys/fs/ext4/mmcblk0p2/errors_count", "0\n");
    write("/sys/class/rtc/rtc0/since_epoch", std::to_string(kNow.time_since_epoch().count() + 3) + "\n");
    write("/sys/class/watchdog/watchdog0/identity", "iTCO_wdt\n");
    answers["systemctl show --property=RuntimeWatchdogUSec"] = {0, "30s\n", false};
    const std::string head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    write("/proc/net/tcp", head + "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n");
    for (const char* table : {"tcp6", "udp", "udp6"}) write(std::string("/proc/net/") + table, head);
    write("/sys/class/thermal/thermal_zone0/type", "x86_pkg_temp\n");
    write("/sys/class/thermal/thermal_zone0/temp", "41500\n");
    write("/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
  }

  void fill_units() {
    for (const ShippedUnit& unit : shipped_units()) {
      folder("/usr/lib/systemd/system");
      const auto to = machine.at("/usr/lib/systemd/system/" + std::string(unit.name));
      std::filesystem::create_directories(to.parent_path());
      std::filesystem::copy_file(std::filesystem::path(SOURCE_DIR) / "systemd" / unit.name, to);
    }
    for (const char* name : {"kiosk.service", "kiosk-sync.path", "kiosk-sync.timer", "kiosk-sync-notices.timer", "kiosk-sync-scrub.timer"})
      units[name] = {{"LoadState", "loaded"}, {"UnitFileState", "enabled"}, {"ActiveState", "active"}, {"Result", "success"}};
    units["kiosk.service"].insert({{"MainPID", "800"}, {"NRestarts", "2"}, {"MemoryCurrent", "350000000"}});
    units["kiosk-safe.service"] = {{"LoadState", "loaded"}, {"UnitFileState", "static"}, {"ActiveState", "inactive"}};
    units["getty@tty1.service"] = {{"LoadState", "masked"}, {"ActiveState", "inactive"}};
    answers["systemd-analyze security"] = {0, "✗ PrivateNetwork=  0.5\n\n→ Overall exposure level for kiosk.service: 0.9 SAFE\n", false};
    answers["journalctl --unit=kiosk.service --unit=kiosk-safe.service --grep"] = {1, "", false};
  }

  void fill_display() {
    folder(std::string(kRecord) + "/requests");
    words = {{"time", "\"" + to_utc_string(kNow - std::chrono::seconds{20}) + "\""},
             {"program", "\"" CHANGLANG_VERSION "\""},
             {"generation", "1"},
             {"packs", "[\"qingpu 2026.11\"]"},
             {"screen", "\"attract\""},
             {"failure", "\"\""},
             {"settings", "\"\""},
             {"frame_age_s", "0.1"},
             {"touch_age_s", "300"},
             {"touch_devices", "1"},
             {"renderer", "\"opengl\""},
             {"errors", "{\"pictures\": 3}"}};
    say("video_driver", "\"KMSDRM\"");
    write(std::string(kRecord) + "/starts.json", "{\"running\":null,\"generations\":[{\"generation\":1,\"starts\":4,\"crashes\":0,\"last_good_frame\":\"\"}]}");
  }

  void fill_content() {
    const std::string state = kState;
    sync::Manifest manifest;
    manifest.owner = manifest.pack = "qingpu";
    manifest.version = "2026.11";
    manifest.minimum_program = "0.1.0";
    const std::string page = "one page";
    manifest.files.push_back({.path = "pack.toml", .size = page.size(), .sha256 = crypto::sha256(page), .type = "application/toml"});
    const Result<std::string> text = sync::write_manifest(manifest);
    ASSERT_TRUE(text) << text.error().message;
    const std::string pack = state + "/gen/1/packs/qingpu/qingpu/";
    write(pack + "manifest.json", *text);
    write(pack + "pack.toml", page);
    sync::Generation generation;
    generation.number = 1;
    generation.url = "https://museum.example/repo/";
    generation.time = "2026-11-23T14:51:00Z";
    generation.packs = {{"qingpu", "qingpu", "2026.11", crypto::hex(crypto::sha256(*text)), {std::string(64, 'a')}}};
    write(state + "/gen/1/generation.json", sync::write_generation(generation));
    write(state + "/gen/1/packs.json", sync::write_pack_list(generation));
    link(state + "/current", "gen/1");
    write(state + "/last.json", "{\"time\":\"2026-12-01T09:50:00Z\",\"url\":\"https://museum.example/repo/\",\"exit\":0,\"error\":\"\",\"problems\":[],\"last_success\":\"2026-12-01T09:50:00Z\","
                                "\"clock_suspect\":false}");
  }
};

}  // namespace kiosk::ctl
