// The threads add their sums to the total themselves, once each.
#ifndef RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
#define RACEFREE_LESSONS_02_POOL_ALL_CORES_H_

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

template <typename Value, typename Term>
Value SumInParallel(std::size_t items, std::size_t threads, const Term& term) {
  if (threads == 0) throw std::invalid_argument("no thread to work on");
  absl::Mutex mutex;
  Value total = Value();
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < threads; ++worker) {
    const std::size_t first = items * worker / threads;
    const std::size_t last = items * (worker + 1) / threads;
    if (first == last) continue;
    workers.emplace_back([&mutex, &total, &term, first, last] {
      Value sum = term(first);
      for (std::size_t item = first + 1; item < last; ++item) {
        sum += term(item);
      }
      absl::MutexLock lock(&mutex);
      total += sum;
    });
  }
  for (std::thread& worker : workers) worker.join();
  return total;
}

#endif  // RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
