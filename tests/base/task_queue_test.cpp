#include "kiosk/base/task_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace kiosk {
namespace {

TEST(TaskQueue, DrainAll_RunsCompletionsInOrderOfSubmissionWhateverEndsFirst) {
  TaskQueue queue(4);
  std::vector<int> order;
  for (int i = 0; i < 200; ++i)
    queue.submit([i, &order]() -> TaskQueue::Completion {
      std::atomic<int> spin{0};  // the first ones take longest
      while (spin.fetch_add(1) < (200 - i) * 50) {}
      return [i, &order] { order.push_back(i); };
    });

  queue.drain_all();

  ASSERT_EQ(order.size(), 200u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(queue.pending(), 0u);
}

TEST(TaskQueue, DrainAll_WaitsForWhatCompletionsSubmit) {
  TaskQueue queue(2);
  int depth = 0;
  std::function<TaskQueue::Completion()> job = [&]() -> TaskQueue::Completion {
    return [&] {
      if (++depth < 20) queue.submit(job);
    };
  };
  queue.submit(job);

  queue.drain_all();

  EXPECT_EQ(depth, 20);
}

TEST(TaskQueue, Completions_RunOnTheThreadThatDrains) {
  TaskQueue queue(2);
  std::thread::id worked, completed;
  queue.submit([&]() -> TaskQueue::Completion {
    worked = std::this_thread::get_id();
    return [&] { completed = std::this_thread::get_id(); };
  });

  queue.drain_all();

  EXPECT_NE(worked, std::this_thread::get_id());
  EXPECT_EQ(completed, std::this_thread::get_id());
}

TEST(TaskQueue, UrgentJob_RunsBeforeThoseThatWait) {
  TaskQueue queue(1);
  std::promise<void> begun, go;
  std::vector<int> order;  // written by the only worker
  queue.submit([&]() -> TaskQueue::Completion {
    begun.set_value();
    go.get_future().wait();
    return {};
  });
  begun.get_future().wait();
  queue.submit([&]() -> TaskQueue::Completion {
    order.push_back(1);
    return {};
  });
  queue.submit(
      [&]() -> TaskQueue::Completion {
        order.push_back(2);
        return {};
      },
      true);
  go.set_value();

  queue.drain_all();

  EXPECT_EQ(order, (std::vector{2, 1}));
}

TEST(TaskQueue, Destroyed_DropsWhatWaitsAndRunsNoCompletion) {
  std::atomic<int> ran{0};
  int completed = 0;
  {
    TaskQueue queue(1);
    std::promise<void> begun;
    queue.submit([&]() -> TaskQueue::Completion {
      begun.set_value();
      ++ran;
      return [&] { ++completed; };
    });
    begun.get_future().wait();
  }
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(completed, 0);
}

TEST(TaskQueue, ReadyCompletion_WakesTheLoopOnce) {
  std::atomic<int> woken{0};
  TaskQueue queue(2, [&] { ++woken; });
  for (int i = 0; i < 10; ++i) queue.submit([]() -> TaskQueue::Completion { return {}; });

  queue.drain_all();

  EXPECT_EQ(woken, 10);
  EXPECT_EQ(queue.drain(), 0u);
}

TEST(TaskQueue, Drain_DoesNotWait) {
  TaskQueue queue(1);
  std::promise<void> go;
  int completed = 0;
  queue.submit([&]() -> TaskQueue::Completion {
    go.get_future().wait();
    return [&] { ++completed; };
  });

  EXPECT_EQ(queue.drain(), 0u);
  EXPECT_EQ(queue.pending(), 1u);
  go.set_value();
  queue.drain_all();
  EXPECT_EQ(completed, 1);
}

}  // namespace
}  // namespace kiosk
