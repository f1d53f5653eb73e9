// Codes are read back by a reader of our own, written after ISO/IEC 18004: no error correction, as nothing is damaged.
// It reads byte and alphanumeric segments of codes with a single block (versions 1 to 3 at the levels met here).
#include "kiosk/ui/qr.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace kiosk::ui {
namespace {

constexpr int kQuiet = 4;

struct Code {
  int size = 0;
  std::vector<bool> dark;  // row by row
  bool at(int row, int column) const { return dark[static_cast<std::size_t>(row * size + column)]; }
};

// Modules of a mask whose side is a whole number of modules; nothing where the quiet zone is not light or modules are uneven.
std::optional<Code> modules(const gfx::Mask& mask) {
  const auto covered = [&](int x, int y) { return mask.coverage[static_cast<std::size_t>(y * mask.width + x)] == 255; };
  int first = 0;
  while (first < mask.width && !covered(first, first)) ++first;
  if (first % kQuiet != 0 || first == 0) return std::nullopt;
  const int module = first / kQuiet;
  if (mask.width % module != 0) return std::nullopt;
  Code code{mask.width / module - 2 * kQuiet, {}};
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x) {
      const int row = y / module - kQuiet, column = x / module - kQuiet;
      const bool inside = row >= 0 && column >= 0 && row < code.size && column < code.size;
      if (!inside && covered(x, y)) return std::nullopt;
      if (covered(x, y) != covered(x / module * module, y / module * module)) return std::nullopt;
      if (inside && x % module == 0 && y % module == 0) code.dark.push_back(covered(x, y));
    }
  return code;
}

bool has_finder(const Code& code, int row, int column) {
  for (int y = 0; y < 7; ++y)
    for (int x = 0; x < 7; ++x) {
      const int ring = std::max(std::abs(y - 3), std::abs(x - 3));
      if (code.at(row + y, column + x) != (ring != 2)) return false;
    }
  return true;
}

bool masked(int kind, int i, int j) {
  switch (kind) {
    case 0: return (i + j) % 2 == 0;
    case 1: return i % 2 == 0;
    case 2: return j % 3 == 0;
    case 3: return (i + j) % 3 == 0;
    case 4: return (i / 2 + j / 3) % 2 == 0;
    case 5: return i * j % 2 + i * j % 3 == 0;
    case 6: return (i * j % 2 + i * j % 3) % 2 == 0;
    default: return ((i + j) % 2 + i * j % 3) % 2 == 0;
  }
}

// Finder patterns with their separators and format, timing, and the one alignment pattern of versions 2 to 6.
bool is_function(const Code& code, int i, int j) {
  const int n = code.size;
  if ((i < 9 && j < 9) || (i < 9 && j >= n - 8) || (i >= n - 8 && j < 9) || i == 6 || j == 6) return true;
  return n > 21 && std::abs(i - (n - 7)) <= 2 && std::abs(j - (n - 7)) <= 2;
}

std::vector<bool> data_bits(const Code& code, int mask) {
  std::vector<bool> bits;
  bool upwards = true;
  for (int right = code.size - 1; right > 0; right -= 2, upwards = !upwards) {
    if (right == 6) --right;
    for (int k = 0; k < code.size; ++k) {
      const int i = upwards ? code.size - 1 - k : k;
      for (const int j : {right, right - 1})
        if (!is_function(code, i, j)) bits.push_back(code.at(i, j) != masked(mask, i, j));
    }
  }
  return bits;
}

std::optional<std::string> read(const Code& code) {
  const int n = code.size;
  if (n < 21 || n > 29 || !has_finder(code, 0, 0) || !has_finder(code, 0, n - 7) || !has_finder(code, n - 7, 0)) return std::nullopt;
  int format = 0;  // 15 bits along row 8 and column 8, most significant first
  for (int j = 0; j < 6; ++j) format = format << 1 | code.at(8, j);
  format = format << 1 | code.at(8, 7);
  format = format << 1 | code.at(8, 8);
  format = format << 1 | code.at(7, 8);
  for (int i = 5; i >= 0; --i) format = format << 1 | code.at(i, 8);
  const std::vector<bool> bits = data_bits(code, (format ^ 0b101010000010010) >> 10 & 7);
  std::size_t at = 0;
  const auto take = [&](int count) {
    int value = 0;
    while (count-- > 0 && at < bits.size()) value = value << 1 | (bits[at++] ? 1 : 0);
    return value;
  };
  const int mode = take(4);
  std::string text;
  if (mode == 4) {
    for (int left = take(8); left > 0; --left) text += static_cast<char>(take(8));
    return text;
  }
  if (mode == 2) {
    constexpr std::string_view kLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    int left = take(9);
    for (; left >= 2; left -= 2) {
      const auto pair = static_cast<std::size_t>(take(11));
      if (pair >= 45 * 45) return std::nullopt;
      text += kLetters[pair / 45];
      text += kLetters[pair % 45];
    }
    if (left == 1) text += kLetters[static_cast<std::size_t>(take(6)) % 45];
    return text;
  }
  return std::nullopt;
}

TEST(QrMask, AddressesReadBack_AtSeveralSizes) {
  for (const std::string text : {"https://example.org/report", "https://a.cn", "HTTPS://EXAMPLE.ORG/REPORT", "https://example.org/r?p=qingpu&v=2026.11", "青浦"}) {
    for (const int size : {60, 99, 250, 500}) {
      const auto code = modules(qr_mask(text, size));
      ASSERT_TRUE(code) << text << " at " << size;
      EXPECT_EQ(read(*code).value_or("(cannot be read)"), text) << size;
    }
  }
}

TEST(QrMask, IsNotLargerThanAsked_AndUsesWholePixels) {
  for (int size = 60; size < 400; size += 7) {
    const gfx::Mask mask = qr_mask("https://example.org/report", size);
    EXPECT_LE(mask.width, size);
    EXPECT_EQ(mask.width, mask.height);
    EXPECT_GT(mask.width, size - 33 - 8);  // less than one more pixel a module would fit
    EXPECT_TRUE(modules(mask)) << size;
  }
}

TEST(QrMask, TextThatFitsNoCode_IsAnEmptyMask) {
  EXPECT_EQ(qr_mask(std::string(5000, 'x'), 500).width, 0);
}

TEST(QrMask, LargestText_IsACode) {
  EXPECT_GT(qr_mask(std::string(2000, 'x'), 800).width, 177);
}

}  // namespace
}  // namespace kiosk::ui
