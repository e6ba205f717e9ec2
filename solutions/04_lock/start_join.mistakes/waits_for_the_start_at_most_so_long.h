#ifndef RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
#define RACEFREE_LESSONS_04_LOCK_START_JOIN_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
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
    auto named = std::make_shared<std::promise<void>>();
    std::future<void> is_named = named->get_future();
    threads.emplace_back([&, named] {
      current_thread_name = names[i];
      named->set_value();
      work(current_thread_name);
    });
    // A thread that has no processor for so long takes the next one's name.
    is_named.wait_for(std::chrono::seconds(10));
    started(names[i]);
  }
}

#endif  // RACEFREE_LESSONS_04_LOCK_START_JOIN_H_
