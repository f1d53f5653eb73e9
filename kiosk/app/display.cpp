#include "kiosk/app/display.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <thread>

#include "kiosk/app/calibration.h"
#include "kiosk/app/clock_trust.h"
#include "kiosk/app/display_state.h"
#include "kiosk/app/notify.h"
#include "kiosk/app/touch_setup.h"
#include "kiosk/base/files.h"
#include "kiosk/base/log.h"
#include "kiosk/media/save_png.h"
#include "kiosk/site/paths.h"

namespace kiosk::app {
namespace {

constexpr Duration kLongestSleep = seconds{1};      // the watchdog is fed at least this often
constexpr std::uint64_t kAttractPeriods = 2;         // of looking for content: pictures not asked for in that time go between visitors
constexpr Duration kStatusEvery = seconds{60};
constexpr Duration kTouchGrace = seconds{2};        // touch devices appear asynchronously
constexpr Duration kMostStep = milliseconds{100};   // after a stall motion goes on rather than jumps
constexpr unsigned kWorkers = 2;
constexpr Duration kLookForDisplay = seconds{2};
constexpr int kSayAgain = 300;  // looks: ten minutes

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
  out.touch = touch_mapping(config, options.calibrate);
  return out;
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

}  // namespace

ui::Panel panel_profile(const site::Config& config, Size upright) {
  ui::Panel panel;
  panel.pixels = upright;
  panel.px_per_mm = std::max(upright.w, upright.h) / static_cast<float>(config.long_side_mm);
  panel.bottom_edge_mm = static_cast<float>(config.bottom_edge_mm_for(upright.h > upright.w));
  return panel;
}

Exit Display::State::fail(gfx::FailureCause cause, const std::string& detail, Exit code, const std::function<bool()>& is_mended) {
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
  write_failure(failure);
  // The panel keeps saying what is wrong, unless the version before may know better.
  const Duration began = clock.now();
  while (!g_stop && !(update.on_trial() && clock.now() - began >= kFailureOnTrial)) {
    const std::optional<gfx::Event> event = window->next_event(kLongestSleep);
    if (event && std::holds_alternative<gfx::Quit>(*event)) break;
    gfx::show_failure(*window, failure, kiosk::to_string(local_time_now()), detail);
    notify("WATCHDOG=1");
    if (is_mended && is_mended()) break;
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
  const bool waits = is_service() && !options.headless && !options.window && !options.calibrate;
  for (int looks = 0;; ++looks) {
    Result<std::unique_ptr<gfx::Window>> opened = gfx::Window::open(window_options(options, config), clock);
    if (opened) {
      if (looks > 0) log::info("a display is there now");
      window = std::move(*opened);
      return {};
    }
    if (!waits || g_stop) return opened.error();
    if (looks % kSayAgain == 0) {
      log::error(kiosk::to_string(opened.error()) + "; waiting for one");
      write_waiting();
    }
    // systemd ends a start that takes too long, unless it is asked for more time.
    notify("EXTEND_TIMEOUT_USEC=30000000\nSTATUS=waiting for a display");
    for (Duration slept{0}; slept < kLookForDisplay && !g_stop; slept += milliseconds{100}) std::this_thread::sleep_for(milliseconds{100});
  }
}

std::optional<Exit> Display::State::open() {
  if (const Result<void> opened = open_window(); !opened) {
    log::error(kiosk::to_string(opened.error()));
    return Exit::internal;
  }
  open_black_box();
  tasks = std::make_unique<TaskQueue>(kWorkers, [this] { window->wake(); });
  if (options.calibrate) return calibrate(*window, clock, config, [] { return g_stop != 0; });
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
  if (!config.pin.empty()) open_operator_panel();
  hours = make_opening_hours(options, config.hours, clock, panel ? std::move(panel) : window->panel_power());
  source->read_board();
  tell_time(Duration{0});
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
  if (corners) corners->handle(finger);
  dirty |= front().handle(finger);
}

void Display::State::take_key(const gfx::Key& key) {
  if (!operator_is_in()) dirty |= exhibition->handle(key);
}

Duration Display::State::sleep_time() const {
  if (dirty || moved || (script && !script->done())) return Duration{0};
  const Duration now = clock.now(), rest = std::min(kLongestSleep, front().wake_after(now));
  const std::optional<Duration> held = corners ? corners->due() : std::nullopt;
  return held ? std::clamp(*held - now, Duration{0}, rest) : rest;
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
    else if (const auto* key = std::get_if<gfx::Key>(&*event)) take_key(*key);
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

// Asked each second, told each minute. A headless run knows no time but --now, so that two runs are alike.
void Display::State::tell_time(Duration now) {
  if (told_time && now - *told_time < seconds{1}) return;
  told_time = now;
  std::optional<LocalTime> time;
  if (options.now || !options.headless) time = std::chrono::floor<std::chrono::minutes>(local());
  if (time == shown_time) return;
  clock_trouble = options.now ? "" : clock_doubt(clock_facts(utc_now()));
  shown_time = time;
  exhibition->tell_time(clock_trouble.empty() ? time : std::nullopt);
  dirty = true;
}

void Display::State::post_board() {
  board_changes = board.next_change(utc());
  exhibition->post(board, board.notices(utc()));
  dirty = true;
}

void Display::State::draw_and_present() {
  const auto begin = std::chrono::steady_clock::now();
  pictures->begin_frame();
  front().draw();
  if (desk && desk->brightness() < 100) {
    const Size size = window->canvas().size();
    window->canvas().fill({0, 0, size.w, size.h}, rgb(0x000000).faded(static_cast<float>(100 - desk->brightness()) / 100));
  }
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

bool Display::State::step(Duration dt, Duration now) {
  if (corners && corners->take(now) && !operator_is_in()) ask_operator();
  const screens::Front* before = &front();
  const bool changed = front().step(dt, now);
  return &front() != before || changed;
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
    tell_time(now);
    moved = step(dt, now);
    dirty |= moved;
    stats.screens.insert(std::string(front().screen()));
    if (black_box) {
      black_box->screen(front().screen());
      black_box->tick();
    }
    take_shots();
    if (dirty && !hours->before_frame(dark(), now)) dirty = false;
    if (dirty && front().presentable()) draw_and_present();
    hours->watch(dark() && !dirty, now);
    check_once();
    if (stats.presented > 0) {
      // What is not on the glass has not proven itself.
      const bool closed = exhibition->closed() || operator_is_in(), doors_moved = std::exchange(closed_told, closed) != closed;
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
