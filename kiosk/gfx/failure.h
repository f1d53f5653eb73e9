// The screen that is left when nothing else works: what is wrong, a code, the time and what to do, in Chinese and English.
//
// Needs   : memory and SDL's surfaces; its two small fonts are part of the program, no file is read. Where even SDL_ttf
//           fails, the code alone stands on the paper.
// Codes   : docs/failure-codes.md explains each one to the people on site; a code once given is never used for another thing.
// Threads : the main thread only.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/base/geometry.h"
#include "kiosk/gfx/bitmap.h"

namespace kiosk::gfx {

class Window;

enum class FailureCause {
  no_content,      // neither the site's exhibition nor the one shipped with the program can be played
  no_font,         // the fonts of the exhibition are not installed
  bad_config,      // kiosk.toml was refused
  safe_mode,       // the exhibition stopped again and again, or --safe was given
  internal_error,  // a promise inside the program was broken
};

// A text in Chinese and in English; lines are broken by hand.
using TwoTongues = std::array<std::string_view, 2>;

struct Failure {
  FailureCause cause;
  std::string_view code;  // "C-101"
  TwoTongues what;        // one line
  TwoTongues mend;        // up to three lines
};

// Every failure there is, in the order of FailureCause.
std::span<const Failure> known_failures();
const Failure& failure(FailureCause cause);

// The whole screen, opaque, for any size and either orientation. `time` is shown as it is; `detail` is one line more from
// an Error and may hold anything: what is not ASCII becomes "?", more than two lines end in "...".
Bitmap failure_picture(const Failure& failure, Size size, std::string_view time, std::string_view detail = {});
// The same without any font: paper, the red rule and the code in strokes.
Bitmap bare_failure_picture(std::string_view code, Size size);

// Draws the picture over the whole window and presents it. Everything the screen shows goes through here once.
void show_failure(Window& window, const Failure& failure, std::string_view time, std::string_view detail = {});

// The two fonts as they lie in the program (OpenType): for the test that every character has a glyph.
std::span<const std::byte> failure_title_font();
std::span<const std::byte> failure_text_font();

// Words of the screen itself that are not part of a Failure, for the same test.
std::span<const std::string_view> failure_labels();

}  // namespace kiosk::gfx
