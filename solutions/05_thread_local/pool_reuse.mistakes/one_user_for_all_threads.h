#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <string>
#include <utility>

inline std::string current_user;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() { return current_user; }

inline void RunAs(std::string user, const std::function<void()>& work) {
  struct Restore {
    ~Restore() { current_user = std::move(outer_user); }
    std::string outer_user;
  } restore{std::exchange(current_user, std::move(user))};
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
