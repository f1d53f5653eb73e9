// What a manifest of many files costs while it is read and afterwards: every allocation of this program is counted, so the figures are the
// same on every run. A program of its own, since it replaces operator new.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string>

#include "kiosk/sync/manifest.h"

namespace {

std::size_t live = 0, peak = 0;  // bytes

}  // namespace

void* operator new(std::size_t bytes) {
  void* const got = std::malloc(bytes > 0 ? bytes : 1);
  if (!got) throw std::bad_alloc();
  live += malloc_usable_size(got);
  peak = std::max(peak, live);
  return got;
}

void operator delete(void* had) noexcept {
  live -= malloc_usable_size(had);
  std::free(had);
}

void operator delete(void* had, std::size_t) noexcept { ::operator delete(had); }

namespace kiosk::sync {
namespace {

constexpr std::size_t kFiles = 100'000;

// The line of one file, some 150 bytes, as a pack of pictures has them.
std::string line(std::size_t i) {
  const std::string number = std::to_string(1'000'000 + i);
  return (i > 0 ? ",\n" : "\n") + std::string(R"({"path":"pictures/more/)") + number.substr(1, 3) + "/" + number + R"(.jpg","size":1234)" +
         R"(,"sha256":")" + crypto::hex(crypto::sha256(number)) + R"(","type":"image/jpeg"})";
}

Pieces text_of_many() {
  return [i = std::size_t{0}, piece = std::string()]() mutable -> Result<std::string_view> {
    if (i == 0) piece = R"({"format":1,"pack":"many","version":"1","minimum_program":"0.1.0","files":[)";
    else if (i <= kFiles) piece = line(i - 1);
    else piece = i == kFiles + 1 ? "\n]}\n" : "";
    ++i;
    return std::string_view(piece);
  };
}

TEST(ManifestMemory, IsBoundedPerFile_WhileItIsReadAndAfterwards) {
  const std::size_t before = peak = live;

  const auto manifest = parse_manifest(text_of_many(), "many");

  ASSERT_TRUE(manifest) << to_string(manifest.error());
  ASSERT_EQ(manifest->files.size(), kFiles);
  EXPECT_LE((peak - before) / kFiles, 150u);  // bytes
  EXPECT_LE((live - before) / kFiles, 120u);
}

TEST(ManifestMemory, IsSmall_WhenAManifestIsRefusedAtItsBeginning) {
  const std::size_t before = peak = live;

  EXPECT_FALSE(parse_manifest([]() -> Result<std::string_view> { return std::string_view(R"({"format":2,)"); }, "endless"));

  EXPECT_LE(peak - before, 4096u);
}

}  // namespace
}  // namespace kiosk::sync
