#include "kiosk/gfx/failure.h"

#include <SDL_ttf.h>
#include <gtest/gtest.h>

#include <set>

#include "kiosk/base/files.h"
#include "kiosk/base/utf8.h"
#include "tests/gfx/glass.h"

namespace kiosk::gfx {
namespace {

constexpr std::string_view kTime = "2026-07-01 09:30";
constexpr Color kPaper = rgb(0xf6f1e4), kInk = rgb(0x221f1b), kRed = rgb(0x9a2125), kMuted = rgb(0x6b6356);

int count(const Bitmap& picture, Color color, const Rect& box) {
  int found = 0;
  for (int y = static_cast<int>(box.y); y < static_cast<int>(box.bottom()); ++y)
    for (int x = static_cast<int>(box.x); x < static_cast<int>(box.right()); ++x)
      found += at(picture, x, y) == pixel_of(color);
  return found;
}
int count(const Bitmap& picture, Color color) {
  return count(picture, color, {0, 0, picture.size().w, picture.size().h});
}

std::string missing(std::span<const std::byte> file, const std::set<char32_t>& wanted) {
  if (TTF_Init() != 0) return "SDL_ttf does not start";
  TTF_Font* font = TTF_OpenFontRW(SDL_RWFromConstMem(file.data(), static_cast<int>(file.size())), 1, 20);
  if (!font) return "no font";
  std::string out;
  for (const char32_t c : wanted)
    if (!TTF_GlyphIsProvided32(font, c)) utf8::append(out, c);
  TTF_CloseFont(font);
  TTF_Quit();
  return out;
}

TEST(Failure, HasAGlyphForEveryCharacterOfEveryText) {
  std::set<char32_t> wanted;
  for (char32_t c = 0x20; c < 0x7F; ++c) wanted.insert(c);
  const auto take = [&](std::string_view text) {
    for (const char32_t c : utf8::decode(text))
      if (c != '\n') wanted.insert(c);
  };
  for (const Failure& f : known_failures())
    for (const std::string_view text : {f.code, f.what[0], f.what[1], f.mend[0], f.mend[1]}) take(text);
  for (const std::string_view label : failure_labels()) take(label);
  ASSERT_GT(wanted.size(), 150u);

  EXPECT_EQ(missing(failure_title_font(), wanted), "") << "run assets/fonts/make_subset.py";
  EXPECT_EQ(missing(failure_text_font(), wanted), "") << "run assets/fonts/make_subset.py";
}

TEST(Failure, IsFoundByItsCause_WithACodeOfItsOwn) {
  std::set<std::string_view> codes;
  for (const Failure& f : known_failures()) {
    EXPECT_EQ(&failure(f.cause), &f);
    EXPECT_TRUE(codes.insert(f.code).second) << f.code;
  }
}

TEST(Failure, IsExplainedInTheDocument) {
  const auto document = read_file(SOURCE_DIR "/docs/failure-codes.md", 1 << 20);
  ASSERT_TRUE(document);
  for (const Failure& f : known_failures())
    EXPECT_NE(document->find("| " + std::string(f.code) + " | " + std::string(f.what[0]) + " · " +
                             std::string(f.what[1]) + " |"),
              std::string::npos)
        << f.code;
}

// Words stay within the margins on every panel: nothing in ink beside them.
TEST(Failure, FitsEveryPanel) {
  for (const auto& [w, h] :
       {std::pair{1920, 1080}, {1080, 1920}, {3840, 2160}, {1280, 720}, {720, 1280}, {1024, 768}, {1080, 1080}}) {
    for (const Failure& f : known_failures()) {
      const Bitmap seen =
          failure_picture(f, {static_cast<float>(w), static_cast<float>(h)}, kTime, std::string(500, 'W'));
      const float margin = (w < h * 1.3 ? 84.f : 150.f) * static_cast<float>(std::min(w, h)) / 1080 - 3;
      const auto width = static_cast<float>(w), height = static_cast<float>(h);
      ASSERT_EQ(seen.size(), (Size{width, height}));
      EXPECT_GT(count(seen, kInk), w * h / 400) << f.code << " " << w << "x" << h;
      EXPECT_GT(count(seen, kPaper), w * h / 2) << f.code << " " << w << "x" << h;
      for (const Color words : {kInk, kMuted}) {
        EXPECT_EQ(count(seen, words, {0, 0, margin, height}), 0) << f.code << " " << w << "x" << h;
        EXPECT_EQ(count(seen, words, {width - margin, 0, margin, height}), 0) << f.code << " " << w << "x" << h;
      }
      EXPECT_GT(count(seen, kRed), 0);
    }
  }
}

TEST(Failure, ShowsTheCodeTheTimeAndTheDetail) {
  const Size size{640, 360};
  const Failure& f = failure(FailureCause::bad_config);
  const Bitmap seen = failure_picture(f, size, kTime, "kiosk.toml:3");
  Failure other = f;
  other.code = "C-302";

  EXPECT_NE(failure_picture(f, size, "2026-07-01 09:31", "kiosk.toml:3").pixels, seen.pixels);
  EXPECT_NE(failure_picture(f, size, kTime, "kiosk.toml:4").pixels, seen.pixels);
  EXPECT_NE(failure_picture(other, size, kTime, "kiosk.toml:3").pixels, seen.pixels);
  EXPECT_EQ(failure_picture(f, size, kTime, "kiosk.toml:3").pixels, seen.pixels);
}

TEST(Failure, TakesAnyDetailAndAnySize) {
  const Failure& f = failure(FailureCause::internal_error);
  for (const std::string_view detail : {"\xff\xfe\x80", "", " ", "\n\n\n", "一行中文", "%s%n"})
    EXPECT_GT(count(failure_picture(f, {320, 180}, detail, detail), kPaper), 0);
  for (const Size size : {Size{1, 1}, Size{1, 4000}, Size{4000, 1}, Size{3, 2}})
    EXPECT_EQ(failure_picture(f, size, kTime).size(), size);
}

TEST(Failure, StillShowsTheCode_WithoutAnyFont) {
  const Bitmap seen = bare_failure_picture("C-101", {1920, 1080});

  EXPECT_GT(count(seen, kInk), 8000);
  EXPECT_GT(count(seen, kRed), 400);
  EXPECT_NE(bare_failure_picture("C-201", {1920, 1080}).pixels, seen.pixels);
}

TEST(Failure, StandsOnTheGlass_AlsoTurned) {
  for (const Rotation rotation : {Rotation::none, Rotation::quarter, Rotation::three_quarters}) {
    Glass glass(640, 360, rotation);
    const Failure& f = failure(FailureCause::no_content);
    show_failure(*glass.window, f, kTime);

    const Bitmap upright = failure_picture(f, upright_size({640, 360}, rotation), kTime);
    Bitmap wanted(640, 360);
    rotate_pixels(upright.pixels.data(), upright.width, upright.height, rotation, wanted.pixels.data(), 640);
    EXPECT_TRUE(glass.window->panel_pixels().pixels == wanted.pixels) << static_cast<int>(rotation);
  }
}

}  // namespace
}  // namespace kiosk::gfx
