// Where passphrases come from: a person at the terminal, without echo, or a file for a machine that nobody sits at. Never the command line, where
// every user of the machine could read them.
#pragma once

#include <filesystem>

#include "kiosk/repo/keyring.h"

namespace kiosk::ctl {

// Asks at /dev/tty; a new one twice, at least kLeastCharacters. `file` empty: none. Errors: usage (neither terminal nor file), refused (a file that
// others may read, or whose passphrase does not open the key).
repo::Ask passphrases(const std::filesystem::path& file);

// What a file for a machine that nobody sits at holds, without its line end. Errors: refused (others may read it, it is empty or not a file), else of reading.
Result<std::string> read_secret(const std::filesystem::path& file);

// A password that others made, asked for once; or the first line of `file`. Errors: as above.
Result<std::string> ask_password(const std::string& question, const std::filesystem::path& file);

inline constexpr std::size_t kLeastCharacters = 8;

}  // namespace kiosk::ctl
