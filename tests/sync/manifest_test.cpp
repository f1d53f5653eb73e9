#include "kiosk/sync/manifest.h"

#include <gtest/gtest.h>

#include <functional>

namespace kiosk::sync {
namespace {

const std::string kHash(64, 'a');

std::string file(const std::string& path, const std::string& size = "1", const std::string& hash = kHash) {
  return R"({"path":")" + path + R"(","size":)" + size + R"(,"sha256":")" + hash + R"(","type":"text/markdown"})";
}

std::string manifest(const std::string& files, const std::string& head = R"("pack":"qingpu","version":"1","minimum_program":"0.1.0")") {
  return R"({"format":1,)" + head + R"(,"files":[)" + files + "]}";
}

ErrorKind kind_of(const std::string& text, const Limits& limits = {}) {
  const auto parsed = parse_manifest(text, "manifest.json", limits);
  return parsed ? ErrorKind::internal : parsed.error().kind;
}

TEST(Manifest, IsReadBackAsWritten) {
  const Manifest written{"city-museum", "qingpu", "2026.11", "0.1.0",
                         {{"points/a/story.zh-Hans.md", 12, crypto::sha256("a"), "text/markdown"},
                          {"pictures/桥（一）.svg", 0, crypto::sha256(""), "image/svg+xml"}}};

  const auto bytes = write_manifest(written);
  ASSERT_TRUE(bytes) << to_string(bytes.error());
  const auto read = parse_manifest(*bytes, "manifest.json");

  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->owner, "city-museum");
  EXPECT_EQ(read->version, "2026.11");
  ASSERT_EQ(read->files.size(), 2u);
  EXPECT_EQ(read->files[0].path, "pictures/桥（一）.svg");  // sorted
  EXPECT_EQ(read->files[1].sha256, crypto::sha256("a"));
  EXPECT_EQ(*write_manifest(*read), *bytes);
}

TEST(Manifest, NamesAnOwner_EvenWhenItDoesNot) {
  EXPECT_EQ(parse_manifest(manifest(file("pack.toml")), "m")->owner, "local");
}

TEST(Manifest, IgnoresWhatLaterProgramsAdd) {
  EXPECT_TRUE(parse_manifest(manifest(file("pack.toml"), R"("pack":"q","version":"1","minimum_program":"0.1.0","rollout":{"percent":5})"), "m"));
}

TEST(Manifest, IsMalformed_WhenItIsNoManifest) {
  for (const std::string& text : std::vector<std::string>{
           "", "{", "[]", "null", "<html>log in here</html>", R"({"format":"1"})", R"({"format":1})", R"({"format":1.0})",
           manifest("7"), manifest("{}"), manifest(file("a", "-1")), manifest(file("a", "1.5")), manifest(file("a", "1e3")),
           manifest(file("a", "99999999999999999999999")), manifest(file("a", "1", "abc")), manifest(file("a", "1", std::string(64, 'A'))),
           manifest(file("a"), R"("pack":7,"version":"1","minimum_program":"0.1.0")"),
           manifest(file("a"), R"("owner":null,"pack":"q","version":"1","minimum_program":"0.1.0")"),
           manifest(file("a"), R"("pack":"q","pack":"r","version":"1","minimum_program":"0.1.0")")})
    EXPECT_EQ(kind_of(text), ErrorKind::malformed) << text;
}

TEST(Manifest, IsRefused_WhenItsHeadIsNotAllowed) {
  EXPECT_EQ(kind_of(R"({"format":2})"), ErrorKind::refused);
  EXPECT_EQ(kind_of(manifest("")), ErrorKind::refused);
  for (const char* head : {R"("pack":"../x","version":"1","minimum_program":"0.1.0")", R"("pack":"","version":"1","minimum_program":"0.1.0")",
                           R"("pack":"q","version":"a/b","minimum_program":"0.1.0")", R"("pack":"q","version":"1","minimum_program":"0.1")",
                           R"("pack":"q","version":"1","minimum_program":"0.01.0")", R"("pack":"q","version":"1","minimum_program":"99999.0.0")",
                           R"("owner":"A","pack":"q","version":"1","minimum_program":"0.1.0")"})
    EXPECT_EQ(kind_of(manifest(file("a"), head)), ErrorKind::refused) << head;
}

TEST(Manifest, IsRefused_WhenAPathIsHostile) {
  for (const char* path : {"", "..", "../x", "a/../b", "a/..", "./a", "/etc/passwd", "a//b", "a/", "a\\\\b", "a:b", "a\\u0000b", "a\\nb", "a\\u007fb",
                           ".hidden", "a/.git/x", "-rf", " a", "a ", "a.", "con", "CON.svg", "points/nul/x.md", "lpt1.toml", "a*", "a?", "a<b", "a|b",
                           "cafe\\u0301.svg", "caf\\u00e9.svg", "\\ufb01.svg", "a\\u202eb", "\\uff41.svg", "manifest.json", "Manifest.JSON"})
    EXPECT_EQ(kind_of(manifest(file(path))), ErrorKind::refused) << path;
}

TEST(Manifest, IsRefused_WhenPathsCollide) {
  const std::string other(64, 'b');
  for (const std::string& files : std::vector<std::string>{
           file("a.md") + "," + file("a.md"), file("b.md") + "," + file("a.md"), file("A.md") + "," + file("a.md"),
           file("P/a.md") + "," + file("p/b.md"), file("a") + "," + file("a/b.md"), file("A") + "," + file("a/b.md"),
           file("P/a.md") + "," + file("p-1/b.md") + "," + file("p.md") + "," + file("p/b.md"),  // neighbours only where case is ignored
           file("a") + "," + file("a-b") + "," + file("a.md") + "," + file("a/b.md"),
           file("A/B/c.md") + "," + file("A/b/d.md"), file("a/B") + "," + file("a/b/c.md"), file("a/x/1.md") + "," + file("a/x/1.md/2.md"),
           file("a.md", "1") + "," + file("b.md", "2")})  // one hash, two sizes
    EXPECT_EQ(kind_of(manifest(files)), ErrorKind::refused) << files;
}

TEST(Manifest, IsFine_WhenPathsOnlyLookAlike) {
  const std::string text = manifest(file("A.md") + "," + file("a/b.md") + "," + file("a/b/c.md") + "," + file("a/bb.md") + "," + file("aa.md") + "," + file("ab/B.md"));

  const auto parsed = parse_manifest(text, "m");

  EXPECT_TRUE(parsed) << to_string(parsed.error());
}

// In pieces of `size` bytes.
Pieces pieces_of(std::string text, std::size_t size) {
  return [text = std::move(text), size, at = std::size_t{0}]() mutable -> Result<std::string_view> {
    const std::string_view piece = std::string_view(text).substr(at, size);
    at += piece.size();
    return piece;
  };
}

TEST(Manifest, IsTheSame_HoweverItComesInPieces) {
  const std::string text = manifest(file("pack.toml") + "," + file("pictures/桥（一）.svg", "1"));
  for (const std::size_t size : {1, 2, 3, 7, 100}) {
    const auto parsed = parse_manifest(pieces_of(text, size), "m");
    ASSERT_TRUE(parsed) << to_string(parsed.error());
    EXPECT_EQ(*write_manifest(*parsed), *write_manifest(*parse_manifest(text, "m")));
  }
  EXPECT_EQ(to_string(parse_manifest(pieces_of(text.substr(0, text.size() - 1), 5), "m").error()), to_string(parse_manifest(text.substr(0, text.size() - 1), "m").error()));
}

TEST(Manifest, IsWhatThePiecesSay_WhenTheyFail) {
  const auto broken = parse_manifest([i = 0]() mutable -> Result<std::string_view> {
    if (i++ == 0) return std::string_view("{\"format\":1,");
    return Error{ErrorKind::io, "cannot read", "blob"};
  }, "m");

  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, ErrorKind::io);
}

