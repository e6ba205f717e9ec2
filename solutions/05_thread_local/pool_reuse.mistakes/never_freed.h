#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <string>
#include <utility>

inline thread_local const std::string* current_user = nullptr;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() {
  return current_user == nullptr ? "" : *current_user;
}

inline void RunAs(std::string user, const std::function<void()>& work) {
  struct Restore {
    ~Restore() { current_user = outer_user; }
    const std::string* outer_user;
  } restore{std::exchange(current_user, new std::string(std::move(user)))};
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
