// The whole visit: attract -> the visitor's screens -> countdown -> attract, everything reset.
//
// States  : attracting (root screen is attract) -> exploring by a touch; exploring -> counting down after idle time without a
//           touch; counting down -> exploring by any touch (which does nothing else), -> attracting at its end.
// Doors   : closed -> dark; a touch -> the page "closed" for kClosedPage -> dark. A visit under way at closing time goes on until its visitor
//           leaves (the countdown), kLongestOverrun at most: a broken touch frame must not keep the screen on all night.
// Content : a new Library is offered at any time and taken between visitors, while attracting; after kLongestOffer also during a visit, when
//           the visitor turns to another page or screen. What is withdrawn leaves the glass at once.
// Guide   : a guide leads a group: larger text, no countdown for kLongestGuide, a clicker's keys go on and back through places and stories. A mark in
//           the corner says so and ends it.
// Threads : the main thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kiosk/content/schedule.h"
#include "kiosk/gfx/input.h"
#include "kiosk/gfx/shapes.h"
#include "kiosk/screens/closed.h"
#include "kiosk/screens/front.h"
#include "kiosk/screens/screens.h"
#include "kiosk/screens/sign.h"
#include "kiosk/screens/visit.h"
#include "kiosk/ui/navigator.h"

namespace kiosk::screens {

struct Settings {
  Choices defaults;           // what every visit begins with
  Duration idle = seconds{60}, idle_long_page = seconds{90}, countdown = seconds{15}, slide = seconds{8};
  bool calm = false;
  std::string here;           // stop of the route where this screen stands
  std::filesystem::path assets;
  ui::Panel panel;
};

// So long a new Library waits for the visitor to leave (a long visit must not keep a correction away).
inline constexpr Duration kLongestOffer = std::chrono::minutes{10};

// A page with more characters than this waits idle_long_page.
inline constexpr std::size_t kLongPageCharacters = 300;

inline constexpr Duration kLongestGuide = std::chrono::minutes{45};

inline constexpr Duration kClosedPage = seconds{20};
inline constexpr Duration kLongestOverrun = std::chrono::hours{1};

class Exhibition final : public Visit, public Front {
 public:
  // All borrowed.
  Exhibition(ui::Brush brush, text::Typesetter& typesetter, Settings settings, LibraryPtr library);
  ~Exhibition() override;

  // Opens on `address` instead of attract: curators' previews and tests.
  void start_at(const content::Address& address);

  bool handle(const gfx::Finger& finger) override;
  // Counts in guide mode alone.
  bool handle(const gfx::Key& key);
  bool step(Duration dt, Duration now) override;
  void draw() override;
  bool presentable() const override { return navigator_.presentable(); }
  Duration wake_after(Duration now) const override;

  // Back to attract (or to the dark), everything forgotten: the staff take the glass.
  void end_visit();
  void begin_guide(Duration now);
  bool guiding() const { return guide_until_.has_value(); }

  // The doors close: dark as soon as no visit is under way. `doors` is asked whenever the page is shown. With `page_first` the page is shown
  // at once, whatever is on the glass: the display was started while closed.
  void close(std::function<ClosedDoors()> doors, bool page_first);
  void reopen();
  // Nothing of the exhibition is to be seen until the doors open again.
  bool closed() const { return doors_ == Doors::closed; }
  // The glass is black, and stays so without a touch.
  bool dark() const { return closed() && navigator_.settled() && navigator_.top().name() == "dark"; }

  // The site's time, to be told each minute; nothing while the clock is not to be trusted. Slides that are due, and the grey of a memorial day, change
  // between visitors.
  void tell_time(std::optional<LocalTime> time);
  // Why the glass is grey today; empty: it is not.
  LocalText memorial_day() const;

  void offer(LibraryPtr library);
  // What is taken down, and the notices of this moment: replaced as a whole.
  void post(content::Board board, std::vector<content::Notice> notices);
  const LibraryPtr& library() const { return library_; }
  // For the staff, above everything and in nobody's way: which box this is; that its picture was taken.
  void show_identity(const std::string& title, const std::vector<std::string>& lines, Duration for_so_long);
  void show_picture_taken(Duration for_so_long);

  // For scripts, dumps and status.
  std::string_view screen() const override;
  bool settled() const override { return !counting_ && navigator_.settled(); }
  std::uint64_t builds() const override { return navigator_.builds(); }
  std::string dump() const override;
  bool shows_text(std::string_view text) const override;
  // Those of the countdown while it is shown.
  std::vector<std::pair<std::string, Point>> visible_controls() const override;

  // Visit
  const Choices& choices() const override { return choices_; }
  void choose(const Choices& choices) override;
  void go_home() override;
  void go_back() override;
  void open(const content::Address& address) override;
  void open_instead(const content::Address& address) override { navigator_.replace(make(address)); }
  void open_about() override;
  const content::Board& board() const override { return board_; }
  const std::vector<content::Notice>& notices() const override { return notices_; }
  Duration slide_time() const override { return settings_.slide; }
  bool calm() const override { return settings_.calm; }
  const std::string& here() const override { return settings_.here; }
  std::optional<LocalTime> site_time() const override { return time_; }
  const std::filesystem::path& assets() const override { return settings_.assets; }

 private:
  ui::Look make_look() const;
  void attract();
  void go_dark();
  void show_closed_page();
  void step_doors();
  void take_offer_during_visit();
  std::vector<std::vector<content::DueSlide>> due_now() const;
  bool attracting() const { return navigator_.top().name() == "attract"; }
  std::shared_ptr<ui::Screen> home();
  std::shared_ptr<ui::Screen> find(const content::Address& address);  // null where the content has no such thing
  std::shared_ptr<ui::Screen> make(const content::Address& address);  // else a card that says so
  Duration idle_limit() const;
  void build_countdown(int seconds_left);
  void step_guide();
  void build_guide_mark();
  // The next place or story of the tour that may be shown; null at its end.
  std::vector<std::shared_ptr<ui::Screen>> next_on_tour();
  const ui::Scene& touchable() const { return counting_ ? countdown_scene_ : navigator_.top().scene; }

  ui::Brush brush_;
  text::Typesetter& typesetter_;
  Settings settings_;
  LibraryPtr library_, offered_;
  Duration offered_at_{0};
  std::uint64_t builds_at_offer_ = 0;  // of the navigator when the offer's time was up; 0: it is not
  std::optional<LocalTime> time_;
  std::vector<std::vector<content::DueSlide>> due_;  // by pack, as the slides were made
  content::Board board_;
  std::vector<content::Notice> notices_;
  Choices choices_;
  ui::Navigator navigator_;
  std::shared_ptr<ui::Screen> home_;
  Duration now_{0}, last_touch_{0};
  bool counting_ = false;
  Duration counting_since_{0};
  int seconds_shown_ = 0;
  ui::Scene countdown_scene_;
  Sign sign_;
  std::optional<Duration> guide_until_;
  std::optional<std::pair<std::int64_t, Choices>> guide_mark_of_;  // minutes left, and how it looks
  ui::Scene guide_mark_;
  enum class Doors { open, closing, closed } doors_ = Doors::open;
  std::function<ClosedDoors()> ask_doors_;
  Duration closing_since_{0}, page_since_{0};
  std::vector<gfx::FingerId> swallowed_;  // fingers that ended the countdown and do nothing else
};

}  // namespace kiosk::screens
