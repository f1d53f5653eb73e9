// What laying text out costs, against the least that any engine must do: HarfBuzz's own shaping of the same text.
//
//     text-bench [ROUNDS] < PARAGRAPHS     one a line, 简体
//
// Prints JSON. Rounds are interleaved; figures are medians. Nothing is remembered from one round to the next but open faces.
#include <hb.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/utf8.h"
#include "kiosk/gfx/window.h"
#include "kiosk/text/atlas.h"
#include "kiosk/text/face.h"

namespace kiosk::text {
namespace {

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

template <typename Work>
double milliseconds(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void shape_bare(hb_font_t* font, hb_buffer_t* buffer, const std::string& text) {
  hb_buffer_clear_contents(buffer);
  hb_buffer_add_utf8(buffer, text.data(), static_cast<int>(text.size()), 0, -1);
  hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
  hb_buffer_set_language(buffer, harfbuzz_language(Language::hans));
  hb_shape(font, buffer, nullptr, 0);
}

Setting body(const std::string& text) {
  Setting setting;
  setting.text = text;
  setting.family = Family::sans;
  setting.size_px = 32;
  setting.extent_px = 640;
  setting.align = Align::justify;
  return setting;
}

int run(int rounds) {
  std::vector<std::string> paragraphs;
  std::size_t characters = 0;
  for (std::string line; std::getline(std::cin, line);) {
    characters += utf8::decode(line).size();
    paragraphs.push_back(line);
  }
  auto fonts = FontSet::find();
  if (!fonts) return std::cerr << to_string(fonts.error()) << '\n', 1;
  hb_font_t* font = (*fonts)->open((*fonts)->face(Family::sans, Weight::regular)).font();
  hb_buffer_t* buffer = hb_buffer_create();
  Typesetter typesetter(**fonts);
  std::vector<double> shaping, layout, screens;
  for (int round = -1; round < rounds; ++round) {
    const double bare = milliseconds([&] {
      for (const std::string& text : paragraphs) shape_bare(font, buffer, text);
    });
    const double full = milliseconds([&] {
      for (const std::string& text : paragraphs) typesetter.lay_out(body(text));
    });
    if (round < 0) continue;  // warms the faces
    shaping.push_back(bare);
    layout.push_back(full);
  }
  hb_buffer_destroy(buffer);

  // The first screen of a new story: what one frame would wait for if nothing had been prepared.
  VirtualClock clock;
  auto window = gfx::Window::open({gfx::WindowOptions::Mode::headless, {1920, 1080}, gfx::Rotation::none}, clock);
  if (!window) return std::cerr << to_string(window.error()) << '\n', 1;
  std::size_t glyphs = 0, fresh = 0;
  for (int round = 0; round < rounds; ++round) {
    GlyphAtlas atlas((*window)->canvas(), **fonts, 64u << 20);
    atlas.begin_frame();
    glyphs = 0;
    screens.push_back(milliseconds([&] {
      for (const std::string& text : paragraphs) {
        if (glyphs >= 1600) break;
        const Paragraph paragraph = typesetter.lay_out(body(text));
        glyphs += paragraph.glyphs.size();
        atlas.prepare(paragraph);
      }
    }));
    fresh = atlas.rasterised();
  }
  std::cout << "{\"characters\": " << characters << ", \"paragraphs\": " << paragraphs.size() << ", \"hb_shape_ms\": " << median(shaping)
            << ", \"layout_ms\": " << median(layout) << ", \"ratio\": " << median(layout) / median(shaping) << ", \"first_screen\": {\"glyphs\": " << glyphs
            << ", \"new\": " << fresh << ", \"ms\": " << median(screens) << "}}\n";
  return 0;
}

}  // namespace
}  // namespace kiosk::text

int main(int argc, char** argv) { return kiosk::text::run(argc > 1 ? std::max(1, std::atoi(argv[1])) : 9); }
