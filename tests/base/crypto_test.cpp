// Vectors of FIPS 180-4's examples (NIST, SHA256.pdf) and of the long-message test.
#include "kiosk/base/crypto.h"

#include <gtest/gtest.h>

namespace kiosk::crypto {
namespace {

TEST(Sha256, PublishedVectors_Match) {
  const std::pair<std::string, const char*> vectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& [text, want] : vectors) EXPECT_EQ(hex(sha256(text)), want);
}

TEST(Sha256, InPiecesOfAnySize_IsTheSameSum) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
  const Digest whole = sha256(text);
  for (std::size_t piece : {1u, 3u, 63u, 64u, 65u, 299u}) {
    Sha256 sum;
    for (std::size_t at = 0; at < text.size(); at += piece) sum.update(std::string_view(text).substr(at, piece));
    EXPECT_EQ(sum.finish(), whole) << piece;
  }
}

TEST(Sha256, Moved_GoesOnWhereItWas) {
  Sha256 sum;
  sum.update("a");
  Sha256 other = std::move(sum);
  other.update("bc");

  EXPECT_EQ(other.finish(), sha256("abc"));
}

TEST(Hex, EveryByte_IsTwoLowerCaseDigits) {
  const std::uint8_t bytes[] = {0x00, 0x0f, 0xa0, 0xff};

  EXPECT_EQ(hex(bytes), "000fa0ff");
  EXPECT_EQ(hex({}), "");
}

}  // namespace
}  // namespace kiosk::crypto
