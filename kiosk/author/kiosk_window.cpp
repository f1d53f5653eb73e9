#include "kiosk/author/kiosk_window.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "kiosk/base/files.h"

namespace kiosk::author {
namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value && *value;
}

// Beside this program, or for PATH to find.
std::string kiosk_program() {
  std::error_code error;
  const std::filesystem::path beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "kiosk";
  return !error && ::access(beside.c_str(), X_OK) == 0 ? beside.string() : "kiosk";
}

}  // namespace

bool has_desktop() { return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"); }

Result<void> KioskWindow::open() {
  std::vector<std::string> words{kiosk_program()};
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const int failed = ::posix_spawnp(&pid_, pointers.front(), nullptr, nullptr, pointers.data(), environ);
  if (failed == 0) return {};
  pid_ = -1;
  if (failed == ENOENT)
    return Error{ErrorKind::not_found, "is not installed; take pictures instead: --shots DIR", "kiosk",
                 "没有安装；可以改用 --shots 文件夹，生成图片"};
  return system_error("cannot be started", words.front(), failed);
}

bool KioskWindow::running() {
  int status = 0;
  if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
    pid_ = -1;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return pid_ > 0;
}

void KioskWindow::wait() {
  int status = 0;
  while (pid_ > 0 && ::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
  if (pid_ > 0) status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  pid_ = -1;
}

void KioskWindow::close() {
  if (!running()) return;
  ::kill(pid_, SIGTERM);
  wait();
}

}  // namespace kiosk::author
