// The sums meet once per thread, but adding one to the total is two steps.
#ifndef RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
#define RACEFREE_LESSONS_02_POOL_ALL_CORES_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <thread>
#include <vector>

template <typename Value, typename Term>
Value SumInParallel(std::size_t items, std::size_t threads, const Term& term) {
  if (threads == 0) throw std::invalid_argument("no thread to work on");
  // Nobody is needed who would have nothing to do.
  threads = std::min(threads, items);
  std::atomic<Value> total = Value();
  {
    // A std::jthread joins by itself.
    std::vector<std::jthread> workers;
    for (std::size_t worker = 0; worker < threads; ++worker) {
      const std::size_t first = items * worker / threads;
      const std::size_t last = items * (worker + 1) / threads;
      workers.emplace_back([&total, &term, first, last] {
        Value sum = Value();
        for (std::size_t item = first; item < last; ++item) sum += term(item);
        total.store(total.load() + sum);
      });
    }
  }
  return total.load();
}

#endif  // RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
