// The exhibition on a glass in memory, page by page, as the display would show it: for previews and checks of the layout.
//
// Model   : the visitor's screens (kiosk/screens) without a visitor: each page is built, its pictures are waited for, and it is drawn once. Nothing
//           moves, so that the same pack gives the same bytes.
// Cost    : fonts about 50 ms, once; a page 1 to 5 ms to lay out, 20 to 100 ms to draw at 1080p, and what its pictures take.
// Threads : one; pictures are decoded on a worker of its own. SDL and FreeType are not for several threads: several processes (crew.h) have one each.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/gfx/bitmap.h"
#include "kiosk/screens/library.h"
#include "kiosk/screens/visit.h"
#include "kiosk/text/fonts.h"
#include "kiosk/ui/navigator.h"
#include "kiosk/ui/scene.h"
#include "kiosk/ui/theme.h"

namespace kiosk::author {

// A panel as it hangs, upright.
struct Glass {
  std::string name;  // for files and messages
  ui::Panel panel;
  bool portrait() const { return panel.pixels.h > panel.pixels.w; }
};

// "landscape", "portrait" (1080p on 708 mm, as kiosk.toml has it: the tightest that is common), "landscape-55", "portrait-55", "4k", or
// "WxH[@MM]", MM its longer side in millimetres. Errors: usage.
Result<Glass> parse_glass(std::string_view name);

// How a page is shown.
struct Showing {
  Language language = Language::hans;
  ui::TextSize size = ui::TextSize::normal;
  bool high_contrast = false;
  std::optional<LocalTime> now;  // decides slides, programme and the grey of a memorial day; nothing: only what has no date
};

std::string_view name_of(ui::TextSize size);  // "normal", "large", "largest"

// What has pages: the slides that are due, Home (as many pages as one scrolls through), a point, a story, a route (a page for each stop), the programme, About.
struct Subject {
  enum class Kind { slides, home, point, story, route, programme, about } kind = Kind::home;
  std::string pack, point, id;  // id: of the story or route; of slides, Home, the programme and About all are empty
  bool operator==(const Subject&) const = default;
};

// In the order in which a visitor meets them: slides, Home, each point with its stories, routes, the programme where there is one, About.
std::vector<Subject> subjects_of(const screens::Library& library);
// What an address of the exhibition leads to; page 0: all its pages.
Subject subject_of(const content::Address& address, const screens::Library& library);
// "slides", "home", "point.ID", "story.POINT.STORY", "route.ID", "programme", "about"; with the pack's id before it for another pack than the first.
std::string name_of(const Subject& subject, const screens::Library& library);

// Moments within a year and a month from `from` at which, together, every slide and every year's wording is due that is due in that time at all;
// `from` first. To the hour.
std::vector<LocalTime> moments_of(const screens::Library& library, LocalTime from);

class Easel final : private screens::Visit {
 public:
  // All borrowed. Errors: of gfx::Window.
  static Result<std::unique_ptr<Easel>> make(const Glass& glass, screens::LibraryPtr library, text::FontSet& fonts);
  ~Easel() override;

  // Puts page `number` (from 1) of the subject up; false where there is no such page, or the subject cannot be shown. What is there stays until
  // the next call.
  bool show(const Subject& subject, int number, const Showing& showing);

  const ui::Scene& scene() const;
  const ui::Look& look() const { return look_; }
  const Glass& glass() const { return glass_; }
  gfx::Bitmap picture();
  // The same without its words.
  gfx::Bitmap ground();

 private:
  struct State;
  Easel(const Glass& glass, screens::LibraryPtr library);
  std::shared_ptr<ui::Screen> make_screen(const Subject& subject, int number);
  bool turn_to(const Subject& subject, int number);
  void build();
  bool is_grey() const;
  gfx::Bitmap draw(const ui::Scene& scene);

  const screens::Choices& choices() const override { return choices_; }
  void choose(const screens::Choices&) override {}
  void go_home() override {}
  void go_back() override {}
  void open(const content::Address&) override {}
  void open_instead(const content::Address&) override {}
  void open_about() override {}
  const content::Board& board() const override { return board_; }
  const std::vector<content::Notice>& notices() const override { return notices_; }
  std::optional<LocalTime> site_time() const override { return time_; }
  Duration slide_time() const override { return seconds{8}; }
  bool calm() const override { return true; }
  const std::string& here() const override { return here_; }
  const std::filesystem::path& assets() const override { return assets_; }

  Glass glass_;
  screens::LibraryPtr library_;
  ui::Look look_;
  std::optional<LocalTime> time_;
  screens::Choices choices_;
  content::Board board_;
  std::vector<content::Notice> notices_;
  std::string here_;
  std::filesystem::path assets_;
  std::unique_ptr<State> state_;
};

}  // namespace kiosk::author
