#include "kiosk/ctl/machine.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"

namespace kiosk::ctl {
namespace {

constexpr int kNotFound = 127;

// In the child: nothing but the program's own output may come out.
[[noreturn]] void become(const std::vector<std::string>& command, int output) {
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(nothing, STDERR_FILENO);
  ::setpgid(0, 0);
  for (const auto& [name, value] : {std::pair{"LC_ALL", "C.UTF-8"}, {"SYSTEMD_COLORS", "0"}, {"SYSTEMD_PAGER", ""}, {"PAGER", ""}})
    ::setenv(name, value, 1);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments.front(), arguments.data());
  ::_exit(kNotFound);
}

std::chrono::milliseconds left_until(std::chrono::steady_clock::time_point end) {
  return std::max(std::chrono::milliseconds(0), std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()));
}

}  // namespace

Result<Finished> run_program(const std::vector<std::string>& command) {
  const std::string name = command.front();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return system_error("cannot start", name, errno);
  const pid_t child = ::fork();
  if (child < 0) {
    const Error error = system_error("cannot start", name, errno);
    ::close(ends[0]);
    ::close(ends[1]);
    return error;
  }
  if (child == 0) become(command, ends[1]);
  ::close(ends[1]);
  Finished finished;
  const auto end = std::chrono::steady_clock::now() + kLongestAnswer;
  bool late = false;
  char piece[16 << 10];
  while (true) {
    pollfd waiting{ends[0], POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(left_until(end).count()));
    if (ready < 0 && errno == EINTR) continue;
    late = ready == 0;
    if (ready <= 0) break;
    const ssize_t n = ::read(ends[0], piece, sizeof piece);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    const std::size_t room = kMostOutput - finished.output.size();
    finished.cut |= static_cast<std::size_t>(n) > room;
    finished.output.append(piece, std::min(room, static_cast<std::size_t>(n)));
  }
  ::close(ends[0]);
  if (late) {
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);  // where it has not come to its own group yet
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (late) return Error{ErrorKind::transient, "does not answer within " + std::to_string(kLongestAnswer.count()) + " s", name};
  finished.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (finished.status == kNotFound && finished.output.empty()) return Error{ErrorKind::not_found, "is not installed", name};
  return finished;
}

std::filesystem::path Machine::at(const std::filesystem::path& path) const { return root == "/" ? path : root / path.relative_path(); }

Result<std::string> Machine::read(const std::filesystem::path& path, std::size_t most_bytes) const { return read_file(at(path), most_bytes); }

std::string Machine::value(const std::filesystem::path& path) const {
  const auto text = read(path);
  if (!text) return "";
  const std::string_view line = std::string_view(*text).substr(0, text->find('\n'));
  const auto begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return "";
  return std::string(line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1));
}

std::vector<std::string> Machine::list(const std::filesystem::path& folder) const {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(at(folder), error), end; !error && entry != end; entry.increment(error))
    names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

bool Machine::exists(const std::filesystem::path& path) const {
  std::error_code error;
  return std::filesystem::exists(at(path), error);
}

bool Machine::is_folder(const std::filesystem::path& path) const {
  std::error_code error;
  return std::filesystem::is_directory(at(path), error);
}

std::string Machine::link(const std::filesystem::path& path) const {
  std::error_code error;
  return std::filesystem::read_symlink(at(path), error).string();
}

Result<Owner> Machine::owner(const std::filesystem::path& path) const {
  struct stat info {};
  if (::stat(at(path).c_str(), &info) != 0) return system_error("cannot look at", path, errno);
  return Owner{info.st_uid, info.st_gid, info.st_mode};
}

Result<Space> Machine::space_of(const std::filesystem::path& path) const {
  if (space) return space(path);
  struct statvfs info {};
  if (::statvfs(at(path).c_str(), &info) != 0) return system_error("cannot look at the disk of", path, errno);
  return Space{info.f_blocks * info.f_frsize, info.f_bavail * info.f_frsize, info.f_favail, info.f_files, (info.f_flag & ST_RDONLY) != 0};
}

std::chrono::sys_seconds Machine::time() const { return now ? now() : utc_now(); }

std::string Machine::answer(const std::vector<std::string>& command) const {
  const auto finished = run(command);
  return finished && finished->status == 0 ? finished->output : "";
}

}  // namespace kiosk::ctl
