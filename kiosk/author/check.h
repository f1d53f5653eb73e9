// `kioskctl pack check`: everything that is known about what may be wrong in a pack, from the format to the glass.
//
// Model   : content::check asks whether it can be played; the checks of this room ask whether it should be: facts, names, pictures, file names,
//           age, and with `release` the open questions and approvals that keep it from the wall.
// Cost    : texts in one thread; the glass in as many processes as there are cores (glass_check.h).
// Errors  : findings; a folder that is no pack is one too. not_found where the exhibition's fonts are not there.
#pragma once

#include <filesystem>
#include <functional>

#include "kiosk/base/bilingual.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/content/finding.h"

namespace kiosk::author {

using ReportProgress = std::function<void(const Bilingual& what, std::size_t done, std::size_t total)>;

struct CheckArguments {
  std::filesystem::path pack;
  bool release = false;  // as it would be published
  bool glass = true;     // also lay every page out
  LocalTime now;         // what "too long ago" is counted from
};

// By file, line and column.
Result<content::Findings> check_pack(const CheckArguments& arguments, const ReportProgress& progress);

}  // namespace kiosk::author
