// What one run of the display is made of, in the order of construction. Private to display.cpp (opening, the loop), display_upkeep.cpp (what it
// tells and is told while it runs) and display_stage.cpp (scripts and pictures of the glass).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/asks.h"
#include "kiosk/app/black_box.h"
#include "kiosk/app/content_source.h"
#include "kiosk/app/display.h"
#include "kiosk/app/opening_hours.h"
#include "kiosk/app/operator_desk.h"
#include "kiosk/app/program_update.h"
#include "kiosk/app/script.h"
#include "kiosk/app/stats.h"
#include "kiosk/app/status.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/task_queue.h"
#include "kiosk/gfx/failure.h"
#include "kiosk/gfx/shapes.h"
#include "kiosk/gfx/window.h"
#include "kiosk/media/pictures.h"
#include "kiosk/screens/corner_hold.h"
#include "kiosk/screens/exhibition.h"
#include "kiosk/screens/operator.h"
#include "kiosk/screens/picture_bridge.h"
#include "kiosk/text/atlas.h"
#include "kiosk/text/fonts.h"

namespace kiosk::app {

// The panel as it hangs; `upright`: pixels.
ui::Panel panel_profile(const site::Config& config, Size upright);

struct Display::State final : Stage {
  Options options;
  site::Config config;
  std::filesystem::path settings_file;  // empty: not to be kept
  std::string mistake;                  // of kiosk.toml, while the last good settings are used
  std::function<bool()> mended;
  FrameObserver observer;

  SteadyClock steady;
  VirtualClock fixed;
  bool virtual_time;
  const Clock& clock;
  Stats stats;

  std::unique_ptr<BlackBox> black_box;  // null: no record is kept

  // In the order of construction; each may borrow from those above it.
  std::unique_ptr<gfx::Window> window;
  std::unique_ptr<TaskQueue> tasks;
  std::unique_ptr<text::FontSet> fonts;
  std::unique_ptr<text::Typesetter> typesetter;
  std::unique_ptr<gfx::ShapeCache> shapes;
  std::unique_ptr<text::GlyphAtlas> glyphs;
  std::unique_ptr<media::PictureCache> pictures;
  std::unique_ptr<screens::PictureBridge> bridge;
  std::unique_ptr<ContentSource> source;
  ProgramUpdate update;
  screens::LibraryPtr library;  // what it begins with, until it is being checked
  std::unique_ptr<screens::Exhibition> exhibition;
  std::unique_ptr<gfx::PanelPower> panel;  // until `hours` has it
  std::unique_ptr<OpeningHours> hours;
  std::unique_ptr<PanelDesk> desk;                   // null, with the next two: no PIN is set
  std::unique_ptr<screens::OperatorPanel> operators;
  std::optional<screens::CornerHold> corners;
  std::optional<ScriptRunner> script;

  std::optional<Duration> told_time;       // when it was looked at last
  std::optional<LocalTime> shown_time;     // as the exhibition has it; to the minute
  std::string clock_trouble;               // why what has a date does not play; empty: it does
  Duration last_step{0}, last_ping{0}, last_touch{-1}, last_present{-1}, last_status{0}, last_picture{-1};
  content::Board board;
  std::optional<std::chrono::sys_seconds> board_changes;  // by itself: a notice begins or ends
  std::uint64_t pictures_failed = 0;
  bool dirty = true, moved = true, just_presented = false, checking = false, touch_said = false, settings_mended = false, wants_picture = false, closed_told = false, stop = false;
  std::uint64_t pictures_seen = 0, shot_build = 0;
  int shot_count = 0;
  std::vector<Duration> touches;  // of fingers that went down since the last frame
  std::vector<std::string> wanted_shots;
  std::optional<Error> expectation;

  State(Options o, site::Config c, std::filesystem::path f)
      : options(std::move(o)), config(std::move(c)), settings_file(std::move(f)), virtual_time(options.headless && !options.realtime),
        clock(virtual_time ? static_cast<const Clock&>(fixed) : steady), update(config.record) {}
  ~State() override {
    log::set_listener({});
    operators.reset();
    exhibition.reset();  // before what it draws with
    bridge.reset();
    tasks.reset();       // workers end before what their completions would touch
  }

  // On a panel that is off, or whose cable is out, a service waits for it; from a terminal it is an error.
  Result<void> open_window();
  std::optional<Exit> open();
  std::optional<Exit> open_content();
  void open_operator_panel();  // makes it, closed
  void ask_operator();         // shows it
  DisplayFacts facts() const;
  bool operator_is_in() const { return operators && operators->is_open(); }
  screens::Front& front() const { return operator_is_in() ? static_cast<screens::Front&>(*operators) : *exhibition; }
  bool dark() const { return !operator_is_in() && exhibition->dark(); }
  bool step(Duration dt, Duration now);
  void open_black_box();
  // `is_mended`: asked each second while the panel shows the screen; true ends the run, so that the service manager starts anew.
  Exit fail(gfx::FailureCause cause, const std::string& detail, Exit code, const std::function<bool()>& is_mended = {});
  Status begin_status() const;  // what is known of the box, and of the window where there is one
  void write_status();
  void write_failure(const gfx::Failure& failure) const;
  void write_waiting() const;
  void confirm_program() const;
  void start_anew_where_wanted();
  void look_for_asks();
  void answer(Ask ask);
  void take_picture();
  Exit loop();
  bool ended() const;
  void take_input();
  void take_finger(const gfx::Finger& finger);
  void take_key(const gfx::Key& key);
  Duration sleep_time() const;
  void watch_content();
  void post_board();
  void tell_time(Duration now);
  // The site's time, which --now sets.
  LocalTime local() const { return options.now ? *options.now + std::chrono::floor<seconds>(clock.now()) : local_time_now(); }
  std::chrono::sys_seconds utc() const { return options.now ? to_utc(*options.now) + std::chrono::floor<seconds>(clock.now()) : utc_now(); }
  void check_once();
  void draw_and_present();
  void take_shots();
  void save_shot(const std::string& name);
  void finish();

  // Stage: what a script does.
  void touch(gfx::Finger::Phase phase, gfx::FingerId id, Point on_panel) override { take_finger(window->finger_at(phase, id, on_panel, clock.now())); }
  void press_key(gfx::Key::Kind key) override { take_key({key}); }
  std::optional<Point> find_label(std::string_view label) override;
  void shot(const std::string& name) override { wanted_shots.push_back(name); }
  void dump(const std::string& name) override;
  std::string screen() override { return std::string(front().screen()); }
  bool shows_text(std::string_view text) override { return front().shows_text(text); }
  std::string what_is_shown() override {
    std::string out;
    for (const auto& [label, at] : front().visible_controls()) out += (out.empty() ? "\"" : ", \"") + label + "\"";
    return out;
  }
};

}  // namespace kiosk::app
