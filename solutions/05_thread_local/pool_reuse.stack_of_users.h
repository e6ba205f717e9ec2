#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

// The innermost user comes last.
inline thread_local std::vector<std::string> users;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() { return users.empty() ? "" : users.back(); }

class ScopedUser {
 public:
  explicit ScopedUser(std::string user) { users.push_back(std::move(user)); }
  ~ScopedUser() { users.pop_back(); }

  ScopedUser(const ScopedUser&) = delete;
  ScopedUser& operator=(const ScopedUser&) = delete;
};

inline void RunAs(std::string user, const std::function<void()>& work) {
  ScopedUser scoped_user(std::move(user));
  work();
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
