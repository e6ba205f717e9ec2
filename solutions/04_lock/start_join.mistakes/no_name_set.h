#ifndef RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
#define RACEFREE_LESSONS_04_LOCK_START_JOIN_H_

#include <functional>
#include <string>
#include <thread>
#include <vector>

inline thread_local std::string current_thread_name = "MainThread";

// The name of the calling thread.
inline const std::string& CurrentThreadName() { return current_thread_name; }

using Task = std::function<void(const std::string& name)>;

inline void RunAll(const std::vector<std::string>& names, const Task& work,
                   const Task& started) {
  std::vector<std::jthread> threads;
  for (const std::string& name : names) {
    // The name is given to the work, and to nobody else.
    threads.emplace_back([name, &work] { work(name); });
    started(name);
  }
}

#endif  // RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
