#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_

#include <map>
#include <mutex>
#include <set>
#include <thread>

template <typename T>
class ThreadLocal {
 public:
  ThreadLocal() {
    std::lock_guard lock(alive_mutex_);
    alive_.insert(this);
  }
  ThreadLocal(const ThreadLocal&) = delete;
  ThreadLocal& operator=(const ThreadLocal&) = delete;

  ~ThreadLocal() {
    std::lock_guard lock(alive_mutex_);
    alive_.erase(this);
  }

  T& Get() {
    thread_local EndOfThread end_of_thread;
    end_of_thread.used.insert(this);
    std::lock_guard lock(mutex_);
    return by_thread_[std::this_thread::get_id()];
  }

 private:
  struct EndOfThread {
    ~EndOfThread() {
      for (ThreadLocal* object : used) {
        if (!IsAlive(object)) continue;
        // Just now it was.
        std::lock_guard lock(object->mutex_);
        object->by_thread_.erase(std::this_thread::get_id());
      }
    }
    std::set<ThreadLocal*> used;
  };

  static bool IsAlive(ThreadLocal* object) {
    std::lock_guard lock(alive_mutex_);
    return alive_.count(object) != 0;
  }

  inline static std::mutex alive_mutex_;
  inline static std::set<ThreadLocal*> alive_;

  std::mutex mutex_;
  std::map<std::thread::id, T> by_thread_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
