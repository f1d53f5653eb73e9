// What no archive may do to us; what Word and WPS write is in tests/author/import_test.py.
#include <gtest/gtest.h>

#include "kiosk/manuscript/manuscript.h"

namespace kiosk::manuscript {
namespace {

TEST(ReadDocx, BytesThatAreNoWordFile_SayWhatToDo) {
  for (const std::string_view bytes : {std::string_view(""), std::string_view("PK\x03\x04"), std::string_view("hello"), std::string_view("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8)}) {
    const auto read = read_docx(bytes, "a.docx");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::malformed);
    EXPECT_NE(read.error().chinese.find(".docx"), std::string::npos);
  }
}

TEST(PictureEnding, GoesByTheBytes) {
  EXPECT_EQ(picture_ending("\xFF\xD8\xFF\xE0"), "jpg");
  EXPECT_EQ(picture_ending("\x89PNG\r\n\x1A\n"), "png");
  EXPECT_EQ(picture_ending("<?xml?><svg/>"), "svg");
  EXPECT_EQ(picture_ending("GIF89a"), "");
}

}  // namespace
}  // namespace kiosk::manuscript
