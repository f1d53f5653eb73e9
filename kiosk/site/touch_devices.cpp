#include "kiosk/site/touch_devices.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <set>
#include <utility>

#include "kiosk/base/files.h"
#include "kiosk/base/split.h"

namespace kiosk::site {
namespace {

// linux/input-event-codes.h
constexpr unsigned kPropertyDirect = 1, kAbsX = 0, kAbsY = 1, kAbsMtX = 0x35, kAbsMtY = 0x36;
constexpr unsigned kButtonLeft = 0x110, kToolPen = 0x140, kToolFinger = 0x145, kTouch = 0x14a;

// "2ff 3": words of a long each, the highest first.
bool has_bit(const std::string& bitmap, unsigned bit) {
  constexpr unsigned kWord = sizeof(long) * 8;
  const std::vector<std::string> words = split(bitmap, " \t");
  if (bit / kWord >= words.size()) return false;
  const std::string& word = words[words.size() - 1 - bit / kWord];
  std::uint64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value, 16);
  return value >> (bit % kWord) & 1;
}

std::string between(const std::string& text, std::string_view before, char after) {
  const std::size_t at = text.find(before);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

// The name between the outer quotes: it may have quotes of its own.
std::string quoted(const std::string& line) {
  const std::size_t begin = line.find('"'), end = line.rfind('"');
  return begin < end ? line.substr(begin + 1, end - begin - 1) : "";
}

// What stands for any touchscreen: SDL 2.26 on Wayland, X's master device, Xwayland.
bool stands_for_any(const std::string& name) {
  return name == "wayland_touch" || name == "Virtual core pointer" || name.starts_with("xwayland-touch");
}

struct Block {
  TouchDevice device;
  std::string properties, keys, axes;

  bool is_touchscreen() const {
    const bool direct = has_bit(properties, kPropertyDirect), touch = has_bit(keys, kTouch);
    const bool axes_there = (has_bit(axes, kAbsX) && has_bit(axes, kAbsY)) || (has_bit(axes, kAbsMtX) && has_bit(axes, kAbsMtY));
    if (device.event.empty() || !axes_there || has_bit(keys, kToolPen)) return false;
    if (has_bit(keys, kToolFinger) && !direct) return false;  // a touchpad
    return direct || (touch && !has_bit(keys, kButtonLeft));
  }
};

}  // namespace

std::vector<TouchDevice> parse_touch_devices(std::string_view text) {
  std::vector<TouchDevice> devices;
  Block block;
  const auto put = [&] {
    if (block.is_touchscreen()) devices.push_back(block.device);
    block = {};
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) put();
    else if (line.starts_with("I:")) block.device.vendor = between(line, "Vendor=", ' '), block.device.product = between(line, "Product=", ' ');
    else if (line.starts_with("N:")) block.device.name = quoted(line);
    else if (line.starts_with("P:")) block.device.port = between(line, "Phys=", '\n');
    else if (line.starts_with("B: PROP=")) block.properties = line.substr(8);
    else if (line.starts_with("B: KEY=")) block.keys = line.substr(7);
    else if (line.starts_with("B: ABS=")) block.axes = line.substr(7);
    else if (line.starts_with("H:"))
      for (const std::string& handler : split(line, " =\t"))
        if (handler.starts_with("event")) block.device.event = handler;
  }
  put();
  return devices;
}

Result<std::vector<TouchDevice>> read_touch_devices() {
  const Result<std::string> text = read_file(kInputDevices, kMostInputDevices);
  if (!text) return text.error();
  return parse_touch_devices(*text);
}

std::string TouchDevice::usb() const {
  if (vendor.empty() || product.empty() || (vendor == "0000" && product == "0000")) return "";
  return vendor + ":" + product;
}

namespace {

// What the devices of one name have in common.
TouchDevice of_name(std::span<const TouchDevice> listed, const std::string& name) {
  TouchDevice found;
  found.name = name;
  bool first = true;
  for (const TouchDevice& device : listed) {
    if (device.name != name) continue;
    if (std::exchange(first, false)) {
      found = device;
      continue;
    }
    if (device.usb() != found.usb()) found.vendor = found.product = "";
    found.port = found.event = "";
  }
  return found;
}

}  // namespace

TouchDevice identify(std::span<const TouchDevice> listed, const std::string& name, const std::string& event, std::span<const std::string> others) {
  if (!event.empty())
    for (const TouchDevice& device : listed)
      if (device.event == event) return device;
  if (!stands_for_any(name)) return of_name(listed, name);
  std::set<std::string> left;
  for (const TouchDevice& device : listed) {
    const auto there = std::count_if(listed.begin(), listed.end(), [&](const TouchDevice& d) { return d.name == device.name; });
    if (there > std::count(others.begin(), others.end(), device.name)) left.insert(device.name);
  }
  return of_name(listed, left.size() == 1 ? *left.begin() : name);
}

}  // namespace kiosk::site
