#ifndef RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
#define RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_

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
  std::exception_ptr receive_error;
  {
    std::vector<std::jthread> threads;
    for (const std::string& key : keys) {
      threads.emplace_back([&] {
        Outcome outcome{key};
        try {
          outcome.value = compute(key);
        } catch (...) {
          outcome.error = std::current_exception();
        }

        // One at a time, and still on the wrong thread.
        std::lock_guard lock(mutex);
        if (receive_error) return;
        try {
          receive(outcome);
        } catch (...) {
          receive_error = std::current_exception();
        }
      });
    }
  }
  if (receive_error) std::rethrow_exception(receive_error);
}

#endif  // RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
