#include "kiosk/manuscript/script_converter.h"

#include <gtest/gtest.h>

namespace kiosk::manuscript {
namespace {

std::string converted(Conversion conversion, std::string_view text) {
  const auto converter = ScriptConverter::open(conversion);
  EXPECT_TRUE(converter) << to_string(converter.error());
  return converter ? converter->convert(text) : "";
}

TEST(ScriptConverter, PhrasesToTraditional_EachWordAsReadersExpect) {
  EXPECT_EQ(converted(Conversion::hans_to_hant, "干部为群众发展"), "幹部為群眾發展");
}

TEST(ScriptConverter, TraditionalToSimplified_WordByWord) { EXPECT_EQ(converted(Conversion::hant_to_hans, "學習長廊"), "学习长廊"); }

}  // namespace
}  // namespace kiosk::manuscript
