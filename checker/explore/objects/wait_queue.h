#ifndef RACEFREE_CHECKER_EXPLORE_OBJECTS_WAIT_QUEUE_H_
#define RACEFREE_CHECKER_EXPLORE_OBJECTS_WAIT_QUEUE_H_

#include <cstdint>

#include "checker/explore/fixed_vector.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// Threads asleep until somebody notifies them: what a condition variable, a
// futex and an atomic wait have in common.
//
// A notification does not pick its thread: any of those that slept when it was
// given may take it, so that every order is explored. It never goes to a thread
// that fell asleep later.
class WaitQueue {
 public:
  void Sleep(ThreadId thread) { sleepers_.push_back({thread, next_number_++}); }

  // Gives notifications to up to `count` sleepers; returns how many slept
  // without one.
  int Notify(int count) {
    int given = 0;
    while (given < count && notifications_.size() < sleepers_.size()) {
      notifications_.push_back(next_number_);
      ++given;
    }
    return given;
  }

  bool CanWake(ThreadId thread) const {
    const Sleeper* sleeper = Find(thread);
    return sleeper != nullptr && !notifications_.empty() &&
           notifications_[notifications_.size() - 1] > sleeper->number;
  }

  // `thread` wakes by a notification.
  void Wake(ThreadId thread) {
    const Sleeper* sleeper = Find(thread);
    for (size_t i = 0; i < notifications_.size(); ++i) {
      if (notifications_[i] > sleeper->number) {
        notifications_.erase(i);
        break;
      }
    }
    sleepers_.erase(static_cast<size_t>(sleeper - sleepers_.begin()));
  }

  // `thread` wakes by itself. A notification that now has nobody left is lost.
  void Leave(ThreadId thread) {
    sleepers_.erase(static_cast<size_t>(Find(thread) - sleepers_.begin()));
    for (size_t i = 0; i < notifications_.size(); ++i) {
      size_t eligible = 0;
      for (const Sleeper& sleeper : sleepers_) {
        if (sleeper.number < notifications_[i]) ++eligible;
      }
      if (eligible < i + 1) notifications_.erase(i--);
    }
  }

  // Whether somebody sleeps whom no notification is for.
  bool HasUnnotified() const {
    return sleepers_.size() > notifications_.size();
  }

 private:
  struct Sleeper {
    ThreadId thread;
    uint64_t number;
  };

  const Sleeper* Find(ThreadId thread) const {
    for (const Sleeper& sleeper : sleepers_) {
      if (sleeper.thread == thread) return &sleeper;
    }
    return nullptr;
  }

  uint64_t next_number_ = 0;
  FixedVector<Sleeper, kMaxThreads> sleepers_;
  // Each holds the number that the next sleeper would have had: only lower ones
  // may take it. In ascending order.
  FixedVector<uint64_t, kMaxThreads> notifications_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OBJECTS_WAIT_QUEUE_H_
