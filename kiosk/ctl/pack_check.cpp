#include "kiosk/ctl/pack_check.h"

#include "kiosk/content/pack.h"

namespace kiosk::ctl {

Result<void> check_pack(const std::filesystem::path& pack) {
  // A story that is broken is left out by the display; only a pack that does not open at all must stay away from it.
  const auto opened = content::Pack::open(pack);
  if (!opened) return Error{ErrorKind::refused, "the pack cannot be played: " + to_string(opened.error()), ""};
  return {};
}

}  // namespace kiosk::ctl
