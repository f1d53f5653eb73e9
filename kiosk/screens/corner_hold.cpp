#include "kiosk/screens/corner_hold.h"

#include <algorithm>
#include <cmath>

namespace kiosk::screens {

void CornerHold::handle(const gfx::Finger& finger) {
  using Phase = gfx::Finger::Phase;
  const auto known = std::find_if(contacts_.begin(), contacts_.end(), [&](const Contact& c) { return c.id == finger.id; });
  if (finger.phase == Phase::move) {
    if (known == contacts_.end()) return;
    const Point way = finger.at - known->down;
    known->spoilt |= std::hypot(way.x, way.y) > rest_;
    return;
  }
  if (known != contacts_.end()) contacts_.erase(known);
  if (finger.phase == Phase::down) contacts_.push_back({finger.id, finger.at, finger.time, false});
}

bool CornerHold::opposite() const {
  if (contacts_.size() != 2 || contacts_[0].spoilt || contacts_[1].spoilt) return false;
  const auto side = [&](float at, float length) { return at < corner_ ? -1 : at >= length - corner_ ? 1 : 0; };
  const auto corner = [&](const Contact& c) { return std::pair{side(c.down.x, whole_.w), side(c.down.y, whole_.h)}; };
  const auto [x, y] = corner(contacts_[0]);
  return x != 0 && y != 0 && corner(contacts_[1]) == std::pair{-x, -y};
}

std::optional<Duration> CornerHold::due() const {
  if (!opposite()) return std::nullopt;
  return std::max(contacts_[0].since, contacts_[1].since) + kHold;
}

bool CornerHold::take(Duration now) {
  const std::optional<Duration> when = due();
  if (!when || now < *when) return false;
  for (Contact& contact : contacts_) contact.spoilt = true;
  return true;
}

}  // namespace kiosk::screens
