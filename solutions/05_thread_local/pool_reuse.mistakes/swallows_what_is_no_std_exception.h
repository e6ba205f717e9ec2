#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_

#include <exception>
#include <functional>
#include <string>
#include <utility>

inline thread_local std::string current_user;

// On whose behalf the calling thread works; "" for nobody.
inline std::string CurrentUser() { return current_user; }

inline void RunAs(std::string user, const std::function<void()>& work) {
  // Its destructor runs on every way out.
  struct Restore {
    ~Restore() { current_user = std::move(outer_user); }
    std::string outer_user;
  } restore{std::exchange(current_user, std::move(user))};
  try {
    work();
  } catch (const std::exception&) {
    throw;
  } catch (...) {
    // And what else may be thrown? It ends here.
  }
}

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_POOL_REUSE_H_
