#ifndef RACEFREE_CHECKER_EXPLORE_THREAD_ENDS_H_
#define RACEFREE_CHECKER_EXPLORE_THREAD_ENDS_H_

#include <pthread.h>

#include "checker/explore/fixed_vector.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// What must be called when a thread ends: destructors of its thread_local
// variables and of its pthread keys. The C library would do it for a real
// thread.
class ThreadEnds {
 public:
  void StartSchedule() {
    for (auto& calls : calls_) calls.clear();
    for (auto& handlers : handlers_) handlers.clear();
  }

  void AtEndOf(ThreadId thread, void (*destroy)(void*), void* object) {
    calls_[thread].push_back({destroy, object});
  }
  // Keys are the program's own memory: each schedule finds those that were made
  // before the test began.
  static void AddKey(pthread_key_t key, void (*destroy)(void*));
  static void RemoveKey(pthread_key_t key);

  // What pthread_exit must jump to first (C's cleanup handlers), and what the
  // thread was about to return then.
  void PushHandler(ThreadId thread, void* handler) {
    handlers_[thread].push_back(handler);
  }
  // Null if there is none.
  void* PopHandler(ThreadId thread) {
    auto& handlers = handlers_[thread];
    if (handlers.empty()) return nullptr;
    void* handler = handlers.back();
    handlers.pop_back();
    return handler;
  }
  void* result(ThreadId thread) const { return results_[thread]; }
  void set_result(ThreadId thread, void* result) { results_[thread] = result; }

  // To be called on the ending thread's own stack.
  void RunFor(ThreadId thread);

 private:
  struct Call {
    void (*destroy)(void*);
    void* object;
  };
  FixedVector<Call, 256> calls_[kMaxThreads];
  FixedVector<void*, 64> handlers_[kMaxThreads];
  void* results_[kMaxThreads] = {};
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_THREAD_ENDS_H_
