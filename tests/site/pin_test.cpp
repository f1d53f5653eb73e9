#include "kiosk/site/pin.h"

#include <gtest/gtest.h>

#include <string>

namespace kiosk::site {
namespace {

TEST(Pin, Kept_FitsItselfAlone) {
  const std::string kept = keep_pin("314159");

  EXPECT_TRUE(is_kept_pin(kept)) << kept;
  EXPECT_TRUE(fits("314159", kept));
  EXPECT_FALSE(fits("314158", kept));
  EXPECT_FALSE(fits("3141592", kept));
  EXPECT_FALSE(fits("", kept));
}

TEST(Pin, KeptTwice_LooksDifferent) { EXPECT_NE(keep_pin("314159"), keep_pin("314159")); }

TEST(Pin, AsAnotherProgramKeepsIt_Fits) {
  // hashlib.scrypt(b"314159", salt=bytes(range(16)), n=2**15, r=8, p=1, dklen=32) of Python
  EXPECT_TRUE(fits("314159", "scrypt:15:000102030405060708090a0b0c0d0e0f:89843d2ab0695b8a9e5916c45b6230263a8908aaa61fb69c6ac7dcf016215c63"));
}

TEST(Pin, TooShortTooLongNoDigitsOrAllAlike_IsNone) {
  for (const char* pin : {"", "12345", "1234567890123", "12345a", "１２３４５６", "000000", "99999999"}) EXPECT_FALSE(is_pin(pin)) << pin;
  for (const char* pin : {"123456", "123456789012", "000001"}) EXPECT_TRUE(is_pin(pin)) << pin;
}

TEST(Pin, NotAsItIsKept_IsRefused) {
  const std::string kept = keep_pin("314159");
  std::string other = kept;
  other.back() = 'g';
  for (const std::string& text : {std::string(), std::string("314159"), kept + "0", kept.substr(1), other, "scrypt:16:" + kept.substr(10)}) {
    EXPECT_FALSE(is_kept_pin(text)) << text;
    EXPECT_FALSE(fits("314159", text)) << text;
  }
}

}  // namespace
}  // namespace kiosk::site
