#include "kiosk/text/fonts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kiosk/text/coverage.h"
#include "kiosk/text/face.h"

namespace kiosk::text {
namespace {

namespace fs = std::filesystem;

// A folder of its own, gone afterwards.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("changlang-fonts-" + std::to_string(::getpid()));
  Folder() { fs::create_directory(path); }
  ~Folder() { fs::remove_all(path); }
};

const fs::path kFonts = SOURCE_DIR "/tests/fonts";

TEST(FontSet, TellsFacesApartByTheirNames) {
  auto fonts = FontSet::find(kFonts);
  ASSERT_TRUE(fonts);
  const FaceId regular = (*fonts)->face(Family::serif, Weight::regular),
               bold = (*fonts)->face(Family::serif, Weight::bold);
  EXPECT_NE(regular, bold);
  EXPECT_FALSE((*fonts)->open(regular).freetype()->style_flags & FT_STYLE_FLAG_BOLD);
  EXPECT_TRUE((*fonts)->open(bold).freetype()->style_flags & FT_STYLE_FLAG_BOLD);
}

TEST(FontSet, FallsBackToAnotherFamily_WhenOneIsMissing) {
  auto fonts = FontSet::find(kFonts);
  ASSERT_TRUE(fonts);
  EXPECT_EQ((*fonts)->face(Family::letter, Weight::regular), (*fonts)->face(Family::serif, Weight::regular));
}

TEST(FontSet, FindsTheFaceThatHasACharacter) {
  auto fonts = FontSet::find(kFonts);
  ASSERT_TRUE(fonts);
  // 橹 is in the regular subset alone.
  EXPECT_EQ((*fonts)->face_for(U'橹', Family::serif, Weight::bold), (*fonts)->face(Family::serif, Weight::regular));
  EXPECT_EQ((*fonts)->face_for(U'\U0001F600', Family::serif, Weight::bold), std::nullopt);
}

TEST(FontSet, IsNotFound_WhereNoFontIs) {
  Folder folder;
  auto fonts = FontSet::find(folder.path);
  ASSERT_FALSE(fonts);
  EXPECT_EQ(fonts.error().kind, ErrorKind::not_found);
  EXPECT_FALSE(FontSet::find(folder.path / "none"));
}

TEST(FontSet, LeavesBrokenFilesOut) {
  Folder folder;
  std::ofstream(folder.path / "a-broken.otf") << "OTTO, but no font";
  std::ofstream(folder.path / "empty.ttf");
  EXPECT_FALSE(FontSet::find(folder.path));
  fs::copy_file(kFonts / "serif-bold.otf", folder.path / "serif-bold.otf");
  EXPECT_TRUE(FontSet::find(folder.path));
}

TEST(FontSet, GoesOnWithAnotherFace_WhenAFileVanishes) {
  Folder folder;
  for (const char* name : {"serif-regular.otf", "serif-bold.otf"}) fs::copy_file(kFonts / name, folder.path / name);
  auto fonts = FontSet::find(folder.path);
  ASSERT_TRUE(fonts);
  fs::remove(folder.path / "serif-bold.otf");

  EXPECT_EQ((*fonts)->face(Family::serif, Weight::bold), (*fonts)->face(Family::serif, Weight::regular));
}

TEST(Coverage, NamesEveryPlaceWithoutAGlyph) {
  auto fonts = FontSet::find(kFonts);
  ASSERT_TRUE(fonts);

  const auto missing = coverage(**fonts, "水\U0001F600 \t\n\u200B廊\xFF");

  ASSERT_EQ(missing.size(), 2u);
  EXPECT_EQ(missing[0].at, 3u);
  EXPECT_EQ(missing[0].character, U'\U0001F600');
  EXPECT_EQ(missing[1].character, U'\uFFFD');
}

TEST(Half, ComesFromTheFont) {
  auto fonts = FontSet::find(kFonts);
  ASSERT_TRUE(fonts);
  Face& face = (*fonts)->open((*fonts)->face(Family::serif, Weight::regular));

  const Half opening = face.half(U'“', Language::hans, false), comma = face.half(U'，', Language::hans, false);
  const Half centred = face.half(U'，', Language::hant, false);

  EXPECT_FLOAT_EQ(opening.amount, 0.5f);
  EXPECT_FLOAT_EQ(opening.shift, -0.5f);
  EXPECT_FLOAT_EQ(comma.amount, 0.5f);
  EXPECT_FLOAT_EQ(comma.shift, 0);
  EXPECT_FLOAT_EQ(centred.shift, -0.25f);
}

}  // namespace
}  // namespace kiosk::text
