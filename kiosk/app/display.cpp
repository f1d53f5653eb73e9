#include "kiosk/app/display.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <thread>

#include "kiosk/app/asks.h"
#include "kiosk/app/black_box.h"
#include "kiosk/app/calibration.h"
#include "kiosk/app/content_check.h"
#include "kiosk/app/content_source.h"
#include "kiosk/app/last_good.h"
#include "kiosk/app/notify.h"
#include "kiosk/app/opening_hours.h"
#include "kiosk/app/program_update.h"
#include "kiosk/app/script.h"
#include "kiosk/app/stats.h"
#include "kiosk/app/status.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"
#include "kiosk/base/log.h"
#include "kiosk/base/task_queue.h"
#include "kiosk/gfx/failure.h"
#include "kiosk/gfx/shapes.h"
#include "kiosk/gfx/window.h"
#include "kiosk/media/pictures.h"
#include "kiosk/media/save_png.h"
#include "kiosk/screens/exhibition.h"
#include "kiosk/screens/picture_bridge.h"
#include "kiosk/site/paths.h"
#include "kiosk/text/atlas.h"
#include "kiosk/text/fonts.h"

namespace kiosk::app {
namespace {

constexpr Duration kLongestSleep = seconds{1};      // the watchdog is fed at least this often
constexpr std::uint64_t kAttractPeriods = 2;         // of looking for content: pictures not asked for in that time go between visitors
constexpr Duration kStatusEvery = seconds{60};
constexpr Duration kTouchGrace = seconds{2};        // touch devices appear asynchronously
constexpr Duration kMostStep = milliseconds{100};   // after a stall motion goes on rather than jumps
constexpr unsigned kWorkers = 2;

volatile std::sig_atomic_t g_stop = 0;  // set by SIGTERM and SIGINT
void on_signal(int) { g_stop = 1; }
void listen_for_signals() {
  std::signal(SIGTERM, on_signal);
  std::signal(SIGINT, on_signal);
}

gfx::WindowOptions window_options(const Options& options, const site::Config& config) {
  gfx::WindowOptions out;
  out.mode = options.headless ? gfx::WindowOptions::Mode::headless : options.window ? gfx::WindowOptions::Mode::window : gfx::WindowOptions::Mode::panel;
  out.size = options.headless ? *options.headless : options.window.value_or(Size{});
  out.rotation = static_cast<gfx::Rotation>(config.rotation);
  const auto& m = config.matrix;
  if (!options.calibrate) out.touch = {m[0], m[1], m[2], m[3], m[4], m[5]};
  return out;
}

ui::Panel panel_profile(const site::Config& config, Size upright) {
  ui::Panel panel;
  panel.pixels = upright;
  panel.px_per_mm = std::max(upright.w, upright.h) / static_cast<float>(config.long_side_mm);
  panel.bottom_edge_mm = static_cast<float>(config.bottom_edge_mm_for(upright.h > upright.w));
  return panel;
}

screens::Settings settings_of(const Options& options, const site::Config& config, Size upright) {
  screens::Settings s;
  s.defaults.language = options.language.value_or(config.language);
  s.defaults.text_size = static_cast<ui::TextSize>(config.text_size);
  s.defaults.high_contrast = config.high_contrast;
  s.defaults.wheelchair = config.wheelchair;
  s.idle = seconds{config.idle_s};
  s.idle_long_page = seconds{config.idle_long_page_s};
  s.countdown = seconds{config.countdown_s};
  s.slide = seconds{config.slide_s};
  s.calm = config.calm;
  s.here = config.here;
  s.assets = site::assets_folder();
  s.panel = panel_profile(config, upright);
  return s;
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

void put_status(const std::filesystem::path& folder, const std::string& json) {
  if (const Result<void> written = write_status(folder, json); !written) log::warning("status: " + to_string(written.error()));
}

}  // namespace

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
  std::optional<ScriptRunner> script;

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
    exhibition.reset();  // before what it draws with
    bridge.reset();
    tasks.reset();       // workers end before what their completions would touch
  }

