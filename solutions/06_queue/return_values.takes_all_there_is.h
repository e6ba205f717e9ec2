#ifndef RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
#define RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct Outcome {
  std::string key;
  int value = 0;
  // What was thrown, if there is no value.
  std::exception_ptr error = nullptr;
};

using Compute = std::function<int(const std::string& key)>;
using Receive = std::function<void(const Outcome& outcome)>;

inline void ComputeAll(const std::vector<std::string>& keys,
                       const Compute& compute, const Receive& receive) {
  std::mutex mutex;
  std::condition_variable arrived;
  std::list<Outcome> outcomes;
  std::vector<std::thread> threads;
  auto join_all = [&] {
    for (std::thread& thread : threads) thread.join();
  };
  try {
    for (const std::string& key : keys) {
      threads.emplace_back([&, key] {
        std::list<Outcome> mine(1);
        mine.front().key = key;
        try {
          mine.front().value = compute(key);
        } catch (...) {
          mine.front().error = std::current_exception();
        }
        std::lock_guard lock(mutex);
        outcomes.splice(outcomes.end(), mine);
        arrived.notify_all();
      });
    }
    for (std::size_t received = 0; received < keys.size();) {
      std::list<Outcome> taken;
      {
        std::unique_lock lock(mutex);
        while (outcomes.empty()) arrived.wait(lock);
        taken.swap(outcomes);
      }
      received += taken.size();
      for (const Outcome& outcome : taken) receive(outcome);
    }
  } catch (...) {
    join_all();
    throw;
  }
  join_all();
}

#endif  // RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
