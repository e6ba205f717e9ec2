#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

using Users = std::map<std::thread::id, std::string>;

inline std::mutex mutex;
inline Users users;

inline Users GetUsers() {
  std::lock_guard lock(mutex);
  return users;
}

inline void SetUsers(Users new_users) {
  std::lock_guard lock(mutex);
  users = std::move(new_users);
}

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() {
  return GetUsers()[std::this_thread::get_id()];
}

// Returns the user that the thread had until now.
inline std::string Replace(std::string user) {
  // Between the two locks another thread puts its user in, and loses it.
  Users changed = GetUsers();
  std::swap(changed[std::this_thread::get_id()], user);
  SetUsers(std::move(changed));
  return user;
}

inline void RunAs(std::string user, const std::function<void()>& work) {
  struct Restore {
    ~Restore() { Replace(std::move(outer_user)); }
    std::string outer_user;
  } restore{Replace(std::move(user))};
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
