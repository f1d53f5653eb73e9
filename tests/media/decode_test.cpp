// Real files through SDL2_image: right way up, right size, nothing half decoded.
#include "kiosk/media/decode.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

#include "kiosk/base/files.h"
#include "kiosk/media/pictures.h"
#include "kiosk/media/svg_guard.h"

namespace kiosk::media {
namespace {

const std::string kPictures = SOURCE_DIR "/tests/media/pictures/";

std::uint32_t at(const gfx::Bitmap& bitmap, float x, float y) {
  const int column = static_cast<int>(x * static_cast<float>(bitmap.width)),
            row = static_cast<int>(y * static_cast<float>(bitmap.height));
  return bitmap.pixels[static_cast<std::size_t>(row * bitmap.width + column)];
}

int distance(std::uint32_t a, std::uint32_t b) {
  int worst = 0;
  for (int shift : {0, 8, 16, 24})
    worst = std::max(worst, std::abs(static_cast<int>(a >> shift & 255) - static_cast<int>(b >> shift & 255)));
  return worst;
}

// Red, green / blue, white.
void expect_upright(const gfx::Bitmap& bitmap, const std::string& name, int tolerance = 8) {
  const std::uint32_t want[] = {0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0xFFFFFFFF};
  for (int i = 0; i < 4; ++i) {
    const std::uint32_t seen = at(bitmap, i % 2 ? .75f : .25f, i / 2 ? .75f : .25f);
    EXPECT_LE(distance(seen, want[i]), tolerance) << name << " quarter " << i << " is " << std::hex << seen;
  }
}

// A file that is gone at the end of the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& bytes) {
    const int fd = ::mkstemp(name_.data());
    EXPECT_EQ(::write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::close(fd);
  }
  ~TemporaryFile() { ::unlink(name_.c_str()); }
  const std::string& path() const { return name_; }

 private:
  std::string name_ = ::testing::TempDir() + "changlang-picture-XXXXXX";
};

TEST(Decode, EveryExifOrientation_ComesOutUpright) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const std::string name = "exif-" + std::to_string(orientation) + ".jpg";
    const auto bitmap = decode(kPictures + name, {48, 32});
    ASSERT_TRUE(bitmap) << name;
    EXPECT_EQ(bitmap->size(), (Size{48, 32})) << name;
    expect_upright(*bitmap, name);
  }
}

TEST(Decode, EveryFormat_ComesOutUprightAndOpaque) {
  for (const char* name : {"rgb.png", "palette.png", "exif-6.png", "progressive.jpg", "lossy.webp", "lossless.webp",
                           "exif-6.webp", "quarters.svg"}) {
    const auto bitmap = decode(kPictures + name, {48, 32});
    ASSERT_TRUE(bitmap) << name << to_string(bitmap.error());
    expect_upright(*bitmap, name, 24);
    EXPECT_TRUE(bitmap->opaque) << name;
  }
}

TEST(Decode, GreyPictures_KeepTheirTones) {
  for (const char* name : {"grey.png", "grey.jpg"}) {
    const auto bitmap = decode(kPictures + name, {48, 32});
    ASSERT_TRUE(bitmap) << name;
    EXPECT_LE(distance(at(*bitmap, .25f, .25f), 0xFF4C4C4C), 3) << name;  // red's luma, 0.299 × 255
    EXPECT_LE(distance(at(*bitmap, .75f, .75f), 0xFFFFFFFF), 3) << name;
  }
}

TEST(Decode, SmallerThanStored_IsTheSmallestThatCovers) {
  const auto bitmap = decode(kPictures + "exif-6.jpg", {20, 20});

  ASSERT_TRUE(bitmap);
  EXPECT_EQ(bitmap->size(), (Size{30, 20}));
  expect_upright(*bitmap, "exif-6.jpg");
}

TEST(Decode, LargerThanStored_StaysAsStoredButSvgGrows) {
  EXPECT_EQ(decode(kPictures + "rgb.png", {480, 320})->size(), (Size{48, 32}));
  EXPECT_EQ(decode(kPictures + "quarters.svg", {480, 320})->size(), (Size{480, 320}));
}

