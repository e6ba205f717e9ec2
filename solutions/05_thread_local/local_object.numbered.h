#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>

template <typename T>
class ThreadLocal {
 public:
  ThreadLocal() = default;
  ThreadLocal(const ThreadLocal&) = delete;
  ThreadLocal& operator=(const ThreadLocal&) = delete;

  ~ThreadLocal() {
    std::lock_guard lock(mutex_);
    for (Thread* thread : threads_) thread->values.erase(number_);
  }

  T& Get() {
    thread_local Thread me;
    std::lock_guard lock(mutex_);
    std::unique_ptr<T>& value = me.values[number_];
    if (value == nullptr) value = std::make_unique<T>();
    return *value;
  }

 private:
  // The thread has the values; here only whose they are is known.
  struct Thread {
    Thread() {
      std::lock_guard lock(mutex_);
      threads_.insert(this);
    }
    ~Thread() {
      std::lock_guard lock(mutex_);
      threads_.erase(this);
      values.clear();
    }
    std::unordered_map<int64_t, std::unique_ptr<T>> values;
  };

  inline static std::mutex mutex_;
  inline static std::set<Thread*> threads_;
  inline static std::atomic<int64_t> objects_made_ = 0;

  // Unlike its address, no other object ever has this number.
  const int64_t number_ = ++objects_made_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
