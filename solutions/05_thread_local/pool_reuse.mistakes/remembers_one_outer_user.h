#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <string>
#include <utility>

inline thread_local std::string current_user;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() { return current_user; }

inline thread_local std::string outer_user;

inline void RunAs(std::string user, const std::function<void()>& work) {
  // One place for it: a third RunAs inside the second overwrites it.
  outer_user = std::exchange(current_user, std::move(user));
  struct Restore {
    ~Restore() { current_user = std::move(outer_user); }
  } restore;
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
