#include "kiosk/base/log.h"

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "kiosk/base/utf8.h"

namespace kiosk::log {
namespace {

Level g_level = Level::info;
std::function<void(Level, std::string_view)> g_listener;

void write_line(Level level, std::string_view message) {
  if (level < g_level) return;
  if (g_listener) g_listener(level, message);
  static const bool journal = std::getenv("JOURNAL_STREAM") != nullptr;
  static constexpr std::string_view kPriority[] = {"<7>", "<6>", "<4>", "<3>"};
  static constexpr std::string_view kName[] = {"debug: ", "", "warning: ", "error: "};
  const auto index = static_cast<std::size_t>(level);
  std::string line(journal ? kPriority[index] : kName[index]);
  line += utf8::plain_line(message);
  line += '\n';
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

void set_level(Level level) { g_level = level; }
void set_listener(std::function<void(Level, std::string_view)> listener) { g_listener = std::move(listener); }
void debug(std::string_view message) { write_line(Level::debug, message); }
void info(std::string_view message) { write_line(Level::info, message); }
void warning(std::string_view message) { write_line(Level::warning, message); }
void error(std::string_view message) { write_line(Level::error, message); }

}  // namespace kiosk::log
