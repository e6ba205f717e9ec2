// threading.local() is an object; and there can be many of them.
//
// Each thread shall find a value of its own in each of these objects. A program
// that has two of them finds the same value in both.
//
// Task: Get returns the calling thread's own value in this object: T(), made at
//   the thread's first Get here. A value is destroyed when its thread ends, or
//   the object, whichever comes first.
// Constraints: no data race. What Get has returned stays good until its value
//   is destroyed. An object begins without values, even where an earlier one
//   was. A thread that has used an object may end while it is destroyed; then
//   either of the two destroys the thread's value, and the object all others.
//
// You may need: a map and a mutex in each object; a thread_local object whose
//   destructor runs when its thread ends; std::shared_ptr and std::weak_ptr.
#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_

template <typename T>
class ThreadLocal {
 public:
  ThreadLocal() = default;
  ThreadLocal(const ThreadLocal&) = delete;
  ThreadLocal& operator=(const ThreadLocal&) = delete;

  T& Get() {
    // TODO: There is one of these for each thread. And for each object?
    static thread_local T value = T();
    return value;
  }
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_LOCAL_OBJECT_H_
