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
  std::vector<std::thread> threads;
  auto join_all = [&threads] {
    for (std::thread& thread : threads) thread.join();
  };
  try {
    for (const std::string& name : names) {
      threads.emplace_back(
          [&work](std::string own_name) {
            current_thread_name = own_name;
            work(own_name);
          },
          name);
      started(name);
    }
  } catch (...) {
    join_all();
    throw;
  }
  join_all();
}

#endif  // RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
