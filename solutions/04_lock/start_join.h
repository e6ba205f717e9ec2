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

// Calls work(name) for each name, on a thread of its own that bears the name;
// and started(name) on the calling thread, as soon as that thread is started.
inline void RunAll(const std::vector<std::string>& names, const Task& work,
                   const Task& started) {
  // A std::jthread joins by itself, also on the way out of an exception.
  std::vector<std::jthread> threads;
  for (const std::string& name : names) {
    // The thread has a name of its own, and shares only what outlives it.
    threads.emplace_back([name, &work] {
      current_thread_name = name;
      work(name);
    });
    started(name);
  }
}

#endif  // RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
