#ifndef RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_
#define RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_

#include <condition_variable>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

class BoundedExecutor {
 public:
  BoundedExecutor([[maybe_unused]] int workers, int limit) : room_(limit) {}

  ~BoundedExecutor() {
    for (std::thread& thread : threads_) thread.join();
  }

  // Never more than `limit` at a time. But each on a thread of its own.
  std::future<int> Submit(std::function<int()> task) {
    std::packaged_task<int()> packaged(std::move(task));
    std::future<int> result = packaged.get_future();
    std::unique_lock lock(mutex_);
    room_grew_.wait(lock, [this] { return room_ > 0; });
    --room_;
    threads_.emplace_back([this, packaged = std::move(packaged)]() mutable {
      packaged();
      std::lock_guard lock(mutex_);
      ++room_;
      room_grew_.notify_one();
    });
    return result;
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_grew_;
  int room_;
  std::vector<std::thread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_
