#include "kiosk/base/task_queue.h"

#include <utility>

namespace kiosk {

TaskQueue::TaskQueue(unsigned workers, std::function<void()> on_ready) : on_ready_(std::move(on_ready)) {
  for (unsigned i = 0; i < std::max(1u, workers); ++i) workers_.emplace_back([this] { work(); });
}

TaskQueue::~TaskQueue() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    waiting_.clear();
  }
  wake_worker_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void TaskQueue::submit(Job job, bool urgent) {
  {
    const std::lock_guard lock(mutex_);
    if (urgent) waiting_.emplace_front(next_++, std::move(job));
    else waiting_.emplace_back(next_++, std::move(job));
  }
  wake_worker_.notify_one();
}

void TaskQueue::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_worker_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (stop_) return;
    auto [order, job] = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    lock.unlock();
    Completion completion = job();
    job = nullptr;  // what the job holds is let go before it counts as done
    lock.lock();
    --running_;
    ready_.emplace(order, std::move(completion));
    wake_drain_.notify_one();
    if (on_ready_) on_ready_();
  }
}

std::size_t TaskQueue::drain() {
  std::map<std::uint64_t, Completion> batch;
  {
    const std::lock_guard lock(mutex_);
    batch.swap(ready_);
  }
  for (auto& [order, completion] : batch)
    if (completion) completion();
  return batch.size();
}

void TaskQueue::drain_all() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      wake_drain_.wait(lock, [this] { return waiting_.empty() && running_ == 0; });
      if (ready_.empty()) return;
    }
    drain();
  }
}

std::size_t TaskQueue::pending() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size() + running_ + ready_.size();
}

}  // namespace kiosk
