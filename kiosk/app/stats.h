// Figures of one run, written as JSON at exit (--stats).
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace kiosk::app {

struct Stats {
  long frames = 0, presented = 0, late_frames = 0;
  float first_frame_ms = -1;              // wall, from process start
  std::vector<float> frame_ms;            // wall, of each presented frame's work
  std::vector<float> input_to_present_ms; // run time
  std::vector<float> decode_ms;           // wall
  std::size_t texture_bytes_peak = 0, glyph_bytes_peak = 0;
  std::set<std::string> screens;
  std::vector<std::string> findings;      // of the packs
  int touch_devices = 0;
  std::string renderer, video_driver;

  // Keeps memory bounded over months: every other sample of a full list goes.
  static void add_sample(std::vector<float>& list, float value);
  std::string to_json() const;
};

// Wall time since the process began, in ms (10 ms exact; counts dynamic linking too).
float process_age_ms();

}  // namespace kiosk::app
