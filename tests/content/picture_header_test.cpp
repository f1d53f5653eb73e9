// Headers written by hand after the formats' own documents, and cut at every byte.
#include "kiosk/content/picture_header.h"
#include "packs.h"

namespace kiosk::content {
namespace {

using namespace std::string_literals;

const std::string kPng = "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x75\x30\0\0\x00\x10\x08\x02\0\0\0"s;
// SOI, APP0 of 4 bytes, fill byte, SOF2 640 × 480
const std::string kJpeg = "\xFF\xD8\xFF\xE0\0\x04\x01\x02\xFF\xFF\xC2\0\x11\x08\x01\xE0\x02\x80\x03\x01\x22\0"s;
const std::string kLossy = "RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9D\x01\x2A\x80\x02\xE0\x01\0\0"s;
const std::string kLossless = "RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2F\x7F\xC2\x77\0\0\0\0\0\0\0\0\0"s;
const std::string kExtended = "RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x2F\x75\0\x0F\0\0\0\0\0"s;

void expect(const std::string& bytes, PictureFormat format, std::uint64_t width, std::uint64_t height) {
  const auto header = read_picture_header(bytes);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->format, format);
  EXPECT_EQ(header->width, width);
  EXPECT_EQ(header->height, height);
}

TEST(PictureHeader, Png_SaysItsSize) { expect(kPng, PictureFormat::png, 30000, 16); }
TEST(PictureHeader, Jpeg_IsReadPastItsSegments) { expect(kJpeg, PictureFormat::jpeg, 640, 480); }
TEST(PictureHeader, WebpOfThreeKinds_SayTheirSize) {
  expect(kLossy, PictureFormat::webp, 640, 480);
  expect(kLossless, PictureFormat::webp, 640, 480);
  expect(kExtended, PictureFormat::webp, 30000, 16);
}

TEST(PictureHeader, Svg_SaysItsSizeOrItsBox) {
  expect("<svg width='10.2mm' height=\"20\">", PictureFormat::svg, 11, 20);
  expect(
      "<?xml version=\"1.0\"?>\n<!-- <svg width='1'> -->\n<!DOCTYPE svg>\n<svg viewBox=\"0 0 300,200\" data-width='9'>",
      PictureFormat::svg, 300, 200);
  expect("\xEF\xBB\xBF<svg width='100%' height='100%' viewBox='0 0 3 2'>", PictureFormat::svg, 3, 2);
  expect("<svg width='99999999999999999999999999999999999' height='2'>", PictureFormat::svg, 1'000'000'000'000'000, 2);
}

TEST(PictureHeader, CutAnywhere_IsNothingOrTheSame) {
  for (const std::string& whole : {kPng, kJpeg, kLossy, kLossless, kExtended, "<svg width='10' height='20'>"s})
    for (std::size_t length = 0; length < whole.size(); ++length)
      if (const auto header = read_picture_header(std::string_view(whole).substr(0, length))) {
        EXPECT_GT(header->width, 0u) << length;
      }
}

TEST(PictureHeader, OtherFiles_AreNone) {
  for (const std::string& bytes :
       {""s, "GIF89a"s, "<html>"s, "<svgx>"s, "\xFF\xD8\xFF\xD9"s, "RIFF\0\0\0\0WAVE"s + std::string(30, '\0')})
    EXPECT_FALSE(read_picture_header(bytes)) << bytes;
}

TEST(ActivePart, DrawingsAreClean_OthersNot) {
  for (const char* svg :
       {"<svg><path d='M0 0'/></svg>", "<svg><use href=\"#a\"/></svg>",
        "<svg><image xlink:href='data:image/png;base64,AA'/></svg>", "<svg><rect fill='url(#g)'/></svg>"})
    EXPECT_EQ(active_part(svg), "") << svg;
  for (const char* svg :
       {"<svg><script>", "<!DOCTYPE svg [<!ENTITY a 'b'>]>", "<image href='file:///etc/passwd'/>",
        "<image xlink:href = \"../a.png\"/>", "<style>@import 'x'</style>", "<rect fill='url(http://a)'/>"})
    EXPECT_NE(active_part(svg), "") << svg;
}

}  // namespace
}  // namespace kiosk::content
