#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

struct Slot {
  std::mutex mutex;
  std::string user;
};

inline std::array<Slot, 256> slots;
inline std::atomic<int> slots_given_out = 0;

// Each thread has a slot of its own: or do two have the same?
inline Slot& MySlot() {
  thread_local const int number = [] {
    const int next = slots_given_out;
    slots_given_out = next + 1;
    return next;
  }();
  return slots.at(number % slots.size());
}

inline std::string Replace(std::string user) {
  Slot& slot = MySlot();
  std::lock_guard lock(slot.mutex);
  return std::exchange(slot.user, std::move(user));
}

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() {
  Slot& slot = MySlot();
  std::lock_guard lock(slot.mutex);
  return slot.user;
}

inline void RunAs(std::string user, const std::function<void()>& work) {
  struct Restore {
    ~Restore() { Replace(std::move(outer_user)); }
    std::string outer_user;
  } restore{Replace(std::move(user))};
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
