// What the display tells and is told while it runs: its status, what is asked of it, its settings and its own program.
#include <unistd.h>

#include <random>

#include "kiosk/app/clock_trust.h"
#include "kiosk/app/content_check.h"
#include "kiosk/app/display_state.h"
#include "kiosk/app/last_good.h"
#include "kiosk/base/files.h"
#include "kiosk/base/log.h"
#include "kiosk/media/save_png.h"

namespace kiosk::app {
namespace {

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

void put_status(const std::filesystem::path& folder, const std::string& json) {
  if (const Result<void> written = write_status(folder, json); !written) log::warning("status: " + to_string(written.error()));
}

}  // namespace

void Display::State::open_black_box() {
  if (!config.record.empty()) make_asks_folder(config.record);
  if (config.record.empty() || virtual_time) return;
  Result<std::unique_ptr<BlackBox>> opened = BlackBox::open(config.record, boot_id(), clock);
  if (!opened) return log::warning("black box: " + kiosk::to_string(opened.error()));
  black_box = std::move(*opened);
  log::set_listener([this](log::Level, std::string_view message) { black_box->note(message); });
}

void Display::State::open_operator_panel() {
  PanelDesk::Hooks hooks;
  hooks.facts = [this] { return facts(); };
  hooks.restart = [this] { stop = true; };
  hooks.begin_guide = [this] {
    operators->leave();
    exhibition->begin_guide(clock.now());
  };
  hooks.redraw = [this] { dirty = true; };
  desk = std::make_unique<PanelDesk>(config, *tasks, clock, virtual_time ? 1 : std::random_device()(), std::move(hooks));
  ui::Look look;
  look.panel = panel_profile(config, window->canvas().size());
  look.language = options.language.value_or(config.language);
  look.high_contrast = config.high_contrast;
  look.calm = config.calm;
  operators = std::make_unique<screens::OperatorPanel>(ui::Brush{window->canvas(), *shapes, *glyphs, *bridge}, *typesetter, look, *desk);
  corners.emplace(look.panel.pixels, look.panel.px_per_mm);
}

void Display::State::ask_operator() {
  log::info("operator panel: asked for");
  exhibition->end_visit();
  desk->look();
  operators->ask(clock.now());
  dirty = true;
}

DisplayFacts Display::State::facts() const {
  DisplayFacts facts;
  facts.name = config.name.empty() ? host_name() : config.name;
  facts.program = CHANGLANG_VERSION;
  facts.generation = generation_of(exhibition->library()->folder());
  for (const auto& pack : exhibition->library()->packs()) facts.packs.push_back(pack->index().title[config.language] + " " + pack->index().version);
  facts.settings = mistake;
  facts.now = local();
  facts.clock_doubt = options.now ? "" : clock_doubt(clock_facts(utc_now()));
  facts.touch_devices = window->touch_devices();
  facts.software = window->software();
  facts.content_refused = source->refused();
  facts.pictures_failed = pictures_failed;
  return facts;
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
  } else if (ask == Ask::panel) {
    if (operators && !operator_is_in()) ask_operator();
    else if (!operators) log::warning("operator panel: asked for, but [operator] pin is not set");
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

Status Display::State::begin_status() const {
  Status status;
  status.time = to_utc_string(utc_now());
  status.program = CHANGLANG_VERSION;
  if (!window) return status;
  status.touch_devices = window->touch_devices();
  status.renderer = window->renderer_name();
  status.video_driver = window->video_driver();
  return status;
}

void Display::State::write_status() {
  last_status = clock.now();
  const auto age = [&](Duration since) { return since < Duration{0} ? std::nullopt : std::optional<double>(to_seconds(clock.now() - since)); };
  Status status = begin_status();
  status.generation = generation_of(exhibition->library()->folder());
  for (const auto& pack : exhibition->library()->packs()) status.packs.push_back(pack->index().id + " " + pack->index().version);
  status.screen = operator_is_in() ? "operator" : exhibition->closed() ? "closed" : exhibition->screen();
  status.panel = hours->panel(dark());
  status.hours_change = hours->next_change();
  status.settings = mistake;
  status.undated = clock_trouble;
  status.frame_age_s = age(last_present);
  status.touch_age_s = age(last_touch);
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

void Display::State::write_failure(const gfx::Failure& failure) const {
  if (config.record.empty()) return;
  Status status = begin_status();
  status.failure = failure.code;
  put_status(config.record, status.to_json());
}

void Display::State::write_waiting() const {
  if (config.record.empty()) return;
  Status status = begin_status();
  status.screen = "waiting for a display";
  put_status(config.record, status.to_json());
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

}  // namespace kiosk::app
