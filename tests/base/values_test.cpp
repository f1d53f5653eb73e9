// Small values: results, geometry, languages, suggestions, exit codes, the log's lines.
#include <gtest/gtest.h>

#include <memory>

#include "kiosk/base/exit_code.h"
#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"
#include "kiosk/base/log.h"
#include "kiosk/base/result.h"
#include "kiosk/base/suggest.h"

namespace kiosk {
namespace {

TEST(Result, ValueOrError_IsWhatItWasMadeFrom) {
  const Result<int> value = 5;
  const Result<int> error = Error{ErrorKind::limit, "is too long", "a.md:3"};

  EXPECT_TRUE(value);
  EXPECT_EQ(*value, 5);
  EXPECT_FALSE(error);
  EXPECT_EQ(to_string(error.error()), "a.md:3: is too long");
  EXPECT_EQ(to_string(Error{ErrorKind::limit, "is too long", ""}), "is too long");
}

TEST(Result, MoveOnlyValue_CanBeTakenOut) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(7);

  const std::unique_ptr<int> taken = *std::move(result);

  EXPECT_EQ(*taken, 7);
}

TEST(Result, OfVoid_IsDoneUnlessAnError) {
  EXPECT_TRUE(Result<void>());
  EXPECT_FALSE(Result<void>(Error{ErrorKind::io, "no", ""}));
}

TEST(ExitCode, KindsOfError_MapAsTimersRelyOn) {
  EXPECT_EQ(static_cast<int>(exit_code(ErrorKind::refused)), 1);
  EXPECT_EQ(static_cast<int>(exit_code(ErrorKind::malformed)), 1);
  EXPECT_EQ(static_cast<int>(exit_code(ErrorKind::usage)), 2);
  EXPECT_EQ(static_cast<int>(exit_code(ErrorKind::transient)), 3);
  EXPECT_EQ(static_cast<int>(exit_code(ErrorKind::disk_full)), 4);
  EXPECT_EQ(static_cast<int>(exit_code(ErrorKind::busy)), 5);
  EXPECT_EQ(static_cast<int>(exit_code(ErrorKind::internal)), 70);
}

TEST(NearestWord, SmallSlips_FindTheWord) {
  static constexpr std::string_view words[] = {"rotation", "language", "idle_s", "pack"};
  EXPECT_EQ(nearest_word("rotaton", words), "rotation");
  EXPECT_EQ(nearest_word("Rotation", words), "rotation");
  EXPECT_EQ(nearest_word("langauge", words), "language");
  EXPECT_EQ(nearest_word("pakc", words), "pack");
}

TEST(NearestWord, NothingNear_IsEmpty) {
  static constexpr std::string_view words[] = {"rotation", "language"};
  EXPECT_EQ(nearest_word("brightness", words), "");
  EXPECT_EQ(nearest_word("", words), "");
  EXPECT_EQ(nearest_word("rotation", {}), "");
}

TEST(Rect, TouchingEdges_DoNotIntersect) {
  const Rect a{0, 0, 10, 10}, b{10, 0, 5, 5}, c{9, 9, 5, 5};
  EXPECT_FALSE(a.intersects(b));
  EXPECT_TRUE(a.intersection(b).empty());
  EXPECT_EQ(a.intersection(c), (Rect{9, 9, 1, 1}));
  EXPECT_TRUE(a.contains({0, 0}));
  EXPECT_FALSE(a.contains({10, 0}));
}

TEST(CropToFill, FocalPoint_StaysInViewAndTheCropInThePicture) {
  for (float fx : {0.f, .3f, .5f, 1.f})
    for (float fy : {0.f, .7f, 1.f})
      for (const Size box : {Size{100, 100}, Size{192, 108}, Size{108, 192}, Size{3, 1000}}) {
        const Rect crop = crop_to_fill({1600, 1000}, box, {fx, fy});
        EXPECT_NEAR(crop.w / crop.h, box.w / box.h, 1e-3 * box.w / box.h);
        EXPECT_GE(crop.x, 0);
        EXPECT_GE(crop.y, 0);
        EXPECT_LE(crop.right(), 1600.01f);
        EXPECT_LE(crop.bottom(), 1000.01f);
        EXPECT_TRUE(crop.inset(-.01f).contains({fx * 1600, fy * 1000}));
      }
  EXPECT_TRUE(crop_to_fill({}, {1, 1}, {.5f, .5f}).empty());
}

TEST(Color, Faded_ScalesAlphaAndClamps) {
  EXPECT_EQ(rgb(0x9A2125).faded(.5f), (Color{0x9A, 0x21, 0x25, 128}));
  EXPECT_EQ(rgb(0).faded(7).a, 255);
  EXPECT_EQ(rgb(0).faded(-1).a, 0);
}

TEST(Language, Tags_GoBothWays) {
  for (Language language : kLanguages) EXPECT_EQ(language_from_tag(tag(language)), language);
  EXPECT_FALSE(language_from_tag("zh"));
  EXPECT_FALSE(language_from_tag("zh-hans"));
}

TEST(LocalText, MissingLanguage_FallsBackToTheReferenceAndSaysSo) {
  LocalText text;
  text[Language::hans] = "长廊";
  EXPECT_EQ(text.get(Language::en), "长廊");
  EXPECT_EQ(text.shown_in(Language::en), Language::hans);
  text[Language::en] = "Corridor";
  EXPECT_EQ(text.get(Language::en), "Corridor");
  EXPECT_EQ(text.shown_in(Language::en), Language::en);
}

TEST(Log, MessageOfSeveralLines_IsOneLineAndLevelsAreDropped) {
  ::testing::internal::CaptureStderr();
  log::warning("first\nsecond");
  log::debug("not shown at the level of the start");
  const std::string written = ::testing::internal::GetCapturedStderr();

  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 1);
  EXPECT_NE(written.find("first second\n"), std::string::npos);
}

}  // namespace
}  // namespace kiosk
