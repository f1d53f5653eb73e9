// What a pack's pictures carry along, and what is said of them: animation, colour profile, place (EXIF), rights, "an illustration".
//
// Source  : libvips reads them to their end, a strip at a time. Files whose header content refuses are passed over here.
// Cost    : a decode each, on all cores.
#pragma once

#include "kiosk/content/finding.h"
#include "kiosk/content/folder.h"
#include "kiosk/content/model.h"

namespace kiosk::author {

content::Findings check_pictures(const content::Folder& folder, const content::Index& index);

}  // namespace kiosk::author
