#include "kiosk/author/build_cache.h"

#include <gtest/gtest.h>

#include "tests/content/packs.h"

namespace kiosk::author {
namespace {

TEST(BuildCache, FullCache_LosesWhatWasUsedLongestAgo) {
  content::TemporaryFolder folder;
  const std::string old(600, 'a'), fresh(600, 'b');
  const auto hash = [](const std::string& bytes) { return crypto::sha256(bytes); };
  const auto names = [&](const BuildCache& cache) { return std::pair(std::filesystem::exists(cache.file_of(hash(old))), std::filesystem::exists(cache.file_of(hash(fresh)))); };
  {
    BuildCache cache(folder.path(), "pack", 1000);
    cache.keep_bytes(hash(old), old);
    EXPECT_EQ(names(cache), std::pair(true, false));
  }
  std::filesystem::last_write_time(BuildCache(folder.path(), "pack", 1000).file_of(hash(old)), std::filesystem::file_time_type::clock::now() - std::chrono::hours{1});
  { BuildCache(folder.path(), "pack", 1000).keep_bytes(hash(fresh), fresh); }
  EXPECT_EQ(names(BuildCache(folder.path(), "pack", 1000)), std::pair(false, true));
}

TEST(BuildCache, ListThatWasTamperedWith_IsAsIfItWereNotThere) {
  content::TemporaryFolder folder;
  const crypto::Digest key = crypto::sha256("key");
  BuildCache cache(folder.path(), "pack");
  cache.keep(key, {{"pictures/a.jpg", 3, crypto::sha256("abc"), false}});
  ASSERT_EQ(cache.find(key).size(), 1u);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() / "made"))
    if (entry.is_regular_file()) std::filesystem::resize_file(entry.path(), entry.file_size() - 2);
  EXPECT_TRUE(cache.find(key).empty());
}

}  // namespace
}  // namespace kiosk::author
