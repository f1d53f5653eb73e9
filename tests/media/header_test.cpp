// What picture files say about themselves, and what is refused before anything is decoded.
#include "kiosk/media/header.h"

#include <gtest/gtest.h>

#include "kiosk/base/files.h"
#include "kiosk/media/pictures.h"

namespace kiosk::media {
namespace {

const std::string kPictures = SOURCE_DIR "/tests/media/pictures/";

std::string bytes_of(const std::string& name) { return *read_file(kPictures + name, kMaxFileBytes); }

Result<std::optional<Header>> header_of(const std::string& bytes) { return read_header(bytes, bytes.size()); }

std::string svg(const std::string& attributes) { return "<svg " + attributes + "><path d=\"M0 0\"/></svg>"; }

// A little-endian TIFF with one entry.
std::string tiff(unsigned tag, unsigned type, unsigned value) {
  const auto u16 = [](unsigned v) { return std::string{static_cast<char>(v), static_cast<char>(v >> 8)}; };
  return "II" + u16(42) + u16(8) + u16(0) + u16(1) + u16(tag) + u16(type) + u16(1) + u16(0) + u16(value) + u16(0) +
         u16(0) + u16(0);
}

TEST(Probe, EveryFormat_GivesItsSizeUpright) {
  for (const char* name :
       {"rgb.png", "palette.png", "grey.png", "alpha.png", "exif-6.png", "progressive.jpg", "grey.jpg", "lossy.webp",
        "lossless.webp", "exif-6.webp", "quarters.svg", "exif-1.jpg", "exif-3.jpg", "exif-5.jpg", "exif-8.jpg"}) {
    const auto size = probe(kPictures + name);
    ASSERT_TRUE(size) << name << ": " << to_string(size.error());
    EXPECT_EQ(*size, (Size{48, 32})) << name;
  }
}

TEST(Probe, PictureBeyondTheLimits_IsRefusedFromItsHeader) {
  for (const char* name : {"huge.png", "bomb.png"}) {
    const auto size = probe(kPictures + name);
    ASSERT_FALSE(size) << name;
    EXPECT_EQ(size.error().kind, ErrorKind::limit) << name;
    EXPECT_EQ(size.error().subject, kPictures + name);
  }
}

TEST(Probe, MissingFile_IsNotFound) { EXPECT_EQ(probe("/nowhere/a.png").error().kind, ErrorKind::not_found); }

TEST(Probe, FolderOrDevice_IsRefused) {
  EXPECT_EQ(probe(kPictures).error().kind, ErrorKind::refused);
  EXPECT_EQ(probe("/dev/zero").error().kind, ErrorKind::refused);
}

TEST(Header, KindsThatAreNotShown_SayWhatToDo) {
  EXPECT_EQ(header_of(bytes_of("animated.webp")).error().kind, ErrorKind::refused);
  EXPECT_NE(header_of(bytes_of("cmyk.jpg")).error().message.find("save it as RGB"), std::string::npos);
  EXPECT_EQ(header_of(bytes_of("not-a-picture.png")).error().kind, ErrorKind::malformed);
}

TEST(Header, EveryPrefixOfEveryPicture_AsksForMoreOrIsMalformedOrRight) {
  for (const char* name :
       {"exif-6.jpg", "progressive.jpg", "exif-6.png", "exif-6.webp", "lossy.webp", "quarters.svg"}) {
    const std::string whole = bytes_of(name);
    const Size upright = (*header_of(whole))->upright();
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const std::string prefix = whole.substr(0, length);
      const auto more = read_header(prefix, whole.size());
      if (length >= 16 && more && *more) { EXPECT_EQ((*more)->upright(), upright) << name << " " << length; }
      const auto alone = read_header(prefix, length);
      EXPECT_TRUE(!alone || alone->has_value()) << name << " " << length;
    }
  }
}

TEST(Header, JpegWithLargeExif_IsFoundBehindIt) {
  std::string bytes = bytes_of("exif-6.jpg");
  std::string filler = "\xFF\xED\xFF\xFF" + std::string(65533, 'p');
  bytes.insert(2, filler + filler);

  EXPECT_FALSE(read_header(std::string_view(bytes).substr(0, 65536), bytes.size())->has_value());
  EXPECT_EQ((*header_of(bytes))->upright(), (Size{48, 32}));
}

TEST(Header, JpegWithTwoSizes_IsRefused) {
  std::string bytes = bytes_of("exif-1.jpg");
  const std::size_t frame = bytes.find("\xFF\xC0");
  bytes.insert(frame, bytes.substr(frame, 19));

  EXPECT_FALSE(header_of(bytes));
}

TEST(ExifOrientation, ValuesOneToEight_AreRead) {
  for (unsigned value = 1; value <= 8; ++value)
    EXPECT_EQ(exif_orientation(tiff(0x0112, 3, value)), static_cast<int>(value));
}

TEST(ExifOrientation, NonsenseOfAnyKind_CountsAsUpright) {
  EXPECT_EQ(exif_orientation(""), 1);
  EXPECT_EQ(exif_orientation("MM"), 1);
  EXPECT_EQ(exif_orientation(tiff(0x0112, 3, 0)), 1);
  EXPECT_EQ(exif_orientation(tiff(0x0112, 3, 9)), 1);
  EXPECT_EQ(exif_orientation(tiff(0x0112, 2, 6)), 1);
  EXPECT_EQ(exif_orientation(tiff(0x0111, 3, 6)), 1);
  EXPECT_EQ(exif_orientation(tiff(0x0112, 3, 6).substr(0, 18)), 1);
  EXPECT_EQ(exif_orientation(std::string("II*\0\xFF\xFF\xFF\xFF", 8)), 1);
}

TEST(SvgHeader, SizesAndUnits_BecomePixels) {
  const std::vector<std::pair<std::string, Size>> cases{
      {R"(width="48" height="32")", {48, 32}},
      {R"(width='48px' height='32px')", {48, 32}},
      {R"(width="25.4mm" height="1in")", {96, 96}},
      {R"(width="72pt" height="6pc")", {96, 96}},
      {R"(width="100%" height="100%" viewBox="0 0 300 200")", {300, 200}},
      {R"(viewBox = "10, 10, 300, 200")", {300, 200}},
      {R"(width="1e3" height="500" viewBox="0 0 1 1")", {1000, 500}},
      {R"(viewBox="0 0 100000 50000")", {11313, 5656}},
  };
  for (const auto& [attributes, size] : cases) {
    const auto header = header_of(svg(attributes));
    ASSERT_TRUE(header) << attributes;
    EXPECT_EQ((*header)->upright(), size) << attributes;
  }
}

TEST(SvgHeader, RootBehindDeclarationsAndComments_IsFound) {
  const std::string before =
      "\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- <svg width=\"1\" height=\"1\"> --><!DOCTYPE svg [<!ENTITY a \"b\">]>\n";

  EXPECT_EQ((*header_of(before + svg(R"(id="a>b" width="48" height="32")")))->upright(), (Size{48, 32}));
}

TEST(SvgHeader, NoSizeAtAll_IsRefused) {
  for (const char* attributes : {"", R"(width="48")", R"(width="-4" height="3")", R"(viewBox="0 0 0 5")",
                                 R"(width="nan" height="inf")", R"(viewBox="0 0 1e300 1")"})
    EXPECT_FALSE(header_of(svg(attributes))) << attributes;
  EXPECT_FALSE(header_of("<?xml version=\"1.0\"?><html/>"));
  EXPECT_FALSE(header_of("<svg width=\"48\" height=\"32\""));
}

TEST(SvgHeader, LargerThanAllowed_IsRefused) {
  EXPECT_EQ(read_header(svg(R"(width="4" height="4")"), kMaxSvgBytes + 1).error().kind, ErrorKind::limit);
}

}  // namespace
}  // namespace kiosk::media
