#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <string>
#include <utility>

inline thread_local std::string current_user;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() { return current_user; }

inline void RunAs(std::string user, const std::function<void()>& work) {
  std::swap(current_user, user);
  try {
    work();
  } catch (...) {
    std::swap(current_user, user);
    throw;
  }
  std::swap(current_user, user);
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
