#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

template <typename T>
class ThreadLocal {
 public:
  ThreadLocal() = default;
  ThreadLocal(const ThreadLocal&) = delete;
  ThreadLocal& operator=(const ThreadLocal&) = delete;

  ~ThreadLocal() {
    std::map<Thread*, T> values;  // Destroyed after the lock is given back.
    absl::MutexLock lock(&mutex_);
    for (auto& [thread, value] : values_) thread->used.erase(this);
    values.swap(values_);
  }

  T& Get() {
    thread_local Thread me;
    absl::MutexLock lock(&mutex_);
    me.used.insert(this);
    return values_[&me];
  }

 private:
  // The calling thread, and the objects that hold a value of it.
  struct Thread {
    ~Thread() {
      std::vector<typename std::map<Thread*, T>::node_type> values;
      absl::MutexLock lock(&mutex_);
      for (ThreadLocal* object : used) {
        values.push_back(object->values_.extract(this));
      }
    }
    std::set<ThreadLocal*> used;
  };

  // For all objects and threads: so an object and a thread can not end at the
  // same time.
  inline static absl::Mutex mutex_{absl::kConstInit};

  std::map<Thread*, T> values_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
