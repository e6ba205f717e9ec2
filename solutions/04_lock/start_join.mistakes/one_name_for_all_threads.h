#ifndef RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
#define RACEFREE_LESSONS_04_LOCK_START_JOIN_H_

#include <functional>
#include <string>
#include <thread>
#include <vector>

// One name for all threads: without thread_local there is one variable.
inline std::string current_thread_name = "MainThread";

inline const std::string& CurrentThreadName() { return current_thread_name; }

using Task = std::function<void(const std::string& name)>;

inline void RunAll(const std::vector<std::string>& names, const Task& work,
                   const Task& started) {
  std::vector<std::jthread> threads;
  for (const std::string& name : names) {
    threads.emplace_back([name, &work] {
      current_thread_name = name;
      work(name);
    });
    started(name);
  }
}

#endif  // RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
