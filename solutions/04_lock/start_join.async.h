#ifndef RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
#define RACEFREE_LESSONS_04_LOCK_START_JOIN_H_

#include <functional>
#include <future>
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
  // The destructor of a future that std::async made waits for its thread.
  std::vector<std::future<void>> results;
  for (const std::string& name : names) {
    results.push_back(std::async(std::launch::async, [name, &work] {
      current_thread_name = name;
      work(name);
    }));
    started(name);
  }
}

#endif  // RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
