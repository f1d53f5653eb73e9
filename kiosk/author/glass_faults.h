// What is wrong with one page as it stands on the easel.
//
// Rules   : text-cut (words leave the room that they are seen in), words-overlap, text-scrolls (at normal size), run-long, contrast-low, picture-small,
//           picture-crop: content/RULES.md. Only what a curator wrote is judged; the program's own words have their own tests.
// Numbers : contrast: WCAG 2.2, 1.4.3: 4.5:1, and 3:1 from 24 CSS pixels on. A CSS pixel is an angle (0.0213°): at two metres 24 of them are 18 mm.
// Threads : one, the easel's.
#pragma once

#include <string>
#include <vector>

#include "kiosk/author/easel.h"
#include "kiosk/author/whence.h"

namespace kiosk::author {

struct Fault {
  std::string rule;
  Whence where;
  std::string words;  // the beginning of what it concerns
  double amount = 0;  // how bad: larger is worse; what it measures is the rule's
  std::string glass, page;
  bool portrait = false;
  Language language = Language::hans;
  ui::TextSize size = ui::TextSize::normal;
};

// Part of a picture that must be seen where no focal point was chosen.
inline constexpr float kLeastSeen = .5f;
inline constexpr double kContrast = 4.5, kContrastLarge = 3;
inline constexpr float kLargeMm = 18;

// The least contrast (WCAG, 1 to 21) of an ink with a pixel of `ground` inside `box`; 21 where the box is outside.
double least_contrast(const gfx::Bitmap& ground, const Rect& box, Color ink);

class FaultFinder {
 public:
  // All borrowed.
  FaultFinder(screens::LibraryPtr library, const content::Folder& folder) : library_(std::move(library)), folder_(folder), whence_(folder) {}

  // Of what the easel shows: page `number` of the subject.
  std::vector<Fault> look_at(Easel& easel, const Subject& subject, int number, const Showing& showing);

 private:
  struct Page;
  struct Seen;
  void find_cut(Page& page);
  void find_overlaps(Page& page);
  void find_scrolling(Page& page);
  void find_long_runs(Page& page);
  void find_low_contrast(Page& page);
  void look_at_pictures(Page& page);
  std::vector<std::string> files_of(const Page& page) const;
  void add(Page& page, std::string_view rule, std::string_view words, double amount);
  bool has_focus(const std::string& picture) const;

  screens::LibraryPtr library_;
  const content::Folder& folder_;
  WhenceFinder whence_;
};

}  // namespace kiosk::author
