// A queue between threads: one puts items in, another gets them out.
//
// While there is none, Get sleeps for a millisecond and looks again. So an idle
// program wakes up a thousand times a second, and every item comes late.
//
// Task: Get takes out the oldest item. While there is none it waits until Put
//   brings one. It sleeps until it is woken: it neither spins nor looks again
//   after a while.
// Constraints: no data race. Any number of threads may put and get at once. No
//   thread waits while there is an item for it. Each item goes to one caller of
//   Get, and is moved there, not copied. Others can Put while one waits in Get.
//
// You may need: std::condition_variable, std::unique_lock.
#ifndef RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
#define RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_

#include <chrono>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

template <typename Item>
class Queue {
 public:
  void Put(Item item) {
    std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
    // TODO: Somebody may be waiting for this.
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    while (items_.empty()) {
      // TODO: Wait for Put, not for the clock.
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

 private:
  std::mutex mutex_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
