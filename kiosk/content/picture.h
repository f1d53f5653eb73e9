// A picture of a pack: checked by its header, described by its sidecar file (pictures/NAME.EXT.toml).
#pragma once

#include "kiosk/content/library.h"

namespace kiosk::content {

// What is wrong with the picture itself goes to `report` at `where`; what is wrong with its description to `sidecar`.
PicturePtr read_picture(Library& library, const Located& where, Report& report, Report& sidecar,
                        Untranslated& untranslated);

// Where a built pack has a drawing's pixels: "renditions/NAME.svg.webp" for "pictures/NAME.svg". It is shown instead of the drawing where it is there.
std::string rendition_of(std::string_view drawing);

// Looks through a whole SVG for what is more than drawing (picture-active). For the checker.
void check_drawing(Library& library, const std::string& path);

}  // namespace kiosk::content
