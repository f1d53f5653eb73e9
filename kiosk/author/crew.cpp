#include "kiosk/author/crew.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <new>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/base/files.h"

namespace kiosk::author {
namespace {

enum class Kind : std::uint32_t { taken, answer, done, failed };

struct Head {
  Kind kind;
  std::uint32_t size;
  std::uint64_t job;
};

bool write_all(int fd, const void* data, std::size_t size) {
  const char* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = ::write(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

void send(int fd, Kind kind, std::size_t job, std::string_view text) {
  text = text.substr(0, kMostAnswer);
  const Head head{kind, static_cast<std::uint32_t>(text.size()), job};
  // Nobody listens any more: nothing is left to do.
  if (!write_all(fd, &head, sizeof head) || !write_all(fd, text.data(), text.size())) ::_exit(1);
}

// An error as text: its kind, message, subject and Chinese message, parted by NUL.
std::string packed(const Error& error) { return static_cast<char>(error.kind) + error.message + '\0' + error.subject + '\0' + error.chinese; }

Error unpacked(std::string_view text) {
  Error error;
  if (text.empty()) return error;
  error.kind = static_cast<ErrorKind>(text.front());
  text.remove_prefix(1);
  for (std::string* part : {&error.message, &error.subject, &error.chinese}) {
    const std::size_t end = std::min(text.find('\0'), text.size());
    part->assign(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return error;
}

// The next job, for all workers.
class Counter {
 public:
  Counter() {
    void* page = ::mmap(nullptr, sizeof(std::atomic<std::uint64_t>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page != MAP_FAILED) next_ = new (page) std::atomic<std::uint64_t>(0);
  }
  ~Counter() {
    if (next_) ::munmap(next_, sizeof *next_);
  }
  Counter(const Counter&) = delete;
  bool ok() const { return next_ != nullptr; }
  std::uint64_t take() { return next_->fetch_add(1); }

 private:
  std::atomic<std::uint64_t>* next_ = nullptr;
};

[[noreturn]] void work(const Crew& crew, Counter& counter, int fd) {
  std::size_t job = 0;
  try {
    const Result<Work> doing = crew.begin();
    if (!doing) {
      send(fd, Kind::failed, 0, packed(doing.error()));
      ::_exit(0);
    }
    while ((job = counter.take()) < crew.jobs) {
      send(fd, Kind::taken, job, {});
      if (const Result<void> did = (*doing)(job, [&](std::string_view text) { send(fd, Kind::answer, job, text); }); !did)
        send(fd, Kind::failed, job, packed(did.error()));
      send(fd, Kind::done, job, {});
    }
  } catch (const std::exception& why) { send(fd, Kind::failed, job, packed({ErrorKind::internal, why.what(), crew.name_of(job), {}})); }
  ::_exit(0);  // what the caller would do at its end is not ours to do
}

struct Worker {
  pid_t pid = -1;
  int fd = -1;
  std::string read;                // bytes that came and are no whole message yet
  std::optional<std::size_t> job;  // under way
};

class Foreman {
 public:
  explicit Foreman(const Crew& crew) : crew_(crew), answers_(crew.jobs), finished_(crew.jobs, false) {}

  Result<void> hire(unsigned count, Counter& counter);
  Result<void> listen();

 private:
  void take_bytes(Worker& worker);
  void take(Worker& worker, const Head& head, std::string text);
  void leave(Worker& worker);
  void hand_over();

  const Crew& crew_;
  std::vector<Worker> workers_;
  std::vector<std::vector<std::string>> answers_;  // by job, until those before it are done
  std::vector<bool> finished_;
  std::size_t handed_ = 0, done_ = 0;
  std::optional<Error> error_;
};

Result<void> Foreman::hire(unsigned count, Counter& counter) {
  std::cout << std::flush;  // what waits in buffers is written once, by the caller
  std::cerr << std::flush;
  for (unsigned i = 0; i < count; ++i) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return system_error("cannot make a pipe", {}, errno);
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::close(ends[0]);
      for (const Worker& other : workers_) ::close(other.fd);
      work(crew_, counter, ends[1]);
    }
    ::close(ends[1]);
    if (pid < 0) {
      ::close(ends[0]);
      return system_error("cannot start a process", {}, errno);
    }
    workers_.push_back({pid, ends[0], {}, {}});
  }
  return {};
}

void Foreman::take(Worker& worker, const Head& head, std::string text) {
  if (head.job >= crew_.jobs && head.kind != Kind::failed) return;
  switch (head.kind) {
    case Kind::taken: worker.job = head.job; break;
    case Kind::answer: answers_[head.job].push_back(std::move(text)); break;
    case Kind::failed:
      if (!error_) error_ = unpacked(text);
      break;
    case Kind::done:
      worker.job.reset();
      finished_[head.job] = true;
      ++done_;
      if (crew_.progress) crew_.progress(done_);
      hand_over();
  }
}

void Foreman::hand_over() {
  for (; handed_ < crew_.jobs && finished_[handed_]; ++handed_)
    for (std::string& answer : std::exchange(answers_[handed_], {})) crew_.answered(handed_, std::move(answer));
}

void Foreman::take_bytes(Worker& worker) {
  char bytes[65536];
  const ssize_t n = ::read(worker.fd, bytes, sizeof bytes);
  if (n < 0 && errno == EINTR) return;
  if (n <= 0) return leave(worker);
  worker.read.append(bytes, static_cast<std::size_t>(n));
  std::size_t at = 0;
  for (Head head; worker.read.size() - at >= sizeof head;) {
    std::memcpy(&head, worker.read.data() + at, sizeof head);
    if (worker.read.size() - at < sizeof head + head.size) break;
    take(worker, head, worker.read.substr(at + sizeof head, head.size));
    at += sizeof head + head.size;
  }
  worker.read.erase(0, at);
}

void Foreman::leave(Worker& worker) {
  ::close(std::exchange(worker.fd, -1));
  int status = 0;
  while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {}
  if (!worker.job || error_) return;
  error_ = Error{ErrorKind::internal, "the program broke down here", crew_.name_of(*worker.job), "程序在这里出错中断"};
}

Result<void> Foreman::listen() {
  for (;;) {
    std::vector<pollfd> waits;
    std::vector<Worker*> who;
    for (Worker& worker : workers_)
      if (worker.fd >= 0) {
        waits.push_back({worker.fd, POLLIN, 0});
        who.push_back(&worker);
      }
    if (waits.empty()) break;
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) break;
    for (std::size_t i = 0; i < waits.size(); ++i)
      if (waits[i].revents != 0) take_bytes(*who[i]);
  }
  if (error_) return *error_;
  if (done_ < crew_.jobs) return Error{ErrorKind::internal, "a worker ended too early", {}, "一个工作进程提前结束"};
  return {};
}

}  // namespace

Result<void> run(const Crew& crew) {
  if (crew.jobs == 0) return {};
  Counter counter;
  if (!counter.ok()) return system_error("cannot share memory", {}, errno);
  const unsigned wanted = crew.workers > 0 ? crew.workers : std::max(1u, std::thread::hardware_concurrency());
  Foreman foreman(crew);
  const Result<void> hired = foreman.hire(static_cast<unsigned>(std::min<std::size_t>(wanted, crew.jobs)), counter);
  const Result<void> heard = foreman.listen();
  return hired ? heard : hired;
}

}  // namespace kiosk::author
