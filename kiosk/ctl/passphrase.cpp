#include "kiosk/ctl/passphrase.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "kiosk/base/files.h"

namespace kiosk::ctl {
namespace {

constexpr std::size_t kMostBytes = 1024;
constexpr char kCancel = 3;  // Ctrl-C

// The terminal without echo, as long as it lives.
class Terminal {
 public:
  Terminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (fd_ < 0 || ::tcgetattr(fd_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    // Ctrl-C ends the line instead of the program, which would leave the terminal silent.
    silent.c_lflag &= ~static_cast<tcflag_t>(ISIG);
    silent.c_lflag |= static_cast<tcflag_t>(ICANON);
    silent.c_cc[VEOL] = kCancel;
    is_silent_ = ::tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
  }
  ~Terminal() {
    if (is_silent_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) ::close(fd_);
  }
  bool is_there() const { return is_silent_; }

  void say(const std::string& text) const {
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t n = ::write(fd_, text.data() + done, text.size() - done);
      if (n <= 0) return;
      done += static_cast<std::size_t>(n);
    }
  }

  Result<std::string> ask(const std::string& text) const {
    say(text);
    std::string line;
    char c = 0;
    while (true) {
      const ssize_t n = ::read(fd_, &c, 1);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0 || c == kCancel) return Error{ErrorKind::usage, "no passphrase was given", ""};
      if (c == '\n') break;
      if (line.size() < kMostBytes) line += c;
    }
    say("\n");
    return line;
  }

 private:
  int fd_;
  termios before_{};
  bool is_silent_ = false;
};

Result<std::string> new_passphrase(const Terminal& terminal, const std::string& key) {
  while (true) {
    auto first = terminal.ask("New passphrase for the key " + key + ": ");
    if (!first) return first;
    if (first->size() < kLeastCharacters) {
      terminal.say("At least " + std::to_string(kLeastCharacters) + " characters; a few words are easy to keep in mind.\n");
      continue;
    }
    const auto second = terminal.ask("The same once more: ");
    if (!second) return second;
    if (*first == *second) return first;
    terminal.say("They differ.\n");
  }
}

}  // namespace

Result<std::string> read_secret(const std::filesystem::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return system_error("cannot read", file, errno);
  if ((info.st_mode & 077) != 0) return Error{ErrorKind::refused, "may be read by others; mend it: chmod 600 " + file.string(), file.string()};
  auto text = read_file(file, kMostBytes);
  if (!text) return text;
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  if (text->empty()) return Error{ErrorKind::refused, "is empty", file.string()};
  return text;
}

repo::Ask passphrases(const std::filesystem::path& file) {
  return [file](const repo::Question& question) -> Result<std::string> {
    if (!file.empty()) {
      if (question.was_wrong) return Error{ErrorKind::refused, "does not open the key " + question.key, file.string()};
      return read_secret(file);
    }
    const Terminal terminal;
    if (!terminal.is_there())
      return Error{ErrorKind::usage, "there is no terminal to ask for the passphrase; run it at one, or give --passphrase-file FILE (0600)", question.key};
    if (question.is_new) return new_passphrase(terminal, question.key);
    return terminal.ask((question.was_wrong ? "That was not it. Passphrase of " : "Passphrase of ") + question.key + ": ");
  };
}

Result<std::string> ask_password(const std::string& question, const std::filesystem::path& file) {
  if (!file.empty()) return read_secret(file);
  const Terminal terminal;
  if (terminal.is_there()) return terminal.ask(question + ": ");
  return Error{ErrorKind::usage, "there is no terminal to ask for the password; run it at one, or give --password-file FILE (0600)", ""};
}

}  // namespace kiosk::ctl
