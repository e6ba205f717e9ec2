#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "absl/synchronization/mutex.h"

// Only threads that work for somebody are in it.
class Users {
 public:
  std::string OfThisThread() {
    absl::MutexLock lock(&mutex_);
    auto found = by_thread_.find(std::this_thread::get_id());
    return found == by_thread_.end() ? "" : found->second;
  }

  // Returns the user that the thread had until now.
  std::string Replace(std::string user) {
    absl::MutexLock lock(&mutex_);
    std::string& mine = by_thread_[std::this_thread::get_id()];
    std::swap(mine, user);
    if (mine.empty()) by_thread_.erase(std::this_thread::get_id());
    return user;
  }

 private:
  absl::Mutex mutex_;
  std::map<std::thread::id, std::string> by_thread_;
};

inline Users users;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() { return users.OfThisThread(); }

inline void RunAs(std::string user, const std::function<void()>& work) {
  struct Restore {
    ~Restore() { users.Replace(std::move(outer_user)); }
    std::string outer_user;
  } restore{users.Replace(std::move(user))};
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
