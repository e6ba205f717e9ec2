#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_

#include <atomic>
#include <map>

template <typename T>
class ThreadLocal {
 public:
  ThreadLocal() = default;
  ThreadLocal(const ThreadLocal&) = delete;
  ThreadLocal& operator=(const ThreadLocal&) = delete;

  T& Get() {
    // The values of objects that are gone stay until the thread ends.
    static thread_local std::map<int, T> values;
    return values[number_];
  }

 private:
  inline static std::atomic<int> objects_made_ = 0;

  const int number_ = ++objects_made_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