  Result<void> open_window();
  std::optional<Exit> open();
  std::optional<Exit> open_content();
  void open_black_box();
  // `mended`: asked each second while the panel shows the screen; true ends the run, so that the service manager starts anew.
  Exit fail(gfx::FailureCause cause, const std::string& detail, Exit code, const std::function<bool()>& mended = {});
  void write_status();
  void confirm_program() const;
  void start_anew_where_wanted();
  void look_for_asks();
  void answer(Ask ask);
  void take_picture();
  Exit loop();
  bool ended() const;
  void take_input();
  void take_finger(const gfx::Finger& finger);
  Duration sleep_time() const;
  void watch_content();
  void post_board();
  std::chrono::sys_seconds utc() const { return options.now ? to_utc(*options.now) + std::chrono::floor<seconds>(clock.now()) : utc_now(); }
  void check_once();
  void draw_and_present();
  void take_shots();
  void save_shot(const std::string& name);
  void finish();

  // Stage: what a script does.
  void touch(gfx::Finger::Phase phase, gfx::FingerId id, Point on_panel) override { take_finger(window->finger_at(phase, id, on_panel, clock.now())); }
  std::optional<Point> find_label(std::string_view label) override;
  void shot(const std::string& name) override { wanted_shots.push_back(name); }
  void dump(const std::string& name) override;
  std::string screen() override { return std::string(exhibition->screen()); }
  bool shows_text(std::string_view text) override { return exhibition->shows_text(text); }
  std::string what_is_shown() override {
    std::string out;
    for (const auto& [label, at] : exhibition->visible_controls()) out += (out.empty() ? "\"" : ", \"") + label + "\"";
    return out;
  }
};

Exit Display::State::fail(gfx::FailureCause cause, const std::string& detail, Exit code, const std::function<bool()>& mended) {
  const gfx::Failure& failure = gfx::failure(cause);
  log::error("failure screen: code=" + std::string(failure.code) + " " + detail);
  if (!window) return code;
  const std::string time = kiosk::to_string(options.now.value_or(local_time_now()));
  gfx::show_failure(*window, failure, time, detail);
  if (options.headless) {
    if (!options.shots.empty()) {
      std::filesystem::create_directories(options.shots);
      (void)media::save_png(gfx::failure_picture(failure, window->canvas().size(), time, detail), options.shots / "failure.png");
    }
    return code;
  }
  notify("READY=1\nSTATUS=failure screen " + std::string(failure.code));
  if (!config.record.empty()) {
    Status status;
    status.time = to_utc_string(utc_now());
    status.program = CHANGLANG_VERSION;
    status.failure = failure.code;
    status.touch_devices = window->touch_devices();
    status.renderer = window->renderer_name();
    status.video_driver = window->video_driver();
    put_status(config.record, status.to_json());
  }
  // The panel keeps saying what is wrong, unless the version before may know better.
  const Duration began = clock.now();
  while (!g_stop && !(update.on_trial() && clock.now() - began >= kFailureOnTrial)) {
    const std::optional<gfx::Event> event = window->next_event(kLongestSleep);
    if (event && std::holds_alternative<gfx::Quit>(*event)) break;
    gfx::show_failure(*window, failure, kiosk::to_string(local_time_now()), detail);
    notify("WATCHDOG=1");
    if (mended && mended()) break;
  }
  return code;
}

std::optional<Exit> Display::State::open_content() {
  source = std::make_unique<ContentSource>(options.pack, config, *tasks);
  Result<screens::LibraryPtr> opened = source->open();
  if (!opened) return fail(gfx::FailureCause::no_content, kiosk::to_string(opened.error()), Exit::no_content, [this] { return source->has_any(); });
  library = *opened;
  source->take = [this](screens::LibraryPtr offered) { exhibition->offer(std::move(offered)); };
  source->post = [this](content::Board posted) {
    board = std::move(posted);
    post_board();
  };
  return std::nullopt;
}

Result<void> Display::State::open_window() {
  Result<std::unique_ptr<gfx::Window>> opened = gfx::Window::open(window_options(options, config), clock);
  if (!opened) return opened.error();
  window = std::move(*opened);
  return {};
}

