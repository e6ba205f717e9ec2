// How many schedules a second of processor time, in both execution modes: run
// it with `bazel test --test_output=all //checker/explore:speed_bench`. It
// prints; what it checks is only that both modes are there to be compared.

#include <sys/resource.h>

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/explore/explore.h"
#include "checker/explore/runtime.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

void MutexThreeTimes() {
  std::mutex mutex;
  int balance = 0;
  auto change = [&](int amount) {
    for (int i = 0; i < 3; ++i) {
      std::lock_guard<std::mutex> lock(mutex);
      balance += amount;
    }
  };
  std::thread a(change, 5);
  std::thread b(change, -5);
  a.join();
  b.join();
  EXPECT_EQ(balance, 0);
}

void BoundedQueue() {
  std::mutex mutex;
  std::condition_variable has_room, has_item;
  std::deque<int> items;
  int sum = 0;
  auto put = [&](int item) {
    std::unique_lock<std::mutex> lock(mutex);
    has_room.wait(lock, [&] { return items.empty(); });
    items.push_back(item);
    has_item.notify_one();
  };
  std::thread a(put, 1);
  std::thread b(put, 2);
  std::thread c([&] {
    for (int i = 0; i < 2; ++i) {
      std::unique_lock<std::mutex> lock(mutex);
      has_item.wait(lock, [&] { return !items.empty(); });
      sum += items.front();
      items.pop_front();
      has_room.notify_one();
    }
  });
  a.join();
  b.join();
  c.join();
  EXPECT_EQ(sum, 3);
}

void PoolWithFutures() {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::packaged_task<int()>> tasks;
  bool stop = false;
  auto work = [&] {
    while (true) {
      std::packaged_task<int()> task;
      {
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock, [&] { return stop || !tasks.empty(); });
        if (tasks.empty()) return;
        task = std::move(tasks.front());
        tasks.pop_front();
      }
      task();
    }
  };
  std::thread a(work);
  std::thread b(work);
  std::future<int> results[2];
  for (int i = 0; i < 2; ++i) {
    std::packaged_task<int()> task([i] { return i; });
    results[i] = task.get_future();
    {
      std::lock_guard<std::mutex> lock(mutex);
      tasks.push_back(std::move(task));
    }
    changed.notify_one();
  }
  EXPECT_EQ(results[0].get() + results[1].get(), 1);
  {
    std::lock_guard<std::mutex> lock(mutex);
    stop = true;
  }
  changed.notify_all();
  a.join();
  b.join();
}

double ChildrenSeconds() {
  rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) /
             1e6;
}

double SchedulesPerSecond(void (*body)(), Mode mode) {
  Options options;
  options.search = SearchKind::kRandom;
  options.mode = mode;
  options.max_schedules = mode == Mode::kFork ? 1500 : 60000;
  const double start = ChildrenSeconds();
  const Result& result =
      Explore([](void* argument) { reinterpret_cast<void (*)()>(argument)(); },
              reinterpret_cast<void*>(body), options);
  const double seconds = ChildrenSeconds() - start;
  EXPECT_EQ(result.finding.kind, FindingKind::kNone);
  EXPECT_EQ(result.schedules, options.max_schedules);
  return static_cast<double>(result.schedules) / seconds;
}

TEST(Speed, OfBothModes) {
  const struct {
    const char* name;
    void (*body)();
  } programs[] = {{"two threads, a mutex three times", MutexThreeTimes},
                  {"bounded queue, three threads", BoundedQueue},
                  {"thread pool with futures", PoolWithFutures}};
  printf("%-34s %12s %12s %7s %14s\n", "schedules per processor second",
         "snapshot", "fork", "ratio", "restored bytes");
  for (const auto& program : programs) {
    const double snapshot = SchedulesPerSecond(program.body, Mode::kSnapshot);
    const size_t restored = runtime->snapshot.dirty_bytes();
    const double fork = SchedulesPerSecond(program.body, Mode::kFork);
    printf("%-34s %12.0f %12.0f %7.0f %14zu\n", program.name, snapshot, fork,
           snapshot / fork, restored);
  }
}

}  // namespace
}  // namespace racefree::explore
