#include "kiosk/sync/addresses.h"

#include <gtest/gtest.h>

namespace kiosk::sync {
namespace {

TEST(BaseAddress, EndsWithASlash_HoweverItIsWritten) {
  EXPECT_EQ(*base_address("https://site.example/packs/qingpu"), "https://site.example/packs/qingpu/");
  EXPECT_EQ(*base_address("http://127.0.0.1:8080/"), "http://127.0.0.1:8080/");
  EXPECT_EQ(*base_address("http://site.example"), "http://site.example/");
}

TEST(BaseAddress, IsRefused_WhenItIsNoFolderOfAWebServer) {
  for (const char* url : {"", "site.example", "ftp://site.example/", "file:///etc/", "https://", "https:///x", "http://a b/", "http://a/?q", "http://a/#x",
                          "http://a/\n", "http://青浦/"})
    EXPECT_FALSE(base_address(url)) << url;
}

TEST(BaseAddress, DoesNotRepeatAPassword_InItsMessage) {
  const auto base = base_address("https://me:secret@site.example/");

  ASSERT_FALSE(base);
  EXPECT_EQ(to_string(base.error()).find("secret"), std::string::npos);
}

TEST(Password, GoesOverHttpsAlone_OrToThisMachine) {
  for (const char* url : {"https://site.example/x.json", "https://site.example", "http://127.0.0.1:8080/x", "http://localhost/", "http://[::1]:80/x", "http://127.0.0.1"})
    EXPECT_TRUE(may_carry_password(url)) << url;
  for (const char* url : {"http://site.example/x", "http://127.0.0.1.site.example/", "http://localhost.example/", "http://127.0.0.1:x@site.example/", "https://me@site.example/",
                          "http://[::1]x/", "ftp://127.0.0.1/", "https://", "127.0.0.1", ""})
    EXPECT_FALSE(may_carry_password(url)) << url;
}

TEST(BlobAddress, IsTheHashBehindItsFirstTwoDigits) {
  EXPECT_EQ(blob_address("http://a/", {.sha256 = crypto::sha256("")}),
            "http://a/blobs/e3/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(EncodedPath, HasEscapes_WhereAnAddressMeansSomethingElse) {
  EXPECT_EQ(encode_path("pictures/a b#1%.svg"), "pictures/a%20b%231%25.svg");
  EXPECT_EQ(encode_path("pictures/桥.svg"), "pictures/%E6%A1%A5.svg");
}

}  // namespace
}  // namespace kiosk::sync
