// Takes what a picture file says besides the picture out of it, without touching a pixel: camera, place, names, previews, comments, what hangs
// behind its end. Which way up it is stays, as the only entry of an Exif block of our own, and so does a colour profile.
//
// Sources : ITU-T T.81 annex B (JPEG), Adobe TN 5116 (APP14), ICC.1:2022 annex B.4 (APP2); PNG 3rd edition §5, §11; RFC 9649 (WebP); Exif 2.32 §4.6.
// Hostile : every length is checked against the bytes at hand; the result is at most 64 bytes larger than what was given.
// Errors  : malformed where the file's structure ends before its picture does.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/content/picture_header.h"

namespace kiosk::author {

// `orientation` is Exif's, 1 to 8; 1 writes no Exif. Pre: `format` is not svg. What comes out comes out of a second call unchanged.
Result<std::string> without_metadata(std::string_view picture, content::PictureFormat format, int orientation);

}  // namespace kiosk::author
