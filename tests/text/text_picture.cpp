// Draws paragraphs as the display would, for people who look at type.
//
//     text-picture FOLDER [SCALE] < REQUESTS
//
// Reads requests (request.h) and writes FOLDER/ID.png for each, SCALE times as large.
#include <cmath>
#include <cstdlib>
#include <iostream>

#include "kiosk/base/clock.h"
#include "kiosk/gfx/window.h"
#include "kiosk/media/save_png.h"
#include "kiosk/text/atlas.h"
#include "request.h"

int main(int argc, char** argv) {
  using namespace kiosk;
  if (argc < 2) return std::cerr << "text-picture FOLDER [SCALE] < REQUESTS\n", 2;
  const float scale = argc > 2 ? std::strtof(argv[2], nullptr) : 1;
  if (!(scale >= 0.1f && scale <= 16)) return std::cerr << "SCALE is from 0.1 to 16\n", 2;
  auto fonts = text::FontSet::find();
  if (!fonts) return std::cerr << to_string(fonts.error()) << '\n', 1;
  text::Typesetter typesetter(**fonts);
  VirtualClock clock;
  for (std::string line; std::getline(std::cin, line);) {
    auto request = text::parse_request(line);
    if (!request) return std::cerr << "not a request: " << line << '\n', 2;
    request->setting.size_px *= scale;
    request->setting.extent_px *= scale;
    const text::Paragraph paragraph = typesetter.lay_out(request->setting);
    const float edge = request->setting.size_px;
    const int width = static_cast<int>(std::ceil(paragraph.size.w + 2 * edge)), height = static_cast<int>(std::ceil(paragraph.size.h + 2 * edge));
    auto window = gfx::Window::open({gfx::WindowOptions::Mode::headless, {static_cast<float>(width), static_cast<float>(height)}, gfx::Rotation::none}, clock);
    if (!window) return std::cerr << to_string(window.error()) << '\n', 1;
    gfx::Canvas& canvas = (*window)->canvas();
    canvas.fill({0, 0, static_cast<float>(width), static_cast<float>(height)}, rgb(0xFFFFFF));
    text::GlyphAtlas atlas(canvas, **fonts, 64u << 20);
    atlas.begin_frame();
    atlas.draw(paragraph, {edge, edge}, text::Inks::all(rgb(0x1A1A1A)));
    if (auto done = media::save_png((*window)->panel_pixels(), std::string(argv[1]) + "/" + request->id + ".png"); !done)
      return std::cerr << to_string(done.error()) << '\n', 1;
  }
  return 0;
}
