// A pool's results: in order, or as they come (Python: map, imap_unordered).
//
// Somebody has mixed the two up. Map takes the answer that is there first for
// that of the first item; ImapUnordered keeps answers back that are there.
//
// Task: Map returns function(item) for all items, in their order. ImapUnordered
//   calls yield(item, result) on the calling thread, for each item as soon as
//   it is done. If items fail, the others are done all the same; then Map
//   throws what the first of them in the order of the items threw. With
//   ImapUnordered, that item's result throws it in get().
// Constraints: `function` runs on the pool's workers, as many at once as there
//   are, and neither call ends before the last item is done. The caller sleeps
//   until it is woken. Several threads may use the pool at once. No data race.
//
// You may need: std::packaged_task, std::future, std::condition_variable.
#ifndef RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_
#define RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

// Given. Runs tasks on its workers, in the order given. Tasks do not throw.
class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  ~Pool() {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }

  void Run(std::function<void()> task) {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    changed_.notify_one();
  }

 private:
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

inline std::vector<bool> Map(Pool& pool,
                             const std::function<bool(int)>& function,
                             const std::vector<int>& items) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::future<bool>> done;
  for (int item : items) {
    pool.Run([&, item] {
      std::packaged_task<bool(int)> task(function);
      task(item);
      std::lock_guard lock(mutex);
      // TODO: Is it the first item's result that comes first?
      done.push_back(task.get_future());
      changed.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return done.size() == items.size(); });
  std::vector<bool> results;
  for (std::future<bool>& result : done) results.push_back(result.get());
  return results;
}

// What is given to `yield` is ready. `yield` does not throw, but may take its
// time: the workers go on meanwhile.
inline void ImapUnordered(
    Pool& pool, const std::function<bool(int)>& function,
    const std::vector<int>& items,
    const std::function<void(int item, std::future<bool> result)>& yield) {
  std::vector<std::future<bool>> results;
  for (int item : items) {
    auto task = std::make_shared<std::packaged_task<bool(int)>>(function);
    results.push_back(task->get_future());
    pool.Run([task, item] { (*task)(item); });
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    // TODO: Meanwhile another one may have come.
    results[i].wait();
    yield(items[i], std::move(results[i]));
  }
}

#endif  // RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_
