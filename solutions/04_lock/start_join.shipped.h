// Threads with names: start them all, then wait for them all.
//
// Five workers get a name each. Now and then one works under the name of the
// next, and the last one reads past the end.
//
// Task: RunAll calls work(name) once for each name, on a thread of its own, all
//   at the same time; there, CurrentThreadName() is that name. It returns when
//   all these threads have ended.
// Constraints: no data race. If `started` throws, RunAll starts no more, waits
//   for the threads that it has started, and passes the exception on. Elsewhere
//   CurrentThreadName() is always "MainThread".
//
// You may need: std::jthread, or std::thread and join; captures by value.
#ifndef RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
#define RACEFREE_LESSONS_04_LOCK_START_JOIN_H_

#include <cstddef>
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
  for (std::size_t i = 0; i < names.size(); ++i) {
    // TODO: The thread looks at `i` when it runs. When is that?
    threads.emplace_back([&] {
      current_thread_name = names[i];
      work(names[i]);
    });
    started(names[i]);
  }
}

#endif  // RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
