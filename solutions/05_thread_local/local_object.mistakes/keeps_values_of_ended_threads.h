#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_

#include <map>
#include <mutex>
#include <thread>

template <typename T>
class ThreadLocal {
 public:
  ThreadLocal() = default;
  ThreadLocal(const ThreadLocal&) = delete;
  ThreadLocal& operator=(const ThreadLocal&) = delete;

  T& Get() {
    std::lock_guard lock(mutex_);
    return by_thread_[std::this_thread::get_id()];
  }

 private:
  std::mutex mutex_;
  // Nothing leaves it before the object ends.
  std::map<std::thread::id, T> by_thread_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
