// The cache with a real canvas in memory and real workers; `drain_all` ends all work, so that every step is repeatable.
#include "kiosk/media/pictures.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "kiosk/gfx/window.h"
#include "kiosk/media/decode.h"

namespace kiosk::media {
namespace {

using Path = std::filesystem::path;
using S = PictureCache::View::State;

// A grey picture, its rows stored uncompressed.
std::string png(int width, int height);

class Pictures : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = Path(::testing::TempDir()) / ("changlang-pictures-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    auto window = gfx::Window::open({gfx::WindowOptions::Mode::headless, {320, 180}}, clock_);
    ASSERT_TRUE(window) << to_string(window.error());
    window_ = std::move(*window);
  }
  void TearDown() override {
    cache_.reset();
    std::filesystem::remove_all(folder_);
  }

  void open(std::size_t budget) {
    cache_ = std::make_unique<PictureCache>(window_->canvas(), tasks_, budget,
                                            [this](const Error& error) { findings_.push_back(error); });
  }
  // A file of its own for each name.
  Path picture(const std::string& name, int width, int height) {
    const Path path = folder_ / (name + ".png"), whole = folder_ / "new";
    std::ofstream(whole, std::ios::binary) << png(width, height);
    std::filesystem::rename(whole, path);
    return path;
  }
  std::size_t cost(const Path& path, Size cover) {
    const auto header = read_file_header(path);
    return decode_cost(*header, size_to_cover(header->header, cover));
  }
  // Frames that ask for all of these until nothing changes; the states of the last one.
  std::vector<S> show(const std::vector<std::pair<Path, Size>>& wanted, int frames = 12) {
    std::vector<S> states;
    for (int i = 0; i < frames; ++i) {
      cache_->begin_frame();
      states.clear();
      for (const auto& [path, cover] : wanted) states.push_back(cache_->get(path, cover).state);
      EXPECT_LE(cache_->bytes(), cache_->peak_bytes());
      tasks_.drain_all();
    }
    return states;
  }

