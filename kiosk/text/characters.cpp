#include "kiosk/text/characters.h"

namespace kiosk::text {
namespace {

#include "unicode_tables.inc"

constexpr char32_t kLimit = 0x110000;

}  // namespace

Character character(char32_t c) {
  if (c >= kLimit) c = kLimit - 1;
  return {kBlocks[kBlockIndex[c >> 7] * 128u + (c & 127u)]};
}

}  // namespace kiosk::text
