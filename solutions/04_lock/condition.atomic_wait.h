#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <atomic>

class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  void Put(int loaves) {
    ChangeWhen(loaves, [&](int now) { return now + loaves <= room_; });
  }

  void Take(int loaves) {
    ChangeWhen(-loaves, [&](int now) { return now >= loaves; });
  }

  int loaves() const { return loaves_; }

 private:
  template <typename Allowed>
  void ChangeWhen(int by, Allowed allowed) {
    int now = loaves_;
    while (true) {
      if (!allowed(now)) {
        // Sleeps while the number is the one that was looked at.
        loaves_.wait(now);
        now = loaves_;
      } else if (loaves_.compare_exchange_weak(now, now + by)) {
        loaves_.notify_all();
        return;
      }
    }
  }

  const int room_;
  std::atomic<int> loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
