// The program's log: one line a message on standard error, key=value fields written by the caller.
// Under systemd (JOURNAL_STREAM set) each line begins with its syslog priority "<N>", which journald reads.
// Threads: safe from any thread; a line is written with one call and never torn.
#pragma once

#include <functional>
#include <string_view>

namespace kiosk::log {

enum class Level { debug, info, warning, error };

// Messages below `level` are dropped; info at start. Set once, before threads exist.
void set_level(Level level);

// Is told every message that is not dropped, on the thread that logs it; empty: nobody. Set while no other thread logs.
void set_listener(std::function<void(Level, std::string_view)> listener);

void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);

}  // namespace kiosk::log