TEST(Manifest, IsTooLarge_WhenPiecesDoNotEnd) {
  const auto endless = parse_manifest([]() -> Result<std::string_view> { return std::string_view("        "); }, "m", {.manifest_bytes = 1000});

  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().kind, ErrorKind::limit);
}

TEST(Manifest, IsOverALimit_ExactlyOneBeyondIt) {
  const auto expect_edge = [](const std::function<std::string(std::uint64_t)>& text, const std::function<void(Limits&, std::uint64_t)>& set) {
    Limits limits;
    set(limits, 10);
    EXPECT_EQ(kind_of(text(10), limits), ErrorKind::internal) << text(10);  // fine
    EXPECT_EQ(kind_of(text(11), limits), ErrorKind::limit) << text(11);
  };
  expect_edge([](auto n) { return manifest(file("a", std::to_string(n))); }, [](Limits& l, auto n) { l.file_bytes = n; });
  expect_edge([](auto n) { return manifest(file("a", "5") + "," + file("b", std::to_string(n - 5), std::string(64, 'b'))); },
              [](Limits& l, auto n) { l.total_bytes = n; });
  expect_edge([](auto n) { return manifest(file(std::string(n, 'a'))); }, [](Limits& l, auto n) { l.path_bytes = n; });
  const auto many = [](std::uint64_t n) {
    std::string files;
    for (std::uint64_t i = 0; i < n; ++i) files += (i ? "," : "") + file(std::string(1, static_cast<char>('a' + i)));
    return manifest(files);
  };
  expect_edge(many, [](Limits& l, auto n) { l.files = n; });
  expect_edge(many, [](Limits& l, auto n) { l.uses_of_a_blob = n; });
  expect_edge([](auto n) {
    std::string path = "a";
    for (std::uint64_t i = 1; i < n; ++i) path += "/a";
    return manifest(file(path));
  }, [](Limits& l, auto n) { l.path_depth = n; });
  const std::string text = manifest(file("a"));
  Limits limits;
  limits.manifest_bytes = text.size() - 1;
  EXPECT_EQ(kind_of(text, limits), ErrorKind::limit);
}

TEST(Manifest, DoesNotOverflow_WhenSizesAreHuge) {
  Limits limits;
  limits.file_bytes = limits.total_bytes = ~0ull;
  const std::string most = "18446744073709551615";
  EXPECT_EQ(kind_of(manifest(file("a", most) + "," + file("b", "1", std::string(64, 'b'))), limits), ErrorKind::limit);
}

TEST(Manifest, IsNotWritten_WhenItCouldNotBeRead) {
  EXPECT_FALSE(write_manifest({"", "qingpu", "1", "0.1.0", {{"../x", 1, {}, "text/markdown"}}}));
  EXPECT_FALSE(write_manifest({"", "qingpu", "1", "0.1.0", {}}));
  EXPECT_FALSE(write_manifest({"", "qingpu", "1", "0.1.0", {{"a", 1, {}, "no type"}}}));
}

TEST(Program, MustBeAsNewAsThePackNeeds) {
  EXPECT_TRUE(check_program("0.1.0", "0.1.0"));
  EXPECT_TRUE(check_program("0.9.0", "0.10.0"));
  EXPECT_FALSE(check_program("0.1.1", "0.1.0"));
  EXPECT_FALSE(check_program("1.0.0", "0.99.99"));
}

}  // namespace
}  // namespace kiosk::sync
