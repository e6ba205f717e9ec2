#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <atomic>
#include <thread>

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
    while (!allowed(now) || !loaves_.compare_exchange_weak(now, now + by)) {
      std::this_thread::yield();
      now = loaves_;
    }
  }

  const int room_;
  std::atomic<int> loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
