// The visitor's rooms, each made by its function; what they look like inside is their own business.
// All borrow the Visit and keep the Library, so that a running screen outlives a change of content.
#pragma once

#include <memory>

#include "kiosk/screens/visit.h"
#include "kiosk/ui/navigator.h"

namespace kiosk::screens {

// Slides that draw people in: picture, title, one line, slow pan and crossfade, an invitation to touch. Begins with slide `first`, from 0,
// of those that there are.
std::shared_ptr<ui::Screen> make_attract(Visit& visit, LibraryPtr library, std::size_t first = 0);
// The points as landmarks along one scroll of water.
std::shared_ptr<ui::Screen> make_home(Visit& visit, LibraryPtr library);
// One place: introduction, practical facts, its stories. Null where the point cannot be shown.
std::shared_ptr<ui::Screen> make_point(Visit& visit, LibraryPtr library, content::Pack& pack, const std::string& id);
// A story's pages, from `page` (1 = cover). Null where the story cannot be shown.
std::shared_ptr<ui::Screen> make_story(Visit& visit, LibraryPtr library, content::Pack& pack, const std::string& point, const std::string& story,
                                       int page);
// A walk with its stops. Null where it cannot be shown.
std::shared_ptr<ui::Screen> make_route(Visit& visit, LibraryPtr library, content::Pack& pack, const std::string& id);
// What takes place: lectures, party classes, activities that are not over.
std::shared_ptr<ui::Screen> make_programme(Visit& visit, LibraryPtr library);
std::shared_ptr<ui::Screen> make_about(Visit& visit, LibraryPtr library);
// "This cannot be shown at present": a card instead of a broken page; Home and Back work.
std::shared_ptr<ui::Screen> make_error_card(Visit& visit);

// A screen that shows one address of the content: where the visitor is when the content changes under them.
class Addressed {
 public:
  virtual ~Addressed() = default;
  virtual content::Address address() const = 0;
};

// A screen of several pages: a guide's clicker turns them.
class Paged {
 public:
  virtual ~Paged() = default;
  // 1 or -1; false where there is no such page.
  virtual bool turn(int by) = 0;
};

// Han characters and words on the page that is shown: long pages wait longer before the visitor is thought to have left.
class LongPage {
 public:
  virtual ~LongPage() = default;
  virtual std::size_t characters() const = 0;
};

}  // namespace kiosk::screens
