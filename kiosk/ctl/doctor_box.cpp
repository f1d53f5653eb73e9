// The box itself: disk, clock, watchdog, and what listens on the network.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "kiosk/base/clock.h"
#include "kiosk/ctl/doctor_parts.h"
#include "kiosk/ctl/progress_line.h"
#include "kiosk/sync/limits.h"

namespace kiosk::ctl {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLowSpace = 1ull << 30;  // bytes; less than a generation of pictures needs
constexpr int kWornPercent = 80, kSpentPercent = 100;
// No box ran this program before it was written (as in sync_session.cpp).
constexpr std::chrono::sys_seconds kBorn = std::chrono::sys_days{2026y / 11 / 1};
constexpr double kRtcApart = 120;  // s

std::optional<std::int64_t> number(std::string_view text, int base = 10) {
  if (base == 16 && text.starts_with("0x")) text.remove_prefix(2);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void say_wear(Findings& f, const std::string& disk, int percent, const std::string& source) {
  const std::string seen = disk + ": " + std::to_string(percent) + "% of its life is used (" + source + ")";
  if (percent >= kSpentPercent) f.fail(seen, "replace " + disk + " now: install on a new one; the content comes again by itself");
  else if (percent >= kWornPercent) f.warn(seen, "plan to replace " + disk);
  else f.ok(seen);
}

// eMMC 5.0 (JESD84-B50): life_time "0x01 0x02", one number for each kind of its memory, in tenths; 0: not told, 11: beyond its life.
void check_mmc(const Machine& machine, Findings& f, const std::string& folder, const std::string& name) {
  int worst = 0;
  for (const std::string& part : split(machine.value(folder + "/life_time"))) worst = std::max(worst, static_cast<int>(number(part, 16).value_or(0)));
  if (machine.value(folder + "/pre_eol_info") == "0x03") f.fail(name + ": its spare blocks are nearly used up", "replace " + name + " now");
  if (worst > 0) say_wear(f, name, (worst - 1) * 10, "eMMC life_time");
  else f.warn(name + ": its wear is unknown; it does not tell", "an SD card does not tell: put the system on eMMC or an SSD");
}

// What smartctl says: NVMe by the standard's own percentage, others by the attribute that most makers use.
void check_smart(const Machine& machine, Findings& f, const std::string& disk) {
  const auto asked = machine.run({"smartctl", "--json=c", "--health", "--attributes", "/dev/" + disk});
  const auto json = asked ? parse_json(asked->output, "smartctl") : Result<Json>(asked.error());
  if (!json || !json->is_object()) {
    f.warn(disk + ": its wear is unknown", asked ? "run kioskctl doctor as root" : "apt-get install smartmontools");
    return;
  }
  try {
    const Json none = Json::object();
    if (!json->value("smart_status", none).value("passed", true)) f.fail(disk + ": it says itself that it fails", "replace " + disk + " now; save nothing on it");
    if (const Json log = json->value("nvme_smart_health_information_log", none); log.contains("percentage_used"))
      return say_wear(f, disk, log["percentage_used"].get<int>(), "NVMe");
    for (const Json& row : json->value("ata_smart_attributes", none).value("table", Json::array())) {
      const int id = row.value("id", 0);
      // Wear_Leveling_Count, Percent_Lifetime_Remain, SSD_Life_Left, Media_Wearout_Indicator: what is left, in percent.
      if (id == 177 || id == 202 || id == 231 || id == 233) return say_wear(f, disk, 100 - row.value("value", 100), row.value("name", "SMART"));
    }
  } catch (const Json::exception&) {
    // A smartctl that words it otherwise: nothing is known then.
  }
  if (f.verdict() != Verdict::fail) f.warn(disk + ": it does not tell its wear", "smartctl --all /dev/" + disk + " says what it tells");
}

bool is_true_disk(const std::string& name) { return name.starts_with("nvme") || name.starts_with("sd") || name.starts_with("mmcblk"); }

// Listening sockets of one table of /proc/net: port and owner.
struct Socket {
  unsigned port = 0;
  std::int64_t user = 0;
};
std::vector<Socket> listeners(const Machine& machine, const std::string& table, std::string_view state) {
  std::vector<Socket> found;
  const auto text = machine.read("/proc/net/" + table, 4u << 20);
  if (!text) return found;
  for (const std::string& line : split(*text, "\n")) {
    const auto fields = split(line, " ");
    if (fields.size() < 8 || fields[3] != state) continue;
    const auto port = number(fields[1].substr(fields[1].rfind(':') + 1), 16);
    const auto user = number(fields[7]);
    if (port && user) found.push_back({static_cast<unsigned>(*port), *user});
  }
  return found;
}

}  // namespace

Check check_disk(const Patient& p) {
  Findings f("disk");
  std::vector<std::filesystem::path> folders;
  for (const auto& folder : {p.config().state, p.config().record})
    if (!folder.empty()) folders.push_back(folder);
  if (folders.empty()) folders.push_back("/");
  std::string said;
  for (const auto& folder : folders) {
    const auto space = p.machine.space_of(folder);
    if (!space) {
      f.warn(to_string(space.error()), "systemd-tmpfiles --create; kioskctl doctor as root sees more");
      continue;
    }
    const std::string seen = size_text(space->free) + " of " + size_text(space->total) + " free";
    if (space->read_only) f.fail(folder.string() + " cannot be written: its disk is read-only", "journalctl -k | grep -i -e ext4 -e 'i/o error' says why; mount -o remount,rw, or replace the disk");
    if (space->free < sync::Limits{}.reserve_bytes) f.fail(folder.string() + ": " + seen, "kioskctl sync gc; journalctl --vacuum-size=100M; apt-get clean");
    else if (space->free < kLowSpace) f.warn(folder.string() + ": " + seen, "kioskctl sync gc; journalctl --vacuum-size=100M; apt-get clean");
    else if (seen != said) f.ok(folder.string() + ": " + seen);
    if (space->total_files > 0 && space->free_files < 1'000) f.fail(folder.string() + ": hardly a name is left for new files", "kioskctl sync gc");
    said = seen;
  }
  for (const std::string& name : p.machine.list("/sys/fs/ext4"))
    if (const auto errors = number(p.machine.value("/sys/fs/ext4/" + name + "/errors_count")).value_or(0); errors > 0)
      f.warn(name + ": " + std::to_string(errors) + " errors in its file system", "put fsck.mode=force on the kernel's command line for one start, then look again");
  return f.done();
}

Check check_wear(const Patient& p) {
  Findings f("disk wear");
  std::vector<std::string> virtual_disks;
  bool any = false;
  for (const std::string& host : p.machine.list("/sys/class/mmc_host"))
    for (const std::string& card : p.machine.list("/sys/class/mmc_host/" + host)) {
      const std::string folder = "/sys/class/mmc_host/" + host + "/" + card;
      const auto blocks = p.machine.list(folder + "/block");
      if (blocks.empty()) continue;
      any = true;
      check_mmc(p.machine, f, folder, blocks.front());
    }
  for (const std::string& disk : p.machine.list("/sys/block")) {
    if (disk.starts_with("vd") || disk.starts_with("xvd")) virtual_disks.push_back(disk);
    if (!is_true_disk(disk) || disk.starts_with("mmcblk") || p.machine.value("/sys/block/" + disk + "/removable") == "1") continue;
    any = true;
    check_smart(p.machine, f, disk);
  }
  if (!any && !virtual_disks.empty()) f.ok(join(virtual_disks) + ": a virtual disk does not wear here");
  else if (!any) f.warn("no disk is seen whose wear could be known", "ls /sys/block");
  return f.done();
}

Check check_clock(const Patient& p) {
  Findings f("clock");
  const auto now = p.machine.time();
  bool rtc = false;
  for (const std::string& name : p.machine.list("/sys/class/rtc")) {
    rtc = true;
    const auto epoch = number(p.machine.value("/sys/class/rtc/" + name + "/since_epoch"));
    const auto apart = epoch ? std::abs(static_cast<double>(*epoch - now.time_since_epoch().count())) : 0;
    // A whole number of quarter hours: kept in local time, not wrong.
    if (apart > kRtcApart && std::fmod(apart + kRtcApart, 900) > 2 * kRtcApart)
      f.warn(name + " is " + age_text(apart) + " apart", "hwclock --systohc; where it comes back, the battery on the board is flat");
  }
  const auto synchronized = [&] {
    if (p.machine.exists("/run/systemd/timesync/synchronized")) return true;
    return split(p.machine.answer({"timedatectl", "show", "--property=NTPSynchronized", "--value"})) == std::vector<std::string>{"yes"};
  }();
  const std::string time = to_utc_string(now);
  const auto files = open_kept(p.machine, p.config().state, "[sync] state");
  const auto last = files ? read_last_sync(**files) : Result<LastSync>(files.error());
  const std::string set = "timedatectl set-time 'YYYY-MM-DD hh:mm:ss' (timedatectl set-ntp true where there is a network)";
  if (now < kBorn) f.fail(time + " is before this program was written", set);
  else if (last && last->clock_suspect && last->exit != 0) f.fail(time + ": signed content proves a later time", set);
  else if (synchronized) f.ok(time + ", synchronized" + (rtc ? "" : "; no clock on the board: it is wrong after each start until the network is there"));
  else if (!rtc) f.warn(time + ": neither a time server nor a clock on the board (RTC)", "timedatectl set-ntp true and a time server that the box reaches (/etc/systemd/timesyncd.conf), or an RTC module");
  else if (!p.config().url.empty()) f.warn(time + ", kept by the board's clock; no time server answers", "timedatectl timesync-status; NTP= in /etc/systemd/timesyncd.conf");
  else f.ok(time + ", kept by the board's clock; no network");
  return f.done();
}

Check check_watchdog(const Patient& p) {
  Findings f("watchdog");
  const auto devices = p.machine.list("/sys/class/watchdog");
  if (devices.empty())
    return f.warn("no hardware watchdog: a kernel that hangs stays so until somebody comes", "load the board's driver at start: echo iTCO_wdt >/etc/modules-load.d/watchdog.conf (sp5100_tco on AMD); or softdog").done();
  const std::string name = p.machine.value("/sys/class/watchdog/" + devices.front() + "/identity");
  const std::string fed = p.machine.answer({"systemctl", "show", "--property=RuntimeWatchdogUSec", "--value"});
  const auto value = split(fed);
  if (value.empty()) return f.warn(devices.front() + " " + name + "; whether systemd feeds it is unknown", "systemctl show -p RuntimeWatchdogUSec").done();
  if (value.front() == "0" || value.front() == "infinity")
    return f.warn(devices.front() + " " + name + " is there and nobody feeds it", "RuntimeWatchdogSec=30s under [Manager] in /etc/systemd/system.conf.d/watchdog.conf; then systemctl daemon-reexec").done();
  return f.ok(devices.front() + " " + name + ", fed every " + join(value, " ") + " at the latest").done();
}

Check check_ports(const Patient& p) {
  Findings f("ports");
  if (!p.machine.exists("/proc/net/tcp") && !p.machine.exists("/proc/net/tcp6")) return f.warn("open ports cannot be seen", "mount -t proc proc /proc").done();
  const auto kiosk = find_user(p.machine, "kiosk"), fetcher = find_user(p.machine, "kiosk-sync");
  std::vector<unsigned> others;
  for (const std::string table : {"tcp", "tcp6", "udp", "udp6"}) {
    const bool tcp = table.starts_with("tcp");
    // 0A: listening; 07: a socket that takes datagrams from anybody.
    for (const Socket& socket : listeners(p.machine, table, tcp ? "0A" : "07")) {
      const std::string port = table + " port " + std::to_string(socket.port);
      if (kiosk && socket.user == kiosk->id) f.fail("user kiosk listens on " + port, "ss -tulpn names the program; nothing of ours listens: kioskctl support-bundle, then install again");
      else if (fetcher && socket.user == fetcher->id && tcp) f.fail("user kiosk-sync listens on " + port, "ss -tulpn names the program; nothing of ours listens: kioskctl support-bundle, then install again");
      else if (fetcher && socket.user == fetcher->id) f.warn("user kiosk-sync takes datagrams on " + port, "a name that is being looked up, where a sync runs: ask again in a minute");
      else if (tcp) others.push_back(socket.port);
    }
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  std::vector<std::string> names;
  for (const unsigned port : others) names.push_back(std::to_string(port));
  if (f.verdict() == Verdict::ok) f.ok("ours: none" + (names.empty() ? std::string() : "; of other programs: tcp " + join(names)));
  return f.done();
}

}  // namespace kiosk::ctl