void Display::State::open_black_box() {
  if (!config.record.empty()) make_asks_folder(config.record);
  if (config.record.empty() || virtual_time) return;
  Result<std::unique_ptr<BlackBox>> opened = BlackBox::open(config.record, boot_id(), clock);
  if (!opened) return log::warning("black box: " + kiosk::to_string(opened.error()));
  black_box = std::move(*opened);
  log::set_listener([this](log::Level, std::string_view message) { black_box->note(message); });
}

std::optional<Exit> Display::State::open() {
  if (const Result<void> opened = open_window(); !opened) {
    log::error(kiosk::to_string(opened.error()));
    return Exit::internal;
  }
  open_black_box();
  tasks = std::make_unique<TaskQueue>(kWorkers, [this] { window->wake(); });
  if (options.calibrate) return calibrate(*window, clock, static_cast<gfx::Rotation>(config.rotation), [] { return g_stop != 0; });
  if (options.safe) return fail(gfx::FailureCause::safe_mode, "", Exit::done);
  gfx::Canvas& canvas = window->canvas();
  pictures = std::make_unique<media::PictureCache>(canvas, *tasks, static_cast<std::size_t>(config.media_mb) << 20,
                                                   [this](const Error& error) {
                                                     ++pictures_failed;
                                                     log::warning("picture left out: " + kiosk::to_string(error));
                                                   });
  bridge = std::make_unique<screens::PictureBridge>(*pictures);
  if (const std::optional<Exit> exit = open_content()) return exit;
  // The first slide's picture decodes on a worker while the fonts open here.
  for (const auto& pack : library->packs()) {
    if (!options.open.empty() || pack->index().slides.empty() || pack->index().slides.front().pictures.size() != 1) continue;
    bridge->get(pack->index().slides.front().pictures.front()->file, canvas.size());
    break;
  }
  Result<std::unique_ptr<text::FontSet>> found = text::FontSet::find();
  if (!found) return fail(gfx::FailureCause::no_font, kiosk::to_string(found.error()), Exit::internal);
  fonts = std::move(*found);
  typesetter = std::make_unique<text::Typesetter>(*fonts);
  shapes = std::make_unique<gfx::ShapeCache>(canvas);
  glyphs = std::make_unique<text::GlyphAtlas>(canvas, *fonts, static_cast<std::size_t>(config.glyphs_mb) << 20);
  exhibition = std::make_unique<screens::Exhibition>(ui::Brush{canvas, *shapes, *glyphs, *bridge}, *typesetter, settings_of(options, config, canvas.size()),
                                                     library);
  hours = make_opening_hours(options, config.hours, clock, panel ? std::move(panel) : window->panel_power());
  source->read_board();
  if (!options.open.empty()) {
    const std::optional<content::Address> address = content::parse_address(options.open, library->first().index().id);
    if (!address) {
      log::error("--open: \"" + options.open + "\" is not allowed here: POINT, POINT/STORY#PAGE or routes/ROUTE");
      return Exit::usage;
    }
    exhibition->start_at(*address);
  }
  return std::nullopt;
}

bool Display::State::ended() const {
  if (stop || g_stop || expectation) return true;
  if (script && script->done() && wanted_shots.empty()) return true;
  if (options.frames && stats.frames >= *options.frames) return true;
  return options.seconds && clock.now() >= *options.seconds;
}

void Display::State::take_finger(const gfx::Finger& finger) {
  last_touch = clock.now();
  if (finger.phase == gfx::Finger::Phase::down) {
    touches.push_back(finger.time);
    if (black_box) black_box->note("touch");
  }
  dirty |= exhibition->handle(finger);
}

Duration Display::State::sleep_time() const {
  if (dirty || moved || (script && !script->done())) return Duration{0};
  return std::min(kLongestSleep, exhibition->wake_after(clock.now()));
}

