// Files to textures: decoded on workers, scaled to what the screen needs, kept within one budget of bytes.
//
// Flow    : ask for a picture at a pixel size -> nothing yet, or the texture. A decode runs on the TaskQueue; when it
//           ends, its upload happens on the main thread (TaskQueue::drain) and `version()` grows, so the frame is drawn again.
//           Whoever shows pictures keeps the last frame until all are `ready`.
// Budget  : decoded bytes in flight + textures ≤ budget, always. Least recently used textures go first; one used since the
//           last `begin_frame` (or in the frame before) never. A picture that does not fit beside those is scaled down until it does.
// Limits  : content/FORMAT.md; checked from the header before anything is allocated.
// Grey    : as the canvas is; where that changes, all pictures are made anew (at begin_frame).
// Files   : JPEG, PNG, WebP, SVG through SDL2_image; EXIF orientation applied. SVG is rasterised at the size asked for.
// Threads : main thread only, but for what it submits.
// Errors  : a picture that cannot be read is reported once (on_finding) and counts as ready, as `failed`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/result.h"
#include "kiosk/base/task_queue.h"
#include "kiosk/gfx/bitmap.h"
#include "kiosk/gfx/canvas.h"

namespace kiosk::media {

// Width and height after EXIF orientation, from the header alone. Errors: not_found, malformed, refused (of a
// kind that is not shown: animated, CMYK), limit.
Result<Size> probe(const std::filesystem::path& file);

// Decodes the whole picture so that it covers `cover` (both sides at least as large, aspect kept; never larger than the
// original but for SVG). Any thread. Errors as probe.
Result<gfx::Bitmap> decode(const std::filesystem::path& file, Size cover);

class PictureCache {
 public:
  PictureCache(gfx::Canvas& canvas, TaskQueue& tasks, std::size_t budget_bytes,
               std::function<void(const Error&)> on_finding);
  ~PictureCache();

  struct View {
    enum class State { waiting, ready, failed } state = State::waiting;
    const gfx::Texture* texture = nullptr;  // valid until the next drain or begin_frame; null unless ready
    Size size;                              // of the texture
  };

  void begin_frame();
  // The picture covering `cover` px; starts its decode where it is not there yet. A texture of at least and at most twice
  // the pixels needed serves as well; a smaller one only where memory is short, until there is more.
  View get(const std::filesystem::path& file, Size cover);
  // Wanted later: decoded after what `get` asks for, where it fits without pushing out what is shown or wanted. Say it in
  // each frame in which it still holds.
  void prefetch(const std::filesystem::path& file, Size cover);

  // Lets textures go that nobody has asked for since the call that was `calls` before this one: to be called at a steady pace
  // between visitors, where memory is better free.
  void drop_unused(std::uint64_t calls);

  std::size_t bytes() const;  // textures + decodes in flight
  std::size_t peak_bytes() const;
  std::uint64_t version()
      const;  // grows with each texture that arrives, each picture that fails, and when it pays to ask again
  // Wall milliseconds of each decode (of the last 32,768 at least), for --stats.
  const std::vector<float>& decode_ms() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::media
