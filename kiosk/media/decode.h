// One file to one bitmap of a known size, at a cost in bytes that is known before it starts. Private to this room.
// Threads: any; the only file that knows SDL2_image.
#pragma once

#include <cstddef>
#include <filesystem>

#include "kiosk/base/result.h"
#include "kiosk/gfx/bitmap.h"
#include "kiosk/media/header.h"

namespace kiosk::media {

// A picture's size on the screen, upright, in pixels.
struct PixelSize {
  int width = 0, height = 0;
  bool operator==(const PixelSize&) const = default;
  std::size_t bytes() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4; }
};

struct FileHeader {
  Header header;
  std::size_t file_bytes = 0;
};

// Reads as little of the file as its header needs.
Result<FileHeader> read_file_header(const std::filesystem::path& file);

// The smallest size with the picture's proportions that covers `cover` on both sides; not larger than the original, but for SVG.
PixelSize size_to_cover(const Header& header, Size cover);

// The most memory that decoding takes at any moment, the result and its texture included.
std::size_t decode_cost(const FileHeader& file, PixelSize size);

// Decodes to exactly `size`. The header is read again from the bytes that are decoded: where the file has changed since and
// would cost more than `max_cost`, or has other proportions, it is refused (kind transient).
Result<gfx::Bitmap> decode_to(const std::filesystem::path& file, PixelSize size, std::size_t max_cost);

}  // namespace kiosk::media
