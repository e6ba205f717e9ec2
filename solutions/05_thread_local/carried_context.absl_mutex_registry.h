#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "absl/synchronization/mutex.h"

// Variables and their values.
using Context = std::map<std::string, std::string>;

// The contexts of all threads that have one.
class Contexts {
 public:
  Context OfThisThread() {
    absl::MutexLock lock(&mutex_);
    auto found = by_thread_.find(std::this_thread::get_id());
    return found == by_thread_.end() ? Context() : found->second;
  }

  void Set(Context context) {
    absl::MutexLock lock(&mutex_);
    by_thread_[std::this_thread::get_id()] = std::move(context);
  }

  void Forget() {
    absl::MutexLock lock(&mutex_);
    by_thread_.erase(std::this_thread::get_id());
  }

 private:
  absl::Mutex mutex_;
  std::map<std::thread::id, Context> by_thread_;
};

inline Contexts& AllContexts() {
  // Outlives every thread.
  static auto& contexts = *new Contexts;
  // The next thread may get this one's number.
  struct EndOfThread {
    ~EndOfThread() { contexts.Forget(); }
  };
  thread_local EndOfThread end_of_thread;
  (void)end_of_thread;
  return contexts;
}

// In the context of the calling thread.
inline void SetVariable(const std::string& name, const std::string& value) {
  Context context = AllContexts().OfThisThread();
  context[name] = value;
  AllContexts().Set(std::move(context));
}

// "" if it is not set.
inline std::string GetVariable(const std::string& name) {
  return AllContexts().OfThisThread()[name];
}

using Work = std::function<void()>;

inline Work Carry(Work work) {
  return [work = std::move(work), context = AllContexts().OfThisThread()] {
    struct Restore {
      ~Restore() { AllContexts().Set(std::move(outer)); }
      Context outer;
    } restore{AllContexts().OfThisThread()};
    AllContexts().Set(context);
    work();
  };
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_CARRIED_CONTEXT_H_
