#include "kiosk/app/touch_setup.h"

#include <cstdio>
#include <utility>

#include "kiosk/base/log.h"
#include "kiosk/base/utf8.h"
#include "kiosk/site/touch_rules.h"

namespace kiosk::app {
namespace {

gfx::TouchMatrix matrix_of(const site::Matrix& m) { return {m[0], m[1], m[2], m[3], m[4], m[5]}; }

}  // namespace

site::TouchDevice kernel_device(const gfx::TouchDevice& device, std::span<const gfx::TouchDevice> present, const TouchList& list) {
  const auto devices = list();
  std::vector<std::string> others;
  for (const gfx::TouchDevice& other : present)
    if (other.id != device.id) others.push_back(other.name);
  return site::identify(devices ? *devices : std::vector<site::TouchDevice>{}, device.name, device.event, others);
}

gfx::TouchMapping mapping_of(const site::Config& config, const site::TouchDevice& device, bool measuring) {
  gfx::TouchMapping mapping;
  const auto index = site::rule_for(config.touch_devices, device);
  const site::TouchRule* rule = index ? &config.touch_devices[*index] : nullptr;
  mapping.ignored = rule && rule->ignore;
  if (measuring) return mapping;
  if (rule) mapping.frame = static_cast<gfx::Rotation>(rule->rotation);
  mapping.matrix = matrix_of(rule ? rule->matrix : config.matrix);
  return mapping;
}

std::string touch_line(const site::Config& config, const site::TouchDevice& device, bool measuring) {
  const auto index = site::rule_for(config.touch_devices, device);
  std::string how = index ? "[[touch.device]] " + std::to_string(*index + 1) : config.matrix == site::kNoMatrix ? "none" : "[touch] matrix";
  const bool ignored = index && config.touch_devices[*index].ignore;
  if (ignored) how += ", ignored";
  else if (measuring) how = "none while it is measured";
  const auto known = [](const std::string& word) { return word.empty() ? std::string("unknown") : utf8::plain_line(word); };
  return "touch device: name=\"" + utf8::plain_line(device.name) + "\" usb=" + known(device.usb()) + " port=" + known(device.port) + " mapping=" + how;
}

gfx::FindTouchMapping touch_mapping(const site::Config& config, bool measuring, TouchList list) {
  return [config, measuring, list = std::move(list)](const gfx::TouchDevice& seen, std::span<const gfx::TouchDevice> present) {
    const site::TouchDevice device = kernel_device(seen, present, list);
    log::info(touch_line(config, device, measuring));
    return mapping_of(config, device, measuring);
  };
}

std::string touch_blocks(std::span<const site::TouchDevice> devices) {
  std::string text = devices.size() == 1 ? "# 1 touchscreen." : "# " + std::to_string(devices.size()) + " touchscreens.";
  text += " For kiosk.toml, where one needs something of its own; one of name, usb and port is enough as long as it is this device's alone.\n"
          "# 需要单独设置时抄入 kiosk.toml；name、usb、port 保留一项即可，只要能与其他设备区分。\n";
  for (const site::TouchDevice& device : devices) {
    text += "\n# /dev/input/" + device.event + "\n";
    const std::string block = site::touch_block(device);
    if (block.empty()) text += "# this device says nothing of itself: [touch] matrix is what counts for it\n";
    else text += block + "# rotation = 90     how far the frame is turned clockwise against the panel / 触摸框相对屏幕顺时针转过的角度\n"
                         "# ignore = true     its touches count for nothing / 忽略其触摸\n"
                         "# matrix = […]      kiosk --calibrate measures it / 由 kiosk --calibrate 测得\n";
  }
  return text;
}

Exit list_touch(const Result<std::vector<site::TouchDevice>>& devices) {
  if (!devices) {
    log::error("--list-touch: " + kiosk::to_string(devices.error()) + "; mount -t proc proc /proc");
    return Exit::usage;
  }
  if (devices->empty()) {
    log::error("--list-touch: the kernel knows no touchscreen; check the USB cable of the frame, and journalctl -k | grep -i -e usb -e hid");
    return Exit::usage;
  }
  return std::fputs(touch_blocks(*devices).c_str(), stdout) >= 0 ? Exit::done : Exit::internal;
}

}  // namespace kiosk::app
