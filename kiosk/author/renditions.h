// A picture made ready for the glass: as large as it can be used, upright colours, nothing in the file but the picture.
//
// Same file : a picture of pixels stays in its format under its own name, so that no text changes. It is drawn anew only where it must be: it is
//             larger than any use, or its colours are not sRGB; else metadata are cut out and the pixels stay what they were (picture_metadata.h).
// Drawings  : an SVG stays too. Where screens are named, a WebP beside it (content::rendition_of) has what the display's own code draws of it at
//             the largest size, without loss, so that no kiosk draws it again.
// Tiles     : a document or map of more than kScanSide pixels a side also becomes a pyramid (Deep Zoom): tiles/NAME.EXT.dzi and …_files/.
// Same bytes: libvips in one thread, no dates, no versions: the same input and recipe give the same files with the same libraries.
// Hostile   : sizes are checked by content's header and by what the decoder says before pixels are made; a decode is held in rows, a tile pyramid in
//             memory at most kMostPicturePixels × 4.
// Errors    : malformed: it cannot be decoded to its end. Threads: safe.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"
#include "kiosk/content/model.h"

namespace kiosk::author {

inline constexpr int kScanSide = 4096;
// Part of every cache key: to be counted up when the same input is to give other bytes.
inline constexpr int kRenditionVersion = 2;
// Without screens named: what a 4K screen needs that hangs as the picture does.
inline constexpr Size kUsualScreen{3840, 2160};

struct Recipe {
  std::vector<Size> screens;  // in pixels, upright; empty: kUsualScreen, and drawings stay drawings
  bool rasterise = true;      // this drawing
  bool tiles = false;         // of this picture, where it is large enough
};

struct MadeFile {
  std::string path;  // in the pack
  std::string bytes;
};
using MadeFiles = std::vector<MadeFile>;

// What stands in the built pack for the picture `path`: itself first, with no bytes where it stays byte for byte what it is. `bytes` are those of
// `file`; content's header check has let them pass.
Result<MadeFiles> make_ready(std::string_view bytes, const std::filesystem::path& file, const std::string& path, const Recipe& recipe);

// All that decides about the result besides the bytes: recipe, libraries, version.
std::string name_of(const Recipe& recipe);

// The factor by which a picture of these pixels, as a person sees it, covers each of the screens: over 1 where it is too small for one.
double scale_for(Size picture, const std::vector<Size>& screens);

}  // namespace kiosk::author