TEST(Decode, SvgAtOddSizes_CoversToTheLastRowAndColumn) {
  for (int width = 31; width < 140; width += 7) {
    const auto bitmap = decode(kPictures + "quarters.svg", {static_cast<float>(width), 1});
    ASSERT_TRUE(bitmap) << width;
    EXPECT_EQ(bitmap->width, width);
    expect_upright(*bitmap, "svg");
    for (const float x : {.25f, .75f}) EXPECT_GE(at(*bitmap, x, .9999f) >> 24, 0x40u) << width;
    for (const float y : {.25f, .75f}) EXPECT_GE(at(*bitmap, .9999f, y) >> 24, 0x40u) << width;
  }
}

TEST(Decode, TransparentQuarter_KeepsItsAlphaAndDoesNotDarkenItsNeighbours) {
  const auto bitmap = decode(kPictures + "alpha.png", {13, 9});  // edges of quarters fall within result pixels

  ASSERT_TRUE(bitmap);
  EXPECT_FALSE(bitmap->opaque);
  EXPECT_EQ(at(*bitmap, .1f, .1f) >> 24, 0u);
  for (std::uint32_t pixel : bitmap->pixels)
    if (pixel >> 24) {
      EXPECT_GE(std::max({pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255}), 180u) << std::hex << pixel;
    }
}

TEST(Decode, EveryTruncation_IsAnErrorNotHalfAPicture) {
  for (const char* name : {"exif-1.jpg", "progressive.jpg", "rgb.png", "lossy.webp", "lossless.webp"}) {
    const std::string whole = *read_file(kPictures + name, kMaxFileBytes);
    for (std::size_t length = 0; length + 16 < whole.size(); length += 13) {
      const TemporaryFile file(whole.substr(0, length));
      EXPECT_FALSE(decode(file.path(), {48, 32})) << name << " cut at " << length << " of " << whole.size();
    }
  }
}

TEST(Decode, FileReplacedByALargerOne_IsRefusedWithinTheCostAgreed) {
  const auto header = read_file_header(kPictures + "grey.jpg");
  const std::size_t cost = decode_cost(*header, {48, 32});

  const auto bitmap = decode_to(kPictures + "rgb.png", {48, 32}, cost / 2);

  ASSERT_FALSE(bitmap);
  EXPECT_EQ(bitmap.error().kind, ErrorKind::transient);
}

TEST(Decode, SizeOfOtherProportions_IsRefused) {
  EXPECT_EQ(decode_to(kPictures + "rgb.png", {32, 32}, 1 << 20).error().kind, ErrorKind::transient);
  EXPECT_EQ(decode_to(kPictures + "rgb.png", {96, 64}, 1 << 20).error().kind, ErrorKind::transient);
}

TEST(SizeToCover, AnyCover_IsCoveredByNoMoreThanOnePixel) {
  const Header header{Format::jpeg, 4000, 3000};
  for (float w = 1; w < 4000; w += 37)
    for (float h = 1; h < 3000; h += 41) {
      const PixelSize size = size_to_cover(header, {w, h});
      EXPECT_GE(static_cast<float>(size.width), w);
      EXPECT_GE(static_cast<float>(size.height), h);
      EXPECT_TRUE(static_cast<float>(size.width) < w + 1 || static_cast<float>(size.height) < h + 1);
    }
}

TEST(SvgGuard, OrdinaryDashes_Pass) {
  EXPECT_TRUE(
      check_svg(R"(<svg viewBox="0 0 1600 1000"><path d="M0 0 L1600 1000 1500 20" stroke-dasharray="8 4"/></svg>)"));
  EXPECT_TRUE(check_svg(
      R"(<svg viewBox="0 0 1600 1000"><path style="stroke-dasharray:none;stroke:#000" d="M0 0 9 9"/></svg>)"));
}

TEST(SvgGuard, DashesWithoutEnd_AreRefused) {
  for (const char* path :
       {R"(<path d="M0 0 L1e9 0" stroke-dasharray="1"/>)", R"(<path d="M0 0 L900 0" stroke-dasharray="5,.0000001"/>)",
        R"(<path d="M0 0 L1e999 0" style="stroke-dasharray: 3 ; x:1"/>)",
        R"(<path d="M0 0 L-99999999 0" stroke-dasharray = '1 1'/>)"})
    EXPECT_EQ(check_svg(path).error().kind, ErrorKind::limit) << path;
}

}  // namespace
}  // namespace kiosk::media
