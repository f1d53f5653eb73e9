#include "kiosk/gfx/touch_map.h"

#include <algorithm>

namespace kiosk::gfx {

void TouchMap::update(std::vector<TouchDevice> present) {
  std::erase_if(entries_, [&](const Entry& e) { return std::find(present.begin(), present.end(), e.device) == present.end(); });
  present_ = std::move(present);
  for (const TouchDevice& device : present_) {
    if (const Entry* known = find(device.id); known && known->device == device) continue;
    Entry entry{device, {}, 0};
    while (std::any_of(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.seat == entry.seat; })) ++entry.seat;
    if (find_) entry.mapping = find_(device, present_);
    entries_.push_back(std::move(entry));
  }
}

const TouchMap::Entry* TouchMap::find(TouchId id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.device.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

const TouchMapping& TouchMap::mapping(TouchId id) const {
  static const TouchMapping as_reported;
  const Entry* entry = find(id);
  return entry ? entry->mapping : as_reported;
}

const TouchDevice* TouchMap::device(TouchId id) const {
  const Entry* entry = find(id);
  return entry ? &entry->device : nullptr;
}

FingerId TouchMap::finger(TouchId id, FingerId finger) const {
  const Entry* entry = find(id);
  return entry ? finger ^ static_cast<FingerId>(entry->seat) << 40 : finger;
}

}  // namespace kiosk::gfx
