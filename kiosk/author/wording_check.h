// What a pack's texts and records are asked beside their facts: names in 繁體, lengths, ages, open questions, unproved conversion.
//
// Sources : names that conversion damages: 夏采曦, 黎里, 淀山湖 become 夏採曦, 黎裡, 澱山湖 by OpenCC s2tw. Lengths: what is read standing is about
//           250 Han characters a page, 80 on the first. Hours are believed for half a year.
#pragma once

#include "kiosk/base/clock.h"
#include "kiosk/content/finding.h"
#include "kiosk/content/folder.h"
#include "kiosk/content/model.h"

namespace kiosk::author {

inline constexpr std::size_t kMostRead = 250, kMostReadFirst = 80;  // Han characters of a page, of a story's first
inline constexpr std::chrono::days kHoursHold{183};
inline constexpr std::chrono::days kLookAhead{180};  // for anniversaries without wording

struct WordingArguments {
  bool release = false;
  LocalTime now;
};

content::Findings check_wording(const content::Folder& folder, const content::Index& index, const WordingArguments& arguments);

}  // namespace kiosk::author
