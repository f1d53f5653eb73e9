#include "kiosk/manuscript/encoding.h"

#include <gtest/gtest.h>

namespace kiosk::manuscript {
namespace {

using namespace std::string_literals;

std::string read(std::string_view bytes, std::string_view encoding) {
  const auto text = decode_text(bytes, "a.txt");
  EXPECT_TRUE(text);
  if (!text) return {};
  EXPECT_EQ(text->encoding, encoding);
  return text->text;
}

TEST(DecodeText, EachEncodingThatCuratorsHave_IsRecognised) {
  EXPECT_EQ(read("陈云", "UTF-8"), "陈云");
  EXPECT_EQ(read("\xEF\xBB\xBF陈云", "UTF-8"), "陈云");
  EXPECT_EQ(read("\xB3\xC2\xD4\xC6", "GB18030"), "陈云");
  EXPECT_EQ(read("\x95\x32\x82\x36", "GB18030"), "𠀀");
  EXPECT_EQ(read("\xFF\xFE\x48\x96\x91\x4E"s, "UTF-16"), "陈云");
}

TEST(DecodeText, LineEndsOfEverySystem_BecomeOne) { EXPECT_EQ(read("一\r\n二\r三\n", "UTF-8"), "一\n二\n三\n"); }

TEST(DecodeText, BytesThatAreNoText_AreRefused) {
  for (const std::string& bytes : {"\xFF\xFF\xFF"s, "PK\x03\x04\0\0\x80\xFF"s}) EXPECT_FALSE(decode_text(bytes, "a.txt"));
}

TEST(Gbk, CharactersGoThereAndBack) {
  EXPECT_EQ(to_gbk(U'保'), "\xB1\xA3");
  EXPECT_EQ(from_gbk(0xB1, 0xA3), U'保');
  EXPECT_EQ(to_gbk(U'W'), "W");
  EXPECT_EQ(from_gbk(0xB1, 0x20), 0u);
}

}  // namespace
}  // namespace kiosk::manuscript
