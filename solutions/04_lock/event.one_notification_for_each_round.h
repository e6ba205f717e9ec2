#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <chrono>
#include <memory>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

class Event {
 public:
  void Set() {
    absl::MutexLock lock(&mutex_);
    if (!round_->HasBeenNotified()) round_->Notify();
  }

  void Clear() {
    absl::MutexLock lock(&mutex_);
    if (round_->HasBeenNotified()) {
      round_ = std::make_shared<absl::Notification>();
    }
  }

  bool IsSet() const { return Round()->HasBeenNotified(); }

  void Wait() { Round()->WaitForNotification(); }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    return Round()->WaitForNotificationWithTimeout(absl::FromChrono(timeout));
  }

 private:
  // From one Clear to the next. A waiter stays with the round in which it came.
  std::shared_ptr<absl::Notification> Round() const {
    absl::MutexLock lock(&mutex_);
    return round_;
  }

  mutable absl::Mutex mutex_;
  std::shared_ptr<absl::Notification> round_ =
      std::make_shared<absl::Notification>();
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
