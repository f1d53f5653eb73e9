// `kioskctl doctor`, `status`, `log`, `restart`, `support-bundle`: what a technician asks of a box. Command lines and what is said.
#pragma once

namespace kiosk::ctl {

// Whether `command` is one of them.
bool is_box_command(const char* command);
// argv[0] is the command. Returns the exit code (kiosk/base/exit_code.h; doctor: 1 with a FAIL); `log` and `restart` that of systemd's tool where
// that refuses.
int run_box(int argc, char** argv);

}  // namespace kiosk::ctl
