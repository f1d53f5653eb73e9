// Compares every date, number and listed name of a pack with the facts that it cites.
//
// Rules   : a sentence with a date, a number or a name of names.toml ends in [^fact-id] (fact-uncited, note-inside), and each of them stands in
//           `says` of a fact that it cites, in the same language (fact-differs). 繁體 without `says` of its own is compared with 简体: dates and
//           numbers only. Titles, summaries, one-line texts and slides cite nothing themselves: they may state what their story, point or route
//           cites. The name of the point or route that a text stands in needs no fact, nor does
//           a practical line that was verified on a day.
// Level   : errors where pack.toml says strict_sources = true. Without it only fact-differs is asked, as a warning.
// Errors  : what cannot be read is the business of content::check, and passed over here.
#pragma once

#include "kiosk/content/finding.h"
#include "kiosk/content/folder.h"
#include "kiosk/content/model.h"

namespace kiosk::author {

content::Findings check_facts(const content::Folder& folder, const content::Index& index);

}  // namespace kiosk::author
