#include "kiosk/ctl/glass_command.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <optional>
#include <thread>

#include "kiosk/base/files.h"
#include "kiosk/site/config.h"

namespace kiosk::ctl {
namespace {

constexpr std::size_t kMostPicture = 64u << 20;  // bytes; a 4K panel full of noise is half of it

// For its lifetime root works as the owner of a folder; others stay who they are.
class AsOwner {
 public:
  explicit AsOwner(const struct stat& folder) : was_root_(::geteuid() == 0) {
    if (!was_root_) return;
    (void)::setegid(folder.st_gid);
    is_other_ = ::seteuid(folder.st_uid) == 0;
  }
  ~AsOwner() {
    if (!was_root_) return;
    (void)::seteuid(0);
    (void)::setegid(0);
  }
  bool is_safe() const { return !was_root_ || is_other_; }

 private:
  bool was_root_, is_other_ = false;
};

// Which file this is: a new one has another number or time.
std::optional<std::pair<ino_t, std::int64_t>> which(const std::filesystem::path& file) {
  struct stat info{};
  if (::lstat(file.c_str(), &info) != 0) return std::nullopt;
  return std::pair{info.st_ino, info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec};
}

ExitCode tell(const Error& error) {
  std::cerr << "kioskctl: " << to_string(error) << std::endl;
  return exit_code(error.kind);
}

}  // namespace

Result<void> ask_display(const std::filesystem::path& record, const char* what) {
  const std::filesystem::path folder = record / "asks";
  struct stat info{};
  if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return Error{ErrorKind::transient, "the display has never run here: systemctl status kiosk", folder.string()};
  const AsOwner owner(info);
  if (!owner.is_safe()) return Error{ErrorKind::internal, "cannot work as the owner of the folder", folder.string()};
  const int fd = ::open((folder / what).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) return {};  // asked already, and not yet answered
  if (fd < 0) return system_error(errno == EACCES ? "cannot ask; try it with sudo:" : "cannot ask", folder / what, errno);
  ::close(fd);
  return {};
}

Result<std::string> take_screenshot(const std::filesystem::path& record, int tries) {
  const std::filesystem::path picture = record / "screenshot.png";
  const auto before = which(picture);
  if (auto asked = ask_display(record, "screenshot"); !asked) return asked.error();
  for (int i = 0; i < tries; ++i) {
    if (const auto now = which(picture); now && now != before) return read_file(picture, kMostPicture);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return Error{ErrorKind::transient, "the display does not answer (it answers once in ten seconds): kioskctl status", record.string()};
}

GlassCommand::GlassCommand(CLI::App& app)
    : screenshot_(app.add_subcommand("screenshot", "Keep a picture of what is on the glass; a small sign there says so.")),
      identify_(app.add_subcommand("identify", "Show this box's name on its glass for half a minute.")),
      panel_(app.add_subcommand("panel", "Show the operator panel on this box's glass; it asks for the PIN.")) {
  for (CLI::App* each : {screenshot_, identify_, panel_}) each->add_option("--config", config_, "kiosk.toml ([display] record)")->capture_default_str();
  screenshot_->add_option("-o,--output", output_, "Where the picture goes (PNG)")->capture_default_str();
}

bool GlassCommand::is_meant() const { return screenshot_->parsed() || identify_->parsed() || panel_->parsed(); }

ExitCode GlassCommand::run() const {
  const site::LoadedConfig loaded = site::load_config(config_);
  if (loaded.config.record.empty()) {
    for (const std::string& problem : loaded.problems) std::cerr << "kioskctl: " << problem << std::endl;
    return tell({ErrorKind::usage, "[display] record is empty: this display is not to be asked", config_.string()});
  }
  if (identify_->parsed()) {
    if (const auto asked = ask_display(loaded.config.record, "identify"); !asked) return tell(asked.error());
    std::cout << "Look at the panels: this one shows its name for half a minute." << std::endl;
    return ExitCode::done;
  }
  if (panel_->parsed()) {
    if (loaded.config.pin.empty()) return tell({ErrorKind::usage, "[operator] pin is empty: there is no operator panel; kioskctl pin makes one", config_.string()});
    if (const auto asked = ask_display(loaded.config.record, "panel"); !asked) return tell(asked.error());
    std::cout << "The panel asks for its PIN on the glass." << std::endl;
    return ExitCode::done;
  }
  const auto picture = take_screenshot(loaded.config.record);
  if (!picture) return tell(picture.error());
  if (const auto written = write_file_durably(output_, *picture); !written) return tell(written.error());
  std::cout << output_.string() << std::endl;
  return ExitCode::done;
}

}  // namespace kiosk::ctl
