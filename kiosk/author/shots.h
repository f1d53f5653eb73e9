// Pictures of a pack's pages as PNG files, each with what is wrong with it: the preview where there is no display.
//
// Names   : SUBJECT[.pN].LANGUAGE.PROFILE.SIZE.png, "story.bridge.stone.p2.zh-Hans.portrait.normal.png": stable from run to run.
// Bytes   : the same pack gives the same files, on however many cores. A file is replaced whole, and only where its picture changed.
// Sizes   : normal for every page; with `all_sizes` the two larger ones too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/author/glass_check.h"

namespace kiosk::author {

struct ShotOptions {
  std::filesystem::path pack, out;
  std::vector<Glass> glasses;
  std::vector<Language> languages;  // empty: the pack's
  bool all_sizes = false, high_contrast = false;
  unsigned workers = 0;  // 0: one a core
  std::optional<LocalTime> now;  // as Showing::now
};

struct Shot {
  Subject subject;
  int number = 1;
  std::string file;  // in `out`
  std::string glass;
  int width = 0, height = 0;
  Language language = Language::hans;
  ui::TextSize size = ui::TextSize::normal;
  std::uint64_t pixels = 0;           // a hash of them
  std::vector<std::string> pictures;  // of the pack, that it shows
  std::vector<Fault> faults;
};

// One page, or all of a subject where `page` is 0.
struct Wanted {
  Subject subject;
  int page = 0;
};

// Takes the pictures of all that is wanted, in that order. `known`: what an earlier call took; a picture whose pixels are the same is not written
// again. Errors: those of the easel and of writing.
Result<std::vector<Shot>> take_shots(const ShotOptions& options, const std::vector<Wanted>& wanted, const std::vector<Shot>& known = {},
                                     const GlassProgress& progress = {});

}  // namespace kiosk::author
