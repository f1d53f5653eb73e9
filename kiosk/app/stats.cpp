#include "kiosk/app/stats.h"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "kiosk/base/files.h"
#include "kiosk/base/json.h"

namespace kiosk::app {
namespace {

constexpr std::size_t kMostSamples = 20'000;

float quantile(const std::vector<float>& sorted, float q) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<std::size_t>(std::lround(q * static_cast<float>(sorted.size() - 1)))];
}

double rounded(float ms) { return std::round(static_cast<double>(ms) * 1000) / 1000; }

OrderedJson summary(std::vector<float> values, bool with_p95) {
  std::sort(values.begin(), values.end());
  OrderedJson out;
  out["p50"] = rounded(quantile(values, .5f));
  if (with_p95) out["p95"] = rounded(quantile(values, .95f));
  out["p99"] = rounded(quantile(values, .99f));
  out["max"] = values.empty() ? 0. : rounded(values.back());
  return out;
}

}  // namespace

void Stats::add_sample(std::vector<float>& list, float value) {
  if (list.size() >= kMostSamples) {
    for (std::size_t i = 0; i < list.size() / 2; ++i) list[i] = list[i * 2];
    list.resize(list.size() / 2);
  }
  list.push_back(value);
}

std::string Stats::to_json() const {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds_of = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  OrderedJson out;
  out["frames"] = frames;
  out["presented"] = presented;
  out["first_frame_ms"] = rounded(first_frame_ms);
  out["frame_ms"] = summary(frame_ms, true);
  out["late_frames"] = late_frames;
  out["input_to_present_ms"] = summary(input_to_present_ms, false);
  out["decode_ms"] = summary(decode_ms, true);
  out["texture_bytes_peak"] = texture_bytes_peak;
  out["glyph_bytes_peak"] = glyph_bytes_peak;
  out["rss_peak_kb"] = usage.ru_maxrss;
  out["cpu_s"] = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  out["screens"] = screens;
  out["touch_devices"] = touch_devices;
  out["renderer"] = renderer;
  out["video_driver"] = video_driver;
  out["findings"] = findings;
  return to_text(out, 2);
}

float process_age_ms() {
  // Field 22 of /proc/self/stat: start time in ticks since boot; the command's name before it may hold spaces.
  const Result<std::string> stat = read_file("/proc/self/stat", 1 << 16);
  const std::size_t after_name = stat ? stat->rfind(')') : std::string::npos;
  if (after_name == std::string::npos) return -1;
  unsigned long long ticks = 0;
  if (std::sscanf(stat->c_str() + after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &ticks) != 1) return -1;
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  const double age = static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
  return static_cast<float>(age * 1000);
}

}  // namespace kiosk::app
