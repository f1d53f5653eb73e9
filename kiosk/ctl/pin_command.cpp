#include "kiosk/ctl/pin_command.h"

#include <iostream>

#include "kiosk/ctl/passphrase.h"
#include "kiosk/site/pin.h"

namespace kiosk::ctl {

ExitCode make_pin() {
  const auto refuse = [](const std::string& why) {
    std::cerr << "kioskctl: " << why << std::endl;
    return ExitCode::usage;
  };
  const std::string question = "New PIN of the operator panel (" + std::to_string(site::kLeastPin) + " to " + std::to_string(site::kMostPin) + " digits): ";
  const Result<std::string> pin = ask_password(question, {});
  if (!pin) return refuse(to_string(pin.error()));
  if (!site::is_pin(*pin)) return refuse("a PIN has " + std::to_string(site::kLeastPin) + " to " + std::to_string(site::kMostPin) + " digits, not all of them alike; 8 or more are better");
  const Result<std::string> again = ask_password("Once more: ", {});
  if (!again) return refuse(to_string(again.error()));
  if (*again != *pin) return refuse("the two are not alike; nothing was made");
  std::cout << "# kiosk.toml; then: chown root:kiosk /etc/changlang/kiosk.toml; chmod 640 /etc/changlang/kiosk.toml; systemctl restart kiosk\n[operator]\npin = \"" << site::keep_pin(*pin) << "\"" << std::endl;
  return ExitCode::done;
}

}  // namespace kiosk::ctl
