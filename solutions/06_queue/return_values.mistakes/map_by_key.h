#ifndef RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
#define RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_

#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <set>
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
  std::map<std::string, Outcome> outcomes;
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
      // A second one with this key takes the place of the first.
      outcomes[key] = outcome;
      arrived.notify_one();
    });
  }
  std::set<std::string> missing(keys.begin(), keys.end());
  while (!missing.empty()) {
    std::unique_lock lock(mutex);
    arrived.wait(lock, [&] { return !outcomes.empty(); });
    Outcome outcome = outcomes.begin()->second;
    outcomes.erase(outcomes.begin());
    lock.unlock();
    missing.erase(outcome.key);
    receive(outcome);
  }
}

#endif  // RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
