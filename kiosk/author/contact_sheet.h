// All pages of a pack on one sheet of HTML beside their pictures, with what is wrong under each: for reading, printing and passing on.
//
// One file  : no network, no other files than the pictures in the same folder; its script only filters. Both languages stand side by side.
// Hostile   : every text of the pack is escaped, and a content security policy lets nothing run but the sheet's own script, by its hash.
// Marks     : <html data-shots="N">, and once a picture was loaded, data-width on its figure; "missing" where it could not be: for tests.
#pragma once

#include <string>
#include <vector>

#include "kiosk/author/shots.h"

namespace kiosk::author {

struct ContactSheet {
  screens::LibraryPtr library;  // for titles
  std::vector<Shot> shots;      // in any order
  content::Findings findings;   // of the pack as a whole; those of a picture come with its shot
  bool watched = false;         // the sheet loads itself again, every two seconds
};

std::string to_html(const ContactSheet& sheet);
// & < > " ' as entities; control characters as spaces.
std::string escaped(std::string_view text);

}  // namespace kiosk::author
