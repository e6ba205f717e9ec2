// On whose behalf? Each thread keeps its user, and the thread is used again.
//
// A worker of the pool served Ann. Its next task was a nightly job, nobody's;
// and the log says that Ann deleted the archive.
//
// Task: during RunAs(user, work) the calling thread's CurrentUser() is `user`,
//   in `work` and all that it calls. When RunAs is over it is again what it was
//   before; also when RunAs is called inside RunAs, or `work` throws.
// Constraints: no data race. RunAs calls `work` once, on the calling thread,
//   and passes its exception on. Each thread has a user of its own and begins
//   with "", nobody; no thread waits for another.
//
// You may need: a class that restores in its destructor; std::exchange.
#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <string>
#include <utility>

inline thread_local std::string current_user;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() { return current_user; }

inline void RunAs(std::string user, const std::function<void()>& work) {
  current_user = std::move(user);
  // TODO: The thread lives on. What will its next task find?
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
