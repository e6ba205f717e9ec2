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
  for (const std::string& name : names) {
    std::thread thread([name, work] {
      current_thread_name = name;
      work(name);
    });
    // Else std::thread ends the program in its destructor.
    thread.detach();
    started(name);
  }
}

#endif  // RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
