#ifndef RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
#define RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_

#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

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
  absl::Mutex mutex;
  std::vector<Outcome> outcomes;
  std::vector<std::jthread> threads;
  for (const std::string& key : keys) {
    threads.emplace_back([&] {
      Outcome outcome{key};
      try {
        outcome.value = compute(key);
      } catch (...) {
        outcome.error = std::current_exception();
      }

      absl::MutexLock lock(&mutex);
      outcomes.push_back(outcome);
    });
  }
  for (std::size_t received = 0; received < keys.size(); ++received) {
    auto one_more = [&] { return outcomes.size() > received; };
    mutex.LockWhen(absl::Condition(&one_more));
    const Outcome outcome = outcomes[received];
    mutex.Unlock();
    receive(outcome);
  }
}

#endif  // RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
