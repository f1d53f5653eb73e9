#include "kiosk/app/program_update.h"

#include "kiosk/base/files.h"

namespace kiosk::app {

ProgramUpdate::ProgramUpdate(std::filesystem::path record, std::filesystem::path self) : self_(std::move(self)) {
  if (record.empty()) return;
  trial_ = record / "program.trial";
  std::error_code error;
  on_trial_ = std::filesystem::exists(trial_, error);
}

bool ProgramUpdate::stands(Duration now) {
  if (!on_trial_) return false;
  if (first_ < Duration{0}) first_ = now;
  if (now - first_ < kStands) return false;
  on_trial_ = false;
  return true;
}

Result<void> ProgramUpdate::confirm() const {
  std::error_code error;
  std::filesystem::remove(trial_, error);
  if (error) return system_error("cannot remove", trial_, error.value());
  return sync_directory(trial_.parent_path());
}

bool ProgramUpdate::is_replaced() const {
  std::error_code error;
  // Linux: the name of a file that is gone, or that another one was renamed over, ends so (proc(5)).
  return std::filesystem::read_symlink(self_, error).native().ends_with(" (deleted)");
}

bool ProgramUpdate::is_quiet(std::string_view screen, LocalTime now) {
  const auto time_of_day = now - std::chrono::floor<std::chrono::days>(now);
  return screen == "closed" || (screen == "attract" && time_of_day >= std::chrono::hours{2} && time_of_day < std::chrono::hours{5});
}

}  // namespace kiosk::app
