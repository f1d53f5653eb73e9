// Work off the frame path: jobs run on a few worker threads; what they made is handed over on the thread that drains.
//
// Threads : submit and drain belong to one thread (the main one). A job must not touch what the main thread touches.
// Order   : completions run in the order of submission when `drain_all` waits for everything (headless: repeatable);
//           otherwise as they finish.
// Ends    : the destructor waits for running jobs, drops the rest, runs no completion.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace kiosk {

class TaskQueue {
 public:
  using Completion = std::function<void()>;
  // Runs on a worker; what it returns runs on the main thread (may be empty).
  using Job = std::function<Completion()>;

  // `on_ready` is called from a worker whenever a completion waits, to wake a sleeping event loop; may be empty.
  explicit TaskQueue(unsigned workers, std::function<void()> on_ready = {});
  ~TaskQueue();
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  // `urgent` jobs run before the others that wait.
  void submit(Job job, bool urgent = false);

  // Runs the completions that are ready; returns how many.
  std::size_t drain();
  // Waits for all jobs, also those that completions submit, and runs their completions in order of submission.
  void drain_all();
  // Jobs not yet completed.
  std::size_t pending() const;

 private:
  void work();

  mutable std::mutex mutex_;
  std::condition_variable wake_worker_, wake_drain_;
  std::deque<std::pair<std::uint64_t, Job>> waiting_;
  std::map<std::uint64_t, Completion> ready_;  // by order of submission
  std::uint64_t next_ = 0;
  std::size_t running_ = 0;
  bool stop_ = false;
  std::function<void()> on_ready_;
  std::vector<std::thread> workers_;
};

}  // namespace kiosk
