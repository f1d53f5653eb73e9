#include "kiosk/ctl/pack_check.h"

#include <algorithm>

#include "kiosk/content/pack.h"

namespace kiosk::ctl {

Result<void> check_pack(const std::filesystem::path& folder) {
  const auto refuse = [](const std::string& why) { return Error{ErrorKind::refused, "the pack cannot be played: " + why, ""}; };
  const auto pack = content::Pack::open(folder);
  if (!pack) return refuse(pack.error().message);
  const auto& points = (*pack)->index().points;
  if (std::any_of(points.begin(), points.end(), [&](const std::string& id) { return (*pack)->point(id) != nullptr; })) return {};
  for (const content::Finding& finding : (*pack)->findings())
    if (finding.severity == content::Severity::error) return refuse("not one of its points can be read; " + to_string(finding));
  return refuse("it has no points");
}

}  // namespace kiosk::ctl
