// What stands before the visitor: card and panel, who draws on it, fingers, letters, sound.
#include <algorithm>

#include "kiosk/ctl/doctor_parts.h"

namespace kiosk::ctl {
namespace {

constexpr const char* kLookAtCards = "lspci -nnk | grep -iA3 vga shows whether a driver is bound: install its firmware (firmware-amd-graphics, "
                                     "firmware-misc-nonfree), take nomodeset off the kernel's command line, then reboot";
constexpr const char* kRestart = "kioskctl restart";

bool is_card(const std::string& name) { return name.starts_with("card") && name.size() > 4 && name.find_first_not_of("0123456789", 4) == std::string::npos; }

// Of a process that has a card open, or is its master.
struct Holder {
  std::string pid, command;
  bool ours = false;  // runs in one of our units
};

Holder holder(const Machine& machine, const std::string& pid) {
  const std::string group = machine.value("/proc/" + pid + "/cgroup");
  return {pid, machine.value("/proc/" + pid + "/comm"), group.ends_with(std::string("/") + kDisplayUnit) || group.ends_with(std::string("/") + kSafeUnit)};
}

std::string text_of(const Holder& h) { return h.command + " (pid " + h.pid + ")"; }

// The kernel's own list, where debugfs is mounted and this is root; nothing where it cannot be read. A line:
// "command  tgid dev master a  uid  magic", the command with spaces in it where it likes.
std::optional<std::vector<Holder>> masters(const Machine& machine) {
  const auto is_flag = [](const std::string& word) { return word == "y" || word == "n"; };
  const auto is_number = [](const std::string& word) { return word.find_first_not_of("0123456789") == std::string::npos; };
  std::optional<std::vector<Holder>> found;
  for (const std::string& minor : machine.list("/sys/kernel/debug/dri")) {
    const auto clients = machine.read("/sys/kernel/debug/dri/" + minor + "/clients");
    if (!clients || minor.size() > 2) continue;  // 128 and more: render nodes of the same cards
    if (!found) found.emplace();
    for (const std::string& line : split(*clients, "\n")) {
      const auto words = split(line);
      for (std::size_t i = 3; i + 1 < words.size(); ++i)
        if (words[i] == "y" && is_flag(words[i + 1]) && is_number(words[i - 1]) && is_number(words[i - 2])) {
          found->push_back(holder(machine, words[i - 2]));
          break;
        }
    }
  }
  return found;
}

// Who has a card open, from the open files of all processes; of those of others only root sees them.
std::vector<Holder> openers(const Machine& machine) {
  std::vector<Holder> found;
  for (const std::string& pid : machine.list("/proc")) {
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string files = "/proc/" + pid + "/fd";
    for (const std::string& file : machine.list(files))
      if (machine.link(files + "/" + file).starts_with("/dev/dri/card")) {
        found.push_back(holder(machine, pid));
        break;
      }
  }
  return found;
}

struct Font {
  const char* family;
  const char* file;     // of the package
  const char* package;
  bool needed;          // without it there is no exhibition
};

// As kiosk/text/font_search.cpp looks for them.
constexpr Font kFonts[] = {
    {"Noto Sans CJK SC", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk", true},
    {"Noto Serif CJK SC", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "fonts-noto-cjk", true},
    {"LXGW WenKai", "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "fonts-lxgw-wenkai", false},
};

}  // namespace

Check check_card(const Patient& p) {
  Findings f("card, connector");
  bool card = false;
  std::vector<std::string> connected, unknown, dark;
  for (const std::string& name : p.machine.list("/sys/class/drm")) {
    card |= is_card(name);
    const std::string folder = "/sys/class/drm/" + name, status = p.machine.value(folder + "/status");
    if (!name.starts_with("card") || is_card(name) || status.empty()) continue;
    const std::string mode = p.machine.value(folder + "/modes");
    if (status == "connected") (mode.empty() ? dark : connected).push_back(name + (mode.empty() ? "" : " " + mode));
    else if (status == "unknown") unknown.push_back(name);
  }
  if (!card) return f.fail("no graphics card with a kernel driver", kLookAtCards).done();
  if (!connected.empty()) f.ok("connected: " + join(connected));
  if (connected.size() > 1)
    f.warn("the exhibition plays on one of these panels alone", "unplug the other, or switch it off by video=CONNECTOR:d on the kernel's command line");
  if (connected.empty() && dark.empty() && !unknown.empty())
    f.warn(join(unknown) + ": whether a panel is connected is unknown", "name the mode on the kernel's command line: video=" + unknown.front().substr(unknown.front().find('-') + 1) + ":1920x1080@60e");
  if (!dark.empty())
    f.fail(join(dark) + ": connected, yet the panel names no resolution", "try another cable or input of the panel; then " + std::string(kRestart));
  if (connected.empty() && dark.empty() && unknown.empty())
    f.fail("no panel is connected", "check the panel's power, input and cable; then " + std::string(kRestart));
  return f.done();
}

Check check_master(const Patient& p) {
  Findings f("DRM master");
  const auto stop = [](const Holder& h) { return "end it: systemctl status " + h.pid + " names its unit; systemctl disable --now THAT_UNIT; then " + kRestart; };
  if (const auto known = masters(p.machine)) {
    for (const Holder& h : *known)
      if (h.ours) f.ok("held by the display, " + text_of(h));
      else f.fail("held by " + text_of(h) + ": the display cannot draw", stop(h));
    if (known->empty() && p.is_active(kDisplayUnit)) f.warn("nobody holds the card, although the display runs: it draws elsewhere", "systemctl show -p Environment kiosk; SDL_VIDEODRIVER must be kmsdrm");
    else if (known->empty()) f.ok("free");
    return f.done();
  }
  std::vector<Holder> ours, others;
  for (const Holder& h : openers(p.machine)) (h.ours ? ours : others).push_back(h);
  if (!ours.empty()) f.ok("the display has the card open, " + text_of(ours.front()));
  for (const Holder& h : others)
    if (ours.empty()) f.fail(text_of(h) + " has the card open, and the display has not", stop(h));
    else f.warn(text_of(h) + " has the card open too", stop(h));
  if (!ours.empty() || !others.empty()) return f.done();
  if (!p.machine.exists("/proc/1/fd") || p.machine.list("/proc/1/fd").empty())
    return f.warn("who holds the card cannot be seen", "run kioskctl doctor as root").done();
  return f.ok("free").done();
}

Check check_groups(const Patient& p) {
  Findings f("groups");
  const auto kiosk = find_user(p.machine, "kiosk");
  if (!kiosk) return f.fail("there is no user kiosk", "systemd-sysusers").done();
  std::vector<std::string> in;
  for (const std::string name : {"video", "render", "input", "tty", "audio"}) {
    const auto group = find_group(p.machine, name);
    const std::string mend = group ? "usermod --append --groups " + name + " kiosk && " + kRestart : std::string("systemd-sysusers && ") + kRestart;
    const bool member = group && (group->id == kiosk->group || std::find(group->members.begin(), group->members.end(), "kiosk") != group->members.end());
    if (member) in.push_back(name);
    else if (name == "audio") f.warn("kiosk is not in audio: no sound", mend);
    else f.fail("kiosk is not in " + name + (name == "input" ? ": no touch" : name == "tty" ? ": no terminal of its own" : ": no picture"), mend);
  }
  if (!in.empty()) f.ok("kiosk is in " + join(in));
  return f.done();
}

Check check_renderer(const Patient& p) {
  Findings f("renderer");
  if (!p.display) return f.warn("unknown: the display has said nothing yet (" + to_string(p.display.error()) + ")", "start it: kioskctl restart; it says so once it draws").done();
  const DisplayWords& d = *p.display;
  if (d.renderer.empty()) return f.warn("unknown: the display does not say", "kioskctl restart, so that the installed version runs").done();
  const std::string by = d.renderer + " on " + (d.video_driver.empty() ? "unknown" : d.video_driver);
  if (d.renderer == "software")
    return f.warn(by + ": the processor draws; fine for 1080p, slow for 4K",
                  "where the box has a GPU: apt-get install libegl1 libgles2 libgl1-mesa-dri and the card's firmware; then " + std::string(kRestart)).done();
  return f.ok(by).done();
}

Check check_fonts(const Patient& p) {
  Findings f("fonts");
  std::vector<std::string> there;
  for (const Font& font : kFonts) {
    // fontconfig answers with its best guess: only the family that was asked for counts.
    const auto is_installed = [&] {
      if (p.machine.exists(font.file)) return true;
      const auto families = split(p.machine.answer({"fc-match", "--format=%{family}", font.family}), ",\n");
      return std::find(families.begin(), families.end(), font.family) != families.end();
    };
    const std::string mend = std::string("apt-get install ") + font.package + " && " + kRestart;
    if (is_installed()) there.push_back(font.family);
    else if (font.needed) f.fail(std::string(font.family) + " is missing: the exhibition cannot be set", mend);
    else f.warn(std::string(font.family) + " is missing: letters are set in another face", mend);
  }
  if (!there.empty()) f.ok(join(there));
  return f.done();
}

Check check_audio(const Patient& p) {
  Findings f("audio");
  std::vector<std::string> cards;
  // " 0 [PCH            ]: HDA-Intel - HDA Intel PCH", and a second line that begins further in.
  if (const auto text = p.machine.read("/proc/asound/cards"))
    for (const std::string& line : split(*text, "\n"))
      if (const std::size_t at = line.find("]: "); at != std::string::npos) cards.push_back(line.substr(at + 3));
  if (cards.empty()) return f.warn("no sound card", "where the exhibition has no sound, nothing; else enable sound in the firmware, and see aplay -l").done();
  return f.ok(join(cards)).done();
}

}  // namespace kiosk::ctl
