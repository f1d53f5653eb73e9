// Touchscreens: what the kernel knows, what the display sees, what kiosk.toml says of each.
#include <algorithm>

#include "kiosk/base/utf8.h"
#include "kiosk/ctl/doctor_parts.h"
#include "kiosk/site/touch_devices.h"
#include "kiosk/site/touch_rules.h"

namespace kiosk::ctl {
namespace {

using site::TouchDevice, site::TouchRule;

constexpr const char* kRestart = "kioskctl restart";

// "[[touch.device]] 2": the second block of the file.
std::string block(std::size_t index) { return "[[touch.device]] " + std::to_string(index + 1); }

std::string words_of(const TouchDevice& d) {
  std::string words = utf8::plain_line(d.name);
  if (!d.vendor.empty()) words += " " + d.vendor + ":" + d.product;
  words += " " + d.event;
  return d.port.empty() ? words : words + " at " + utf8::plain_line(d.port);
}

// What a block asks for, as the technician wrote it.
std::string words_of(const TouchRule& r) {
  std::vector<std::string> asked;
  if (!r.name.empty()) asked.push_back("name \"" + r.name + "\"");
  if (!r.usb.empty()) asked.push_back("usb \"" + r.usb + "\"");
  if (!r.port.empty()) asked.push_back("port \"" + r.port + "\"");
  return join(asked);
}

std::string mapping_of(const site::Config& config, std::optional<std::size_t> rule) {
  if (!rule) return config.matrix == site::kNoMatrix ? "" : ": [touch] matrix";
  const TouchRule& r = config.touch_devices[*rule];
  if (r.ignore) return ": ignored, as " + block(*rule) + " says";
  std::string how = r.rotation ? " rotation " + std::to_string(r.rotation) : "";
  if (r.matrix != site::kNoMatrix) how += how.empty() ? " matrix" : " and matrix";
  return ": " + block(*rule) + (how.empty() ? ", as it reports" : "," + how);
}

}  // namespace

Check check_touch(const Patient& p) {
  Findings f("touch");
  const auto text = p.machine.read(site::kInputDevices, site::kMostInputDevices);
  if (!text) return f.warn("the kernel's list of input devices cannot be read", "mount -t proc proc /proc").done();
  const std::vector<TouchDevice> devices = site::parse_touch_devices(*text);
  if (devices.empty())
    return f.fail("no touchscreen is there", "check the panel's USB cable; journalctl -k | grep -i -e usb -e hid says what was plugged in and what became of it").done();
  const site::Config& config = p.config();
  std::vector<std::string> said;
  std::vector<bool> used(config.touch_devices.size());
  bool all_ignored = true;
  for (const TouchDevice& d : devices) {
    const std::optional<std::size_t> rule = site::rule_for(config.touch_devices, d);
    if (rule) used[*rule] = true;
    all_ignored &= rule && config.touch_devices[*rule].ignore;
    said.push_back(words_of(d) + mapping_of(config, rule));
  }
  f.ok(join(said));
  if (all_ignored) f.fail("every touchscreen is ignored: visitors cannot use this screen", "take ignore out of the blocks in " + p.config_file.string() + "; then " + kRestart);
  if (p.display && p.is_active(kDisplayUnit) && p.display->touch_devices == 0)
    f.fail("the display sees none of them", "groups and DeviceAllow=char-input r must be those of the shipped unit (see units as shipped); then " + std::string(kRestart));
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) continue;
    const TouchRule& rule = config.touch_devices[i];
    const bool taken = std::any_of(devices.begin(), devices.end(), [&](const TouchDevice& d) { return site::fits(rule, d); });
    if (taken) f.warn(block(i) + " (" + words_of(rule) + ") never counts: a block above fits its device first", "put it above that block, or take one of them away");
    else f.warn(block(i) + " (" + words_of(rule) + ") fits no device", "plug that device in; where it is one of those named here, kiosk --list-touch prints the block for it; then " + std::string(kRestart));
  }
  return f.done();
}

}  // namespace kiosk::ctl
