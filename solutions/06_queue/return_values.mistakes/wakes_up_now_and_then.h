#ifndef RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
#define RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
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
  std::deque<Outcome> outcomes;
  std::vector<std::jthread> threads;
  for (const std::string& key : keys) {
    threads.emplace_back([&] {
      Outcome outcome{key};
      try {
        outcome.value = compute(key);
      } catch (...) {
        outcome.error = std::current_exception();
      }

      std::lock_guard lock(mutex);
      outcomes.push_back(outcome);
    });
  }
  for (std::size_t received = 0; received < keys.size();) {
    std::unique_lock lock(mutex);
    // Nobody notifies, so it only ever goes on by time.
    while (outcomes.empty()) {
      arrived.wait_for(lock, std::chrono::milliseconds(1));
    }
    Outcome outcome = outcomes.front();
    outcomes.pop_front();
    lock.unlock();
    receive(outcome);
    ++received;
  }
}

#endif  // RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