  VirtualClock clock_;
  Path folder_;
  std::unique_ptr<gfx::Window> window_;
  TaskQueue tasks_{2};
  std::vector<Error> findings_;
  std::unique_ptr<PictureCache> cache_;
};

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = ~0u;
  for (unsigned char byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return ~crc;
}

std::string be32(std::uint32_t v) {
  return {static_cast<char>(v >> 24), static_cast<char>(v >> 16), static_cast<char>(v >> 8), static_cast<char>(v)};
}

std::string png(int width, int height) {
  const auto chunk = [](const std::string& type, const std::string& data) {
    return be32(static_cast<std::uint32_t>(data.size())) + type + data + be32(crc32(type + data));
  };
  std::string rows;
  for (int y = 0; y < height; ++y) rows += '\0' + std::string(static_cast<std::size_t>(width) * 3, '\x80');
  std::string zlib = "\x78\x01";  // RFC 1950, stored blocks of RFC 1951
  std::uint32_t a = 1, b = 0;
  for (unsigned char byte : rows) a = (a + byte) % 65521, b = (b + a) % 65521;
  for (std::size_t at = 0; at < rows.size(); at += 65535) {
    const std::string part = rows.substr(at, 65535);
    const auto n = static_cast<unsigned>(part.size());
    zlib += at + 65535 >= rows.size() ? '\1' : '\0';
    zlib += {static_cast<char>(n), static_cast<char>(n >> 8), static_cast<char>(~n), static_cast<char>(~n >> 8)};
    zlib += part;
  }
  const std::string header = be32(static_cast<std::uint32_t>(width)) + be32(static_cast<std::uint32_t>(height)) +
                             std::string("\x08\x02\0\0\0", 5);
  return "\x89PNG\r\n\x1A\n" + chunk("IHDR", header) + chunk("IDAT", zlib + be32(b << 16 | a)) + chunk("IEND", "");
}

TEST_F(Pictures, FirstGet_WaitsAndThenIsReadyAtTheSizeNeeded) {
  open(8 << 20);
  const Path a = picture("a", 300, 200);

  cache_->begin_frame();
  EXPECT_EQ(cache_->get(a, {100, 50}).state, S::waiting);
  const auto before = cache_->version();
  tasks_.drain_all();
  cache_->begin_frame();
  const auto view = cache_->get(a, {100, 50});

  EXPECT_GT(cache_->version(), before);
  ASSERT_EQ(view.state, S::ready);
  EXPECT_EQ(view.size, (Size{100, 67}));
  EXPECT_EQ(cache_->bytes(), 100u * 67 * 4);
  EXPECT_EQ(cache_->decode_ms().size(), 1u);
}

TEST_F(Pictures, SlightlySmallerCover_IsServedBySameTexture) {
  open(8 << 20);
  const Path a = picture("a", 300, 200);
  show({{a, {150, 100}}});

  EXPECT_EQ(show({{a, {120, 80}}}), std::vector{S::ready});
  EXPECT_EQ(cache_->decode_ms().size(), 1u);
  show({{a, {60, 40}}});
  EXPECT_EQ(cache_->decode_ms().size(), 2u);  // more than twice the pixels: decoded anew
}

TEST_F(Pictures, BrokenPicture_FailsOnceAndIsReportedOnce) {
  open(8 << 20);
  const Path broken = folder_ / "broken.png";
  std::ofstream(broken, std::ios::binary) << png(64, 64).substr(0, 200);
  const auto before = cache_->version();

  EXPECT_EQ(show({{broken, {64, 64}}, {broken, {8, 8}}}), (std::vector{S::failed, S::failed}));

  ASSERT_EQ(findings_.size(), 1u);
  EXPECT_EQ(findings_[0].subject, broken.string());
  EXPECT_GT(cache_->version(), before);
  EXPECT_EQ(cache_->bytes(), 0u);
}

TEST_F(Pictures, MissingPicture_IsReportedOnce) {
  open(8 << 20);

  EXPECT_EQ(show({{folder_ / "none.png", {64, 64}}}), std::vector{S::failed});
  EXPECT_EQ(findings_.size(), 1u);
}

TEST_F(Pictures, MoreThanTheBudgetHolds_TheLeastRecentlyShownGoes) {
  const Path a = picture("a", 100, 100), b = picture("b", 100, 100), c = picture("c", 100, 100);
  open(cost(a, {100, 100}) + 2 * 40000 - 1);  // two textures and a decode, not three
  show({{a, {100, 100}}});
  show({{b, {100, 100}}});
  show({{a, {100, 100}}});
  show({{c, {100, 100}}});
  const auto decodes = cache_->decode_ms().size();

  show({{a, {100, 100}}});
  EXPECT_EQ(cache_->decode_ms().size(), decodes);  // still there
  show({{b, {100, 100}}});
  EXPECT_EQ(cache_->decode_ms().size(), decodes + 1);  // had gone
}

TEST_F(Pictures, PageLargerThanTheBudget_IsShownReducedAndNeverHangs) {
  const Path a = picture("a", 400, 400), b = picture("b", 400, 400);
  open(cost(a, {400, 400}) + 100000);

  EXPECT_EQ(show({{a, {400, 400}}, {b, {400, 400}}}), (std::vector{S::ready, S::ready}));

  const auto reduced = cache_->get(b, {400, 400}).size;
  EXPECT_LT(std::min(cache_->get(a, {400, 400}).size.w, reduced.w), 400);
  EXPECT_GE(reduced.w, 32);
  const auto decodes = cache_->decode_ms().size();
  show({{a, {400, 400}}, {b, {400, 400}}}, 20);
  EXPECT_EQ(cache_->decode_ms().size(), decodes);  // and it comes to rest
  EXPECT_TRUE(findings_.empty());
}

TEST_F(Pictures, ReducedPicture_IsMadeAnewOnceThereIsRoom) {
  const Path a = picture("a", 400, 400), b = picture("b", 400, 400);
  open(cost(a, {400, 400}) + 500000);
  show({{a, {400, 400}}, {b, {400, 400}}});
  const Path small = cache_->get(a, {400, 400}).size.w < 400 ? a : b;
  const Path other = small == a ? b : a;
  const Path filler = picture("filler", 300, 300);

  show({{filler, {300, 300}}, {small, {40, 40}}});
  show({{small, {400, 400}}}, 30);

  EXPECT_EQ(cache_->get(small, {400, 400}).size.w, 400);
}

TEST_F(Pictures, DecodeThatCannotFitAtAll_FailsAndSaysWhatToDo) {
  const Path a = picture("a", 400, 400);
  open(100000);

  EXPECT_EQ(show({{a, {400, 400}}}), std::vector{S::failed});
  ASSERT_EQ(findings_.size(), 1u);
  EXPECT_EQ(findings_[0].kind, ErrorKind::limit);
}

TEST_F(Pictures, NoRoomBesideWhatIsVisible_FailsForNowAndComesWithRoom) {
  const Path a = picture("a", 400, 400),
             b = picture("b", 500, 500);  // decoding b alone takes 1.5 MB, beside 640 kB of a
  open(cost(b, {300, 300}) + 100000);
  show({{a, {400, 400}}});

  EXPECT_EQ(show({{a, {400, 400}}, {b, {300, 300}}}), (std::vector{S::ready, S::failed}));
  EXPECT_TRUE(findings_.empty());
  EXPECT_EQ(show({{b, {300, 300}}}), std::vector{S::ready});
}

TEST_F(Pictures, TwoPrefetchesThatDoNotFitTogether_DoNotTakeTurns) {
  const Path a = picture("a", 200, 200), b = picture("b", 200, 200), c = picture("c", 200, 200);
  open(cost(a, {200, 200}) + 2 * 160000 - 1);
  for (int i = 0; i < 30; ++i) {
    cache_->begin_frame();
    for (const Path& path : {a, b, c}) cache_->prefetch(path, {200, 200});
    tasks_.drain_all();
  }

  EXPECT_EQ(cache_->decode_ms().size(), 2u);
}

TEST_F(Pictures, Prefetched_IsReadyAtOnceWhenShown) {
  open(8 << 20);
  const Path a = picture("a", 200, 200);
  cache_->begin_frame();
  cache_->prefetch(a, {200, 200});
  tasks_.drain_all();

  cache_->begin_frame();
  EXPECT_EQ(cache_->get(a, {200, 200}).state, S::ready);
}

TEST_F(Pictures, CacheGoneBeforeItsDecodes_LeavesNothingBehind) {
  open(8 << 20);
  const Path a = picture("a", 400, 400);
  cache_->begin_frame();
  cache_->get(a, {400, 400});
  cache_.reset();

  tasks_.drain_all();
}

TEST_F(Pictures, FileReplacedMeanwhile_IsShownAsItIsNow) {
  open(8 << 20);
  const Path a = picture("a", 100, 100);
  cache_->begin_frame();
  cache_->get(a, {200, 200});  // its header is read: 100 × 100
  while (tasks_.drain() == 0) {}
  picture("a", 160, 80);  // and before or after the decode it is another picture

  EXPECT_EQ(show({{a, {20, 20}}}), std::vector{S::ready});
  EXPECT_TRUE(findings_.empty());
}

// Requests and prefetches of any size in any order, some files broken, with work ending at any time.
TEST_F(Pictures, RandomRequests_NeverExceedTheBudget) {
  constexpr std::size_t kBudget = 1'200'000;
  open(kBudget);
  std::mt19937 random(20211);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::vector<Path> files;
  for (int i = 0; i < 30; ++i) files.push_back(picture("p" + std::to_string(i), 20 + below(500), 20 + below(300)));
  std::ofstream(files[7], std::ios::binary) << "broken";
  int ready = 0;

  for (int frame = 0; frame < 1500; ++frame) {
    cache_->begin_frame();
    const int page = below(10) * 3;
    for (int i = 0; i < 1 + below(4); ++i) {
      const Size cover{static_cast<float>(1 + below(500)), static_cast<float>(1 + below(400))};
      const auto view = cache_->get(files[static_cast<std::size_t>((page + i) % 30)], cover);
      ready += view.state == S::ready;
      if (view.state == S::ready) { EXPECT_EQ(view.texture->size(), view.size); }
    }
    if (below(2)) cache_->prefetch(files[static_cast<std::size_t>(below(30))], {400, 300});
    ASSERT_LE(cache_->bytes(), kBudget);
    if (below(3) == 0) tasks_.drain_all();
    else tasks_.drain();
  }
  tasks_.drain_all();

  EXPECT_LE(cache_->peak_bytes(), kBudget);
  EXPECT_GT(cache_->peak_bytes(), kBudget / 2);
  EXPECT_GT(ready, 200);
  ASSERT_EQ(findings_.size(), 1u) << to_string(findings_.back());
}

}  // namespace
}  // namespace kiosk::media
