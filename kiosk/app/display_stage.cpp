// What scripts see and keep of the glass.
#include <cstdio>

#include "kiosk/app/display_state.h"
#include "kiosk/base/files.h"
#include "kiosk/base/log.h"
#include "kiosk/media/save_png.h"

namespace kiosk::app {

void Display::State::save_shot(const std::string& name) {
  if (options.shots.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(options.shots, error);
  if (const Result<void> saved = media::save_png(window->panel_pixels(), options.shots / (name + ".png")); !saved)
    log::error(kiosk::to_string(saved.error()));
}

void Display::State::take_shots() {
  if (options.shots.empty() || script || !front().settled() || front().builds() == shot_build || stats.presented == 0) return;
  shot_build = front().builds();
  char number[16];
  std::snprintf(number, sizeof number, "%03d-", ++shot_count);
  wanted_shots.push_back(number + std::string(front().screen()));
  dirty = true;
}

std::optional<Point> Display::State::find_label(std::string_view label) {
  const std::optional<Point> upright = front().find_label(label);
  if (!upright) return std::nullopt;
  return gfx::to_panel(*upright, window->panel_size(), static_cast<gfx::Rotation>(config.rotation));
}

void Display::State::dump(const std::string& name) {
  if (options.shots.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(options.shots, error);
  if (const Result<void> written = write_file_durably(options.shots / (name + ".txt"), front().dump()); !written)
    log::error(kiosk::to_string(written.error()));
}

}  // namespace kiosk::app
