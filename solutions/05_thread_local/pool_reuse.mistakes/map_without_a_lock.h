#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>

inline std::map<std::thread::id, std::string> current_users;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() {
  return current_users[std::this_thread::get_id()];
}

inline void RunAs(std::string user, const std::function<void()>& work) {
  struct Restore {
    ~Restore() {
      current_users[std::this_thread::get_id()] = std::move(outer_user);
    }
    std::string outer_user;
  } restore{std::exchange(current_users[std::this_thread::get_id()],
                          std::move(user))};
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