void Display::State::take_input() {
  if (options.headless) {
    if (options.realtime) {
      const Duration frame{1'000'000 / options.hz}, wait = std::max(last_step + frame - clock.now(), std::min(sleep_time(), Duration{50'000}));
      if (wait > Duration{0}) std::this_thread::sleep_for(wait);
    }
    return;
  }
  // Where no present waits for the glass (software drawing, a screen that waits for its pictures) the loop keeps its own pace.
  Duration wait = sleep_time();
  if (wait == Duration{0} && (window->software() || !std::exchange(just_presented, false))) wait = std::max(Duration{0}, last_step + Duration{static_cast<std::int64_t>(1e6f / window->refresh_hz())} - clock.now());
  std::optional<gfx::Event> event = window->next_event(wait);
  while (event) {
    if (const auto* finger = std::get_if<gfx::Finger>(&*event)) take_finger(*finger);
    else if (std::holds_alternative<gfx::Quit>(*event)) stop = true;
    else if (std::holds_alternative<gfx::Redraw>(*event)) dirty = true;
    else if (const auto* devices = std::get_if<gfx::TouchDevices>(&*event)) {
      log::info("touch devices: count=" + std::to_string(devices->count));
      touch_said = devices->count > 0;
    }
    event = window->next_event(Duration{0});
  }
}

void Display::State::watch_content() {
  if (board_changes && utc() >= *board_changes) post_board();
  if (!source->look(clock.now())) return;
  if (exhibition->screen() == "attract") pictures->drop_unused(kAttractPeriods);
  look_for_asks();
}

void Display::State::look_for_asks() {
  if (config.record.empty()) return;
  tasks->submit([this]() -> TaskQueue::Completion {
    return [this, asks = take_asks(config.record)] {
      for (const Ask ask : asks) answer(ask);
    };
  });
}

void Display::State::answer(Ask ask) {
  dirty = true;
  if (ask == Ask::identify) {
    log::info("identify: this box's name is on its glass");
    exhibition->show_identity(config.name.empty() ? host_name() : config.name, {host_name(), "Changlang " CHANGLANG_VERSION}, kIdentify);
  } else if (last_picture < Duration{0} || clock.now() - last_picture >= kScreenshotEvery) {
    last_picture = clock.now();
    wants_picture = true;
  }
}

// Of what was drawn and not yet presented.
void Display::State::take_picture() {
  wants_picture = false;
  log::info("screenshot: a picture of the glass is taken");
  tasks->submit([folder = config.record, picture = window->panel_pixels()]() -> TaskQueue::Completion {
    const std::filesystem::path half = folder / "screenshot.png.new";
    std::error_code error;
    Result<void> saved = media::save_png(picture, half);
    if (saved) std::filesystem::rename(half, folder / "screenshot.png", error);
    if (!saved || error) log::warning("screenshot: " + (saved ? error.message() : kiosk::to_string(saved.error())));
    return {};
  });
  exhibition->show_picture_taken(kScreenshotSign);
  dirty = true;
}

void Display::State::post_board() {
  board_changes = board.next_change(utc());
  exhibition->post(board, board.notices(utc()));
  dirty = true;
}

void Display::State::write_status() {
  last_status = clock.now();
  const auto age = [&](Duration since) { return since < Duration{0} ? std::nullopt : std::optional<double>(to_seconds(clock.now() - since)); };
  Status status;
  status.time = to_utc_string(utc_now());
  status.program = CHANGLANG_VERSION;
  status.generation = generation_of(exhibition->library()->folder());
  for (const auto& pack : exhibition->library()->packs()) status.packs.push_back(pack->index().id + " " + pack->index().version);
  status.screen = exhibition->closed() ? "closed" : exhibition->screen();
  status.panel = hours->panel(exhibition->dark());
  status.hours_change = hours->next_change();
  status.settings = mistake;
  status.frame_age_s = age(last_present);
  status.touch_age_s = age(last_touch);
  status.touch_devices = window->touch_devices();
  status.renderer = window->renderer_name();
  status.video_driver = window->video_driver();
  status.findings = stats.findings.size();
  status.pictures_failed = pictures_failed;
  status.content_refused = source->refused();
  status.late_frames = static_cast<std::uint64_t>(stats.late_frames);
  tasks->submit([folder = config.record, json = status.to_json()]() -> TaskQueue::Completion { put_status(folder, json); return {}; });
  if (!mistake.empty()) tasks->submit([this]() -> TaskQueue::Completion { return [this, now_good = mended()] { settings_mended = now_good; }; });
  else if (const auto file = std::exchange(settings_file, {}); !file.empty())
    tasks->submit([folder = config.record, file]() -> TaskQueue::Completion {
      if (const auto kept = keep_as_last_good(folder, file); !kept) log::warning("settings: " + kiosk::to_string(kept.error()));
      return {};
    });
}

void Display::State::confirm_program() const {
  if (const Result<void> done = update.confirm(); done) log::info("this version of the program stands: version=" CHANGLANG_VERSION);
  else log::error("program: " + kiosk::to_string(done.error()));
}

void Display::State::start_anew_where_wanted() {
  const std::string_view screen = exhibition->closed() ? "closed" : exhibition->screen();
  if (settings_mended && (screen == "attract" || screen == "closed")) {
    log::info("the settings are right again: starting anew");
    stop = true;
  }
  if (options.headless || !update.is_replaced() || !ProgramUpdate::is_quiet(screen, local_time_now())) return;
  log::info("another version of the program is installed: starting anew");
  stop = true;
}

void Display::State::check_once() {
  if (checking || stats.presented == 0) return;
  checking = true;
  check_content(*tasks, std::exchange(library, nullptr), [this](const std::string& line) {
    log::warning(line);
    if (stats.findings.size() < 1000) stats.findings.push_back(line);
  });
}

void Display::State::draw_and_present() {
  const auto begin = std::chrono::steady_clock::now();
  pictures->begin_frame();
  exhibition->draw();
  dirty = false;
  if (observer) observer(window->panel_pixels());
  const auto drawn = std::chrono::steady_clock::now();
  for (const std::string& name : std::exchange(wanted_shots, {})) save_shot(name);
  if (wants_picture) take_picture();
  const auto before_present = std::chrono::steady_clock::now();
  window->present();
  just_presented = true;
  ++stats.presented;
  last_present = clock.now();
  const float ms = std::chrono::duration<float, std::milli>(drawn - begin + (std::chrono::steady_clock::now() - before_present)).count();
  Stats::add_sample(stats.frame_ms, ms);
  const bool is_late = ms > 1000.f / static_cast<float>(options.headless ? options.hz : static_cast<int>(window->refresh_hz()));
  stats.late_frames += is_late;
  if (black_box) black_box->frame(ms, is_late);
  if (stats.first_frame_ms < 0) {
    stats.first_frame_ms = process_age_ms();
    notify("READY=1");
  }
  const Duration shown = clock.now() + (virtual_time ? Duration{1'000'000 / options.hz} : Duration{0});
  for (const Duration at : std::exchange(touches, {})) Stats::add_sample(stats.input_to_present_ms, to_seconds(shown - at) * 1000);
}

void Display::State::save_shot(const std::string& name) {
  if (options.shots.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(options.shots, error);
  if (const Result<void> saved = media::save_png(window->panel_pixels(), options.shots / (name + ".png")); !saved)
    log::error(kiosk::to_string(saved.error()));
}

void Display::State::take_shots() {
  if (options.shots.empty() || script || !exhibition->settled() || exhibition->builds() == shot_build || stats.presented == 0) return;
  shot_build = exhibition->builds();
  char number[16];
  std::snprintf(number, sizeof number, "%03d-", ++shot_count);
  wanted_shots.push_back(number + std::string(exhibition->screen()));
  dirty = true;
}

std::optional<Point> Display::State::find_label(std::string_view label) {
  const std::optional<Point> upright = exhibition->find_label(label);
  if (!upright) return std::nullopt;
  return gfx::to_panel(*upright, window->panel_size(), static_cast<gfx::Rotation>(config.rotation));
}

void Display::State::dump(const std::string& name) {
  if (options.shots.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(options.shots, error);
  if (const Result<void> written = write_file_durably(options.shots / (name + ".txt"), exhibition->dump()); !written)
    log::error(kiosk::to_string(written.error()));
}

Exit Display::State::loop() {
  while (!ended()) {
    take_input();
    if (script) {
      if (const Result<void> ran = script->run(*this, clock.now()); !ran) expectation = ran.error();
      if (!wanted_shots.empty()) dirty = true;
    }
    if (virtual_time) tasks->drain_all();
    else tasks->drain();
    if (pictures->version() != pictures_seen) {
      pictures_seen = pictures->version();
      dirty = true;
    }
    const Duration now = clock.now(), dt = stats.frames == 0 ? Duration{0} : std::min(now - last_step, kMostStep);
    last_step = now;
    watch_content();
    hours->look(*exhibition, now);
    moved = exhibition->step(dt, now);
    dirty |= moved;
    stats.screens.insert(std::string(exhibition->screen()));
    if (black_box) {
      black_box->screen(exhibition->screen());
      black_box->tick();
    }
    take_shots();
    if (dirty && !hours->before_frame(exhibition->dark(), now)) dirty = false;
    if (dirty && exhibition->presentable()) draw_and_present();
    hours->watch(exhibition->dark() && !dirty, now);
    check_once();
    if (stats.presented > 0) {
      // What is not on the glass has not proven itself.
      const bool closed = exhibition->closed(), doors_moved = std::exchange(closed_told, closed) != closed;
      const bool changed_over = (!closed && source->presented(exhibition->library(), now)) || doors_moved;
      if (!config.record.empty() && (changed_over || now - last_status >= kStatusEvery)) {
        write_status();
        start_anew_where_wanted();
      }
      if (!closed && update.stands(now)) tasks->submit([this]() -> TaskQueue::Completion { confirm_program(); return {}; });
    }
    if (now - last_ping >= kLongestSleep && stats.presented > 0) {
      last_ping = now;
      notify("WATCHDOG=1");
    }
    if (!options.headless && !touch_said && now >= kTouchGrace && window->touch_devices() == 0) {
      touch_said = true;
      log::warning("touch: no device found; visitors cannot use this screen");
    }
    ++stats.frames;
    if (virtual_time) fixed.advance(Duration{1'000'000 / options.hz});
  }
  if (!expectation) return Exit::done;
  log::error(kiosk::to_string(*expectation));
  return Exit::expectation;
}

void Display::State::finish() {
  notify("STOPPING=1");
  if (source) source->end();
  if (black_box) black_box->end();
  if (options.stats.empty()) return;
  if (pictures) {
    stats.decode_ms = pictures->decode_ms();
    stats.texture_bytes_peak = pictures->peak_bytes();
  }
  if (glyphs) stats.glyph_bytes_peak = glyphs->peak_bytes();
  if (window) {
    stats.touch_devices = window->touch_devices();
    stats.renderer = window->renderer_name();
    stats.video_driver = window->video_driver();
  }
  if (const Result<void> written = write_file_durably(options.stats, stats.to_json()); !written) log::error(kiosk::to_string(written.error()));
}

Display::Display(Options options, site::Config config, std::filesystem::path file)
    : state_(std::make_unique<State>(std::move(options), std::move(config), std::move(file))) {}
Display::~Display() = default;

void Display::observe(FrameObserver observer) { state_->observer = std::move(observer); }

void Display::use_panel(std::unique_ptr<gfx::PanelPower> power) { state_->panel = std::move(power); }

void Display::settings_refused(std::string mistake, std::function<bool()> mended) {
  state_->mistake = std::move(mistake);
  state_->mended = std::move(mended);
}

Exit Display::show_refused_settings(const std::string& mistake, const std::function<bool()>& mended) {
  listen_for_signals();
  State& s = *state_;
  if (const Result<void> opened = s.open_window(); !opened) {
    log::error(kiosk::to_string(opened.error()));
    return Exit::usage;
  }
  return s.fail(gfx::FailureCause::bad_config, mistake, Exit::usage, mended);
}

Exit Display::run() {
  listen_for_signals();
  State& s = *state_;
  if (!s.options.script.empty()) {
    constexpr std::size_t kMostScript = 16u << 20;
    const Result<std::string> text = read_file(s.options.script, kMostScript);
    const Result<std::vector<Action>> actions = text ? parse_script(*text, s.options.script.string()) : Result<std::vector<Action>>(text.error());
    if (!actions) {
      log::error(kiosk::to_string(actions.error()));
      return Exit::usage;
    }
    s.script.emplace(*actions, s.options.script.string());
  }
  const std::optional<Exit> early = s.open();
  const Exit exit = early ? *early : s.loop();
  s.finish();
  return exit;
}

}  // namespace kiosk::app
