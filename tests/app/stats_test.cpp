#include "kiosk/app/stats.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <set>

namespace kiosk::app {
namespace {

using Json = nlohmann::json;

std::set<std::string> keys(const Json& object) {
  std::set<std::string> out;
  for (const auto& [key, value] : object.items()) out.insert(key);
  return out;
}

TEST(Stats, Json_HasTheKeysThatTestsAndTechniciansRelyOn) {
  const Json json = Json::parse(Stats{}.to_json());

  for (const char* key : {"frames", "presented", "first_frame_ms", "frame_ms", "late_frames", "input_to_present_ms", "decode_ms", "texture_bytes_peak",
                          "glyph_bytes_peak", "rss_peak_kb", "cpu_s", "screens", "touch_devices", "renderer", "video_driver"})
    EXPECT_TRUE(json.contains(key)) << key;
  EXPECT_EQ(keys(json["frame_ms"]), (std::set<std::string>{"p50", "p95", "p99", "max"}));
  EXPECT_EQ(keys(json["input_to_present_ms"]), (std::set<std::string>{"p50", "p99", "max"}));
  EXPECT_GT(json["rss_peak_kb"].get<long>(), 1000);
  EXPECT_GE(json["cpu_s"].get<double>(), 0);
}

TEST(Stats, Quantiles_AreOfTheSamples) {
  Stats stats;
  for (int i = 100; i >= 0; --i) stats.frame_ms.push_back(static_cast<float>(i));
  const Json json = Json::parse(stats.to_json())["frame_ms"];

  EXPECT_EQ(json["p50"], 50);
  EXPECT_EQ(json["p95"], 95);
  EXPECT_EQ(json["p99"], 99);
  EXPECT_EQ(json["max"], 100);
}

TEST(Stats, WithoutSamples_FiguresAreZero) {
  const Json json = Json::parse(Stats{}.to_json());
  EXPECT_EQ(json["frame_ms"]["max"], 0);
  EXPECT_EQ(json["first_frame_ms"], -1);
}

TEST(Stats, NamesThatAreNotUtf8_StillMakeJson) {
  Stats stats;
  stats.renderer = "bad \xff byte";
  stats.screens = {"home", "story"};
  const Json json = Json::parse(stats.to_json());
  EXPECT_EQ(json["screens"], (Json{"home", "story"}));
}

TEST(Stats, MonthsOfSamples_StayBoundedAndKeepTheirShape) {
  std::vector<float> list;
  for (int i = 0; i < 1'000'000; ++i) Stats::add_sample(list, static_cast<float>(i % 100));

  EXPECT_LE(list.size(), 20'000u);
  EXPECT_GE(list.size(), 10'000u);
  double sum = 0;
  for (const float v : list) sum += v;
  EXPECT_NEAR(sum / static_cast<double>(list.size()), 49.5, 5);
}

TEST(ProcessAge, IsPositiveAndGrows) {
  const float first = process_age_ms();
  EXPECT_GE(first, 0);
  EXPECT_GE(process_age_ms(), first);
}

}  // namespace
}  // namespace kiosk::app
