// Every frame of a whole visit is looked at as the panel shows it: attract, Home, a point, a story's pages, another language,
// other text sizes, wheelchair mode, the countdown and attract again.
//
// Method: the pack is tests/packs/good with its pictures painted in one colour that nothing else has. A frame is half-loaded
// where that colour is gone for one frame and there before and after.
#include "kiosk/app/display.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "kiosk/media/save_png.h"

namespace kiosk::app {
namespace {

namespace fs = std::filesystem;

struct Frame {
  float luma = 0;     // mean, 0..255
  float painted = 0;  // part of the glass on which a picture is seen
};

Frame look_at(const gfx::Bitmap& bitmap) {
  double luma = 0;
  std::size_t painted = 0;
  for (const std::uint32_t pixel : bitmap.pixels) {
    const int r = static_cast<int>(pixel >> 16 & 255), g = static_cast<int>(pixel >> 8 & 255), b = static_cast<int>(pixel & 255);
    luma += .2126 * r + .7152 * g + .0722 * b;
    painted += r > g + 40 && b > g + 40;
  }
  const auto n = static_cast<double>(bitmap.pixels.size());
  return {static_cast<float>(luma / n), static_cast<float>(static_cast<double>(painted) / n)};
}

class EveryFrameTest : public testing::Test {
 protected:
  EveryFrameTest() {
    char made[] = "/tmp/changlang-frames-XXXXXX";
    folder_ = ::mkdtemp(made);
    fs::copy(SOURCE_DIR "/tests/packs/good", folder_ / "pack", fs::copy_options::recursive);
    std::ofstream(folder_ / "pack/pictures/bridge.svg")
        << R"(<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="#ff60ff"/></svg>)";
    gfx::Bitmap garden(400, 300);
    garden.opaque = true;
    std::fill(garden.pixels.begin(), garden.pixels.end(), 0xFFFF60FFu);
    EXPECT_TRUE(media::save_png(garden, folder_ / "pack/pictures/garden.png"));
    config_.idle_s = config_.idle_long_page_s = 20;
    config_.countdown_s = 5;
    config_.slide_s = 4;
    config_.level = log::Level::error;
    log::set_level(config_.level);
  }
  ~EveryFrameTest() override {
    fs::remove_all(folder_);
  }

  std::vector<Frame> play(const std::string& script, const std::string& open = {}) {
    std::ofstream(folder_ / "script.txt") << script;
    Options options;
    options.headless = Size{320, 180};
    options.pack = folder_ / "pack";
    options.script = folder_ / "script.txt";
    options.open = open;
    std::vector<Frame> frames;
    Display display(options, config_);
    display.observe([&](const gfx::Bitmap& bitmap) { frames.push_back(look_at(bitmap)); });
    EXPECT_EQ(display.run(), Exit::done);
    return frames;
  }

  static void expect_whole(const std::vector<Frame>& frames) {
    constexpr float kBlack = 20, kDip = 10, kSeen = .04f, kGone = .01f;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      EXPECT_GT(frames[i].luma, kBlack) << "black: frame " << i;
      if (i == 0 || i + 1 == frames.size()) continue;
      EXPECT_FALSE(frames[i].luma < frames[i - 1].luma - kDip && frames[i].luma < frames[i + 1].luma - kDip)
          << "darker than both neighbours: frame " << i << ": " << frames[i - 1].luma << " " << frames[i].luma << " " << frames[i + 1].luma;
      EXPECT_FALSE(frames[i].painted < kGone && frames[i - 1].painted > kSeen && frames[i + 1].painted > kSeen)
          << "half-loaded: frame " << i << " shows no picture, those before and after do: " << frames[i - 1].painted << " " << frames[i].painted << " "
          << frames[i + 1].painted;
    }
  }

  fs::path folder_;
  site::Config config_;
};

TEST_F(EveryFrameTest, WholeVisit_IsNeverBlackOrHalfLoaded) {
  const std::vector<Frame> frames = play(R"(
wait 6000
tap 300 170
wait 600
expect screen home
tap "听雨桥"
wait 600
expect screen point
tap "石头的桥"
wait 600
expect screen story
tap "下一页"
wait 500
swipe 250 60 60 60 150
wait 600
tap "EN"
wait 300
tap "Next"
wait 500
tap "Next"
wait 500
tap "Back"
wait 600
expect screen point
wait 21000
expect screen countdown
wait 6000
expect screen attract
wait 5000
)");

  EXPECT_GT(frames.size(), 600u);
  expect_whole(frames);
}

TEST_F(EveryFrameTest, TextSizeAndWheelchair_NeverTakeThePictureAwayForAFrame) {
  const std::vector<Frame> frames = play(R"(
tap 300 170
wait 600
tap "听雨桥"
wait 600
tap "字号"
wait 300
tap "字号"
wait 300
tap "字号"
wait 300
tap "轮椅模式"
wait 300
tap "轮椅模式"
wait 300
tap "石头的桥"
wait 600
tap "下一页"
wait 500
tap "下一页"
wait 500
tap "字号"
wait 300
tap "轮椅模式"
wait 300
tap "EN"
wait 300
)");

  EXPECT_GT(frames.size(), 50u);
  expect_whole(frames);
}

// No picture was decoded larger before: each change wants one that is not there yet.
TEST_F(EveryFrameTest, SmallerTextThanAtTheStart_NeverTakesThePictureAwayForAFrame) {
  config_.text_size = site::TextSize::largest;
  for (const char* open : {"bridge", "bridge/stone#3"}) {
    const std::vector<Frame> frames = play("wait 500\ntap \"字号\"\nwait 500\ntap \"轮椅模式\"\nwait 500\n", open);

    EXPECT_GT(frames.size(), 3u);
    expect_whole(frames);
  }
}

TEST_F(EveryFrameTest, ScreenAfterScreenWithoutAPause_IsNeverBlackOrHalfLoaded) {
  expect_whole(play(R"(
tap 300 170
wait 50
tap "听雨桥"
wait 50
tap "首页"
wait 50
tap "四时园"
wait 120
tap "返回"
wait 60
tap "路线"
wait 50
tap "首页"
wait 50
tap "关于"
wait 100
tap "首页"
wait 600
expect screen home
)"));
}

TEST_F(EveryFrameTest, FirstFrame_AlreadyShowsTheSlide) {
  const std::vector<Frame> frames = play("wait 100\n");

  ASSERT_FALSE(frames.empty());
  EXPECT_GT(frames.front().painted, .2f);
}

}  // namespace
}  // namespace kiosk::app
