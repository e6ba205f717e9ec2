#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <functional>
#include <future>
#include <list>
#include <mutex>

// Whoever changes the number also does what others are waiting for, and wakes
// just those.
class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  void Put(int loaves) { Change(loaves); }

  void Take(int loaves) { Change(-loaves); }

  int loaves() const {
    std::lock_guard lock(mutex_);
    return loaves_;
  }

 private:
  struct Visitor {
    int change;
    std::promise<void> done;
  };

  void Change(int change) {
    std::unique_lock lock(mutex_);
    visitors_.push_back({change, {}});
    std::future<void> done = visitors_.back().done.get_future();
    ServeAllWhoCanBeServed();
    lock.unlock();
    done.wait();
  }

  void ServeAllWhoCanBeServed() {
    for (auto visitor = visitors_.begin(); visitor != visitors_.end();) {
      const int after = loaves_ + visitor->change;
      if (after < 0 || after > room_) {
        ++visitor;
        continue;
      }
      loaves_ = after;
      visitor->done.set_value();
      visitors_.erase(visitor);
      visitor = visitors_.begin();
    }
  }

  const int room_;
  mutable std::mutex mutex_;
  std::list<Visitor> visitors_;
  int loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
