// A flag that threads can wait for: Python's Event.
//
// It has worked for months. Once in a while, though, a thread sleeps on while
// the flag is up, or has been up.
//
// Task: Set puts the flag up and wakes all who wait; Clear takes it down. Wait
//   returns as soon as the flag is up. WaitFor does too, with true; or returns
//   false once `timeout` has passed.
// Constraints: no data race, and what was written before Set is there after
//   Wait. Whoever waits while Set is called returns, with true, even if Clear
//   follows at once. The timeout is for the whole wait, however often it wakes
//   up. Whoever waits sleeps: no spinning, no looking again every so often.
//
// You may need: std::mutex, std::condition_variable, wait and wait_for with a
//   predicate.
#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

class Event {
 public:
  void Set() {
    // TODO: Who may be looking at it just now?
    set_ = true;
    changed_.notify_all();
  }

  void Clear() { set_ = false; }

  bool IsSet() const { return set_; }

  void Wait() {
    std::unique_lock lock(mutex_);
    // TODO: It looks at the flag when it has woken up. When is that?
    changed_.wait(lock, [&] { return set_; });
  }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, timeout, [&] { return set_; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
