#include "kiosk/ctl/progress_line.h"

#include <array>
#include <cstdio>

namespace kiosk::ctl {
namespace {

constexpr std::chrono::milliseconds kBetween{250};  // slow enough to read, and to cost nothing

std::string one_decimal(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

}  // namespace

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  double value = static_cast<double>(bytes) / 1000;
  for (const char* unit : {" kB", " MB"}) {
    if (value < 999.95) return one_decimal(value) + unit;
    value /= 1000;
  }
  return one_decimal(value) + " GB";
}

std::string progress_text(const sync::Progress& progress, double bytes_per_second) {
  std::string text = size_text(progress.bytes) + " of " + size_text(progress.bytes_total) + ", " + std::to_string(progress.files) + " of " +
                     std::to_string(progress.files_total) + " files";
  if (bytes_per_second < 1) return text;
  text += ", " + size_text(static_cast<std::uint64_t>(bytes_per_second)) + "/s";
  if (progress.bytes > progress.bytes_total) return text;
  const auto left = static_cast<std::uint64_t>(static_cast<double>(progress.bytes_total - progress.bytes) / bytes_per_second + .5);
  std::array<char, 48> time{};
  if (left >= 3600) std::snprintf(time.data(), time.size(), ", %llu:%02llu:%02llu left", left / 3600ull, left / 60ull % 60, left % 60ull);
  else std::snprintf(time.data(), time.size(), ", %llu:%02llu left", left / 60ull, left % 60ull);
  return text + time.data();
}

void ProgressLine::clear() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

void ProgressLine::update(const sync::Progress& progress) {
  if (!shown_) return;
  const Time now = std::chrono::steady_clock::now();
  if (started_ == Time{}) {
    started_ = now;
    first_bytes_ = progress.bytes;
  }
  if (now - last_ < kBetween) return;
  last_ = now;
  drawn_ = true;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  const double rate = seconds > 1 ? static_cast<double>(progress.bytes - first_bytes_) / seconds : 0;
  std::fprintf(stderr, "\r\033[K%s", progress_text(progress, rate).c_str());
}

}  // namespace kiosk::ctl
