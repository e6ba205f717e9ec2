#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <string>
#include <utility>

inline thread_local std::string current_user;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() { return current_user; }

inline void RunAs(std::string user, const std::function<void()>& work) {
  std::string outer_user = std::exchange(current_user, std::move(user));
  work();
  current_user = std::move(outer_user);
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
