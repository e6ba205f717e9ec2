#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_

#include <map>

template <typename T>
class ThreadLocal {
 public:
  ThreadLocal() = default;
  ThreadLocal(const ThreadLocal&) = delete;
  ThreadLocal& operator=(const ThreadLocal&) = delete;

  T& Get() {
    // Who takes it out when the object is destroyed? And what does the next
    // object at this address find?
    static thread_local std::map<const ThreadLocal*, T> values;
    return values[this];
  }
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
