#include <sys/stat.h>

#include <thread>

#include "kiosk/base/files.h"
#include "packs.h"

namespace kiosk::content {
namespace {

TEST(Pack, GoodOne_IsReadWhole) {
  const auto opened = Pack::open(kPacks / "good");
  ASSERT_TRUE(opened) << to_string(opened.error());
  Pack& pack = **opened;

  EXPECT_EQ(pack.index().id, "good");
  EXPECT_EQ(pack.index().title[Language::en], "A Bridge and a Garden");
  EXPECT_EQ(pack.index().date, "2026-11-23");
  EXPECT_EQ(pack.index().seal, "长廊");
  ASSERT_EQ(pack.index().slides.size(), 2u);
  EXPECT_EQ(pack.index().slides[1].pictures.size(), 2u);
  EXPECT_EQ(pack.index().about.corrections.size(), 1u);
  const PointPtr point = pack.point("bridge");
  ASSERT_TRUE(point);
  EXPECT_EQ(point->intro[0].size(), 2u);
  EXPECT_EQ(point->intro[0][0].unbroken.size(), 2u);
  EXPECT_EQ(point->cited[2], (std::vector<std::string>{"Example town gazetteer", "Example Daily"}));
  ASSERT_EQ(point->facts.size(), 2u);
  EXPECT_EQ(point->facts[0].source[Language::hans], "《示例镇志》");
  EXPECT_EQ(point->facts[1].verified_on, "2026-11-01");
  EXPECT_FLOAT_EQ(point->picture->focus.y, .6f);
  const RoutePtr route = pack.route("walk");
  ASSERT_TRUE(route);
  EXPECT_TRUE(route->loop);
  ASSERT_EQ(route->stops.size(), 2u);
  EXPECT_EQ(route->stops[0].minutes_to_next, 12);
  EXPECT_TRUE(route->stops[0].here);
  EXPECT_EQ(route->stops[0].line[0].spans.size(), 2u);
  EXPECT_TRUE(pack.findings().empty()) << listed(pack.findings());
}

// Opening must not depend on what lies below points/: here nothing does, and yet it opens without a word.
TEST(Open, ReadsNoPointAndNoStory) {
  TemporaryFolder folder;
  write_small_pack(folder, "");
  std::filesystem::remove_all(folder.path() / "points");

  const auto pack = Pack::open(folder.path());

  ASSERT_TRUE(pack);
  EXPECT_EQ((*pack)->files_opened(), 1u);
  EXPECT_TRUE((*pack)->findings().empty());
}

TEST(Open, OfManyStories_OpensAsManyFilesAsOfFew) {
  std::size_t opened[2] = {};
  for (int i = 0; i < 2; ++i) {
    TemporaryFolder folder;
    const int stories = i == 0 ? 10 : 300;
    const std::string command = "python3 " SOURCE_DIR "/tests/tools/make_pack.py --stories " + std::to_string(stories) +
                                (i ? " --built " : " ") + folder.path().string();
    ASSERT_EQ(std::system(command.c_str()), 0);
    const auto pack = Pack::open(folder.path());
    ASSERT_TRUE(pack);
    opened[i] = (*pack)->files_opened();
    EXPECT_TRUE((*pack)->story("p7", "s7", Language::en));
  }
  EXPECT_EQ(opened[0], opened[1]);
  EXPECT_LE(opened[1], 4u);
}

TEST(Open, WhatCannotBePlayed_Fails) {
  TemporaryFolder folder;
  EXPECT_EQ(Pack::open(folder.path()).error().kind, ErrorKind::not_found);
  EXPECT_EQ(Pack::open(folder.path() / "gone").error().kind, ErrorKind::not_found);
  for (const char* text : {"", "format = 1", "format = 2\nid = \"a\"\ntitle.zh-Hans = \"x\"\npoints = [\"a\"]", "\xFF",
                           "[[[", "format = 1\nid = \"a\"\ntitle.zh-Hans = \"x\"\npoints = []",
                           "format = 1\nid = \"A/..\"\ntitle.zh-Hans = \"x\"\npoints = [\"a\"]",
                           "format = 1\nid = \"a\"\ntitle.en = \"x\"\npoints = [\"a\"]"}) {
    folder.write("pack.toml", text);
    EXPECT_EQ(Pack::open(folder.path()).error().kind, ErrorKind::malformed) << text;
  }
}

TEST(Pack, BrokenStory_IsLeftOutAndTheRestPlays) {
  TemporaryFolder folder;
  write_small_pack(folder, "broken");
  folder.write("points/p/point.toml", "title.zh-Hans = \"点\"\nstories = [\"s\", \"t\"]\n");
  folder.write("points/p/t/story.zh-Hans.md", story_of("好"));
  auto pack = Pack::open(folder.path());

  EXPECT_FALSE((*pack)->story("p", "s", Language::hans));
  EXPECT_TRUE((*pack)->story("p", "t", Language::hans));
  ASSERT_EQ((*pack)->findings().size(), 1u);
}

TEST(Pack, SameStoryTwice_IsReadOnce) {
  auto pack = Pack::open(kPacks / "good");
  const StoryPtr first = (*pack)->story("bridge", "stone", Language::hans);
  const std::size_t files = (*pack)->files_opened();

  EXPECT_EQ((*pack)->story("bridge", "stone", Language::hans), first);
  EXPECT_EQ((*pack)->files_opened(), files);
}

TEST(Pack, StoriesKept_AreTheLast64) {
  TemporaryFolder folder;
  ASSERT_EQ(
      std::system(("python3 " SOURCE_DIR "/tests/tools/make_pack.py --stories 70 --points 1 --languages zh-Hans " +
                   folder.path().string())
                      .c_str()),
      0);
  auto pack = Pack::open(folder.path());
  const std::weak_ptr<const Story> first = (*pack)->story("p0", "s0", Language::hans);
  const std::weak_ptr<const Story> second = (*pack)->story("p0", "s1", Language::hans);
  for (int i = 2; i < 66; ++i) {
    ASSERT_TRUE((*pack)->story("p0", "s0", Language::hans));
    ASSERT_TRUE((*pack)->story("p0", "s" + std::to_string(i), Language::hans));
  }

  EXPECT_FALSE(first.expired()) << "was used all the time";
  EXPECT_TRUE(second.expired());
}

TEST(Pack, ReadersAndChecker_MayWorkAtOnce) {
  auto opened = Pack::open(kPacks / "good");
  Pack& pack = **opened;
  std::thread checker([&] {
    while (pack.check_next()) {}
  });
  std::thread reader([&] {
    for (int i = 0; i < 50; ++i) {
      EXPECT_TRUE(pack.story("bridge", "stone", kLanguages[static_cast<std::size_t>(i) % 3]));
      EXPECT_TRUE(pack.route("walk"));
      (void)pack.findings();
    }
  });
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(pack.point("garden"));
    EXPECT_TRUE(pack.story("bridge", "letters", Language::hant));
  }
  checker.join();
  reader.join();
  EXPECT_TRUE(pack.findings().empty()) << listed(pack.findings());
}

}  // namespace
}  // namespace kiosk::content
